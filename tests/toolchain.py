# SPDX-License-Identifier: Apache-2.0
"""What the checks share: where things are, the compilers of this machine, and running many at once."""
import concurrent.futures
import functools
import os
import pathlib
import shutil
import subprocess
import sys

root = pathlib.Path(__file__).resolve().parent.parent
include = root / "include"
warnings = ["-Wall", "-Wextra", "-Wpedantic", "-Wconversion", "-Wshadow"]
compilers = [name for name in ("g++", "clang++") if shutil.which(name)]
missing = [name for name in ("g++", "clang++") if not shutil.which(name)]


@functools.cache
def libraries(what="--cflags"):
    """The flags of the libraries that hosted headers include; cpp-httplib's change the layout of its classes."""
    command = ["pkg-config", what, "cpp-httplib", "openssl"]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()


def run(command, **more):
    """Runs a command; both of its outputs are .stdout."""
    return subprocess.run([str(word) for word in command], stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                          text=True, **more)


def side_by_side(function, items):
    """function(item) for all items on all processors; the answers come in the order of the items."""
    with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
        return list(pool.map(function, items))


def headers():
    """All our headers, as they are included: upcall.hpp, upcall/core/result.hpp…"""
    return sorted(path.relative_to(include).as_posix() for path in include.rglob("*.hpp"))


def is_bare(header):
    """Whether a device may use it: no heap, exceptions, RTTI, operating system."""
    layers = ("core", "text", "crypto", "http", "callback", "roles", "pipeline")
    return header == "upcall/bodies/text.hpp" or header.startswith(tuple(f"upcall/{layer}/" for layer in layers))


def finish(faults, checked, needed=compilers and not missing):
    """Ends the check: 1 when there are faults, 77 (skipped) when a tool it needs is not here, else 0."""
    for fault in faults:
        print(fault)
    if faults:
        print(f"{len(faults)} faults in {checked}")
        sys.exit(1)
    if not needed:
        print(f"{checked}: no fault found, but not every compiler is here: {' '.join(missing)}")
        sys.exit(77)
    print(f"{checked}: no fault")
    sys.exit(0)
