// SPDX-License-Identifier: Apache-2.0
#pragma once
// Everything for a program with an operating system. On a device: <upcall/freestanding.hpp>.
#include <upcall/operations/verify_hosted.hpp>
#include <upcall/profiles/hosted.hpp>
