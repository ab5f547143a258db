#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Writes the library as single headers into the folder that is its argument:

  upcall.hpp               all headers but those of testing/
  upcall-freestanding.hpp  all headers that need nothing which <upcall/freestanding.hpp> does not need
  upcall-testing.hpp       all headers

One program may include several of them, in any order: each header of the tree is a part with a guard of its own. What the
standard library brings is included at the top, what others bring in the part that needs it. What cannot be moved without a
change of its meaning is refused."""
import pathlib
import re
import sys

root = pathlib.Path(__file__).resolve().parent.parent.parent
licence = "// SPDX-License-Identifier: Apache-2.0"

# What a line can hold that hides a # or a quote. An identifier and a number are there for the ' and the R" in them.
token = re.compile(r"""(?P<hidden>//[^\n]*|/\*.*?\*/|(?:u8|[uUL])?R"(?P<end>[^(\s\\)]*)\(.*?\)(?P=end)"
                       |"(?:\\.|[^"\\\n])*"|'(?:\\.|[^'\\\n])+')
                       |[A-Za-z_]\w*|\.?\d(?:'?[\w.])*""", re.DOTALL | re.VERBOSE)


class refused(Exception):
    """A header that the script cannot take in; says where and why."""


def bare(header, text):
    """The text without its comments, and with 0 for each of its texts and numbers, line by line."""
    def without(found):
        hidden = found["hidden"]
        if hidden is None:
            return found[0] if found[0][0].isidentifier() else "0"
        if "\n" in hidden or hidden.endswith("\\"):
            raise refused(f"{header}: a comment or text of several lines: {hidden.splitlines()[0]}")
        return "" if hidden.startswith("/") else "0"

    lines = token.sub(without, text).split("\n")
    for number, line in enumerate(lines, 1):
        if re.search(r"""['"]|/\*""", line):
            raise refused(f"{header}:{number}: a quote or comment that does not end")
    return lines


class part:
    """One header of the tree: what it includes, and what is left of it."""

    def __init__(self, header, text):
        self.header, self.own, self.standard, self.foreign = header, [], set(), set()
        lines = text.split("\n")
        if lines[:2] != [licence, "#pragma once"] or text.count("SPDX-") != 1:
            raise refused(f"{header}: begins with the licence's one SPDX line, then #pragma once")
        self.body, self.has_code = [], False
        self.depth, carried = 0, False
        for number, (line, seen) in enumerate(zip(lines, bare(header, text)), 1):
            if number <= 2:
                continue
            where = f"{header}:{number}"
            directive = None if carried else re.match(r"\s*#\s*(\w*)", seen)
            carried = seen.endswith("\\")
            if directive:
                if not self.directive(where, directive[1], seen):
                    continue
            elif seen.strip():
                self.has_code = True
            if line.strip() or (self.body and self.body[-1].strip()):  # no two empty lines where includes were
                self.body.append(line.rstrip())
        if self.depth:
            raise refused(f"{header}: an #if without its #endif")

    def directive(self, where, name, line):
        """Whether the directive stays where it is."""
        if name == "include":
            return self.include(where, line)
        if name in ("if", "ifdef", "ifndef"):
            self.depth += 1
        elif name == "endif":
            self.depth -= 1
            if self.depth < 0:
                raise refused(f"{where}: an #endif without its #if")
        elif name in ("define", "undef"):
            self.has_code = True
        elif name == "pragma":
            if not re.match(r"\s*#\s*pragma\s+(GCC|clang)\s", line):
                raise refused(f"{where}: a #pragma whose meaning in a larger file is not known")
        elif name not in ("elif", "else", "error"):
            raise refused(f"{where}: #{name} is not known")
        return True

    def include(self, where, line):
        found = re.fullmatch(r"\s*#\s*include\s*<([\w./+-]+)>\s*", line)
        if not found:
            raise refused(f"{where}: only #include <name> is known, without quotes and macros")
        if self.has_code:
            raise refused(f"{where}: an #include after code or a macro, on which it may depend")
        name = found[1]
        if name.startswith("upcall"):
            if self.depth:
                raise refused(f"{where}: a header of ours inside #if")
            self.own.append(name)
            return False
        if re.fullmatch(r"\w+", name) and not self.depth:
            self.standard.add(name)
            return False
        self.foreign.add(name)
        return True

    def guard(self):
        return re.sub(r"\W", "_", self.header).upper()

    def write(self):
        guard = self.guard()
        body = "\n".join(self.body).strip("\n")
        return f"#ifndef {guard}\n#define {guard}\n// <{self.header}>\n{body}\n#endif\n"


class tree:
    """A folder of headers, each read once."""

    def __init__(self, include):
        self.include = pathlib.Path(include)
        self.headers = sorted(path.relative_to(include).as_posix() for path in self.include.rglob("*.hpp"))
        texts = {header: (self.include / header).read_text() for header in self.headers}
        self.parts = {header: part(header, text) for header, text in texts.items()}
        by_guard = {}
        for header, one in self.parts.items():
            other = by_guard.setdefault(one.guard(), header)
            if other != header:
                raise refused(f"{header} and {other} have the same guard {one.guard()}")
        for header, text in texts.items():
            for word in set(re.findall(r"\b\w+_HPP\b", text)) & by_guard.keys():
                raise refused(f"{header}: {word} is the guard of {by_guard[word]}")

    def needed(self, entries):
        """The entries and all they include, each after what it includes itself."""
        order, under_way = {}, []

        def visit(header):
            if header in order:
                return
            if header in under_way:
                raise refused(f"{' includes '.join(under_way[under_way.index(header):] + [header])}")
            if header not in self.parts:
                raise refused(f"{under_way[-1] if under_way else 'an entry'}: there is no <{header}>")
            under_way.append(header)
            for own in self.parts[header].own:
                visit(own)
            order[under_way.pop()] = None

        for entry in entries:
            visit(entry)
        return [self.parts[header] for header in order]

    def outside(self, entries):
        """All that they need of the standard library and of others."""
        return {name for one in self.needed(entries) for name in one.standard | one.foreign}

    def single(self, version, what, entries):
        """The text of one header that has the entries and all they need."""
        parts = self.needed(entries)
        standard = sorted({name for one in parts for name in one.standard})
        return "".join([
            f"{licence}\n",
            f"// upcall {version}, {what}: generated of its include/ by tests/single_header/amalgamate.py.\n",
            "#pragma once\n",
            *(f"#include <{name}>\n" for name in standard),
            *("\n" + one.write() for one in parts if any(line.strip() and not line.lstrip().startswith("//")
                                                          for line in one.body)),
        ])


def version():
    found = re.findall(r"^  version: '([\d.]+)',$", (root / "meson.build").read_text(), re.MULTILINE)
    if len(found) != 1:
        raise refused("meson.build: cannot find the version")
    return found[0]


def single_headers(include=root / "include"):
    """The names of the single headers, and for each its text and the headers that are in it."""
    everything = tree(include)
    hosted = [header for header in everything.headers if not header.startswith("upcall/testing/")]
    device = "upcall/freestanding.hpp"
    allowed = everything.outside([device])
    bare = [device] + [header for header in hosted if everything.outside([header]) <= allowed]
    contents = {
        "upcall.hpp": ("for programs, servers and devices", ["upcall.hpp"] + hosted),
        "upcall-freestanding.hpp": ("what a device may use", bare),
        "upcall-testing.hpp": ("with what tests need", ["upcall.hpp"] + everything.headers),
    }
    return {name: (everything.single(version(), what, entries), {one.header for one in everything.needed(entries)})
            for name, (what, entries) in contents.items()}


if __name__ == "__main__":
    try:
        folder = pathlib.Path(sys.argv[1])
        for name, (text, headers) in single_headers().items():
            (folder / name).write_text(text)
            print(f"{folder / name}: {len(headers)} headers, {text.count(chr(10))} lines")
    except refused as fault:
        sys.exit(str(fault))
