// SPDX-License-Identifier: Apache-2.0
#pragma once
// A cpp-httplib from before its versions had a macro.
namespace httplib {
class Client;
}
