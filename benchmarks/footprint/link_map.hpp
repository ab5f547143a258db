// SPDX-License-Identifier: Apache-2.0
#pragma once
#include "lines.hpp"
#include <cstdint>
#include <string>
#include <vector>

namespace footprint {

// A piece of an image: from where it came, and into which section it went.
struct piece {
  std::string section;  // .text, .rodata, .data, .bss …
  std::string name;     // as the object calls it: .text._ZN6upcall…
  std::string object;   // device.o, /…/libc.a(libc_a-memcpy.o)
  std::uint64_t size = 0;
};

// The pieces that GNU ld's -Map tells of. A line is " NAME ADDRESS SIZE OBJECT", and breaks after a long name; what
// fills gaps is left out.
inline std::vector<piece> read_link_map(const std::string& map) {
  std::vector<piece> out;
  std::string section, name;
  const std::size_t begin = map.find("\nLinker script and memory map\n");
  for_each_line(begin == map.npos ? std::string{} : map.substr(begin), [&](const std::string& line) {
    if (!line.empty() && line[0] == '.') section = words_of(line)[0];
    if (line.size() < 2 || line[0] != ' ') return;
    std::vector<std::string> words = words_of(line);
    if (line[1] != ' ' && !words.empty()) {
      name = words[0];
      words.erase(words.begin());
    }
    if (words.size() < 3 || !words[0].starts_with("0x") || !words[1].starts_with("0x") || name[0] == '*') return;
    const std::string object = line.substr(line.find(words[2], line.find(words[1]) + words[1].size()));
    out.push_back({section, name, object, std::stoull(words[1], nullptr, 16)});
    name = "*";
  });
  return out;
}

}  // namespace footprint
