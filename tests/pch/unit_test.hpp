// SPDX-License-Identifier: Apache-2.0
// What every unit test begins with, compiled once for each group of them.
#include "catch.hpp"
#include <string>
