#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The single headers. Made of small trees, they are what is expected, or a refusal; made of this one, they are the same
each time. With nothing else of ours to include, on both compilers: a program and the README's examples compile without a
warning, a device's object is byte for byte what the tree gives, and translation units that include them in different orders
are one program."""
import itertools
import os
import pathlib
import re
import sys
import tempfile

here = pathlib.Path(__file__).resolve().parent
sys.path.insert(0, str(here.parent))
import amalgamate
import toolchain

names = ("upcall.hpp", "upcall-freestanding.hpp", "upcall-testing.hpp")
flags = ["-std=c++20", *toolchain.warnings, "-Werror"]
device_flags = ["-Os", "-fno-exceptions", "-fno-rtti", "-fno-threadsafe-statics", "-ffunction-sections"]
begin = f"{amalgamate.licence}\n#pragma once\n"
small_tree = {
    "upcall.hpp": "#include <upcall/policies/b.hpp>\n",
    "upcall/freestanding.hpp": "#include <upcall/core/a.hpp>\n",
    "upcall/core/a.hpp": "#include <cstddef>\n\nnamespace upcall { constexpr char hash = '#', quote = '\"'; }\n",
    "upcall/core/c.hpp": "#include <upcall/core/a.hpp>\n\nconstexpr const char* c = \"/*\";\n",
    "upcall/policies/b.hpp": "#include <other.h>\n\n#ifdef OTHER\n#include <bit>  // of OTHER\n#endif\n\n#include <string>\n"
                             "#include <upcall/core/a.hpp>\n\n// #include <upcall/core/c.hpp>\nvoid b(int = 1'000);\n",
    "upcall/testing/t.hpp": "#include <upcall/policies/b.hpp>\nvoid t();\n",
}
small_parts = {
    "a": "\n#ifndef UPCALL_CORE_A_HPP\n#define UPCALL_CORE_A_HPP\n// <upcall/core/a.hpp>\n"
         "namespace upcall { constexpr char hash = '#', quote = '\"'; }\n#endif\n",
    "b": "\n#ifndef UPCALL_POLICIES_B_HPP\n#define UPCALL_POLICIES_B_HPP\n// <upcall/policies/b.hpp>\n#include <other.h>\n\n"
         "#ifdef OTHER\n#include <bit>  // of OTHER\n#endif\n\n// #include <upcall/core/c.hpp>\nvoid b(int = 1'000);\n#endif\n",
    "c": "\n#ifndef UPCALL_CORE_C_HPP\n#define UPCALL_CORE_C_HPP\n// <upcall/core/c.hpp>\nconstexpr const char* c = \"/*\";\n"
         "#endif\n",
    "t": "\n#ifndef UPCALL_TESTING_T_HPP\n#define UPCALL_TESTING_T_HPP\n// <upcall/testing/t.hpp>\nvoid t();\n#endif\n",
}
small_singles = {
    "upcall.hpp": ["cstddef", "string", "abc"],
    "upcall-freestanding.hpp": ["cstddef", "ac"],
    "upcall-testing.hpp": ["cstddef", "string", "abct"],
}
refusals = {
    '#include "upcall/core/a.hpp"\n': "upcall/bad.hpp:3: only #include <name>",
    "#include HEADER\n": "upcall/bad.hpp:3: only #include <name>",
    "#include \\\n<span>\n": "upcall/bad.hpp:3: only #include <name>",
    "#ifdef X\n#include <upcall/core/a.hpp>\n#endif\n": "upcall/bad.hpp:4: a header of ours inside #if",
    "int x;\n#include <upcall/core/a.hpp>\n": "upcall/bad.hpp:4: an #include after code",
    "#define X 1\n#include <other.h>\n": "upcall/bad.hpp:4: an #include after code",
    "namespace upcall {\n#include <span>\n}\n": "upcall/bad.hpp:4: an #include after code",
    "#include_next <span>\n": "upcall/bad.hpp:3: #include_next is not known",
    "#pragma once\n": "upcall/bad.hpp:3: a #pragma",
    "#pragma pack(1)\n": "upcall/bad.hpp:3: a #pragma",
    "#line 1\n": "upcall/bad.hpp:3: #line is not known",
    "#if X\n": "upcall/bad.hpp: an #if without its #endif",
    "#endif\n": "upcall/bad.hpp:3: an #endif without its #if",
    "/* one\n#include <span>\n*/\n": "upcall/bad.hpp: a comment or text of several lines: /* one",
    'auto x = R"(one\n#include <span>)";\n': 'upcall/bad.hpp: a comment or text of several lines: R"(one',
    "// one \\\n#include <span>\n": "upcall/bad.hpp: a comment or text of several lines: // one",
    "/* one\n": "upcall/bad.hpp:3: a quote or comment that does not end",
    "// SPDX-License-Identifier: other\n": "upcall/bad.hpp: begins with the licence's one SPDX line",
    "#include <upcall/none.hpp>\n": "upcall/bad.hpp: there is no <upcall/none.hpp>",
    "#include <upcall/bad.hpp>\n": "upcall/bad.hpp includes upcall/bad.hpp",
    "#define UPCALL_CORE_A_HPP\n": "upcall/bad.hpp: UPCALL_CORE_A_HPP is the guard of upcall/core/a.hpp",
}


def made_of(headers):
    """The single headers of a tree of headers, or the words of the refusal."""
    with tempfile.TemporaryDirectory() as folder:
        for name, text in headers.items():
            path = pathlib.Path(folder) / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_text(text if text.startswith(amalgamate.licence) else begin + text)
        try:
            return {name: text for name, (text, _) in amalgamate.single_headers(folder).items()}
        except amalgamate.refused as fault:
            return str(fault)


def small():
    """Complains about what is made of small trees."""
    made = made_of(small_tree)
    for name, (*standard, parts) in small_singles.items():
        wanted = "".join(f"#include <{one}>\n" for one in standard) + "".join(small_parts[one] for one in parts)
        if not isinstance(made, dict) or made[name].split("#pragma once\n")[-1] != wanted:
            yield f"{name} of a small tree:\n{made[name] if isinstance(made, dict) else made}\nbut wanted is\n{wanted}"
    more = [({"upcall/bad.hpp": text}, wanted) for text, wanted in refusals.items()]
    more.append(({"upcall/bad.hpp": f"{amalgamate.licence}\nint x;\n"}, "upcall/bad.hpp: begins with the licence's"))
    more.append(({"upcall/core/a_b.hpp": "", "upcall/core/a/b.hpp": ""}, "have the same guard UPCALL_CORE_A_B_HPP"))
    for headers, wanted in more:
        made = made_of(small_tree | headers)
        if not isinstance(made, str) or wanted not in made:
            yield f"{headers} must be refused with: {wanted}\nbut: {made if isinstance(made, str) else 'is taken'}"


def generated(folder):
    """Writes each single header into a folder of its own name, twice; complains about what it is."""
    texts = []
    for seed in ("1", "2"):
        (folder / seed).mkdir()
        done = toolchain.run([sys.executable, "-B", here / "amalgamate.py", folder / seed], cwd=folder,
                             env=os.environ | {"PYTHONHASHSEED": seed})
        if done.returncode:
            return [f"amalgamate.py\n{done.stdout}"]
        texts.append({path.name: path.read_text() for path in (folder / seed).iterdir()})
    print(done.stdout, end="")
    faults = [] if texts[0] == texts[1] else ["amalgamate.py writes something else each time"]
    if sorted(texts[0]) != sorted(names):
        faults.append(f"written were {sorted(texts[0])}")
    for name, text in texts[0].items():
        (folder / name).mkdir()
        (folder / name / name).write_text(text)
        first, second, third = text.splitlines()[:3]
        if (first, third) != (amalgamate.licence, "#pragma once") or text.count("SPDX-") != 1:
            faults.append(f"{name}: begins with the one SPDX line, what it is, #pragma once")
        if not re.match(rf"// upcall {re.escape(amalgamate.version())}\b.*\bgenerated\b", second):
            faults.append(f"{name}: the second line says the version, and that it is generated: {second}")
        found = re.findall(r"^\s*#\s*include\s*<((?:upcall|openssl|httplib|nlohmann|sys/|\w+\.h)[^>]*)>", text, re.MULTILINE)
        if "upcall" in "".join(found) or (found and "freestanding" in name):
            faults.append(f"{name} includes {found}")
    return faults


def single_for(header):
    """Which single header a user of this one includes."""
    return names[1] if header == "upcall/freestanding.hpp" else names["/testing/" in header and 2]


def with_singles(text):
    return re.sub(r"(?<=#include <)upcall[^>]*", lambda found: single_for(found[0]), text)


class failed(Exception):
    pass


def run(*command, **more):
    done = toolchain.run(command, **more)
    if done.returncode:
        raise failed(f"{' '.join(map(str, command))}\n{done.stdout}")


def compile(compiler, singles, name, text, folder, *more):
    """Compiles a text that may include these single headers, and nothing else of ours."""
    own = [f"-I{singles / single}" for single in names if f"<{single}>" in text]
    (folder / f"{name}.cpp").write_text(text)
    run(compiler, *flags, *own, *more, "-c", f"{name}.cpp", "-o", f"{name}.o", cwd=folder)
    return folder / f"{name}.o"


def link_and_run(compiler, folder, *objects):
    run(compiler, *objects, *toolchain.libraries("--libs"), "-pthread", "-o", folder / "program")
    run(folder / "program")


def program(compiler, singles, folder):
    text = (here.parent / "install/user.cpp").read_text()
    link_and_run(compiler, folder, compile(compiler, singles, "user", text, folder, *toolchain.libraries()))


def device(compiler, singles, folder):
    source = here.parent / "freestanding/put_object.cpp"
    run(compiler, *flags, *device_flags, f"-I{toolchain.include}", "-c", source, "-o", folder / "tree.o")
    single = compile(compiler, singles, source.stem, with_singles(source.read_text()), folder, *device_flags)
    if single.read_bytes() != (folder / "tree.o").read_bytes():
        raise failed(f"{source.name} gives another object than with the tree")


def one_program(*orders):
    """Two translation units, each with its order of single headers."""
    def check(compiler, singles, folder):
        objects = []
        for unit, order in zip(("one", "two"), orders):
            (folder / unit).mkdir()
            included = "".join(f"#include <{name}>\n" for name in order)
            shared = (here.parent / "odr/shared.hpp").read_text().replace("#include <everything.hpp>\n", included)
            (folder / unit / "shared.hpp").write_text(shared)
            text = (here.parent / f"odr/{unit}.cpp").read_text()
            own = [f"-I{singles / name}" for name in order]
            objects.append(compile(compiler, singles, unit, text, folder, *own, f"-iquote{folder / unit}",
                                   *toolchain.libraries()))
        link_and_run(compiler, folder, *objects)
    check.__name__ = " and ".join(" ".join(order) for order in orders)
    return check


def readme(number, block):
    def check(compiler, singles, folder):
        compile(compiler, singles, "readme", with_singles(block), folder, *toolchain.libraries())
    check.__name__ = f"the README's block {number}"
    return check


def check(job):
    compiler, way, singles = job
    with tempfile.TemporaryDirectory() as folder:
        try:
            way(compiler, singles, pathlib.Path(folder))
        except failed as fault:
            return f"{way.__name__} ({compiler}): {fault}"
    return None


faults = list(small())
with tempfile.TemporaryDirectory() as folder:
    faults += generated(pathlib.Path(folder))
    blocks = re.findall(r"^```cpp\n(.*?)^```$", (toolchain.root / "README.md").read_text(), re.MULTILINE | re.DOTALL)
    ways = [one_program(names, names[::-1]), one_program(names[:1], names[1:2]), program, device]
    ways += [readme(number, block) for number, block in enumerate(blocks, 1) if "#include <upcall" in block]
    if not faults:
        jobs = [(compiler, way, pathlib.Path(folder)) for way, compiler in itertools.product(ways, toolchain.compilers)]
        faults += [fault for fault in toolchain.side_by_side(check, jobs) if fault]
toolchain.finish(faults, f"{len(ways)} uses of the single headers on {' and '.join(toolchain.compilers)}")
