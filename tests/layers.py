#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""The house: a folder of include/upcall is a layer and includes only itself and lower ones; what is not ours or the
standard library's stands in few leaves; headers are small, say their licence, and have a test at the same path."""
import re
import statistics

import toolchain

layers = ("core", "text", "crypto", "http", "bodies", "callback", "roles", "policies", "pipeline", "operations",
          "client", "profiles", "testing")
top = ("upcall.hpp", "upcall/freestanding.hpp", "upcall/sockets.hpp")  # entry headers, above all layers

# All that the lower layers may include of the standard library.
light = set("array bit compare concepts cstddef cstdint initializer_list limits optional span string_view tuple "
            "type_traits utility variant version".split())
light_layers = ("core", "text", "crypto", "http", "callback", "roles", "pipeline")
light_files = ("upcall/bodies/text.hpp",)
standard = light | set(
    "algorithm any atomic cctype cerrno charconv chrono climits condition_variable csignal cstdio cstdlib cstring ctime "
    "deque exception filesystem forward_list fstream functional future iomanip ios iosfwd iostream istream iterator "
    "limits list locale map memory mutex new numeric ostream random ratio regex set shared_mutex source_location "
    "sstream stdexcept stop_token streambuf string system_error thread typeindex typeinfo unordered_map unordered_set "
    "vector".split())

# Where other people's headers, and the operating system's, may stand: files whose path begins so, and what they include.
system = r"(unistd|fcntl|signal|errno|poll|time|pthread|netdb|sys/\w+|netinet/\w+|arpa/\w+)\.h"
leaves = {
    "upcall/core/record.hpp": r"boost/hana/.*",
    "upcall/roles/policy_set.hpp": r"boost/hana/.*",
    "upcall/bodies/file.hpp": r"(unistd|fcntl|errno|sys/stat)\.h",
    "upcall/policies/transport/httplib": rf"httplib\.h|{system}",
    "upcall/policies/transport/sigpipe_guard.hpp": r"(signal|pthread|time)\.h",
    "upcall/policies/transport/posix_": system,
    "upcall/policies/transport/address_race.hpp": r"(unistd|fcntl|poll|netdb|sys/socket)\.h",
    "upcall/policies/transport/tls": r"openssl/.*",
    "upcall/policies/crypto/openssl": r"openssl/.*|sys/random\.h",
    "upcall/policies/clock/system.hpp": r"time\.h",
    "upcall/policies/checkpoint/locked_file.hpp": r"(unistd|fcntl|sys/(file|stat))\.h",
    "upcall/testing/": rf"httplib\.h|nlohmann/.*|openssl/.*|{system}",
}

unfinished = re.compile(r"\bTO" r"DO\b|\bFIX" r"ME\b|\bXX" r"X\b|\bfor n" r"ow\b|\bsimpl" r"ified\b|\bstu" r"b(bed)?\b|"
                        r"\bplace" r"holder\b|\bnot impl" r"emented\b")
# A variable at namespace scope that is one per translation unit: two of them break the one-definition rule.
not_inline = re.compile(r"^(static |const )*constexpr (?!.*\boperator\b)[^(=;{]+[={;]|^static \w|^namespace \{")


def layer_of(header):
    """The number of the layer; None for a file that belongs to no layer."""
    if header in top:
        return len(layers)
    parts = header.split("/")
    name = parts[1] if len(parts) > 2 else parts[-1].removesuffix(".hpp")
    return layers.index(name) if parts[0] == "upcall" and name in layers else None


def included(header, text):
    """Complains about the includes of one header."""
    mine = layer_of(header)
    strict = header in light_files or header.startswith(tuple(f"upcall/{layer}/" for layer in light_layers))
    for bracket, name in re.findall(r'^\s*#\s*include\s*([<"])([^>"]+)', text, re.MULTILINE):
        if bracket == '"':
            yield f'{header}: "{name}": our headers are included as <upcall/…>'
        elif name.startswith("upcall"):
            theirs = layer_of(name)
            if theirs is None or theirs > mine:
                yield f"{header} includes <{name}>, which is above it"
        elif strict and name in standard - light:
            yield f"{header} includes <{name}>; this layer may include only {' '.join(sorted(light))}"
        elif name not in standard:
            allowed = [names for leaf, names in leaves.items() if header.startswith(leaf)]
            if not any(re.fullmatch(names, name) for names in allowed):
                yield f"{header} includes <{name}>, which only these may: {' '.join(leaves)}"


def written(header, lines):
    """Complains about the form of one header."""
    if lines[:2] != ["// SPDX-License-Identifier: Apache-2.0", "#pragma once"]:
        yield f"{header}: begins with the licence's SPDX line, then #pragma once"
    if len(lines) > 250:
        yield f"{header}: {len(lines)} lines; none may be over 250"
    for number, line in enumerate(lines, 1):
        if not_inline.search(line):
            yield f"{header}:{number}: a variable at namespace scope is inline: {line}"
    if header not in top and not (toolchain.root / "tests" / header.removeprefix("upcall/")).with_suffix(".cpp").exists():
        yield f"{header}: no test at tests/{header.removeprefix('upcall/').removesuffix('.hpp')}.cpp"


def finished():
    """Complains about lines that are too long, and about words for what is not finished, in everything that is ours."""
    files = [path for folder in ("include", "tests", "benchmarks") for path in (toolchain.root / folder).rglob("*")]
    files = [path for path in files if path.is_file() and path.suffix not in (".json", ".pyc", ".der", ".pem")]
    for path in sorted(files) + [toolchain.root / "meson.build", toolchain.root / "README.md"]:
        name = path.relative_to(toolchain.root)
        for number, line in enumerate(path.read_text(errors="replace").splitlines(), 1):
            if unfinished.search(line):
                yield f"{name}:{number}: a word for what is not finished: {line.strip()}"
            if len(line) > 120 and path.suffix in (".hpp", ".cpp"):
                yield f"{name}:{number}: {len(line)} columns; 120 at most"


faults, sizes = [], {}
for header in toolchain.headers():
    text = (toolchain.include / header).read_text()
    sizes[header] = len(text.splitlines())
    if layer_of(header) is None:
        faults.append(f"{header}: belongs to no layer; these there are: {' '.join(layers)}")
    else:
        faults += included(header, text)
    faults += written(header, text.splitlines())
faults += finished()

median = statistics.median(sizes.values())
short = sum(size <= 120 for size in sizes.values()) / len(sizes)
largest = max(sizes, key=sizes.get)
print(f"{len(sizes)} headers: median {median:g} lines, {short:.0%} at most 120, largest {sizes[largest]} ({largest})")
if median > 60:
    faults.append(f"the median header has {median:g} lines; 60 is the limit")
toolchain.finish(faults, f"layers of {len(sizes)} headers", needed=True)
