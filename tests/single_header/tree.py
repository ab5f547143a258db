#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Makes a tree like this one, in the folder that is its argument, whose include/ is the single headers: a header that is in
one of them includes that one and has nothing else; those of testing/ are the real ones. All else is this tree's. Whatever
is built of it, such as all the tests, is built against the single headers:

  python3 -B tests/single_header/tree.py build-single && meson setup build-of-single build-single"""
import os
import pathlib
import sys

import amalgamate


def shims(singles):
    """What <name> is for each header of the tree that is in a single header, and the single headers themselves."""
    files = {}
    for header in singles["upcall.hpp"][1]:
        single = "upcall-freestanding.hpp" if header == "upcall/freestanding.hpp" else "upcall.hpp"
        files[header] = f"{amalgamate.licence}\n#pragma once\n#include <{single}>\n"
    return files | {name: text for name, (text, _) in singles.items()}


def make(folder):
    singles = amalgamate.single_headers()
    include = folder / "include"
    (include / "upcall").mkdir(parents=True, exist_ok=True)
    links = {folder / name: amalgamate.root / name for name in ("tests", "benchmarks", "meson.build", "README.md", "LICENSE")}
    links[include / "upcall/testing"] = amalgamate.root / "include/upcall/testing"
    for link, target in links.items():
        if not link.is_symlink():
            link.symlink_to(target)
    files = shims(singles)
    for path, _, names in os.walk(include, followlinks=False):
        for old in (pathlib.Path(path) / name for name in names):
            if old.relative_to(include).as_posix() not in files:
                old.unlink()
    for name, text in files.items():
        path = include / name
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists() or path.read_text() != text:  # what has not changed is not built again
            path.write_text(text)
    return files


if __name__ == "__main__":
    try:
        print(f"{sys.argv[1]}: {len(make(pathlib.Path(sys.argv[1]).absolute()))} headers")
    except amalgamate.refused as fault:
        sys.exit(str(fault))
