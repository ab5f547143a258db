# SPDX-License-Identifier: Apache-2.0
"""http1_answers.py PROGRAM: thousands of answers, good, odd and broken, as http1_reader and node's strict parser
understand them. Where both take one they must agree on status, headers and body, byte by byte. What only one of them
takes must be of a kind that is listed here."""
import collections
import json
import pathlib
import random
import re
import shutil
import subprocess
import sys

PROGRAM = sys.argv[1]
HERE = pathlib.Path(__file__).resolve().parent
SKIPPED = 77
COUNT = 30_000

if shutil.which("node") is None:
    print("skipped: there is no node")
    sys.exit(SKIPPED)

HEAD = re.compile(rb"(?P<status>[^\n]*)\n(?P<fields>(?:[^\r\n][^\n]*\n)*)\r?\n(?P<rest>.*)", re.DOTALL)
ABOUT_LENGTHS = rb"(content-length|transfer-encoding):"
OTHER_LINE_END = rb"(?<!\r)\n|\r(?!\n)"
NO_NAME = rb"^(?![!#$%&'*+\-.^_`|~0-9a-z]+:)[^\r\n]*:"  # before a colon


def heads(answer):
    """(status line, fields, rest) of the interim answers and of the answer."""
    while head := HEAD.match(answer):
        yield head["status"].removesuffix(b"\r"), head["fields"], head["rest"]
        if not re.match(rb"HTTP/\S+ 1", head["status"]):
            break
        answer = head["rest"]


def has(pattern, text):
    return re.search(pattern, text, re.IGNORECASE | re.MULTILINE) is not None


def chunk_runs_over(rest):
    """Whether a chunk is followed by something else than a line's end."""
    while size := re.match(rb"([0-9a-fA-F]{1,15})(;[^\r\n]*)?\r\n", rest):
        end = size.end() + int(size[1], 16)
        if end == size.end():
            return False
        if rest[end:end + 2] != b"\r\n":
            return True
        rest = rest[end + 2:]
    return False


def why_only_node(answer, theirs):
    """Why http1_reader refuses what node takes: in each of these it is the stricter one."""
    all_heads = list(heads(answer))
    status_lines = [status for status, _, _ in all_heads]
    _, fields, rest = all_heads[-1] if all_heads else (b"", b"", b"")
    encodings = re.findall(rb"^transfer-encoding:[ \t]*([^\r\n]*?)[ \t]*\r?$", fields, re.IGNORECASE | re.MULTILINE)
    if not 200 <= theirs["status"] < 600 or any(has(rb"^HTTP/... 0", line) for line in status_lines):
        return "a status that HTTP does not have, or 101, which nobody asked for"
    if answer[:1] in (b"\r", b"\n"):
        return "empty lines before the status line"
    if any(not has(rb"^HTTP/1\.[01] ", line) for line in status_lines):
        return "another version than 1.0 and 1.1"
    if any(has(rb"[\x00-\x08\x0b-\x1f\x7f]", line) for line in status_lines):
        return "control characters in a status line"
    if [value.lower() for value in encodings] not in ([], [b"chunked"]):
        return "another transfer encoding than chunked, or chunked twice"
    if has(rb"^[0-9a-f]{16,}[\r;]", rest):
        return "a chunk's size of more than fifteen digits"
    if len(answer) > 64 * 1024:
        return "a head or a trailer of more than 64 KB"
    # Older ones take these as well: node 18 is not as strict as node 20.
    is_interim = has(rb"^HTTP/... 1", status_lines[-1]) if status_lines else True  # then what follows is no head
    in_lines = answer if encodings or is_interim or not rest else answer[:-len(rest)]
    if has(OTHER_LINE_END, in_lines):
        return "a line that ends otherwise than by CR LF"
    if has(NO_NAME, in_lines):
        return "a header's name that is none"
    if encodings and chunk_runs_over(rest):
        return "a chunk that does not end where its size says"
    return None


