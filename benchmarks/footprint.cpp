// SPDX-License-Identifier: Apache-2.0
// What upcall takes of a Cortex-M4: builds the image of the smallest device, tests/freestanding/cortex_m4, which
// uploads one object with a callback over its serial line by HTTP/1.1, and looks at what the linker put into it.
// Counted are the pieces of the object that the library and the client were compiled into, whatever the compiler's own
// library adds to it, and what fills gaps; not the user's board (start-up, serial line, clock, the program that calls)
// nor the C library. Of the stack, the deepest chain of calls in that object counts, from the function that uploads on.
// More than the limits below is a failure.
#include "footprint/call_graph.hpp"
#include "footprint/link_map.hpp"
#include "footprint/tool.hpp"
#include <algorithm>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace {

namespace fs = std::filesystem;
using footprint::run;

constexpr std::uint64_t most_flash = 14'336, most_memory = 4'096, most_stack = 4'096;

const std::string prefix = "arm-none-eabi-";
const std::vector<std::string> machine = {"-mcpu=cortex-m4", "-mthumb"};

struct amounts {
  std::uint64_t text = 0, data = 0, bss = 0;

  std::uint64_t& of(std::string_view section) { return section == ".data" ? data : section == ".bss" ? bss : text; }
  amounts& operator+=(const amounts& more) {
    text += more.text, data += more.data, bss += more.bss;
    return *this;
  }
};

class temporary_folder {
 public:
  temporary_folder() {
    std::string pattern = fs::temp_directory_path() / "footprint-XXXXXX";
    if (::mkdtemp(pattern.data()) == nullptr) throw std::runtime_error{"no temporary folder"};
    path_ = pattern;
  }
  temporary_folder(const temporary_folder&) = delete;
  ~temporary_folder() { fs::remove_all(path_); }
  std::string operator/(std::string_view name) const { return path_ / name; }

 private:
  fs::path path_;
};

std::string content_of(const std::string& path) {
  std::ifstream in{path, std::ios::binary};
  return {std::istreambuf_iterator<char>{in}, std::istreambuf_iterator<char>{}};
}

bool has_compiler() {
  try {
    run({prefix + "g++", "--version"});
    return true;
  } catch (const std::exception&) {
    return false;
  }
}

std::vector<std::string> command(const std::string& tool, const std::vector<std::string>& arguments) {
  std::vector<std::string> out = {prefix + tool};
  if (tool == "g++") out.insert(out.end(), machine.begin(), machine.end());
  out.insert(out.end(), arguments.begin(), arguments.end());
  return out;
}

void compile(const temporary_folder& folder, const std::string& name) {
  std::vector<std::string> arguments = {"-std=c++20",
                                        "-Os",
                                        "-g",
                                        "-fno-exceptions",
                                        "-fno-rtti",
                                        "-fno-threadsafe-statics",
                                        "-ffunction-sections",
                                        "-fdata-sections",
                                        "-Wall",
                                        "-Wextra",
                                        "-Wpedantic",
                                        "-Wconversion",
                                        "-Wshadow",
                                        "-Werror"};
  arguments.insert(arguments.end(), {"-fcallgraph-info=su", "-fstack-usage", "-I" UPCALL_INCLUDE, "-isystem",
                                     folder / "include", "-DAPPLICATION_URL=\"http://oss-demo.aliyuncs.com:23450\"",
                                     "-c", UPCALL_BOARD "/" + name + ".cpp", "-o", folder / (name + ".o")});
  run(command("g++", arguments));
}

// The folder of the library that a symbol was written in; where the compiler does not know, its own name stays.
std::string part_of(const std::string& file) {
  const std::size_t ours = file.rfind("/upcall/"), standard = file.find("/c++/");
  if (standard != file.npos) return "the standard library's templates";
  if (ours == file.npos) return "the client and its texts";
  const std::string path = file.substr(ours + 8);
  const std::size_t folder = path.rfind('/');
  return folder == path.npos ? path : path.substr(0, folder) + "/";
}

std::map<std::string, std::string> files_of_symbols(const std::string& object) {
  std::map<std::string, std::string> out;
  footprint::for_each_line(run(command("nm", {"-l", object})), [&](const std::string& line) {
    const std::size_t tab = line.find('\t');
    const auto words = footprint::words_of(line.substr(0, tab));
    if (words.size() == 3 && tab != line.npos) out[words[2]] = line.substr(tab + 1, line.rfind(':') - tab - 1);
  });
  return out;
}

amounts sizes_of(const std::string& image) {
  amounts out;
  footprint::for_each_line(run(command("size", {"-A", "-d", image})), [&](const std::string& line) {
    const auto words = footprint::words_of(line);
    if (words.size() == 3 && (words[0] == ".text" || words[0] == ".rodata" || words[0] == ".ARM.exidx" ||
                              words[0] == ".init_array" || words[0] == ".data" || words[0] == ".bss"))
      out.of(words[0]) += std::stoull(words[1]);
  });
  return out;
}

std::vector<std::string> functions_of_a_heap(const std::string& image) {
  std::vector<std::string> out;
  footprint::for_each_line(run(command("nm", {image})), [&](const std::string& line) {
    const auto words = footprint::words_of(line);
    const std::string name = words.empty() ? std::string{} : words.back();
    for (std::string_view part : {"malloc", "calloc", "realloc", "_free_r", "sbrk", "_Znw", "_Zna", "_Zdl", "_Zda"}) {
      if (name == "free" || name.find(part) != name.npos) {
        out.push_back(name);
        break;
      }
    }
  });
  return out;
}

