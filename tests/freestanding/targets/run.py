#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""run.py wasm32 | armhf: what a device has of the library, on a machine of 32 bits: WebAssembly with libc++, which node
runs, or 32-bit ARM, which qemu-arm runs. Its headers compile without a warning; the test vectors, but for those of the
service and of RSA, pass there, and fail there when they expect something else; uploads.cpp uploads to service.py. For
WebAssembly the object of freestanding/put_object.cpp is linked with nothing at all as well."""
import fnmatch
import functools
import json
import pathlib
import re
import shutil
import subprocess
import sys
import tempfile
import threading

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent.parent), str(here.parent.parent / "examples")]
import changed_vectors
import service
import toolchain

target = sys.argv[1]
compiler, tools, run = {
    "wasm32": (["clang++", "--target=wasm32-wasi"], ["node"], ["node", here / "run_wasm.mjs"]),
    "armhf": (["arm-linux-gnueabihf-g++", "-static", "-Wno-psabi"], ["qemu-arm"], ["qemu-arm"]),
}[target]
flags = ["-std=c++20", "-Os", "-fno-exceptions", "-fno-rtti", *toolchain.warnings, "-Werror", f"-I{toolchain.include}"]
# wasi-libc has no file system of C++17, and gives a program 64 KB of stack unless told otherwise: enough for a device's
# uploads, not for the vectors, whose clients are as large as a hosted program's.
more_for_vectors = [f"-I{here}", "-DJSON_HAS_FILESYSTEM=0", "-DJSON_HAS_EXPERIMENTAL_FILESYSTEM=0"]
more_room = ["-Wl,-z,stack-size=1048576"] if target == "wasm32" else []
vectors = toolchain.root / "tests" / "vectors"
vector_sources = [here / "vectors.cpp", *(toolchain.root / "tests" / "examples" / "vectors" / f"{name}.cpp"
                                          for name in ("callbacks", "checksums", "documents", "files", "signatures"))]
of_the_service = {"substitute", "invalid-server"}
key_id, secret, time = "fake-key-id", "fake-secret", 4_102_444_800  # of the year 2100, which 32 bits do not count to


def build(*words, **more):
    """Compiles; what was wrong, or None."""
    done = toolchain.run([*compiler, *flags, *words], **more)
    return done.stdout if done.returncode or done.stdout else None


def command(program, folder, *arguments):
    return [str(word) for word in [*run, program, *([folder] if target == "wasm32" else []), *arguments]]


def has_tools(folder):
    """Whether a program can be made and run here."""
    if any(shutil.which(tool) is None for tool in [compiler[0], *tools]):
        print(f"not all of these are here: {compiler[0]} {' '.join(tools)}")
        return False
    text = "#include <string>\nint main(int count, char** words) { return std::string{words[0]}.size() + count == 0; }\n"
    made = toolchain.run([*compiler, "-std=c++20", "-fno-exceptions", "-x", "c++", "-", "-o", folder / "probe"], input=text)
    if made.returncode:
        print(f"{' '.join(compiler)} makes no program here:\n{made.stdout}")
        return False
    ran = toolchain.run(command(folder / "probe", folder), timeout=60)
    if ran.returncode:
        print(f"{tools[0]} does not run what {' '.join(compiler)} makes:\n{ran.stdout}")
    return ran.returncode == 0


def check_headers(headers):
    text = "".join(f"#include <{header}>\n" for header in headers)
    wrong = build("-isystem", folder, "-fsyntax-only", "-x", "c++", "-", input=text)
    return None, [f"{' '.join(headers[:2])}:\n{wrong}"] if wrong else []


def counted(program, place, cases_of):
    """Runs the vectors of files; gives the counts of those that passed, failed, differ, and what was said."""
    place.mkdir()
    for name, cases in cases_of.items():
        (place / name).write_text(json.dumps(cases), encoding="utf-8")
    done = toolchain.run(command(program, place, *sorted(place.glob("*.json"))), timeout=200)
    counts = re.search(r"(\d+) passed, (\d+) failed, (\d+) optional differ\n$", done.stdout)
    return [int(count) for count in counts.groups()] if counts else None, done.stdout


def left_to_rsa(case):
    return case["expected"].get("valid") or case["expected"].get("reason") == "bad_signature"


def check_vectors(objects):
    program = folder / "vectors"
    if wrong := build(*more_room, *objects, "-o", program):
        return "", [f"vectors:\n{wrong}"]
    cases_of = {}
    for path in sorted(vectors.glob("*.json")):
        cases = json.loads(path.read_text(encoding="utf-8"))
        cases_of[path.name] = [case for case in cases if case.get("kind") not in of_the_service]
    wanted = sum(map(len, cases_of.values()))
    counts, said = counted(program, folder / "right", cases_of)
    if not counts or counts[1] or counts[0] + counts[2] != wanted or not wanted or "not compared" in said:
        return "", [f"vectors:\n{said}"]
    optional = sum(case.get("optional", False) for cases in cases_of.values() for case in cases)
    faults = [f"vectors: {counts[2]} differ, but only {optional} may:\n{said}"] if counts[2] > optional else []

    signatures = cases_of["callback-signature.json"]
    report = (f"vectors: {counts[0]} pass, {counts[2]} optional differ; of {len(signatures)} callbacks' signatures "
              f"{sum(map(bool, map(left_to_rsa, signatures)))} are judged as far as RSA; {program.stat().st_size} bytes")
    wrong_of = {name: [mutant for case in cases for mutant in
                       changed_vectors.mutants(case, {"valid", "reason"} if name == "callback-signature.json" and
                                               left_to_rsa(case) else ())] for name, cases in cases_of.items()}
    wanted = sum(map(len, wrong_of.values()))
    counts, said = counted(program, folder / "wrong", wrong_of)
    if counts != [0, wanted, 0] or wanted < 1000:
        faults.append(f"of {wanted} vectors that must fail, passed, failed, differ: {counts}; the last words:\n{said[-2000:]}")
    return f"{report}; {wanted} that must fail do", faults


def placed(begin, size):
    """The bytes of uploads.cpp's source."""
    return bytes((at ^ at >> 8 ^ at >> 32) & 0xFF for at in range(begin, begin + size))


