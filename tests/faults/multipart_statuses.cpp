// SPDX-License-Identifier: Apache-2.0
// Uploads in parts to whose requests the service answers each status from 400 to 599, at first or always, before or
// after it has done what it was asked. What must come of it is from the service's documentation ("Multipart upload",
// "Error handling"): 5xx, 408 and 429 are worth another attempt, 404 of an upload is NoSuchUpload, and no other refusal
// will be another the next time.
#include "faults/multipart_table.hpp"

using faults::ending;
using faults::expected;
using faults::faulty_upload;
using faults::stage;

namespace {

enum kind { failing, busy, gone, no };  // 5xx; 408 and 429; 404; all others

constexpr kind kind_of(int status) {
  if (status >= 500) return failing;
  if (status == 408 || status == 429) return busy;
  return status == 404 ? gone : no;
}

struct row {
  stage where;
  expected failing, busy, gone, no;

  const expected& of(int status) const {
    const expected* each[] = {&failing, &busy, &gone, &no};
    return *each[kind_of(status)];
  }
};

// Nothing was done, and the second attempt is answered. A service that says that an upload is gone which is not (the
// fault here) is believed, so that it stays open; before it is begun anew, its object is asked for. Whoever may not
// list the parts goes on with what the journal says.
const row at_first[] = {
    {stage::begin, {"IILPC"}, {"IIPC"}, {"I", ending::refused, 0, "IPC"}, {"I", ending::refused, 0, "IPC"}},
    {stage::part, {"IPPC"}, {"IPPC"}, {"IP", ending::refused, 1, "IPC", {}, 0, 1}, {"IP", ending::refused, 1, "GPC"}},
    {stage::complete,
     {"IPCHC"},
     {"IPCC"},
     {"IPCH", ending::refused, 1, "IPC", {}, 0, 1},
     {"IPC", ending::refused, 1, "GC"}},
    {stage::list_parts, {"GGPC"}, {"GGPC"}, {"GHIPC", ending::anew, 1, "", {}, 0, 1}, {"GPC"}},
    {stage::abort,
     {"IPDD", ending::part_403, 0, "IPC"},
     {"IPDD", ending::part_403, 0, "IPC"},
     {"IPD", ending::part_403, 1, "IPC", {}, 0, 1},
     {"IPD", ending::part_403, 1, "GPC"}},
    // Whoever may not list is told that there may be one.
    {stage::list_uploads,
     {"LLIPC", ending::stored, 3, "", {}, 3, 3},
     {"LLIPC", ending::stored, 3, "", {}, 3, 3},
     {"LIPC", ending::stored, 3, "", {}, 1, 3},
     {"LIPC", ending::stored, 3, "", {}, 1, 3}},
    // Of an object that is said not to be there, Complete is sent once more, and then it is gone.
    {stage::head,
     {"IPCHH", ending::found},
     {"IPCHH", ending::found},
     {"IPCHCH", ending::found},
     {"IPCH", ending::unknown, 0, "GH", ending::found}},
};

// Nothing was done, and never will be.
const row always[] = {
    {stage::begin,
     {"III", ending::doubtful, 0, "LIPC"},
     {"III", ending::refused, 0, "IPC"},
     {"I", ending::refused, 0, "IPC"},
     {"I", ending::refused, 0, "IPC"}},
    {stage::part,
     {"IPPP", ending::refused, 1, "GPC"},
     {"IPPP", ending::refused, 1, "GPC"},
     {"IP", ending::refused, 1, "IPC", {}, 0, 1},
     {"IP", ending::refused, 1, "GPC"}},
    {stage::complete,
     {"IPCHCHCH", ending::refused, 1, "GC"},
     {"IPCCC", ending::refused, 1, "GC"},
     {"IPCH", ending::refused, 1, "IPC", {}, 0, 1},
     {"IPC", ending::refused, 1, "GC"}},
    {stage::list_parts,
     {"GGG", ending::refused, 1, "GPC"},
     {"GGG", ending::refused, 1, "GPC"},
     {"GHIPC", ending::anew, 1, "", {}, 0, 1},
     {"GPC"}},
    {stage::abort,
     {"IPDDD", ending::part_403, 1, "GPC"},
     {"IPDDD", ending::part_403, 1, "GPC"},
     {"IPD", ending::part_403, 1, "IPC", {}, 0, 1},
     {"IPD", ending::part_403, 1, "GPC"}},
    {stage::list_uploads,
     {"LLL", ending::refused, 3, "LIPC", {}, 3, 3},
     {"LLL", ending::refused, 3, "LIPC", {}, 3, 3},
     {"LIPC", ending::stored, 3, "", {}, 1, 3},
     {"LIPC", ending::stored, 3, "", {}, 1, 3}},
    {stage::head,
     {"IPCHHH", ending::unknown, 0, "GH", ending::found},
     {"IPCHHH", ending::unknown, 0, "GH", ending::found},
     {"IPCHCH", ending::gone, 0, "IPC"},
     {"IPCH", ending::unknown, 0, "GH", ending::found}},
};

// It was done, and then refused: a service that fails may do so, and all is found again. One that refuses what it has
// done is believed, as far as nothing else tells.
const row after[] = {
    {stage::begin,
     {"IILPC", ending::stored, 1, "", {}, 1, 1},
     {"IIPC", ending::stored, 1, "", {}, 0, 1},
     {"I", ending::refused, 1, "IPC", {}, 0, 1},
     {"I", ending::refused, 1, "IPC", {}, 0, 1}},
    {stage::part, {"IPPC"}, {"IPPC"}, {"IP", ending::refused, 1, "IPC", {}, 0, 1}, {"IP", ending::refused, 1, "GC"}},
    {stage::complete,
     {"IPCH", ending::found},
     {"IPCCH", ending::found},
     {"IPCH", ending::found},
     {"IPC", ending::refused, 0, "GH", ending::found}},
    {stage::abort,
     {"IPDD", ending::part_403, 0, "IPC"},
     {"IPDD", ending::part_403, 0, "IPC"},
     {"IPD", ending::part_403, 0, "IPC"},
     {"IPD", ending::part_403, 0, "GHIPC", ending::anew}},
};

void check(const row& each, const std::string& which, const std::string& effect) {
  const std::string bytes = "12345";
  for (int status = 400; status != 600; ++status)
    faulty_upload{each.where, bytes}.run(which, effect + std::to_string(status), status, each.of(status));
}

}  // namespace

TEST_CASE("an upload in parts, each of whose requests is answered each status once") {
  for (const row& each : at_first) check(each, "1", "status=");
}

TEST_CASE("an upload in parts, each of whose requests is always answered each status") {
  for (const row& each : always) check(each, "*", "status=");
}

TEST_CASE("an upload in parts, each of whose requests is done once and answered each status") {
  for (const row& each : after) check(each, "1", "after=");
}
