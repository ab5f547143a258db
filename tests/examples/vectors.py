# SPDX-License-Identifier: Apache-2.0
"""vectors.py VECTORS DIR: the vectors in DIR pass; each of them fails when what it expects is changed."""
import json
import pathlib
import re
import subprocess
import sys
import tempfile
import unittest

import changed_vectors

VECTORS, PUBLIC = sys.argv[1], pathlib.Path(sys.argv[2])


def run(folder):
    done = subprocess.run([VECTORS, str(folder)], capture_output=True, text=True, timeout=300, check=False)
    counts = re.fullmatch(r"(\d+) passed, (\d+) failed, (\d+) optional differ", done.stdout.splitlines()[-1])
    assert counts, done
    return done, [int(count) for count in counts.groups()]


class Vectors(unittest.TestCase):
    def setUp(self):
        folder = tempfile.TemporaryDirectory()
        self.addCleanup(folder.cleanup)
        self.folder = pathlib.Path(folder.name)

    def put(self, name, cases):
        (self.folder / name).write_text(cases if isinstance(cases, str) else json.dumps(cases), encoding="utf-8")

    def test_the_public_vectors_pass(self):
        done, (passed, failed, differ) = run(PUBLIC)
        self.assertEqual((done.returncode, failed), (0, 0), done.stdout)
        cases = [case for path in PUBLIC.glob("*.json") for case in json.loads(path.read_text(encoding="utf-8"))]
        self.assertEqual(passed + differ, len(cases))
        self.assertLessEqual(differ, sum(case.get("optional", False) for case in cases))
        self.assertNotIn("not compared", done.stdout)

    def test_each_expectation_counts(self):
        mutants = 0
        for path in sorted(PUBLIC.glob("*.json")):
            cases = [mutant for case in json.loads(path.read_text(encoding="utf-8"))
                     for mutant in changed_vectors.mutants(case)]
            self.put(path.name, cases)
            mutants += len(cases)
        done, (passed, failed, differ) = run(self.folder)
        self.assertGreater(mutants, 1000)
        self.assertEqual((done.returncode, passed, failed, differ), (1, 0, mutants, 0))

    def test_what_is_not_known_or_broken_fails(self):
        good = {"name": "good", "kind": "crc", "input": {"data": {"utf8": "123456789"}},
                "expected": {"crc64": "11051210869376104954"}}
        self.put("a.json", [good, {**good, "kind": "other"}, {**good, "kind": "other", "optional": True}, {"kind": "crc"},
                            {**good, "input": {}}, {**good, "input": {"data": {"utf8": 5}}}, 5, None])
        self.put("crc.json", [{name: good[name] for name in ("name", "input", "expected")}])  # the kind by the file's name
        self.put("broken.json", "[{")
        self.put("object.json", {"a": 1})
        self.put("empty.json", [])
        self.put("other.txt", "no vectors")
        done, counts = run(self.folder)
        self.assertEqual((done.returncode, counts), (1, [2, 9, 0]), done.stdout)

    def test_optional_ones_are_reported_apart(self):
        case = {"name": "c", "kind": "crc", "optional": True, "input": {"data": {"utf8": ""}}, "expected": {"crc64": "0"}}
        self.put("a.json", [case, {**case, "expected": {"crc64": "1"}}])
        done, counts = run(self.folder)
        self.assertEqual((done.returncode, counts), (0, [1, 0, 1]))

    def test_what_nothing_was_compared_with_is_named(self):
        self.put("a.json", [{"name": "c", "kind": "crc", "input": {"data": {"utf8": ""}},
                             "expected": {"crc64": "0", "color": "blue"}}])
        done, _ = run(self.folder)
        self.assertIn("expected.color is not compared", done.stdout)

    def test_no_vectors_are_no_success(self):
        for folder in self.folder, self.folder / "missing":
            done, counts = run(folder)
            self.assertEqual((done.returncode, counts), (1, [0, 0, 0]))
            self.assertIn("no *.json", done.stderr)


if __name__ == "__main__":
    unittest.main(argv=sys.argv[:1])
