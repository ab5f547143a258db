#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""uploader.cpp as a static program for 32-bit ARM, run by qemu-arm against the emulator, with callbacks that an
application server verifies. Arguments: the emulator's path and the callback server's."""
import json
import os
import pathlib
import shutil
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent), str(here.parent / "examples")]
import running
import toolchain

emulator, callback_server = sys.argv[1:3]
compiler, machine = "arm-linux-gnueabihf-g++", "qemu-arm"
if not shutil.which(compiler) or not shutil.which(machine):
    print(f"not both are here: {compiler} {machine}")
    sys.exit(77)

faults = []
with tempfile.TemporaryDirectory() as folder:
    folder = pathlib.Path(folder)
    (folder / "headers").mkdir()
    (folder / "headers/boost").symlink_to("/usr/include/boost")
    # The linker says that getaddrinfo() of a static program needs the libraries of its machine to look up names.
    done = toolchain.run([compiler, "-std=c++20", "-Os", "-static", "-D_FILE_OFFSET_BITS=64", "-D_TIME_BITS=64",
                          "-Wno-psabi", *toolchain.warnings, "-Werror",
                          f"-I{toolchain.include}", "-isystem", folder / "headers", here / "uploader.cpp", "-o",
                          folder / "uploader", "-pthread"])
    if done.returncode:
        sys.exit(done.stdout)
    print(f"uploader: {(folder / 'uploader').stat().st_size} bytes, static")

    content = os.urandom(1_234_567)
    (folder / "file").write_bytes(content)
    with running.server(callback_server) as (application, lines), \
            running.emulator(emulator, folder / "objects") as (service, _):
        ended = running.run(machine, folder / "uploader", service, "examplebucket", f"{application}/uploaded",
                            folder / "file")
        told = [json.loads(lines.readline()) for _ in range(2)] if ended.returncode == 0 else []
    said = ended.stdout.decode()
    sum_ = running.crc64(content)
    if ended.returncode or said != f'whole {sum_} {{"Status":"OK"}}\nparts {sum_} 13 {{"Status":"OK"}}\n':
        faults.append(f"it ended with {ended.returncode} and said: {said}{ended.stderr.decode()}")
    for key, line in zip(("whole", "parts"), told):
        wanted = f"object={key}&size={len(content)}&crc64={sum_}"
        if not line["verified"] or line["target"] != "/uploaded?from=arm" or line["body"] != wanted:
            faults.append(f"the application server was told: {line}")
    for key in ("whole", "parts"):
        stored = folder / "objects/examplebucket" / key
        if not stored.exists() or stored.read_bytes() != content:
            faults.append(f"{key}: what is stored is not what was uploaded")
toolchain.finish(faults, "a program for 32-bit ARM", needed=True)
