#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""What must not compile. A case is a file beside this one whose first line is `// error: <text>`: compiled as it is it
gives exactly one error, which says the text; with -DUPCALL_CONTROL, the mistake mended, it compiles. Both compilers. Where
the mistake is one of the compiler's options, a line `// with:` has those, and `// control:` those without it; {here} is this
folder, {without_httplib} what hides <httplib.h>."""
import functools
import os
import pathlib
import re
import shlex
import sys
import tempfile

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent))
import toolchain


shadow = tempfile.TemporaryDirectory()


@functools.cache
def without_httplib(compiler):
    """Options by which the folders that have <httplib.h> are searched without it: each is replaced by links to its rest."""
    said = toolchain.run([compiler, "-E", "-v", "-x", "c++", os.devnull]).stdout
    options = ["-nostdinc"]
    for number, folder in enumerate(re.search(r"<\.\.\.> search starts here:\n(.*?)\nEnd", said, re.S)[1].split()):
        if os.path.exists(f"{folder}/httplib.h"):
            copy = pathlib.Path(shadow.name, compiler, str(number))
            copy.mkdir(parents=True)
            for name in os.listdir(folder):
                if name != "httplib.h":
                    (copy / name).symlink_to(f"{folder}/{name}")
            folder = copy
        options += ["-isystem", folder]
    return options


def options(compiler, case, key):
    """What a case's line `// key:` says."""
    found = re.search(rf"^// {key}: (.*)$", case.read_text(), re.M)
    words = shlex.split(found[1]) if found else []
    if words == ["{without_httplib}"]:
        return without_httplib(compiler)
    return [word.replace("{here}", str(case.parent)) for word in words]


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
    done = build(compiler, case, *options(compiler, case, "with"))
    errors = [line for line in done.stdout.splitlines() if re.search(r"\berror:", line)]
    if done.returncode == 0:
        return f"{name} compiles, but must not: {wanted}"
    if len(errors) != 1 or wanted not in errors[0]:
        listed = "".join(f"\n  {line}" for line in errors[:8])
        return f"{name}: wanted is one error that says: {wanted}\nfound are {len(errors)}:{listed}"
    control = build(compiler, case, "-DUPCALL_CONTROL", *options(compiler, case, "control"))
    if control.returncode:
        return f"{name}: the control does not compile\n{control.stdout}"
    return None


cases = sorted(pathlib.Path(__file__).resolve().parent.glob("*.cpp"))
for each in toolchain.compilers:
    without_httplib(each)
jobs = [(compiler, case) for case in cases for compiler in toolchain.compilers]
faults = [fault for fault in toolchain.side_by_side(check, jobs) if fault]
if not cases:
    faults.append("no case found")
toolchain.finish(faults, f"{len(cases)} mistakes on {' and '.join(toolchain.compilers)}")
