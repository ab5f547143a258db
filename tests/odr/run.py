#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""One program of two translation units that both include everything, one in the opposite order: it links, and both see
the same things. g++ also compares all types and functions of the two while linking (-flto -Wodr)."""
import pathlib
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
import toolchain


def check(job):
    compiler, more = job
    name = " ".join([compiler, *more])
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        headers = [f"#include <{header}>\n" for header in toolchain.headers()]
        (folder / "forward").mkdir()
        (folder / "forward/everything.hpp").write_text("".join(headers))
        (folder / "backward").mkdir()
        (folder / "backward/everything.hpp").write_text("".join(reversed(headers)))
        flags = ["-std=c++20", *more, *toolchain.warnings, "-Werror", f"-I{toolchain.include}", *toolchain.libraries()]
        for unit, order in (("one", "forward"), ("two", "backward")):
            done = toolchain.run([compiler, *flags, f"-I{folder / order}", "-c", here / f"{unit}.cpp", "-o",
                                  folder / f"{unit}.o"])
            if done.returncode:
                return f"{name}, everything {order}:\n{done.stdout}"
        done = toolchain.run([compiler, *more, *(["-Werror=odr"] if "-flto" in more else []), folder / "one.o",
                              folder / "two.o", *toolchain.libraries("--libs"), "-pthread", "-o", folder / "program"])
        if done.returncode:
            return f"{name}, linking:\n{done.stdout}"
        done = toolchain.run([folder / "program"])
        return f"{name}, running: status {done.returncode}\n{done.stdout}" if done.returncode else None


jobs = [(compiler, more) for compiler in toolchain.compilers for more in ([], ["-flto"]) if not more or compiler == "g++"]
faults = [fault for fault in toolchain.side_by_side(check, jobs) if fault]
toolchain.finish(faults, f"two translation units with {len(toolchain.headers())} headers each")
