// SPDX-License-Identifier: Apache-2.0
#pragma once
#include <map>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

// Single calls to which one thing goes wrong, and what must come of it. That of uploads in parts as a whole, by a
// service that keeps what it stores, is in multipart_table.hpp.
namespace calls {

// How a call ends, and its mark in the table.
enum class ending : char {
  done = ' ',        // no mark
  refused = '!',     // the service's status is told
  doubtful = '?',    // the status is told, and that the request may have been carried out
  unsent = '-',      // no answer, and nothing was done
  lost = '~',        // no answer, and the outcome is not known
  stored = '@',      // what is stored is known by asking, but not whether the callback was accepted
  not_stored = '0',  // that nothing is stored is known by asking
  found = '=',       // done, which is known by asking
  uncalled = '&',    // stored, but the callback failed
  damaged = '#',     // what is stored or arrived is not what was sent
};

// Requests by their letters: I begin, U part, C complete, P put, H head, G get, D delete.
struct outcome {
  std::string requests = {};
  ending end = ending::done;

  explicit outcome(std::string text) : requests(std::move(text)) {
    if (!requests.empty() && (requests.back() < 'A' || requests.back() > 'Z')) {
      end = static_cast<ending>(requests.back());
      requests.pop_back();
    }
  }
};

// What comes of what goes wrong the first time | each time. A dot: it cannot happen.
//   no          a refusal without hope: 1xx, 3xx, 4xx
//   busy        408, 429 and the code RequestTimeout
//   failing     5xx
//   gateway     502 and 504 without the service's document
//   nothing     200 without anything that is the service's
//   other_2xx   and 203_good: on an answer that is good otherwise
//   203_failed  the service says that the callback failed
//   sum         and sum_203: a good answer with 200 or 203, but another CRC-64
// `once`: of a body that cannot be read again. `found`: who asks for the object is told that it is there.
inline constexpr std::string_view of_answers = R"(
call                     no  busy     failing      gateway      nothing      other_2xx  203_good  203_failed
put                      P!  PP|PPP!  PP|PPP!      PP|PPP?      PP|PPP~      P          P         P&
put_once                 P!  P!       P!           P?           P~           P          P         P&
put_callback             P!  PP|PPP!  PP|PPP!      PH0          PH0          P          P&        P&
put_callback_found       P!  PP|PPP!  PP|PPP!      PH@          PH@          P          P&        P&
put_callback_once        P!  P!       P!           PH0          PH0          P          P&        P&
put_callback_once_found  P!  P!       P!           PH@          PH@          P          P&        P&
head                     H!  HH|HHH!  HH|HHH!      HH|HHH?      H            H          H         .
get                      G!  GG|GGG!  GG|GGG!      GG|GGG?      G            G!         G!        .
delete                   D!  DD|DDD!  DD|DDD!      DD|DDD?      D            D          D         .
begin                    I!  II|III!  II|III?      II|III?      I~           I          I         .
part                     U!  UU|UUU!  UU|UUU!      UU|UUU?      U!           U          U         .
part_once                U!  U!       U!           U?           U!           U          U         .
complete                 C!  CC|CCC!  CHC|CHCHCH!  CHC|CHCHCH?  CHC|CHCHCH?  C          C         C&
complete_found           C!  CC|CCC!  CH=          CH=          CH=          C          C         C&
complete_callback        C!  CC|CCC!  CHC|CHCHCH!  CHC|CHCHCH?  CH~          C          C&        C&
complete_callback_found  C!  CC|CCC!  CH@          CH@          CH           C          C&        C&
)";
inline constexpr std::string_view of_the_network = R"(
call                     before_sending  in_body  before_answer  in_answer    sum     sum_203
put                      PP|PPP-         PP|PPP-  PP|PPP~        PP|PPP~      PP|PP#  PP|PP#
put_once                 PP|PPP-         P-       P~             P~           P#      P#
put_callback             PP|PPP-         PP|PPP-  PH0            PH0          PP|PP#  PP|PP#
put_callback_found       PP|PPP-         PP|PPP-  PH@            PH@          PP|PP#  PP|PP#
put_callback_once        PP|PPP-         P-       PH0            PH0          P#      P#
put_callback_once_found  PP|PPP-         P-       PH@            PH@          P#      P#
head                     HH|HHH-         .        HH|HHH~        HH|HHH~      .       .
get                      GG|GGG-         .        GG|GGG~        G~           G#      .
delete                   DD|DDD-         .        DD|DDD~        DD|DDD~      .       .
begin                    II|III-         .        II|III~        II|III~      .       .
part                     UU|UUU-         UU|UUU-  UU|UUU~        UU|UUU~      UU|UU#  .
part_once                UU|UUU-         U-       U~             U~           U#      .
complete                 CC|CCC-         CC|CCC-  CHC|CHCHCH~    CHC|CHCHCH~  C#      C#
complete_found           CC|CCC-         CC|CCC-  CH=            CH=          C#      C#
complete_callback        CC|CCC-         CC|CCC-  CHC|CHCHCH~    CHC|CHCHCH~  C#      C#
complete_callback_found  CC|CCC-         CC|CCC-  CH@            CH@          C#      C#
)";

struct row {
  std::string call;
  std::map<std::string, std::string> cells = {};

  bool is(std::string_view word) const { return call.find(word) != std::string::npos; }
  bool happens(const std::string& column) const { return cells.at(column) != "."; }
  outcome of(const std::string& column, bool always) const {
    const std::string& text = cells.at(column);
    const std::size_t bar = text.find('|');
    if (bar == text.npos) return outcome{text};
    return outcome{always ? text.substr(bar + 1) : text.substr(0, bar)};
  }
};

inline std::vector<row> rows_of(std::string_view table) {
  std::vector<row> out;
  std::vector<std::string> columns;
  std::istringstream lines{std::string{table}};
  for (std::string line, word; std::getline(lines, line);) {
    std::istringstream words{line};
    if (!(words >> word)) continue;
    if (columns.empty()) {
      while (words >> word) columns.push_back(word);
      continue;
    }
    out.push_back({word});
    for (const std::string& column : columns) words >> out.back().cells[column];
  }
  return out;
}

}  // namespace calls
