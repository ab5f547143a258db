#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""Builds the board's half of a transport, and runs the program uart_laws with it. Usage: uart_laws.py UART_LAWS"""
import os
import subprocess
import sys
import tempfile

import board

if board.missing():
    print("not here:", *board.missing())
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder:
    image = board.build(folder, "exchanges")
    sys.exit(subprocess.run([sys.argv[1], "-d", "yes"], env={**os.environ, "UPCALL_BOARD_IMAGE": str(image)}).returncode)
