# SPDX-License-Identifier: Apache-2.0
"""Test vectors that expect something else than they should, so that each of them must fail."""
import copy
import re

EXPLAINS = re.compile("compare|url_compare|text_compare|.*_reference")
# Members that say more than can be compared: sentences of other libraries, and what must not be seen anywhere.
SAYS_MORE = {"error", "must_not_expand"}


def changed(value):
    """All that a value may be changed to in one place."""
    if isinstance(value, bool):
        yield not value
    elif isinstance(value, (int, float)):
        yield value + 1
    elif isinstance(value, str):
        yield value + "0"
    elif isinstance(value, list):
        yield value + ["0"]
    elif isinstance(value, dict):
        for name in value:
            for other in changed(value[name]):
                yield {**value, name: other}


def mutants(case, but=()):
    """The case with each of its expectations changed, but for these."""
    for name, value in case["expected"].items():
        if EXPLAINS.fullmatch(name) or name in SAYS_MORE or name in but:
            continue
        for other in changed(value):
            mutant = {**copy.deepcopy(case), "optional": False}
            mutant["name"] = f"{case['name']}: {name}: {other}"[:200]
            mutant["expected"][name] = other
            yield mutant
