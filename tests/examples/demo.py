# SPDX-License-Identifier: Apache-2.0
"""demo.py DEMO: the demo comes out as it says with any file, and says what is wrong where there is none."""
import hashlib
import os
import pathlib
import subprocess
import sys
import tempfile
import unittest

import running

DEMO = sys.argv[1]


class Demo(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.temporary = self.folder / "tmp"
        self.temporary.mkdir()

    def demo(self, *arguments):
        done = subprocess.run([DEMO, *arguments], capture_output=True, timeout=120, check=False,
                              env={**os.environ, "TMPDIR": str(self.temporary)})
        self.assertEqual(list(self.temporary.iterdir()), [])
        return done

    def comes_out(self, name, content):
        path = os.path.join(os.fsencode(self.folder), name)
        with open(path, "wb") as file:
            file.write(content)
        done = self.demo(path)
        self.assertEqual((done.returncode, done.stderr), (0, b""), done)
        text = done.stdout.decode(errors="replace")
        self.assertTrue(text.endswith("\nAll of it came out as it should.\n"))
        self.assertNotIn("WRONG", text)
        self.assertEqual(text.count("     verified: "), 3)
        # When the 32nd part has arrived two others may be on their way; until the signal comes, the other lanes go on.
        self.assertRegex(text, r"was killed \(SIGKILL\)[^$]*stored 64 parts, ([345]\d|6[0-4]) of them by an earlier process")
        self.assertIn("throws callback_error", text)
        self.assertEqual(text.count(f"etag=\"{hashlib.md5(content).hexdigest().upper()}\"\n"), 2)
        return text

    def test_any_file(self):
        for name, content in [(b"note.txt", b"hello\n"), (b"empty", b""), (b"binary.png", bytes(range(256)) * 3),
                              ("ü b+%c?&#.txt".encode(), b"x"), (b"\xff\xfe", b"a name that is no UTF-8"), (b"\\", b"y")]:
            text = self.comes_out(name, content)
            self.assertGreaterEqual(text.count(f"crc64={running.crc64(content)}\n"), 3)

    def test_a_large_file(self):
        self.comes_out(b"large.bin", bytes(range(251)) * (30 * 1024 * 1024 // 251))

    def test_steps_come_in_order(self):
        text = self.comes_out(b"note.txt", b"hello\n")
        at = [text.index(step) for step in ("1. Two servers", "2. An upload", "put_object sends", "gets a request", "verified",
                                            "put_object returns", "3. The same", "callback_error", "4. The proof",
                                            "5. A file of 64 MB", "6. The same call")]
        self.assertEqual(at, sorted(at))

    def test_no_file_is_said(self):
        os.mkfifo(self.folder / "pipe")
        for path, words in [(self.folder / "missing", "No such file"), (self.folder, "is no regular file"),
                            (self.folder / "pipe", "is no regular file")]:
            done = self.demo(path)
            self.assertEqual((done.returncode, done.stdout), (1, b""))
            self.assertIn(words, done.stderr.decode())
        for arguments in [], ["a", "b"], ["--fast", "a"]:
            done = self.demo(*arguments)
            self.assertEqual(done.returncode, 2)
            self.assertIn("usage: demo FILE", done.stderr.decode())


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
