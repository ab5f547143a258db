// SPDX-License-Identifier: Apache-2.0
#include "shared.hpp"

view seen_by_one() { return look(); }

int main() { return seen_by_one() == seen_by_two() ? 0 : 1; }
