// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

namespace footprint {

template <class Take>
void for_each_line(const std::string& text, Take take) {
  std::istringstream lines{text};
  for (std::string line; std::getline(lines, line);) take(line);
}

inline std::vector<std::string> words_of(const std::string& line) {
  std::istringstream words{line};
  std::vector<std::string> out;
  for (std::string word; words >> word;) out.push_back(word);
  return out;
}

// What stands between two marks, the first pair of them from `at` on; `at` is then behind it. Nothing: npos.
inline std::string between(const std::string& text, std::string_view front, std::string_view back, std::size_t& at) {
  const std::size_t begin = text.find(front, at);
  const std::size_t end = begin == text.npos ? text.npos : text.find(back, begin + front.size());
  at = end == text.npos ? text.npos : end + back.size();
  return end == text.npos ? std::string{} : text.substr(begin + front.size(), end - begin - front.size());
}

}  // namespace footprint