def why_only_ours(answer):
    """Why node refuses what http1_reader takes: what it refuses is passed over unread, as RFC 9112 would have it."""
    *interim, (status, fields, rest) = heads(answer)
    if any(has(rb"^(content-length|transfer-encoding|connection):", each) for _, each, _ in interim):
        return "an interim answer that speaks of lengths or of closing"
    if any(status.startswith(b"HTTP/1.0") for status, _, _ in interim):
        return "an interim answer by HTTP/1.0"
    if has(rb"^content-length:[ \t]*[0-9]+[ \t]*\r$", fields) and has(rb"^content-length:.*\t", fields):
        return "a tab beside a length (9110, 5.6.3)"
    if has(rb"^HTTP/1.. 204", status) and has(b"^" + ABOUT_LENGTHS, fields):
        return "204 with a length, which has no body all the same (9112, 6.3)"
    if has(rb"^transfer-encoding:", fields):
        if has(rb"^0+(;[^\n]*)?\r\n([^\n]*\n)*" + ABOUT_LENGTHS, rest):
            return "a trailer that speaks of lengths (9110, 6.5.1)"
        if has(rb"^[0-9a-f]+;", rest):
            return "what is no chunk extension by its grammar (7.1.1)"
    return None


def why_different(answer):
    """Why both take an answer, and understand it differently."""
    _, fields, _ = list(heads(answer))[-1]
    if has(rb"^transfer-encoding: *chunked *\t[ \t]*\r$", fields):
        return "a tab after chunked (9110, 5.6.3): node takes the chunks for a body that the connection ends"
    return None


def verdicts(command, answers):
    text = "".join(f"{method} {answer.hex()}\n" for method, answer in answers)
    done = subprocess.run(command, input=text, capture_output=True, text=True, timeout=280)
    if done.returncode or done.stderr:
        sys.exit(f"{command[0]}: {done.returncode}\n{done.stderr}")
    lines = [json.loads(line) for line in done.stdout.splitlines()]
    if len(lines) != len(answers):
        sys.exit(f"{command[0]} said {len(lines)} lines about {len(answers)} answers")
    return lines


def of_tests():
    listed = subprocess.run([PROGRAM, "--list"], capture_output=True, text=True, check=True).stdout
    for line in listed.splitlines():
        method, _, answer = line.partition(" ")
        yield method, bytes.fromhex(answer)


INTERIM = [b"100 Continue", b"102 P", b"103 Early Hints\r\nLink: </a>"]
STATUSES = [b"200", b"200", b"203", b"204", b"206", b"304", b"400", b"403", b"404", b"500", b"503"]
FIELDS = [b'ETag: "1"', b"X: y", b"X:", b"Connection: close", b"Connection: keep-alive", b"x-oss-ec: 0007-00000203",
          b"x-oss-request-id:  R  ", b"Content-Type: application/xml", b"Date: Tue, 14 Nov 2023"]
EXTENSIONS = [b""] * 5 + [b";a", b";a=b", b';a="b c"']
DOUBTFUL_BYTES = b"\x00\x01\t\n\r\x7f\x80\xff :;,=\"0159afxAF+-./"
DOUBTFUL_LINES = [b"Content-Length: 5", b"Content-Length: 0", b"Content-Length: +5", b"Content-Length: 0x5",
                  b"Content-Length: 5, 5", b"Transfer-Encoding: chunked", b"Transfer-Encoding: gzip", b" folded",
                  b"\tfolded", b"no colon", b"a b: c", b"A : b", b"Connection: close", b"", b"5", b"0", b"hello",
                  b"HTTP/1.1 200 OK"]
CHANGES = [(b"\r\n", b"\n"), (b"\r\n", b"\r"), (b": ", b":"), (b": ", b" : "), (b"1.1", b"1.0"), (b"1.1", b"2.0"),
           (b"chunked", b"Chunked"), (b"chunked", b"gzip, chunked"), (b"ength: ", b"ength: 0"),
           (b"ength: ", b"ength: -"), (b"\r\n0\r\n", b"\r\n00\r\n")]


