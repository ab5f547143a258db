#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Each header compiles alone, twice included, without a warning, on both compilers; what a device may use is compiled
without exceptions and RTTI, and includes no part of the standard library that needs a heap, an operating system, patience."""
import re
import tempfile

import toolchain

heavy = {"chrono", "functional", "memory", "filesystem", "iostream", "fstream", "thread", "mutex", "string", "vector",
         "map", "algorithm", "atomic"}


def check(job):
    compiler, header = job
    bare = toolchain.is_bare(header)
    command = [compiler, "-std=c++20", *toolchain.warnings, "-Werror", f"-I{toolchain.include}"]
    command += ["-fno-exceptions", "-fno-rtti"] if bare else toolchain.libraries()
    with tempfile.TemporaryDirectory() as folder:
        needed = f"{folder}/needed.d"
        command += ["-fsyntax-only", "-MD", "-MF", needed, "-x", "c++", "-"]
        done = toolchain.run(command, input=f"#include <{header}>\n#include <{header}>\n")
        name = f"{header} ({compiler})"
        if done.returncode or done.stdout:
            return f"{name}\n{done.stdout}"
        if bare:
            files = open(needed).read()
            found = set(re.findall(r"/c\+\+/v?[\d.]+/(\w+)(?=\s|\\|$)", files))
            if header not in files:
                return f"{name}: cannot see what it includes"
            if found & heavy:
                return f"{name} includes " + " ".join(f"<{part}>" for part in sorted(found & heavy))
    return None


headers = toolchain.headers()
jobs = [(compiler, header) for compiler in toolchain.compilers for header in headers]
faults = [fault for fault in toolchain.side_by_side(check, jobs) if fault]
toolchain.finish(faults, f"{len(headers)} headers alone on {' and '.join(toolchain.compilers)}")
