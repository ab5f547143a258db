# SPDX-License-Identifier: Apache-2.0
"""What the tests of the programs share: servers that run meanwhile, programs that come to an end, a scripted service."""
import contextlib
import http.server
import os
import re
import signal
import subprocess
import threading

ID, SECRET = "fake-id", "fake-secret"


@contextlib.contextmanager
def server(program, *arguments):
    """Runs a server; gives its URL and the file that its further lines come from."""
    with subprocess.Popen([program, "--port", "0", *arguments], stdout=subprocess.PIPE, text=True) as process:
        try:
            line = process.stdout.readline()
            match = re.fullmatch(r"listening on (http://127\.0\.0\.1:\d+)\n", line)
            assert match, f"{program} said {line!r}"
            yield match[1], process.stdout
        finally:
            process.send_signal(signal.SIGTERM)


def emulator(program, root, *arguments):
    return server(program, "--root", str(root), "--access-key-id", ID, "--access-key-secret", SECRET, *arguments)


def run(*command, env=None, **more):
    """Runs a program to its end, with credentials unless told otherwise."""
    credentials = {"OSS_ACCESS_KEY_ID": ID, "OSS_ACCESS_KEY_SECRET": SECRET}
    clean = {name: value for name, value in os.environ.items() if not name.startswith("OSS_")}
    return subprocess.run([str(word) for word in command], capture_output=True, env={**clean, **credentials, **(env or {})},
                          timeout=120, **more)


class Service:
    """A service that answers every request with the same: `answer` is (status, headers, body)."""

    def __init__(self, answer):
        self.requests = []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            protocol_version = "HTTP/1.1"

            def handle_any(self):
                body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
                outer.requests.append((self.command, self.path, self.headers, body))
                status, headers, text = answer
                self.send_response(status)
                for name, value in headers.items():
                    self.send_header(name, value)
                self.send_header("Content-Length", str(len(text)))
                self.end_headers()
                self.wfile.write(text)

            do_PUT = do_GET = do_HEAD = handle_any

            def log_message(self, *_):
                pass

        self.server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self.server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self.server.server_address[1]}"

    def __enter__(self):
        threading.Thread(target=self.server.serve_forever, daemon=True).start()
        return self

    def __exit__(self, *_):
        self.server.shutdown()
        self.server.server_close()


def crc64(data):
    """CRC-64/XZ, bit by bit: another implementation than the one that is tested."""
    value = ~0 & (1 << 64) - 1
    for byte in data:
        value ^= byte
        for _ in range(8):
            value = value >> 1 ^ (0xC96C5795D7870F42 if value & 1 else 0)
    return value ^ (1 << 64) - 1
