# SPDX-License-Identifier: Apache-2.0
# Runs the programs `emulator` and `callback_server` and speaks to them as a client of another make would.
# Usage: servers.py EMULATOR CALLBACK_SERVER
import base64
import hashlib
import hmac
import http.client
import json
import pathlib
import signal
import socket
import subprocess
import sys
import tempfile
import time
import urllib.parse
import urllib.request

emulator_program, callback_program = sys.argv[1:3]
KEY_ID, SECRET, BUCKET = "fake-id", "fake-secret", "examplebucket"
failures = 0


def check(what, happened):
    global failures
    if not happened:
        failures += 1
        print("FAILED:", what)


class Server:
    """A program that says where it listens; ended by SIGTERM."""

    def __init__(self, *command):
        self.process = subprocess.Popen(command, stdout=subprocess.PIPE, text=True)
        first = self.process.stdout.readline()
        assert first.startswith("listening on http://127.0.0.1:"), first
        self.port = int(first.rsplit(":", 1)[1])

    def line(self):
        return self.process.stdout.readline()

    def stop(self):
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=60)


def emulator(root, *more):
    return Server(emulator_program, "--port", "0", "--root", str(root), "--access-key-id", KEY_ID,
                  "--access-key-secret", SECRET, *more)


def sign(method, key, headers, date, resource_query=""):
    oss = "".join(f"{name.lower()}:{value}\n" for name, value in sorted(headers.items()) if name.lower().startswith("x-oss-"))
    text = f"{method}\n{headers.get('Content-MD5', '')}\n{headers.get('Content-Type', '')}\n{date}\n{oss}/{BUCKET}/{key}{resource_query}"
    return base64.b64encode(hmac.new(SECRET.encode(), text.encode(), hashlib.sha1).digest()).decode()


def ask(port, method, key, body=None, headers=None, connection=None):
    """One request signed with V1; the status, the headers and the body of the answer."""
    headers = dict(headers or {})
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    headers["Date"] = date
    headers["Authorization"] = f"OSS {KEY_ID}:{sign(method, key, headers, date)}"
    headers["Host"] = f"{BUCKET}.oss-cn-hangzhou.aliyuncs.com"
    connection = connection or http.client.HTTPConnection("127.0.0.1", port, timeout=60)
    connection.request(method, "/" + urllib.parse.quote(key, safe="/~"), body, headers)
    answer = connection.getresponse()
    return answer.status, answer.headers, answer.read()


def callback_header(port, **more):
    return base64.b64encode(json.dumps({
        "callbackUrl": f"http://127.0.0.1:{port}/app?a=b", "callbackBody": "object=${object}&size=${size}", **more}).encode()).decode()


def objects_of_a_client(root):
    service = emulator(root)
    connection = http.client.HTTPConnection("127.0.0.1", service.port, timeout=60)
    key = "dir/a b+c~/\u4e2d"
    status, headers, _ = ask(service.port, "PUT", key, b"123456789", {"Content-Type": "text/plain"}, connection)
    check("put is 200", status == 200)
    check("crc of the put", headers["x-oss-hash-crc64ecma"] == "11051210869376104954")
    name = "dir%2Fa%20b%2Bc~%2F%E4%B8%AD"
    check("the object is a file", (root / BUCKET / name).read_bytes() == b"123456789")
    check("get gives it back", ask(service.port, "GET", key, None, None, connection)[2] == b"123456789")
    check("head knows its type", ask(service.port, "HEAD", key, None, None, connection)[1]["Content-Type"] == "text/plain")
    check("delete is 204", ask(service.port, "DELETE", key, None, None, connection)[0] == 204)
    check("the file is gone", not (root / BUCKET / name).exists())
    (root / BUCKET / "by%20hand").write_bytes(b"x")
    check("a file by hand is served", ask(service.port, "GET", "by hand", None, None, connection)[2] == b"x")
    status, _, body = ask(service.port, "GET", "nothing", None, None, connection)
    check("an error of the service", status == 404 and b"<Code>NoSuchKey</Code>" in body)

    expires = str(int(time.time()) + 60)
    signature = sign("GET", "by hand", {}, expires)
    query = urllib.parse.urlencode({"OSSAccessKeyId": KEY_ID, "Expires": expires, "Signature": signature})
    connection.request("GET", f"/{BUCKET}/by%20hand?{query}", None, {"Host": "127.0.0.1"})
    answer = connection.getresponse()
    check("a signed URL", answer.status == 200 and answer.read() == b"x")
    check("SIGTERM ends an emulator with an idle client", service.stop() == 0)


