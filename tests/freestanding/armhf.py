#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A program on 32-bit ARM Linux, linked with nothing that is not in it: armhf/uploader.cpp, run by qemu-arm, puts a file and
uploads it in parts, over sockets to an emulator of the service. Looked at: what it says, the bytes that are stored, the callbacks.
Usage: armhf.py EMULATOR CALLBACK_SERVER"""
import json
import pathlib
import shutil
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent), str(here.parent / "examples")]
import running
import toolchain

emulator_program, callback_program = sys.argv[1:3]
compiler, machine = "arm-linux-gnueabihf-g++", "qemu-arm"
faults = []


def check(what, got, wanted):
    if got != wanted:
        faults.append(f"{what}: {got}, not {wanted}")


missing = [tool for tool in (compiler, machine) if not shutil.which(tool)]
if missing:
    print("not here:", *missing)
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder, running.server(callback_program) as (application, callbacks):
    folder = pathlib.Path(folder)
    # Boost alone: with the whole of /usr/include this machine's C library would be in front of the other's.
    (folder / "include").mkdir()
    (folder / "include/boost").symlink_to("/usr/include/boost")
    program = folder / "uploader"
    done = toolchain.run([compiler, "-std=c++20", "-O1", "-static", "-pthread", "-Wno-psabi",
                          "-D_FILE_OFFSET_BITS=64", "-D_TIME_BITS=64", *toolchain.warnings, "-Werror",
                          f"-I{toolchain.include}", "-isystem", folder / "include", here / "armhf/uploader.cpp", "-o", program])
    assert done.returncode == 0, done.stdout

    content = bytes(at * 2654435761 % (1 << 32) >> 24 for at in range(350_000))
    (folder / "source").write_bytes(content)
    root = folder / "root"
    with running.emulator(emulator_program, root) as (url, _):
        done = running.run(machine, program, url, application + "/", folder / "source")
    print(done.stdout.decode(), done.stderr.decode(), sep="")
    answer = '{"Status":"OK"}'
    said = [f"{key} 200 {len(content)} {running.crc64(content)} {answer}" for key in ("put", "parts")]
    check("status", done.returncode, 0)
    check("what it says", done.stdout.decode().splitlines(), said)
    if not faults:
        for key in "put", "parts":
            check(f"{key} is stored", (root / "examplebucket" / key).read_bytes() == content, True)
            got = json.loads(callbacks.readline())
            check(f"{key}'s callback", (got["verified"], got["body"]), (True, f"object={key}&size={len(content)}"))
        check("the journal is gone", sorted(path.name for path in folder.glob("source*")), ["source"])
toolchain.finish(faults, "a program on 32-bit ARM", needed=True)
