# SPDX-License-Identifier: Apache-2.0
"""upload.py UPLOAD EMULATOR CALLBACK_SERVER: what `upload` does and says, with real processes and sockets."""
import hashlib
import json
import os
import pathlib
import pty
import socket
import subprocess
import sys
import tempfile
import unittest

import running

UPLOAD, EMULATOR, CALLBACK_SERVER = sys.argv[1:4]
BYTES = bytes(range(256)) * 16 + b"the end"
CRC64 = str(running.crc64(BYTES))
ETAG = '"' + hashlib.md5(BYTES).hexdigest().upper() + '"'
MEMBERS = ["status", "etag", "crc64", "request_id", "callback_answer", "error"]
PART = 102400
CALLBACK_BODY = "bucket=${bucket}&object=${object}&crc64=${crc64}"


class Upload(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)
        self.root = self.folder / "root"
        self.file = self.folder / "a picture.png"
        self.file.write_bytes(BYTES)

    def emulator(self, *arguments):
        url, _ = self.enterContext(running.emulator(EMULATOR, self.root, *arguments))
        return url

    def callback_server(self, *arguments):
        return self.enterContext(running.server(CALLBACK_SERVER, *arguments))

    def enterContext(self, manager):  # is in unittest since Python 3.11
        value = manager.__enter__()
        self.addCleanup(manager.__exit__, None, None, None)
        return value

    def upload(self, endpoint, *arguments, names=None, env=None, **more):
        names = names or [self.file, "files/hello"]
        done = running.run(UPLOAD, "--endpoint", endpoint, "--bucket", "examplebucket", *arguments, *names, env=env, **more)
        self.check_for_secrets(done.stdout + done.stderr, env or {})
        for journal in self.folder.glob("**/*journal*"):
            self.check_for_secrets(journal.read_bytes(), env or {})
        return done

    def check_for_secrets(self, shown, env):
        """Whatever a test is about: nobody who reads along learns how to ask in the user's name."""
        for secret in (running.SECRET, env.get("OSS_ACCESS_KEY_SECRET"), env.get("OSS_SESSION_TOKEN"), "Credential=",
                       "OSS4-HMAC-SHA256", "Signature="):
            if secret:
                self.assertNotIn(secret.encode(), shown)

    def report(self, *arguments, status, **more):
        done = self.upload(*arguments, "--json", **more)
        self.assertEqual(done.returncode, status, done)
        self.assertEqual(done.stdout.count(b"\n"), 1)
        report = json.loads(done.stdout)
        self.assertEqual(list(report), MEMBERS)
        return report

    def test_a_file_is_stored(self):
        done = self.upload(self.emulator())
        self.assertEqual((done.returncode, done.stderr), (0, b""))
        lines = done.stdout.decode().splitlines()
        self.assertEqual(lines[0], "stored examplebucket/files/hello")
        self.assertEqual(lines[1:3], ["etag=" + ETAG, "crc64=" + CRC64])
        self.assertRegex(lines[3], "^request_id=[0-9A-F]{24}$")
        self.assertEqual((self.root / "examplebucket" / "files%2Fhello").read_bytes(), BYTES)

    def test_the_application_servers_answer_comes_back(self):
        for arguments in [], ["--sign", "v1"]:
            url, lines = self.callback_server("--answer", '{"id":7,"name":"ü"}')
            callback = ["--callback-url", url + "/cb", "--callback-query", "user=a b", "--callback-query=n=1",
                        "--callback-body", CALLBACK_BODY + "&mine=${x:mine}", "--callback-var", "x:mine=a=b"]
            report = self.report(self.emulator(), *arguments, *callback, status=0)
            self.assertEqual(report["callback_answer"], '{"id":7,"name":"ü"}')
            self.assertEqual((report["status"], report["etag"], report["crc64"]), (200, ETAG, CRC64))
            self.assertIsNone(report["error"])
            arrived = json.loads(lines.readline())
            self.assertTrue(arrived["verified"])
            self.assertEqual(arrived["target"], "/cb?user=a+b&n=1")
            self.assertEqual(arrived["body"], f"bucket=examplebucket&object=files%2Fhello&crc64={CRC64}&mine=a%3Db")

    def test_a_json_body_and_the_type_of_the_content(self):
        url, lines = self.callback_server()
        callback = ["--callback-url", url, "--callback-body-type", "application/json", "--callback-body",
                    '{"type":${mimeType}}']
        endpoint = self.emulator()
        self.report(endpoint, *callback, status=0)
        self.assertEqual(json.loads(lines.readline())["body"], '{"type":"image/png"}')
        self.report(endpoint, *callback, "--content-type", "text/x-own", status=0)
        self.assertEqual(json.loads(lines.readline())["body"], '{"type":"text/x-own"}')

    def test_urls_are_tried_in_order(self):
        url, lines = self.callback_server()
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))  # not listening: refuses
            first = f"http://127.0.0.1:{closed.getsockname()[1]}"
            self.report(self.emulator(), "--callback-url", first, "--callback-url", url + "/second", "--callback-body",
                        CALLBACK_BODY, status=0)
        self.assertEqual(json.loads(lines.readline())["target"], "/second")

    def test_stored_but_the_callback_failed(self):
        url, _ = self.callback_server("--status", "500")
        callback = ["--callback-url", url, "--callback-body", CALLBACK_BODY]
        endpoint = self.emulator()
        report = self.report(endpoint, *callback, status=3)
        self.assertEqual((report["status"], report["etag"], report["crc64"]), (203, ETAG, CRC64))
        self.assertIsNone(report["callback_answer"])
        error = report["error"]
        self.assertEqual((error["kind"], error["code"], error["ec"]), ("callback", "CallbackFailed", "0007-00000203"))
        self.assertIn("do not upload it again", error["advice"])
        self.assertEqual((self.root / "examplebucket" / "files%2Fhello").read_bytes(), BYTES)
        done = self.upload(endpoint, *callback)
        self.assertEqual(done.returncode, 3)
        self.assertIn("crc64=" + CRC64, done.stdout.decode().splitlines())
        self.assertIn("stored, but its callback failed: CallbackFailed: Error status : 500.", done.stderr.decode())
        self.assertIn("What to do: do not upload it again", done.stderr.decode())

    def test_what_goes_over_the_wire(self):
        answer = (200, {"ETag": '"e"', "x-oss-request-id": "R", "x-oss-hash-crc64ecma": CRC64}, b"")
        with running.Service(answer) as service:
            self.report(service.url, "--meta", "color=blue=green", "--meta", "Size=5", status=0,
                        env={"OSS_SESSION_TOKEN": "fake-token"}, names=[self.file, "a b/ü+?"])
            method, target, headers, body = service.requests[0]
        self.assertEqual((method, target), ("PUT", "/examplebucket/a%20b/%C3%BC%2B%3F"))
        self.assertEqual((headers["x-oss-meta-color"], headers["x-oss-meta-size"]), ("blue=green", "5"))
        self.assertEqual(headers["x-oss-security-token"], "fake-token")
        self.assertTrue(headers["Authorization"].startswith("OSS4-HMAC-SHA256 Credential=fake-id/"))
        self.assertIn("/cn-hangzhou/oss/aliyun_v4_request,", headers["Authorization"])
        self.assertEqual(body, BYTES)

    def test_an_answer_of_a_megabyte_comes_whole(self):
        text = b'"' + b"x" * (1024 * 1024 - 2) + b'"'
        with running.Service((200, {"ETag": '"e"'}, text)) as service:
            report = self.report(service.url, "--callback-url", "http://a.example.com", "--callback-body", "o=1", status=0)
        self.assertEqual(report["callback_answer"].encode(), text)

    def test_what_is_no_utf8_makes_no_broken_json(self):
        with running.Service((200, {"ETag": '"e"'}, b'"\xff\xc3\xbc\xe4"')) as service:
            report = self.report(service.url, "--callback-url", "http://a.example.com", "--callback-body", "o=1", status=0)
        self.assertEqual(report["callback_answer"], '"\ufffdü\ufffd"')

    def test_a_lost_answer_is_looked_into(self):
        url, _ = self.callback_server()
        callback = ["--callback-url", url, "--callback-body", CALLBACK_BODY]
        report = self.report(self.emulator("--fault", "PUT:*:cut=0"), *callback, status=1)
        self.assertEqual((report["etag"], report["crc64"]), (ETAG, CRC64))
        self.assertTrue(report["error"]["outcome_unknown"])
        self.assertIn("it is stored", report["error"]["advice"])

    def test_another_checksum_is_no_success(self):
        report = self.report(self.emulator("--fault", "PUT:*:crc"), status=1)
        self.assertEqual(report["error"]["kind"], "crc_inconsistent")

    def test_a_busy_service_is_asked_again(self):
        self.report(self.emulator("--fault", "PUT:1:status=503"), status=0)

    def test_the_service_refuses(self):
        endpoint = self.emulator("--region", "cn-beijing", "--security-token", "fake-token")
        token = {"OSS_SESSION_TOKEN": "fake-token"}
        self.report(endpoint, "--region", "cn-beijing", status=0, env=token)
        for arguments, env, code in [
                ([], token, "InvalidArgument"),
                (["--region", "cn-beijing"], {}, "InvalidSecurityToken"),
                (["--region", "cn-beijing"], {**token, "OSS_ACCESS_KEY_ID": "fake-other"}, "InvalidAccessKeyId"),
                (["--region", "cn-beijing"], {**token, "OSS_ACCESS_KEY_SECRET": "fake-other"}, "SignatureDoesNotMatch")]:
            report = self.report(endpoint, *arguments, status=1, env=env)
            self.assertEqual(report["error"]["code"], code)
            self.assertNotEqual(report["error"]["advice"], "")
            self.assertIsNotNone(report["request_id"])

    def test_what_cannot_be_sent_is_refused_with_advice(self):
        url = ["--callback-url", "http://a.example.com/cb"]
        body = ["--callback-body", CALLBACK_BODY]
        for arguments, words in [
                (["--callback-url", "http://a.example.com/cb?x=y", *body], "--callback-query, not in --callback-url"),
                (url, "--callback-body must not be empty"),
                (body, "give --callback-url"),
                ([*url, *body, "--callback-var", "x:a=b"], "add its ${x:name}"),
                ([*url, "--callback-body", "${x:a}"], "give it in --callback-var"),
                ([*url, *body, "--callback-body-type", "text/plain"], "--callback-body-type must be"),
                ([*url * 6, *body], "up to five URLs"),
                (["--meta", "a b=c"], "header")]:
            report = self.report("http://127.0.0.1:1", *arguments, status=1)
            self.assertEqual(report["error"]["kind"], "client")
            self.assertIn(words, report["error"]["message"])
        report = self.report("http://127.0.0.1:1", status=1, names=[self.folder / "missing", "k"])
        self.assertIn("missing", report["error"]["message"])
        report = self.report("http://127.0.0.1:1", status=1, env={"OSS_ACCESS_KEY_ID": ""})
        self.assertIn("OSS_ACCESS_KEY_ID", report["error"]["message"])
        report = self.report("http://oss.example.com", status=1)
        self.assertIn("--region", report["error"]["message"])

    def test_nobody_answers(self):
        with socket.socket() as closed:
            closed.bind(("127.0.0.1", 0))
            report = self.report(f"http://127.0.0.1:{closed.getsockname()[1]}", status=1)
        self.assertEqual(report["error"]["kind"], "transport")
        self.assertFalse(report["error"]["outcome_unknown"])
        self.assertIsNone(report["status"])

    def test_path_style(self):
        port = self.emulator().rsplit(":", 1)[1]
        # With 127.0.0.1 the style is the path's anyway; this short form of it passes for a name.
        self.report(f"http://127.1:{port}", "--region", "cn-hangzhou", "--path-style", status=0)
        self.assertEqual((self.root / "examplebucket" / "files%2Fhello").read_bytes(), BYTES)

    def large(self, parts=5):
        file = self.folder / "large.bin"
        file.write_bytes(os.urandom(parts * PART - 7))
        return file

    def stored(self, key="k"):
        return (self.root / "examplebucket" / key).read_bytes()

    def open_uploads(self):
        return [each for each in (self.root / ".upcall" / "uploads").glob("*") if each.is_dir()]

    def test_in_parts_gone_on_with_after_a_failure(self):
        file = self.large()
        journal = self.folder / "large.bin.upcall-journal"
        url = self.emulator("--fault", "PUT?partNumber:3:status=403")
        first = self.upload(url, "--resumable", "--part-size", str(PART), "--threads", "1", names=[file, "k"])
        self.assertEqual(first.returncode, 1)
        self.assertIn(b"AccessDenied", first.stderr)
        self.assertTrue(journal.exists())
        self.assertEqual(journal.stat().st_mode & 0o777, 0o600)
        again = self.upload(url, "--resumable", names=[file, "k"])
        self.assertEqual((again.returncode, again.stderr), (0, b""))
        self.assertIn(f"5 parts, 2 of them ({2 * PART} bytes) stored before\n".encode(), again.stdout)
        self.assertEqual(self.stored(), file.read_bytes())
        self.assertFalse(journal.exists())
        self.assertEqual(self.open_uploads(), [])

    def test_in_parts_killed_and_gone_on_with(self):
        file = self.large(20)
        journal = self.folder / "journal"
        url, lines = self.callback_server()
        arguments = ["--resumable", "--checkpoint", str(journal), "--part-size", str(PART), "--threads", "1",
                     "--callback-url", url, "--callback-body", "size=${size}&who=${x:who}", "--callback-var", "x:who=me"]
        # The service does not answer the eighth part; so the process is killed where it waits for that, or just before.
        with running.emulator(EMULATOR, self.root, "--fault", "PUT?partNumber:8:delay=60000") as (endpoint, _):
            with subprocess.Popen([UPLOAD, "--endpoint", endpoint, "--bucket", "examplebucket", *arguments, str(file), "k"],
                                  env={**os.environ, "OSS_ACCESS_KEY_ID": running.ID,
                                       "OSS_ACCESS_KEY_SECRET": running.SECRET}) as process:
                while not journal.exists() or journal.read_bytes().count(b"\n") < 2 + 7:
                    self.assertIsNone(process.poll())
                process.kill()
        self.assertEqual(self.emulator("--port", endpoint.rpartition(":")[2]), endpoint)
        report = self.report(endpoint, *arguments, names=[file, "k"], status=0)
        self.assertEqual(report["callback_answer"], '{"Status":"OK"}')
        self.assertEqual(report["crc64"], str(running.crc64(file.read_bytes())))
        self.assertEqual(self.stored(), file.read_bytes())
        self.assertFalse(journal.exists())
        arrived = json.loads(lines.readline())
        self.assertEqual((arrived["verified"], arrived["body"]), (True, f"size={20 * PART - 7}&who=me"))

    def test_in_parts_stored_but_the_callback_failed(self):
        file = self.large()
        url, _ = self.callback_server("--status", "500")
        endpoint = self.emulator()
        arguments = ["--resumable", "--part-size", str(PART), "--callback-url", url, "--callback-body", "size=${size}"]
        for _ in range(2):
            report = self.report(endpoint, *arguments, names=[file, "k"], status=3)
            self.assertEqual(report["error"]["kind"], "callback")
            self.assertEqual(report["crc64"], str(running.crc64(file.read_bytes())))
            self.assertIsNotNone(report["etag"])
            self.assertEqual(self.stored(), file.read_bytes())
            self.assertFalse((self.folder / "large.bin.upcall-journal").exists())
            self.assertEqual(self.open_uploads(), [])

    def test_the_standard_input_as_it_comes_or_in_parts(self):
        endpoint = self.emulator()
        for arguments in [], ["--sign", "v1"], ["--resumable", "--part-size", str(PART)]:
            for size in 0, 1, PART, PART + 1, 3 * PART:
                content = os.urandom(size)
                done = self.upload(endpoint, *arguments, names=["-", "k"], input=content)
                self.assertEqual((done.returncode, done.stderr), (0, b""))
                self.assertEqual(self.stored(), content)

    def test_the_standard_input_is_not_sent_again_but_in_parts(self):
        endpoint = self.emulator("--fault", "PUT:1:status=503", "--fault", "PUT:3:status=503")
        done = self.upload(endpoint, names=["-", "k"], input=BYTES)
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"cannot be read again: --resumable keeps parts", done.stderr)
        self.assertFalse((self.root / "examplebucket").exists())
        done = self.upload(endpoint, "--resumable", "--part-size", str(PART), names=["-", "k"], input=os.urandom(2 * PART))
        self.assertEqual((done.returncode, done.stderr), (0, b""))

    def test_a_journal_of_something_else_is_refused_and_kept(self):
        file = self.large()
        endpoint = self.emulator("--fault", "PUT?partNumber:2:status=403")
        arguments = ["--resumable", "--part-size", str(PART), "--threads", "1"]
        self.assertEqual(self.upload(endpoint, *arguments, names=[file, "k"]).returncode, 1)
        report = self.report(endpoint, *arguments, names=[file, "other"], status=1)
        self.assertEqual(report["error"]["kind"], "checkpoint_broken")
        self.assertIn("another object", report["error"]["message"])
        journal = self.folder / "large.bin.upcall-journal"
        journal.write_bytes(b"rubbish")
        report = self.report(endpoint, *arguments, names=[file, "k"], status=1)
        self.assertEqual(report["error"]["kind"], "checkpoint_broken")
        self.assertEqual(journal.read_bytes(), b"rubbish")

    def test_a_file_that_changed_is_not_gone_on_with(self):
        file = self.large()
        endpoint = self.emulator("--fault", "PUT?partNumber:4:status=403")
        arguments = ["--resumable", "--part-size", str(PART), "--threads", "1"]
        self.assertEqual(self.upload(endpoint, *arguments, names=[file, "k"]).returncode, 1)
        was = file.stat()
        with open(file, "r+b") as to:
            to.write(b"other")
        os.utime(file, ns=(was.st_atime_ns, was.st_mtime_ns))
        report = self.report(endpoint, *arguments, names=[file, "k"], status=1)
        self.assertEqual(report["error"]["kind"], "file_inconsistent")
        self.assertFalse((self.root / "examplebucket" / "k").exists())
        self.assertEqual(self.open_uploads(), [])
        self.report(endpoint, *arguments, names=[file, "k"], status=0)
        self.assertEqual(self.stored(), file.read_bytes())

    def test_a_full_disk_behind_the_report_is_told(self):
        with open("/dev/full", "wb") as full:
            done = subprocess.run([UPLOAD, "--endpoint", self.emulator(), "--bucket", "examplebucket", "--json",
                                   str(self.file), "k"], stdout=full, stderr=subprocess.PIPE, check=False, timeout=120,
                                  env={**os.environ, "OSS_ACCESS_KEY_ID": running.ID,
                                       "OSS_ACCESS_KEY_SECRET": running.SECRET})
        self.assertEqual(done.returncode, 1)
        self.assertIn(b"it is stored", done.stderr)

    def test_what_cannot_be_meant_ends_with_one_and_the_usage(self):
        for arguments in [["--sign", "v2"], ["--meta", "novalue"], ["--callback-var", "x:a"], ["--fast"]]:
            done = self.upload("http://127.0.0.1:1", *arguments)
            self.assertEqual(done.returncode, 1)
            self.assertIn("usage: upload", done.stderr.decode())
        for command in [], ["a", "b"], ["--endpoint", "http://127.0.0.1:1", "a", "b"], ["--endpoint", "x", "--bucket"]:
            self.assertEqual(running.run(UPLOAD, *command).returncode, 1)
        self.assertEqual(running.run(UPLOAD, "--help").returncode, 0)

    def test_a_terminal_gets_a_progress_bar_and_nothing_else_does(self):
        endpoint = self.emulator()
        ours, theirs = pty.openpty()
        with open(theirs, "wb", buffering=0) as terminal, open(ours, "rb", buffering=0) as shown:
            done = subprocess.run([UPLOAD, "--endpoint", endpoint, "--bucket", "examplebucket", "--json", self.file, "k"],
                                  stdout=subprocess.PIPE, stderr=terminal, timeout=60, check=True,
                                  env={**os.environ, "OSS_ACCESS_KEY_ID": running.ID, "OSS_ACCESS_KEY_SECRET": running.SECRET})
            terminal.close()
            text = b""
            try:
                while piece := shown.read(4096):
                    text += piece
            except OSError:  # how Linux says that the terminal is closed
                pass
        self.assertIn(b"100 %", text)
        self.assertIn(b"MB/s", text)
        self.assertEqual(json.loads(done.stdout)["crc64"], CRC64)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
