// SPDX-License-Identifier: Apache-2.0
#include "catch.hpp"
#include <upcall/text/xml_scanner.hpp>

using upcall::detail::xml_scanner;

namespace {

constexpr bool declaration(std::string_view text, std::string_view left) {
  xml_scanner scanner{text};
  return scanner.pass_declaration() && scanner.rest_ == left;
}
constexpr bool refused(std::string_view text) {
  xml_scanner scanner{text};
  return !scanner.pass_declaration();
}
constexpr std::string_view name_in(std::string_view text) {
  xml_scanner scanner{text};
  return scanner.take_name();
}
constexpr bool attribute(std::string_view text, std::string_view name, std::string_view value) {
  xml_scanner scanner{text};
  std::string_view name_read, value_read;
  return scanner.take_attribute(name_read, value_read) && name_read == name && value_read == value &&
         scanner.rest_ == "!";
}
constexpr bool no_attribute(std::string_view text) {
  xml_scanner scanner{text};
  std::string_view name, value;
  return !scanner.take_attribute(name, value);
}
constexpr bool instruction(std::string_view text) {
  xml_scanner scanner{text};
  return scanner.pass_instruction() && scanner.rest_ == "!";
}

}  // namespace

static_assert(declaration("<?xml version=\"1.0\"?>x", "x") &&
              declaration("<?xml\nversion = '1.0' encoding='utf-8' standalone=\"yes\" ?>", ""));
static_assert(declaration("", "") && declaration("<a/>", "<a/>") && declaration("<?xml", "<?xml") &&
              declaration("<?xmla ?>", "<?xmla ?>"));
static_assert(refused("<?xml ?>") && refused("<?xml encoding=\"UTF-8\"?>") &&
              refused("<?xml version=\"1.0\" version=\"1.0\"?>"));
static_assert(refused("<?xml version=\"1.0\" encoding=\"GBK\"?>") &&
              refused("<?xml version=\"1.0\" encoding=\"UTF-16\"?>"));
static_assert(refused("<?xml version=\"1.0\"encoding=\"UTF-8\"?>") && refused("<?xml version=\"1.0\" other=\"\"?>"));
static_assert(refused("<?xml version=\"1.0\"") && refused("<?xml version=1.0?>") && refused("<?xml version?>") &&
              refused("<?xml version=\"1.0\">"));

static_assert(name_in("Code>") == "Code" && name_in("a:b.c-1_2 x") == "a:b.c-1_2" &&
              name_in("\xe4\xb8\xad=") == "\xe4\xb8\xad");
static_assert(name_in("1a").empty() && name_in("-a").empty() && name_in(".a").empty() && name_in(" a").empty() &&
              name_in("").empty());

static_assert(attribute("a=\"b\"!", "a", "b") && attribute("a = 'x>\"y'!", "a", "x>\"y") &&
              attribute("a=\"&lt;&#65;\"!", "a", "&lt;&#65;"));
static_assert(no_attribute("a") && no_attribute("a=") && no_attribute("a=b") && no_attribute("a=\"b") &&
              no_attribute("a=\"b'") && no_attribute("=\"b\""));
static_assert(no_attribute("a=\"<\"") && no_attribute("a=\"&\"") && no_attribute("a=\"&x;\"") &&
              no_attribute("a \"b\""));

static_assert(instruction("php echo?>!") && instruction("x?>!") && instruction("xml-stylesheet href=\"a\"?>!") &&
              instruction("x ? >?>!"));
static_assert(!instruction("xml version=\"1.0\"?>!") && !instruction("XML?>!") && !instruction("?>!") &&
              !instruction(" x?>!") && !instruction("x"));
static_assert(!instruction("x+y?>!"));

TEST_CASE("what is taken until a mark ends before it, and nothing is taken without one") {
  xml_scanner scanner{"abc]]>d"};
  std::string_view taken;
  CHECK(scanner.take_until("]]>", taken));
  CHECK(taken == "abc");
  CHECK(scanner.rest_ == "d");
  CHECK_FALSE(scanner.take_until("]]>", taken));
  CHECK(scanner.rest_ == "d");
  CHECK(scanner.take("d"));
  CHECK_FALSE(scanner.take("d"));
  CHECK_FALSE(scanner.pass_blanks());
}
