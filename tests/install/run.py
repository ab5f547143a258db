#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A user outside of the tree gets the library in three ways: installed and found by pkg-config, as a subproject of meson,
and as a folder of headers. Each way compiles user.cpp and runs it. The arguments are the commands of the compiler."""
import os
import pathlib
import shutil
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
import toolchain

compiler = sys.argv[1:] or ["c++"]
flags = ["-std=c++20", *toolchain.warnings, "-Werror"]
consumer = """project('outside', 'cpp', default_options: ['cpp_std=c++20', 'warning_level=3', 'werror=true'])
executable('user', 'user.cpp', dependencies: dependency('upcall'))
"""
wrap = """[wrap-file]
directory = upcall
[provide]
dependency_names = upcall
"""


class failed(Exception):
    pass


def run(*command, **more):
    done = toolchain.run(command, **more)
    if done.returncode:
        raise failed(f"{' '.join(map(str, command))}\n{done.stdout}")
    return done.stdout


def by_pkg_config(folder):
    prefix = folder / "prefix"
    run("meson", "setup", folder / "build", toolchain.root, f"--prefix={prefix}", "--libdir=lib", env=environment)
    run("meson", "install", "-C", folder / "build", "--no-rebuild")
    installed = {path.relative_to(prefix / "include").as_posix() for path in (prefix / "include").rglob("*.hpp")}
    if installed != set(toolchain.headers()):
        raise failed(f"installed are other headers: {sorted(installed ^ set(toolchain.headers()))}")
    found = environment | {"PKG_CONFIG_PATH": f"{prefix}/lib/pkgconfig"}
    libraries = run("pkg-config", "--cflags", "--libs", "upcall", env=found).split()
    run(*compiler, *flags, "user.cpp", *libraries, "-o", "user", cwd=folder)
    return folder / "user"


def by_subproject(folder):
    (folder / "meson.build").write_text(consumer)
    (folder / "subprojects").mkdir()
    (folder / "subprojects/upcall").symlink_to(toolchain.root, target_is_directory=True)
    (folder / "subprojects/upcall.wrap").write_text(wrap)
    run("meson", "setup", folder / "build", folder, "--wrap-mode=forcefallback", env=environment)
    run("meson", "compile", "-C", folder / "build")
    return folder / "build/user"


def by_folder(folder):
    shutil.copytree(toolchain.include, folder / "include")
    run(*compiler, *flags, "-Iinclude", "user.cpp", *toolchain.libraries(), *toolchain.libraries("--libs"), "-pthread", "-o",
        "user", cwd=folder)
    return folder / "user"


def check(way):
    with tempfile.TemporaryDirectory() as folder:
        folder = pathlib.Path(folder)
        shutil.copy(here / "user.cpp", folder)
        try:
            print(way.__name__ + ": " + run(way(folder)), end="")
        except failed as fault:
            return f"{way.__name__}: {fault}"
    return None


environment = os.environ | {"CXX": " ".join(compiler)}
faults = [fault for fault in toolchain.side_by_side(check, (by_pkg_config, by_subproject, by_folder)) if fault]
toolchain.finish(faults, "three ways to get the library", needed=True)
