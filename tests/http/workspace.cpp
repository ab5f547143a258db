// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <optional>
#include <string>
#include <upcall/http/workspace.hpp>

using upcall::exchange;
using upcall::failure;
using upcall::fault;
using upcall::workspace;
namespace limits = upcall::limits;

// A device's fits into a few kilobytes; a program's into a page of stack that threads have without asking.
static_assert(sizeof(workspace<limits::small>) <= 3 * 1024 && sizeof(workspace<limits::hosted>) <= 48 * 1024);
// The longest callback and its variables are 5 KB of Base64 each, metadata 8 KB.
static_assert(limits::hosted::head >= (5 + 5 + 8) * 1024 + 2048);

namespace {

struct of_nothing : limits::small {
  static constexpr std::size_t answer = 0;
};
struct not_constant : limits::small {
  std::size_t head = 1;
};
struct without_documents {
  static constexpr std::size_t head = 1, headers = 1, parameters = 1, answer = 1;
};
struct least : without_documents {
  using documents = upcall::known_members;
};
static_assert(upcall::workspace_limits<limits::small> && upcall::workspace_limits<limits::hosted>);
static_assert(upcall::workspace_limits<least> && !upcall::workspace_limits<without_documents>);
static_assert(!upcall::workspace_limits<of_nothing> && !upcall::workspace_limits<not_constant>);
static_assert(!upcall::workspace_limits<int>);

}  // namespace

TEST_CASE("an exchange lies in its workspace") {
  workspace<limits::small> room;
  failure why;
  exchange at{room, why};
  for (std::size_t i = 0; i != limits::small::head; ++i) at.texts.put('x');
  CHECK_FALSE(at.texts.overflow());
  CHECK(at.texts.take().data() == room.head);
  at.texts.put('x');
  CHECK(at.texts.overflow());

  std::string names(limits::small::headers, ' ');
  for (std::size_t i = 0; i != names.size(); ++i) names[i] = static_cast<char>('a' + i);
  for (std::size_t i = 0; i != names.size(); ++i) at.message.headers.set(std::string_view{names}.substr(i, 1), "");
  CHECK_FALSE(at.message.headers.overflow());
  at.message.headers.set("z", "");
  CHECK(at.message.headers.overflow());

  at.answer.append(std::string(limits::small::answer, 'y'));
  CHECK_FALSE(at.answer.body_cut());
  at.answer.append("y");
  CHECK(at.answer.body_cut());
}

TEST_CASE("what fails says why where the caller sees it") {
  workspace<limits::small> room;
  failure why;
  exchange at{room, why};
  std::optional<int> out = at.fail(fault::client, "key: it is empty");
  CHECK_FALSE(out);
  CHECK(why.kind == fault::client);
  CHECK(why.message == "key: it is empty");

  failure lost{fault::transport, "no answer came"};
  lost.outcome_unknown = true;
  out = at.fail(lost);
  CHECK(why.outcome_unknown);
  at.fail(fault::cancelled, "");
  CHECK(why.kind == fault::cancelled);
  CHECK_FALSE(why.outcome_unknown);
}
