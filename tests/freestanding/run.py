#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The object of a device: put_object.cpp without exceptions and RTTI, for size. Its undefined symbols are on the list in
allowed_symbols.txt; its stack and its text do not grow: the limits are what it takes, and a hundredth more. That is less
stack than a device has, by the deepest chain of calls as g++ compiles it for this machine, and less text than it has for a
Cortex-M4 (argument cortex_m4); instructions of x86-64 are longer, and what is allowed them keeps the code from growing where
no compiler for the device is at hand. (clang's -Os still spends size on speed: its text is
printed, not judged.)

It is measured as the compilers for devices build: hosted headers (an arm-none-eabi-g++ has newlib), no start-up code, no
linking. -ffreestanding is measured as well: libstdc++ then leaves parts of its headers out, which we must not miss."""
import fnmatch
import pathlib
import re
import shutil
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
import toolchain

device = "arm-none-eabi-g++"
text_limits, stack_limit = {"g++": 14430, device: 11040}, 4023
flags = ["-std=c++20", "-Os", "-fno-exceptions", "-fno-rtti", "-fno-pie", "-fno-asynchronous-unwind-tables",
         "-fno-threadsafe-statics", "-ffunction-sections", *toolchain.warnings, "-Werror", f"-I{toolchain.include}"]
indirect = "__indirect_call"


def pointed_to(relocations):
    """The functions whose address is taken: their start is referred to by anything but a call or a jump."""
    found = re.findall(r"R_\w+_(\w+) +[0-9a-f]+ (\S+) \+ 0$", relocations, re.MULTILINE)
    return {symbol.removeprefix(".text.") for kind, symbol in found if kind != "PLT32"}


def deepest(graph, pointed):
    """The worst chain of calls in g++'s -fcallgraph-info=su, as [(function, bytes)…], and complaints. A call through a
    pointer may go to every function whose address is taken. What is outside of the object counts nothing."""
    size, calls, title, complaints = {}, {}, {}, []
    for name, label in re.findall(r'^node: \{ title: "([^"]*)" label: "([^"]*)"', graph, re.MULTILINE):
        title[name] = label.split("\\n")[0].split(" [with ")[0]
        stack = re.search(r"\\n(\d+) bytes \((\w+(?:,\w+)?)\)", label)
        size[name] = max(size.get(name, 0), int(stack[1]) if stack else 0)
        if stack and stack[2] == "dynamic":
            complaints.append(f"the stack of {title[name]} is not known when it is compiled")
    for source, target in re.findall(r'^edge: \{ sourcename: "([^"]*)" targetname: "([^"]*)"', graph, re.MULTILINE):
        calls.setdefault(source, set()).add(target)
    calls[indirect] = {name for name in size if name.split(":")[-1] in pointed}

    known = {}

    def below(name, chain):
        if name in known:
            return known[name]
        if name in chain:
            if name != indirect and indirect not in chain[chain.index(name):]:
                complaints.append(f"{title.get(name, name)} calls itself; its depth is not known")
            return []
        worst = max((below(target, chain + [name]) for target in calls.get(name, ())), default=[],
                    key=lambda path: sum(bytes for _, bytes in path))
        path = [(title.get(name, name), size.get(name, 0))] + worst
        if indirect not in chain:
            known[name] = path
        return path

    paths = [below(name, []) for name in size if name != indirect]
    return max(paths, default=[], key=lambda path: sum(bytes for _, bytes in path)), sorted(set(complaints))


def check(job):
    compiler, more = job
    name = " ".join([compiler, *more])
    binutils = "arm-none-eabi-" if compiler == device else ""
    report, faults = [], []
    with tempfile.TemporaryDirectory() as folder:
        made = pathlib.Path(folder) / "put_object.o"
        command = [compiler, *flags, *more, "-c", here / "put_object.cpp", "-o", made]
        if compiler == device:
            # Boost alone: with the whole of /usr/include this machine's C library would be in front of the device's.
            (pathlib.Path(folder) / "boost").symlink_to("/usr/include/boost")
            command += ["-mcpu=cortex-m4", "-mthumb", "-isystem", folder]
        if compiler == "g++":
            command += ["-fcallgraph-info=su", "-fstack-usage"]
        done = toolchain.run(command, cwd=folder)
        if done.returncode:
            return "", [f"{name}:\n{done.stdout}"]

        lines = (here / "allowed_symbols.txt").read_text().splitlines()
        allowed = [line.strip() for line in lines if line.strip() and not line.startswith("#")]
        undefined = [line.split()[-1] for line in toolchain.run([binutils + "nm", "-u", made]).stdout.splitlines()]
        strange = [symbol for symbol in undefined if not any(fnmatch.fnmatchcase(symbol, rule) for rule in allowed)]
        if strange:
            faults.append(f"{name}: undefined and not on the list: {' '.join(strange)}")
        report.append(f"undefined {' '.join(undefined)}")

        text, data, bss = map(int, toolchain.run([binutils + "size", made]).stdout.splitlines()[1].split()[:3])
        text_limit = text_limits.get(compiler)
        report.append(f"text {text}{f' of {text_limit}' if text_limit else ''}, data {data}, bss {bss}")
        if text_limit and text > text_limit:
            faults.append(f"{name}: {text} bytes of text; {text_limit} at most")

        if compiler == "g++":
            relocations = toolchain.run(["readelf", "-rW", made]).stdout
            path, complaints = deepest(next(pathlib.Path(folder).glob("*.ci")).read_text(), pointed_to(relocations))
            stack = sum(bytes for _, bytes in path)
            chain = "".join(f"\n    {bytes:5} {function}" for function, bytes in path if bytes)
            report.append(f"stack {stack} of {stack_limit}:{chain}")
            if not stack:
                complaints.append("cannot see the stack of any function")
            faults += [f"{name}: {complaint}" for complaint in complaints]
            if stack > stack_limit:
                faults.append(f"{name}: {stack} bytes of stack; {stack_limit} at most")
    return name + "".join(f"\n  {line}" for line in report), faults


on_device = "cortex_m4" in sys.argv[1:]
compilers = [device] if on_device and shutil.which(device) else [] if on_device else toolchain.compilers
jobs = [(compiler, more) for compiler in compilers for more in ([], ["-ffreestanding"])]
faults = []
for report, found in toolchain.side_by_side(check, jobs):
    print(report)
    faults += found
tools = all(shutil.which(tool) for tool in ("nm", "size", "readelf"))
toolchain.finish(faults, "the object of a device", needed=tools and (compilers if on_device else not toolchain.missing))
