// SPDX-License-Identifier: Apache-2.0
#include "case.hpp"
#include <upcall/crypto/crc64.hpp>
#include <upcall/crypto/crc64_combine.hpp>
#include <upcall/text/hex.hpp>

namespace vectors {
namespace {

// Bytes that a case describes, written piece by piece: {utf8}, {hex}, {repeat_hex, count}, {mod, count}.
template <class Sink>
std::uint64_t write_data(Sink& to, const json& data) {
  if (data.contains("utf8")) {
    const auto& text = data["utf8"].get_ref<const std::string&>();
    write(to, text);
    return text.size();
  }
  const bool repeated = data.contains("repeat_hex");
  if (repeated || data.contains("hex")) {
    string_writer bytes;
    if (!upcall::read_hex(data[repeated ? "repeat_hex" : "hex"].get_ref<const std::string&>(), bytes))
      not_understood("not hexadecimal");
    const std::uint64_t times = repeated ? number(data.at("count")) : 1;
    for (std::uint64_t i = 0; i != times; ++i) write(to, bytes.text);
    return times * bytes.text.size();
  }
  if (data.contains("mod")) {
    const std::uint64_t modulus = number(data["mod"]), count = number(data.at("count"));
    if (modulus == 0 || modulus > 256) not_understood("mod must be 1 to 256");
    for (std::uint64_t i = 0; i != count; ++i) to.put(static_cast<char>(i % modulus));
    return count;
  }
  not_understood("data of no known form: " + data.dump());
}

std::string decimal(std::uint64_t value) {
  return written([value](auto& to) { upcall::write_decimal(to, value); });
}

void compare(test_case& of, std::uint64_t sum) {
  of.same("crc64", decimal(sum));
  of.same_if_given("header_value", decimal(sum));
  std::string hex;
  for (int shift = 60; shift >= 0; shift -= 4) hex += upcall::hex_digit(static_cast<unsigned>(sum >> shift & 15));
  of.same_if_given("crc64_hex", hex);
}

// Both of the library's, with large tables and with small ones.
std::uint64_t sum_of(test_case& of, const json& data, std::uint64_t initial) {
  upcall::crc64 large{initial};
  upcall::small_crc64 small{initial};
  write_data(large, data);
  write_data(small, data);
  of.same("the sum with small tables", decimal(large.value()), decimal(small.value()));
  return large.value();
}

void check_crc(test_case& of) { compare(of, sum_of(of, of.in("data"), 0)); }

void check_crc_init(test_case& of) { compare(of, sum_of(of, of.in("data"), number(of.in("initial_crc64")))); }

void check_combine(test_case& of) {
  json sums = json::array(), lengths = json::array();
  std::uint64_t all = 0;
  upcall::crc64 whole;
  for (const json& part : of.in("parts")) {
    const std::uint64_t sum = sum_of(of, part, 0), length = write_data(whole, part);
    all = upcall::crc64_combine(all, sum, length);
    sums.push_back(decimal(sum));
    lengths.push_back(length);
  }
  of.same("the sum of the whole", decimal(whole.value()), decimal(all));
  of.same_if_given("part_crc64", sums);
  of.same_if_given("part_lengths", lengths);
  compare(of, all);
}

void check_combine_raw(test_case& of) {
  compare(of, upcall::crc64_combine(number(of.in("crc64_1")), number(of.in("crc64_2")), number(of.in("length_2"))));
}

}  // namespace

const checkers& checksum_checkers() {
  static const checkers all{
      {"crc", check_crc}, {"crc-init", check_crc_init}, {"combine", check_combine}, {"combine-raw", check_combine_raw}};
  return all;
}

}  // namespace vectors