def of_stored(data):
    return f"{service.etag(data)} {len(data)} {service.crc64(data)}"


def check_uploads():
    program = folder / "uploads"
    if wrong := build("-isystem", folder, "-Wl,--strip-all", here / "uploads.cpp", "-o", program):
        return "", [f"uploads.cpp:\n{wrong}"]
    world = service.Service(key_id, secret, time)
    with open(folder / "said", "w+") as said:
        with subprocess.Popen(command(program, folder, key_id, secret, time), stdin=subprocess.PIPE,
                              stdout=subprocess.PIPE, stderr=said) as device:
            limit = threading.Timer(120, device.kill)
            limit.daemon = True
            limit.start()
            world.serve(device.stdout, device.stdin)
            device.stdin.close()
            status = device.wait()
            limit.cancel()
        said.seek(0)
        lines = said.read().splitlines()

    hello, large, far = b"hello, service", placed(0, 250_000), placed(8_999 * 614_400, 614_400)
    wanted = [
        f'put_object 200 {of_stored(hello)} {{"Status":"OK"}}',
        f'resumable_upload 200 {of_stored(large)} {{"Status":"OK"}}',
        f"upload_part 9000 {of_stored(far)}",
        "abort_upload done",
        "refused server 403 AccessDenied",
        "stored/otherwise crc_inconsistent 200 ",
        "huge file_inconsistent 0 ",
    ]
    callback = {"callbackUrl": "http://app.example.com:23450?from=device",
                "callbackBody": "bucket=${bucket}&object=${object}",
                "callbackBodyType": "application/x-www-form-urlencoded"}
    faults = [f"uploads: {fault}" for fault in world.faults]
    for what, got, should in [
            ("it ended with", status, 0), ("it said", lines, wanted),
            ("stored", world.objects, {"files/hello": hello, "files/world": large, "stored/otherwise": b"hello"}),
            ("callbacks", world.callbacks, {key: callback for key in ("files/hello", "files/world")}),
            ("aborted", world.aborted, [{9_000: far}]), ("left open", world.parts, {}),
            ("cut short", world.cut, {"huge": (5_000_000_000, placed(0, 1_000))})]:
        if got != should:
            faults.append(f"uploads: {what}\n  {str(got)[:600]}\nwanted\n  {str(should)[:600]}")
    return f"uploads: {len(wanted)} calls; {program.stat().st_size} bytes", faults


def check_bare():
    """A module that is linked with nothing imports what it would need: what the object of a device may leave undefined,
    and abort, which libc++'s string_view has for places beyond its end."""
    program = folder / "bare"
    link = "-Wl,--no-entry,--export=upload,--allow-undefined,--strip-all"
    if wrong := build("-isystem", folder, "-nostdlib", link, here.parent / "put_object.cpp", "-o", program):
        return "", [f"put_object.cpp, bare:\n{wrong}"]
    text = ("const module = new WebAssembly.Module(require('fs').readFileSync(process.argv[1]));"
            "console.log(WebAssembly.Module.imports(module).map(({ name }) => name).join(' '));")
    imports = toolchain.run(["node", "-e", text, program]).stdout.split()
    lines = (here.parent / "allowed_symbols.txt").read_text().splitlines()
    allowed = [line.strip() for line in lines if line.strip() and not line.startswith("#")] + ["abort"]
    strange = [name for name in imports if not any(fnmatch.fnmatchcase(name, rule) for rule in allowed)]
    faults = [f"put_object.cpp, bare: imports {' '.join(strange)}"] if strange or "uart_write" not in imports else []
    return f"bare: imports {' '.join(imports)}; {program.stat().st_size} bytes", faults


with tempfile.TemporaryDirectory() as name:
    folder = pathlib.Path(name)
    if not has_tools(folder):
        sys.exit(77)
    # These alone: with the whole of /usr/include this machine's C library could be in front of the other's.
    for library in ("boost", "nlohmann"):
        (folder / library).symlink_to(f"/usr/include/{library}")

    def compile_vectors(source):
        made = folder / f"{source.stem}.o"
        return made, build(*more_for_vectors, "-isystem", folder, "-c", source, "-o", made)

    # Of libc++ each header must include all that it uses; libstdc++ is what tests/headers.py compiles them with.
    bare = [header for header in toolchain.headers() if toolchain.is_bare(header)] + ["upcall/freestanding.hpp"]
    groups = [[header] for header in bare] if target == "wasm32" else [bare]

    made = toolchain.side_by_side(compile_vectors, vector_sources)
    faults = [f"{path.name}:\n{wrong}" for path, wrong in made if wrong]
    checks = [check_uploads] + ([check_bare] if target == "wasm32" else [])
    if not faults:
        checks.append(lambda: check_vectors([path for path, _ in made]))
    checks += [functools.partial(check_headers, group) for group in groups]
    for report, found in toolchain.side_by_side(lambda check: check(), checks):
        if report:
            print(report)
        faults += found
toolchain.finish(faults, f"{len(bare)} headers, and what a device has of the library, on {target}", needed=True)