void print(const std::string& what, const amounts& of) {
  std::printf("  %-42s %7llu %7llu %7llu\n", what.c_str(), static_cast<unsigned long long>(of.text),
              static_cast<unsigned long long>(of.data), static_cast<unsigned long long>(of.bss));
}

void print_all(const std::map<std::string, amounts>& parts) {
  std::vector<std::pair<std::string, amounts>> sorted(parts.begin(), parts.end());
  std::stable_sort(sorted.begin(), sorted.end(),
                   [](const auto& a, const auto& b) { return a.second.text > b.second.text; });
  for (const auto& [name, size] : sorted) print(name, size);
}

int measure() {
  const temporary_folder folder;
  // Boost alone: with the whole folder that it lies in, this machine's C library would be in front of the device's.
  fs::create_directory(folder / "include");
  fs::create_directory_symlink(UPCALL_BOOST, folder / "include/boost");
  std::vector<std::string> link = {
      "-nostdlib", "-Wl,--gc-sections", "-Wl,-Map=" + folder / "map", "-T", UPCALL_BOARD "/board.ld",
      "-o",        folder / "image.elf"};
  const std::string device = folder / "device.o", image = folder / "image.elf";
  for (const char* name : {"device", "one_upload", "startup", "serial_line", "board_clock"}) {
    compile(folder, name);
    link.push_back(folder / (std::string{name} + ".o"));
  }
  link.insert(link.end(), {"-lc", "-lgcc"});
  run(command("g++", link));

  const auto files = files_of_symbols(device);
  std::map<std::string, amounts> counted, left_out;
  amounts of_pieces, of_others;
  for (const footprint::piece& each : footprint::read_link_map(content_of(folder / "map"))) {
    amounts size;
    if (each.section != ".text" && each.section != ".rodata" && each.section != ".ARM.exidx" &&
        each.section != ".data" && each.section != ".bss")
      continue;
    size.of(each.section) = each.size;
    of_pieces += size;
    const bool is_of_compiler = each.object.find("libgcc.a") != each.object.npos;
    if (each.object == device) {
      const std::string symbol = each.name.substr(std::min(each.name.find('.', 1), each.name.size() - 1) + 1);
      const auto file = files.find(symbol);
      const bool is_texts = each.name.find(".str1") != each.name.npos;
      counted[is_texts ? "texts" : file == files.end() ? "constants" : part_of(file->second)] += size;
    } else if (is_of_compiler) {
      counted["the compiler's own functions (libgcc)"] += size;
    } else {
      const bool is_of_c = each.object.find("libc.a") != each.object.npos;
      left_out[is_of_c ? "the C library" : "the board: start-up, serial line, clock, program"] += size;
      of_others += size;
    }
  }
  const amounts whole = sizes_of(image);
  counted["what fills gaps"] += {whole.text - of_pieces.text, whole.data - of_pieces.data, whole.bss - of_pieces.bss};

  std::printf("bytes of a Cortex-M4 image (-Os)                text    data     bss\n");
  print_all(counted);
  const amounts ours{whole.text - of_others.text, whole.data - of_others.data, whole.bss - of_others.bss};
  print("counted, in all", ours);
  std::printf("not counted\n");
  print_all(left_out);

  std::printf("stack, along the deepest chain of calls in the counted object\n");
  const auto chain = footprint::call_graph{content_of(folder / "device.ci"),
                                           footprint::read_pointed_to(run(command("readelf", {"-rW", device})))}
                         .deepest();
  for (const auto& [function, bytes] : chain) {
    if (bytes != 0) std::printf("  %7llu  %.110s\n", static_cast<unsigned long long>(bytes), function.c_str());
  }
  const std::uint64_t stack = footprint::call_graph::sum_of(chain);

  const auto heap = functions_of_a_heap(image);
  std::printf("heap: of its functions the image has %s", heap.empty() ? "none" : "");
  for (const std::string& each : heap) std::printf(" %s", each.c_str());

  const std::uint64_t flash = ours.text + ours.data, memory = ours.data + ours.bss;
  std::printf("\nlimits: text + data %llu of %llu, data + bss %llu of %llu, stack %llu of %llu\n",
              static_cast<unsigned long long>(flash), static_cast<unsigned long long>(most_flash),
              static_cast<unsigned long long>(memory), static_cast<unsigned long long>(most_memory),
              static_cast<unsigned long long>(stack), static_cast<unsigned long long>(most_stack));
  std::printf("cortex-m4: text=%llu data=%llu bss=%llu stack=%llu heap=%zu\n",
              static_cast<unsigned long long>(ours.text), static_cast<unsigned long long>(ours.data),
              static_cast<unsigned long long>(ours.bss), static_cast<unsigned long long>(stack), heap.size());
  const bool is_seen = ours.text != 0 && stack != 0;
  return is_seen && flash <= most_flash && memory <= most_memory && stack <= most_stack && heap.empty() ? 0 : 1;
}

}  // namespace

int main() {
  if (!has_compiler()) {
    std::printf("footprint: %sg++ is not here\n", prefix.c_str());
    return 77;
  }
  try {
    return measure();
  } catch (const std::exception& problem) {
    std::printf("footprint: %s\n", problem.what());
    return 1;
  }
}
