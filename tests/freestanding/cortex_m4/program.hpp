// SPDX-License-Identifier: Apache-2.0
#pragma once

// What the board is there for; 0 when all went well.
int program();
