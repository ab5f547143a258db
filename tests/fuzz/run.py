# SPDX-License-Identifier: Apache-2.0
"""run.py NAME [MINUTES]: feeds tests/fuzz/NAME.cpp with what clang's libFuzzer makes of the files in corpus/NAME: always
the same 100,000 inputs, or for so many minutes new ones. What breaks it is printed in Base64, to become a file of the
corpus. A line `// links -lexpat` of the source names libraries that ours is compared with; without them it is skipped."""
import base64
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
import toolchain  # noqa: E402

SKIPPED = 77
sanitizers = ["-fsanitize=fuzzer,address,undefined", "-fno-sanitize-recover=undefined"]


def build(source, program):
    return toolchain.run(["clang++", "-std=c++20", "-O1", "-g1", *toolchain.warnings, "-Werror", *sanitizers,
                          f"-I{toolchain.include}", f"-I{here.parent}", source, "-o", program, *libraries])


def can_fuzz(folder):
    source = folder / "nothing.cpp"
    source.write_text('extern "C" int LLVMFuzzerTestOneInput(const unsigned char*, unsigned long) { return 0; }\n')
    return shutil.which("clang++") is not None and build(source, folder / "nothing").returncode == 0


name, minutes = sys.argv[1], sys.argv[2:]
libraries = " ".join(re.findall(r"^// links (.+)$", (here / f"{name}.cpp").read_text(), re.MULTILINE)).split()
with tempfile.TemporaryDirectory() as made:
    folder = pathlib.Path(made)
    if not can_fuzz(folder):
        print("skipped: there is no clang++ with libFuzzer (libclang-rt-dev)", *libraries)
        sys.exit(SKIPPED)
    done = build(here / f"{name}.cpp", folder / name)
    if done.returncode:
        sys.exit(f"{name} does not compile\n{done.stdout}")
    how_long = [f"-max_total_time={60 * int(minutes[0])}"] if minutes else ["-seed=1", "-runs=100000"]
    found = folder / "found"  # new inputs go into the first folder
    found.mkdir()
    command = [folder / name, *how_long, "-max_len=4096", "-timeout=20", f"-artifact_prefix={folder}/", found,
               here / "corpus" / name]
    done = subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    lines = done.stdout.decode(errors="replace").splitlines()
    results = [line for line in lines if line.startswith("Done ") or " times: " in line]
    print("\n".join(lines[-60:] if done.returncode else results))
    for artifact in folder.glob("*-*"):
        print(f"{artifact.name}: {base64.b64encode(artifact.read_bytes()).decode()}")
    sys.exit(1 if done.returncode else 0)
