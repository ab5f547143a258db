// SPDX-License-Identifier: Apache-2.0
// What every unit test begins with, compiled once for each group of them.
#include "catch.hpp"
#include <string>

// In a tree of the single headers (single_header/tree.py) whatever a test includes is all of them.
#if __has_include(<upcall-freestanding.hpp>)
#include <upcall-freestanding.hpp>
#include <upcall.hpp>
#endif