def callbacks(root):
    app = Server(callback_program, "--port", "0")
    service = emulator(root)
    status, _, body = ask(service.port, "PUT", "a b", b"hello", {"x-oss-callback": callback_header(app.port)})
    check("the application's answer", (status, body) == (200, b'{"Status":"OK"}'))
    check("a line of compact JSON", app.line() == '{"verified":true,"reason":"","target":"/app?a=b","body":"object=a%20b&size=5"}\n')
    with urllib.request.urlopen(urllib.request.Request(f"http://127.0.0.1:{app.port}/", data=b"\xff\"")) as answer:
        check("a forged callback is answered as well", answer.status == 200)
    forged = json.loads(app.line())
    check("a forged callback is told from a genuine one", forged == {"verified": False, "reason": "missing_header", "target": "/", "body": "\ufffd\""})
    check("SIGTERM ends a callback server", app.stop() == 0)
    status, headers, body = ask(service.port, "PUT", "unheard", b"hello", {"x-oss-callback": callback_header(app.port)})
    check("nobody to call is a 203", status == 203 and b"<Code>CallbackFailed</Code>" in body and "ETag" in headers)
    check("the object is stored all the same", ask(service.port, "GET", "unheard")[2] == b"hello")
    other = Server(callback_program, "--port=0", "--status", "500", "--answer", "no")
    check("a status that was asked for", ask(service.port, "PUT", "a", b"", {"x-oss-callback": callback_header(other.port)})[0] == 203)
    other.stop()
    slow = Server(callback_program, "--port", "0", "--delay", "3600000")
    connection = socket.create_connection(("127.0.0.1", slow.port))
    connection.sendall(b"POST / HTTP/1.1\r\nContent-Length: 0\r\n\r\n")
    slow.line()
    check("SIGTERM ends a callback server that waits", slow.stop() == 0)
    service.stop()


def fetched_keys(_):
    server = Server(callback_program, "--port", "0", "--fetch-keys")
    for url in ("http://127.0.0.1:1/callback_pub_key_v1.pem", "https://gosspublic.alicdn.com@127.0.0.1/k.pem"):
        connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=60)
        connection.request("POST", "/", b"x", {"Authorization": "AAAA", "x-oss-pub-key-url": base64.b64encode(url.encode()).decode()})
        connection.getresponse().read()
        check("a key URL that is not the service's", json.loads(server.line())["reason"] == "bad_pub_key_url")
    server.stop()


def faults(root):
    service = emulator(root, "--fault", "PUT:1:status=503", "--fault=PUT:2:cut=0", "--fault", "GET:*:crc")
    check("a status that was scripted", ask(service.port, "PUT", "a", b"x")[0] == 503)
    try:
        ask(service.port, "PUT", "a", b"x")
        check("a cut connection", False)
    except (http.client.RemoteDisconnected, ConnectionResetError):
        pass
    check("the cut request was carried out", (root / BUCKET / "a").read_bytes() == b"x")
    check("a wrong crc", ask(service.port, "GET", "a")[1]["x-oss-hash-crc64ecma"] != ask(service.port, "HEAD", "a")[1]["x-oss-hash-crc64ecma"])
    service.stop()


def killed(root):
    service = emulator(root)
    date = time.strftime("%a, %d %b %Y %H:%M:%S GMT", time.gmtime())
    half = socket.create_connection(("127.0.0.1", service.port))
    half.sendall(f"PUT /{BUCKET}/killed HTTP/1.1\r\nHost: h\r\nContent-Length: 10\r\nDate: {date}\r\n"
                 f"Authorization: OSS {KEY_ID}:{sign('PUT', 'killed', {}, date)}\r\n\r\nhalf".encode())
    arriving = root / ".upcall" / "arriving"
    while not any(each.is_file() and each.stat().st_size == 4 for each in arriving.rglob("*")):
        check("the emulator runs", service.process.poll() is None)
    service.process.kill()
    service.process.wait()
    again = emulator(root)
    check("what was half there at a kill is not there", ask(again.port, "GET", "killed")[0] == 404)
    check("nothing of it is left", not any(each.is_file() for each in arriving.rglob("*")))
    again.stop()


def usage():
    for command in ([emulator_program], [emulator_program, "--port", "x"], [callback_program, "--port", "0", "--nonsense"],
                    [callback_program, "--port", "0", "--public-key", "/nonexistent"],
                    [emulator_program, "--port", "0", "--root", "/tmp", "--access-key-id", "a", "--access-key-secret", "b", "--fault", "PUT:1"]):
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
        check(f"{command[1:]} is refused with status 2", run.returncode == 2 and "usage:" in run.stderr and run.stdout == "")
    with tempfile.NamedTemporaryFile("w", suffix=".pem") as key:
        key.write("-----BEGIN PUBLIC KEY-----\n")
        key.flush()
        command = [callback_program, "--port", "0", "--public-key", key.name, "--fetch-keys"]
        run = subprocess.run(command, capture_output=True, text=True, timeout=60)
    check("a key and fetching keys exclude each other", run.returncode == 2 and "usage:" in run.stderr)
    run = subprocess.run([emulator_program, "--help"], capture_output=True, text=True, timeout=60)
    check("--help", run.returncode == 0 and "--fault" in run.stdout)
    taken = socket.socket()
    taken.bind(("127.0.0.1", 0))
    taken.listen()
    run = subprocess.run([callback_program, "--port", str(taken.getsockname()[1])], capture_output=True, text=True, timeout=60)
    check("a taken port", run.returncode == 1 and "cannot listen" in run.stderr)


with tempfile.TemporaryDirectory() as folder:
    for number, part in enumerate([objects_of_a_client, callbacks, fetched_keys, faults, killed]):
        root = pathlib.Path(folder) / str(number)
        part(root)
    usage()
print("failed:" if failures else "passed", failures or "")
sys.exit(1 if failures else 0)
