#!/bin/sh
# SPDX-License-Identifier: Apache-2.0
# The sources of one group of unit tests, one path a line: the files right here for ".", whole folders for other names.
# allocations.cpp is a program of its own.
cd "$(dirname "$0")" || exit 1
for group in "$@"; do
  if [ "$group" = . ]; then
    find . -maxdepth 1 -name '*.cpp' ! -name allocations.cpp
  elif [ -d "$group" ]; then
    find "$group" -name '*.cpp'
  fi
done | sed 's,^\./,,' | LC_ALL=C sort
