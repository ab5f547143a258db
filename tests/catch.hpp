// SPDX-License-Identifier: Apache-2.0
#pragma once

// Catch2 v2 and v3 by one name. What both have is meant to be used: TEST_CASE, SECTION, CHECK, REQUIRE, CHECK_FALSE…
#if __has_include(<catch2/catch.hpp>)
#include <catch2/catch.hpp>
#else
#include <catch2/catch_all.hpp>
#endif
