// SPDX-License-Identifier: Apache-2.0
#include "shared.hpp"

view seen_by_two() { return look(); }
