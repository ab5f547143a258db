# SPDX-License-Identifier: Apache-2.0
"""ali_oss.py BUILD EMULATOR CALLBACK_SERVER: npm's ali-oss against the emulator, in both versions of the signature."""
import hashlib
import json
import os
import pathlib
import socket
import subprocess
import sys
import tempfile
import unittest

sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / "examples"))
import node_packages  # noqa: E402
import running  # noqa: E402

BUILD, EMULATOR, CALLBACK_SERVER = sys.argv[1:4]
MODULES = node_packages.installed(BUILD)
PART = 100 * 1024
BYTES = bytes(range(256)) * (4 * PART // 256) + b"the end"
CRC64 = str(running.crc64(BYTES))
PARTS = [BYTES[at:at + PART] for at in range(0, len(BYTES), PART)]
ETAG = hashlib.md5(b"".join(hashlib.md5(each).digest() for each in PARTS)).hexdigest().upper() + f"-{len(PARTS)}"


class AliOss(unittest.TestCase):
    v4 = False

    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.root = pathlib.Path(folder.name) / "root"
        self.file = pathlib.Path(folder.name) / "file.txt"
        self.file.write_bytes(BYTES)
        self.endpoint, _ = self.enter(running.emulator(EMULATOR, self.root, "--region", "cn-hangzhou"))

    def enter(self, manager):
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def step(self, name, key="", **more):
        client = {"endpoint": self.endpoint, "bucket": "examplebucket", "region": "oss-cn-hangzhou",
                  "accessKeyId": running.ID, "accessKeySecret": running.SECRET, "authorizationV4": self.v4}
        settings = {"client": client, "key": key, "file": str(self.file), "partSize": PART, **more}
        script = pathlib.Path(__file__).with_name("ali_oss.js")
        done = subprocess.run(["node", script, name, json.dumps(settings)], capture_output=True, text=True,
                              env={**os.environ, "NODE_PATH": str(MODULES)}, timeout=120)
        self.assertEqual((done.returncode, done.stderr), (0, ""))
        return json.loads(done.stdout)

    def stored(self, name):
        return (self.root / "examplebucket" / name).read_bytes()

    def test_objects_of_odd_keys_come_and_go(self):
        keys = ["hello", "dir/a b+\u4e2d", "100%25?&=#;:@", "x//y/", "it's (1) [2]! *$,", "~-_.", "\U0001f600/\xe9", "a\\b\"c|^`{}<>",
                "%2F%zz", "k" * 1023]
        for key, got in zip(keys, self.step("objects", keys=keys), strict=True):
            with self.subTest(key=key):
                self.assertEqual(got, {
                    "key": True, "etag": True, "crc64": True, "type": "text/x-own", "size": True,
                    "meta": {"who": "a b", "name": str(len(key.encode("utf-16-le")) // 2)}, "same": True,
                    "gone": 204, "after": "404 NoSuchKey"})

    def callback(self, url):
        return {"url": url + "/app", "body": "object=${object}&size=${size}&operation=${operation}&who=${x:who}",
                "customValue": {"who": "a=b \u4e2d"}}

    def test_a_callback_is_answered_and_genuine(self):
        url, lines = self.enter(running.server(CALLBACK_SERVER, "--answer", '{"id":7}'))
        result = self.step("callback", "key", callback=self.callback(url))
        md5 = hashlib.md5(b"hello").hexdigest().upper()
        self.assertEqual(result, {"status": 200, "data": {"id": 7}, "etag": f'"{md5}"', "crc64": str(running.crc64(b"hello"))})
        arrived = json.loads(lines.readline())
        self.assertTrue(arrived["verified"])
        self.assertEqual(arrived["body"], "object=key&size=5&operation=PutObject&who=a%3Db%20%E4%B8%AD")

    def test_a_dead_callback_leaves_the_object(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            url = f"http://127.0.0.1:{closed.getsockname()[1]}"
            result = self.step("dead", "key", callback=self.callback(url))
        self.assertEqual(result, {"refused": "203 CallbackFailed", "stored": "hello"})

    def test_strangers_are_refused(self):
        self.assertEqual(self.step("strangers", "key"), {
            "secret": "403 SignatureDoesNotMatch", "id": "403 InvalidAccessKeyId",
            "get": "403 SignatureDoesNotMatch", "list": "403 SignatureDoesNotMatch", "after": "404 NoSuchKey"})

    def test_parts_become_an_object(self):
        result = self.step("upload", "dir/a b+\u4e2d")
        self.assertEqual(result, {"status": 200, "etag": f'"{ETAG}"', "crc64": CRC64})
        self.assertEqual(self.stored("dir%2Fa%20b%2B%E4%B8%AD"), BYTES)

    def test_the_applications_answer_comes_back(self):
        url, lines = self.enter(running.server(CALLBACK_SERVER, "--answer", '{"id":7}'))
        callback = {"url": url + "/app", "body": "object=${object}&size=${size}&type=${mimeType}&operation=${operation}"
                    "&etag=${etag}&crc64=${crc64}&who=${x:who}", "customValue": {"who": "a=b"}}
        result = self.step("upload", "key", callback=callback)
        self.assertEqual((result["data"], result["etag"], result["crc64"]), ({"id": 7}, f'"{ETAG}"', CRC64))
        arrived = json.loads(lines.readline())
        self.assertTrue(arrived["verified"])
        self.assertEqual(arrived["body"], f"object=key&size={len(BYTES)}&type=text%2Fx-own&"
                         f"operation=CompleteMultipartUpload&etag={ETAG}&crc64={CRC64}&who=a%3Db")

    def test_an_upload_goes_on_from_its_checkpoint(self):
        result = self.step("resume", "resumed")
        self.assertEqual(result, {"stopped": "cancel", "open": [["resumed", True]], "before": ["1", "2"],
                                  "crc64": CRC64, "after": []})
        self.assertEqual(self.stored("resumed"), BYTES)

    def test_lists_in_pages_and_uploads_given_up(self):
        etag = '"' + hashlib.md5(b"x" * PART).hexdigest().upper() + '"'
        result = self.step("lists")
        self.assertEqual(result["parts"], [[["2", str(PART), etag], ["3", str(PART), etag]], [["7", str(PART), etag]]])
        self.assertTrue(result["all"])
        self.assertEqual(result["left"], [True])
        self.assertEqual(result["aborted"], "404 NoSuchUpload")
        self.assertEqual(result["late"], "404 NoSuchUpload")

    def test_what_cannot_be_completed(self):
        self.assertEqual(self.step("errors"), {
            "small": "400 EntityTooSmall", "missing": "400 InvalidPart", "differs": "400 InvalidPart",
            "none": "400 MalformedXML", "number": "400 InvalidArgument", "right": "none", "again": "404 NoSuchUpload"})
        self.assertEqual(self.stored("errors"), b"x" * 20)


class AliOssV4(AliOss):
    v4 = True


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
