#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The README's C++ compiles, without a warning, on both compilers. A block is a translation unit of its own; one that
includes nothing is read after #include <upcall.hpp>."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import toolchain

readme = toolchain.root / "README.md"


def blocks():
    """The line at which each block begins, and its text."""
    text = readme.read_text()
    for block in re.finditer(r"^```cpp\n(.*?)^```$", text, re.MULTILINE | re.DOTALL):
        yield text.count("\n", 0, block.start(1)) + 1, block[1]


def check(job):
    compiler, (line, block) = job
    text = "" if "#include" in block else "#include <upcall.hpp>\n"
    text += f'#line {line} "{readme.name}"\n{block}'
    done = toolchain.run([compiler, "-std=c++20", *toolchain.warnings, "-Werror", f"-I{toolchain.include}",
                          *toolchain.libraries(), "-fsyntax-only", "-x", "c++", "-"], input=text)
    return f"README.md:{line} ({compiler})\n{done.stdout}" if done.returncode else None


found = list(blocks())
jobs = [(compiler, block) for compiler in toolchain.compilers for block in found]
faults = [fault for fault in toolchain.side_by_side(check, jobs) if fault]
if not found:
    faults.append("README.md has no ```cpp block")
toolchain.finish(faults, f"{len(found)} blocks of C++ in README.md on {' and '.join(toolchain.compilers)}")
