#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What must not compile. A case is a file beside this one whose first line is `// error: <text>`: compiled as it is it
gives exactly one error, which says the text; with -DUPCALL_CONTROL, the mistake mended, it compiles. Both compilers."""
import pathlib
import re
import sys

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import toolchain


def build(compiler, case, *more):
    return toolchain.run([compiler, "-std=c++20", *toolchain.warnings, f"-I{toolchain.include}", *toolchain.libraries(),
                          *more, "-fsyntax-only", case])


def check(job):
    compiler, case = job
    name = f"{case.name} ({compiler})"
    first = case.read_text().splitlines()[0]
    if not first.startswith("// error: "):
        return f"{name}: the first line names the expected error: // error: <text>"
    wanted = first.removeprefix("// error: ").strip()
    done = build(compiler, case)
    errors = [line for line in done.stdout.splitlines() if re.search(r"\berror:", line)]
    if done.returncode == 0:
        return f"{name} compiles, but must not: {wanted}"
    if len(errors) != 1 or wanted not in errors[0]:
        listed = "".join(f"\n  {line}" for line in errors[:8])
        return f"{name}: wanted is one error that says: {wanted}\nfound are {len(errors)}:{listed}"
    control = build(compiler, case, "-DUPCALL_CONTROL")
    if control.returncode:
        return f"{name}: the control does not compile\n{control.stdout}"
    return None


cases = sorted(pathlib.Path(__file__).resolve().parent.glob("*.cpp"))
jobs = [(compiler, case) for case in cases for compiler in toolchain.compilers]
faults = [fault for fault in toolchain.side_by_side(check, jobs) if fault]
if not cases:
    faults.append("no case found")
toolchain.finish(faults, f"{len(cases)} mistakes on {' and '.join(toolchain.compilers)}")
