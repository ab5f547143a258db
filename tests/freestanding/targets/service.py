# SPDX-License-Identifier: Apache-2.0
"""The service at the other end of a device's wire, made without the library: it checks what comes, down to the
signature (V4), and keeps it."""
import base64
import datetime
import hashlib
import hmac
import json
import re
import urllib.parse
import xml.etree.ElementTree

BUCKET, REGION = "examplebucket", "cn-hangzhou"


def crc64_table():
    for value in range(256):
        for _ in range(8):
            value = value >> 1 ^ (0xC96C5795D7870F42 if value & 1 else 0)
        yield value


CRC64 = list(crc64_table())


def crc64(data):
    """CRC-64/XZ."""
    value = ~0 & (1 << 64) - 1
    for byte in data:
        value = value >> 8 ^ CRC64[(value ^ byte) & 0xFF]
    return ~value & (1 << 64) - 1


def etag(data):
    return f'"{hashlib.md5(data).hexdigest().upper()}"'


class Request:
    """One request, as it comes over the wire; nothing after the last."""

    def __init__(self, wire):
        line = wire.readline().decode()
        self.ended = not line
        if self.ended:
            return
        self.method, self.target, version = line.removesuffix("\r\n").split(" ")
        assert version == "HTTP/1.1", line
        self.headers = {}
        while (line := wire.readline().decode()) != "\r\n":
            name, colon, value = line.removesuffix("\r\n").partition(": ")
            assert colon and name.lower() not in self.headers, line
            self.headers[name.lower()] = value
        self.length = int(self.headers.get("content-length", 0))
        self.body = wire.read(self.length)
        path, _, query = self.target.partition("?")
        self.path, self.key = path, urllib.parse.unquote(path)[1:]
        self.query = dict(urllib.parse.parse_qsl(query, keep_blank_values=True))

    def signature(self, secret, time):
        """The V4 signature that it should have."""
        moment = datetime.datetime.fromtimestamp(time, datetime.timezone.utc).strftime("%Y%m%dT%H%M%SZ")
        scope = [moment[:8], REGION, "oss", "aliyun_v4_request"]
        quote = lambda text: urllib.parse.quote(text, safe="")
        query = "&".join(sorted(quote(name) + (f"={quote(value)}" if value else "") for name, value in self.query.items()))
        headers = "".join(f"{name}:{value}\n" for name, value in sorted(self.headers.items())
                          if name in ("content-type", "content-md5") or name.startswith("x-oss-"))
        canonical = "\n".join([self.method, f"/{BUCKET}{self.path}", query, headers, "", "UNSIGNED-PAYLOAD"])
        hashed = hashlib.sha256(canonical.encode()).hexdigest()
        text = "\n".join(["OSS4-HMAC-SHA256", moment, "/".join(scope), hashed])
        key = b"aliyun_v4" + secret.encode()
        for word in [*scope, text]:
            key = hmac.new(key, word.encode(), hashlib.sha256).digest()
        return key.hex()


class Service:
    def __init__(self, key_id, secret, time):
        self.key_id, self.secret, self.time = key_id, secret, time
        self.objects, self.parts, self.callbacks, self.aborted, self.cut = {}, {}, {}, [], {}
        self.faults = []

    def serve(self, wire, back):
        """Answers until the wire ends."""
        while not (request := Request(wire)).ended:
            name = f"{request.method} {request.target}"
            try:
                self.check(request)
                if len(request.body) < request.length:
                    self.cut[request.key] = request.length, request.body
                    return
                status, headers, body = self.answer(request)
            except (AssertionError, KeyError, ValueError) as wrong:
                self.faults.append(f"{name}: {type(wrong).__name__}: {wrong}")
                status, headers, body = 400, {}, ""
            lines = [f"HTTP/1.1 {status} as told", f"Content-Length: {len(body)}", "x-oss-request-id: 5C3D9175B6FC201293AD4890"]
            lines += [f"{header}: {value}" for header, value in headers.items()]
            back.write("\r\n".join(lines + ["", body]).encode())
            back.flush()

    def check(self, request):
        assert request.headers["host"] == f"{BUCKET}.oss-{REGION}.aliyuncs.com", request.headers["host"]
        scheme, credential, signature = re.fullmatch(
            r"(\S+) Credential=([^,]+), ?Signature=([0-9a-f]{64})", request.headers["authorization"]).groups()
        assert scheme == "OSS4-HMAC-SHA256" and credential.startswith(f"{self.key_id}/"), request.headers["authorization"]
        wanted = request.signature(self.secret, self.time)
        assert signature == wanted, f"signed as {signature}, not as {wanted}"

    def answer(self, request):
        if request.method == "POST" and "uploads" in request.query:
            upload_id = f"{len(self.parts) + 1:032X}"
            self.parts[upload_id] = {}
            document = (f"<InitiateMultipartUploadResult><Bucket>{BUCKET}</Bucket><Key>{request.key}</Key>"
                        f"<UploadId>{upload_id}</UploadId></InitiateMultipartUploadResult>")
            return 200, {"Content-Type": "application/xml"}, document
        if request.method == "PUT" and "partNumber" in request.query:
            self.parts[request.query["uploadId"]][int(request.query["partNumber"])] = request.body
            return self.stored(request.body)
        if request.method == "POST" and "uploadId" in request.query:
            return self.complete(request, self.parts.pop(request.query["uploadId"]))
        if request.method == "DELETE" and "uploadId" in request.query:
            self.aborted.append(self.parts.pop(request.query["uploadId"]))
            return 204, {}, ""
        assert request.method == "PUT" and not request.query, "no call of an upload"
        if request.key == "refused":
            document = "<Error><Code>AccessDenied</Code><Message>no</Message><EC>0003-00000001</EC></Error>"
            return 403, {"Content-Type": "application/xml"}, document
        return self.store(request, request.body)

    def complete(self, request, parts):
        listed = [(int(part.findtext("PartNumber")), part.findtext("ETag"))
                  for part in xml.etree.ElementTree.fromstring(request.body).findall("Part")]
        assert listed == [(number, etag(data)) for number, data in sorted(parts.items())], listed
        return self.store(request, b"".join(data for _, data in sorted(parts.items())))

    def store(self, request, data):
        self.objects[request.key] = data
        status, headers, body = self.stored(data if request.key != "stored/otherwise" else data + b"?")
        if "x-oss-callback" in request.headers:
            self.callbacks[request.key] = json.loads(base64.b64decode(request.headers["x-oss-callback"], validate=True))
            body = '{"Status":"OK"}'
        return status, headers, body

    @staticmethod
    def stored(data):
        return 200, {"ETag": etag(data), "x-oss-hash-crc64ecma": crc64(data)}, ""