def made(chance):
    """A good answer, more or less."""
    out = b""
    while chance.random() < .1:
        out += b"HTTP/1.1 " + chance.choice(INTERIM) + b"\r\n\r\n"
    out += b"HTTP/" + chance.choice([b"1.1"] * 9 + [b"1.0"]) + b" " + chance.choice(STATUSES)
    out += chance.choice([b" OK", b" ", b"", b" Not Found"]) + b"\r\n"
    body = bytes(chance.choice(b"hello, world\r\n0123\x00\xff") for _ in range(chance.choice([0, 1, 5, 20])))
    fields = [chance.choice(FIELDS) for _ in range(chance.randrange(4))]
    framing = chance.choice(["length", "length", "chunks", "none"])
    if framing == "length":
        fields.append(b"Content-Length: %d" % len(body))
    if framing == "chunks":
        fields.append(b"Transfer-Encoding: chunked")
        chunks = b""
        while body:
            size = chance.randrange(1, len(body) + 1)
            chunks += b"%x" % size + chance.choice(EXTENSIONS) + b"\r\n" + body[:size] + b"\r\n"
            body = body[size:]
        body = chunks + b"0\r\n" + chance.choice([b"", b"", b"X: y\r\n"]) + b"\r\n"
    chance.shuffle(fields)
    return chance.choice(["GET"] * 9 + ["HEAD"]), out + b"".join(field + b"\r\n" for field in fields) + b"\r\n" + body


def changed(chance, answer):
    at = chance.randrange(len(answer) + 1)
    lines = answer.split(b"\r\n")
    line = chance.randrange(len(lines))
    return chance.choice([
        lambda: answer[:at] + answer[at + 1:],
        lambda: answer[:at] + bytes([chance.choice(DOUBTFUL_BYTES)]) + answer[at:],
        lambda: answer[:at] + bytes([chance.randrange(256)]) + answer[at + 1:],
        lambda: answer[:at],
        lambda: b"\r\n".join(lines[:line] + [lines[line]] + lines[line:]),
        lambda: b"\r\n".join(lines[:line] + lines[line + 1:]),
        lambda: b"\r\n".join(lines[:line] + [chance.choice(DOUBTFUL_LINES)] + lines[line:]),
        lambda: answer.replace(*chance.choice(CHANGES), 1),
    ])()


def broken(chance, method, answer):
    for _ in range(chance.choice([1, 1, 1, 2, 3])):
        answer = changed(chance, answer)
    return method, answer


chance = random.Random(1)
answers = list(of_tests())
while len(answers) < COUNT:
    good = made(chance)
    answers.append(good)
    answers += [broken(chance, *good) for _ in range(4)]
ours = verdicts([PROGRAM], answers)
# Bytes after the answer end the connection, which node reports as a failure of the answer: it gets none.
answers = [(method, answer[:said["read"]] if "status" in said else answer)
           for (method, answer), said in zip(answers, ours)]
theirs = verdicts(["node", str(HERE / "http1_answers.js")], answers)

faults, kinds = [], collections.Counter()
for (method, answer), a, b in zip(answers, ours, theirs):
    a.pop("read", None)
    if "status" in a and "status" in b:
        kind = "taken by both" if a == b else why_different(answer)
    elif "status" in a:
        kind = why_only_ours(answer)
    elif "status" in b:
        kind = why_only_node(answer, b)
    else:
        kind = "refused by both"
    kinds[kind] += 1
    if kind is None:
        faults.append((method, answer, a, b))
for method, answer, a, b in faults[:20]:
    print(f"{method} {answer[:600]!r}\n  ours: {str(a)[:600]}\n  node: {str(b)[:600]}")
print(f"{len(answers)} answers")
for kind, number in kinds.most_common():
    print(f"{number:6} {kind}")
sys.exit(1 if faults else 0)
