#!/usr/bin/env python3
# SPDX-License-Identifier: Apache-2.0
"""A board without an operating system uploads for real: QEMU runs its image, the board's serial line leads to an emulator of
the service, and that makes the callbacks. Its clock is wrong when it starts. Looked at: what the board says, the bytes that are
stored, the callbacks, and what went over the line. The image whose size benchmarks/footprint tells is run as well.
Usage: cortex_m4.py EMULATOR CALLBACK_SERVER"""
import contextlib
import json
import pathlib
import re
import socket
import sys
import tempfile
import threading

here = pathlib.Path(__file__).resolve().parent
sys.path[:0] = [str(here.parent), str(here.parent / "examples")]
import board
import running
import toolchain

emulator_program, callback_program = sys.argv[1:3]
faults = []


def check(what, happened):
    if not happened:
        faults.append(what)
    return happened


class Wire:
    """Leads what connects to it on to a server, and keeps what the server answers."""

    def __init__(self, url):
        self.to = ("127.0.0.1", int(url.rsplit(":", 1)[1]))
        self.connections = 0
        self.answers = bytearray()
        self.listener = socket.create_server(("127.0.0.1", 0))
        self.port = self.listener.getsockname()[1]
        self.threads = [threading.Thread(target=self.accept, daemon=True)]
        self.threads[0].start()

    def accept(self):
        with contextlib.suppress(OSError):
            while True:
                near, _ = self.listener.accept()
                self.connections += 1
                far = socket.create_connection(self.to)
                for way in (near, far, None), (far, near, self.answers):
                    self.threads.append(threading.Thread(target=self.carry, args=way, daemon=True))
                    self.threads[-1].start()

    @staticmethod
    def carry(source, to, kept):
        with contextlib.suppress(OSError):
            while piece := source.recv(65536):
                if kept is not None:
                    kept += piece
                to.sendall(piece)
        with contextlib.suppress(OSError):
            to.shutdown(socket.SHUT_WR)

    def statuses(self):
        return [int(status) for status in re.findall(rb"HTTP/1\.1 (\d+) ", self.answers)]

    def end(self):
        """To be called when nobody is connected any more."""
        self.listener.shutdown(socket.SHUT_RDWR)
        self.listener.close()
        for each in self.threads:
            each.join()


def measured(size):
    """What the board measures: see uploads.cpp."""
    return bytes(at * 2654435761 % (1 << 32) >> 24 for at in range(size))


def run(image, url):
    wire = Wire(url)
    done = toolchain.run(board.command(image, f"tcp:127.0.0.1:{wire.port}"), timeout=500)
    wire.end()
    print(f"{image.name}: status {done.returncode}, answers {wire.statuses()}\n{done.stdout}")
    check(f"{image.name} keeps its one connection", wire.connections == 1)
    return done, wire


def one_upload(folder, url, root, calls):
    image = board.build(folder, "device", "one_upload", APPLICATION_URL=calls.url)
    done, wire = run(image, url)
    if not check("the smallest device ends well", (done.returncode, done.stdout) == (0, "")):
        return
    check("its one request is answered well", wire.statuses() == [200])
    check("its bytes are stored", (root / "examplebucket/files%2Fhello").read_bytes() == b"hello, world")
    check("its callback is genuine", calls.next() == ("/?user=put_object", "bucket=examplebucket&object=files%2Fhello"))


def uploads(folder, url, root, calls):
    image = board.build(folder, "uploads", APPLICATION_URL=calls.url)
    done, wire = run(image, url)
    if not check("all uploads end well", done.returncode == 0):
        return
    sizes = {"put/64": 64, "put/100KB": 102400, "put/1MB": 1048576, "parts": 12 * 102400}
    content = measured(max(sizes.values()))
    lines = done.stdout.splitlines()
    check("each result is told once", len(lines) == len(sizes))
    for (key, size), line in zip(sizes.items(), lines):
        stored = root / "examplebucket" / key.replace("/", "%2F")
        check(f"{key}: its bytes are stored", stored.read_bytes() == content[:size])
        crc = running.crc64(content[:size]) if size < 200000 else int(line.split()[-1])
        check(f"{key}: {line}", line == f"{key} 200 {size} {crc}")
        body = f"object={key.replace('/', '%2F')}&size={size}&crc64={crc}"
        check(f"{key}: its callback is genuine", calls.next() == ("/", body))
    statuses = wire.statuses()
    check("the first request is refused, since the clock is wrong", statuses[:1] == [403])
    check("no other is refused", statuses[1:] == [200] * (len(statuses) - 1))
    check("why it is refused", wire.answers.count(b"<Code>RequestTimeTooSkewed</Code>") == 1)


class Calls:
    """The callbacks that arrive, as (target, body); only genuine ones count."""

    def __init__(self, url, lines):
        self.url, self.lines = url, lines

    def next(self):
        got = json.loads(self.lines.readline())
        return (got["target"], got["body"]) if got["verified"] else got


if board.missing():
    print("not here:", *board.missing())
    sys.exit(77)
with tempfile.TemporaryDirectory() as folder, running.server(callback_program) as calls:
    calls = Calls(*calls)
    for part in one_upload, uploads:
        root = pathlib.Path(folder) / f"root of {part.__name__}"
        with running.emulator(emulator_program, root) as (url, _):
            part(folder, url, root, calls)
toolchain.finish(faults, "a board that uploads", needed=True)
