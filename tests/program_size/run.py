#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""program.cpp built for size and stripped: at most 60 KB, and no shared library but the C and C++ compiler's own
and libcrypto. Then it does its work: arguments are the emulator's path and the command of the compiler."""
import os
import pathlib
import platform
import re
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent), str(here.parent / "examples")]
import running
import toolchain

most, allowed = 60 * 1024, r"(libc|libstdc\+\+|libm|libgcc_s|libcrypto)\.so\.\d+"
flags = ["-std=c++20", "-Os", "-flto", "-fno-pie", "-no-pie", "-ffunction-sections", "-Wl,--gc-sections",
         "-Wl,--as-needed", "-Wl,-z,noseparate-code", "-s", *toolchain.warnings, "-Werror", f"-I{toolchain.include}"]
emulator = sys.argv[1]
if "g++" not in toolchain.compilers or platform.machine() != "x86_64":
    toolchain.finish([], "the size of a program (asked of g++ on x86-64)", needed=False)

faults = []
with tempfile.TemporaryDirectory() as folder:
    program = pathlib.Path(folder) / "program"
    done = toolchain.run(["g++", *flags, here / "program.cpp", "-o", program, "-lssl", "-lcrypto"])
    if done.returncode:
        sys.exit(done.stdout)
    size = program.stat().st_size
    needed = re.findall(r"NEEDED.*\[(.*)\]", toolchain.run(["readelf", "-d", program]).stdout)
    print(f"{size} of {most} bytes; {' '.join(needed)}")
    if size > most:
        faults.append(f"{size} bytes; {most} at most")
    faults += [f"it needs {name}" for name in needed if not re.fullmatch(allowed, name)]
    if not needed:
        faults.append("cannot see what it needs")

    content = os.urandom(300000)
    (pathlib.Path(folder) / "file").write_bytes(content)
    with running.emulator(emulator, f"{folder}/objects") as (url, _):
        # Nobody listens where the callback goes: the object is stored, and the program knows both.
        ended = running.run(program, url, "examplebucket", "key", f"{folder}/file")
    said = ended.stdout.decode()
    stored = pathlib.Path(folder) / "objects/examplebucket/key"
    if ended.returncode != 3 or "can not connect to your callbackUrl" not in said:
        faults.append(f"it ended with {ended.returncode} and said: {said}{ended.stderr.decode()}")
    if not stored.exists() or stored.read_bytes() != content:
        faults.append("what is stored is not what was uploaded")
toolchain.finish(faults, "a program's size", needed=True)
