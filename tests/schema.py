#!/usr/bin/env python3
"""`mtasts config`: what it prints reads back to the same, and its JSON Schema accepts what the
reader of configurations accepts and refuses what that refuses: over a table, and over mutations of
a large configuration, made from a seed. Also: whose word counts for a level.
"""
import copy
import json
import os
import random
import sys
import tempfile

from support import Suite, findings, run, write_files

SEED, MUTATIONS = 8461, 400

FULL = {
    "includes": {"/etc/bind": "bind"},
    "zones": ["zones/*.zone", {"path": r"dns/db\.(?<domain>.+)"}, {"octodns": "production.yaml"},
              {"named-conf": "etc/named.conf"}],
    "policies": ["*.txt", {"path": r"sites/mta-sts\.(?<domain>[^/]+)/mta-sts\.txt"},
                 {"file": "shared/mta-sts.txt", "domains": ["example.com", "example.org."]}],
    "certificates": ["certs/*.pem", {"path": r"certs/(?<host>[^/]+)\.pem"}],
    "trust": "system", "exclude": ["vendor/", "test/**"], "profile": "strict",
    "levels": {"policy-max-age-brief": "off", "mx": "error"},
    "ignore": [{"files": "zones/legacy-*", "rules": ["record-ttl-long", "mx-"], "reason": "soon"},
               {"files": ["a", "b"], "rules": "zone"}],
    "limits": {"testing": "90d", "max-age-brief": "2w", "cert-expiring": 1209600},
    "require": [{"field": "rua", "match": "^mailto:", "message": "to us"}, {"field": "ttl", "match": "^3600$"}],
    "id": "sha256", "serial": "managed",
    "defaults": {"mode": "testing", "max_age": "1w", "ttl": "1h30m", "rua": ["mailto:a@example.net"],
                 "host": "web.example.net"},
    "domains": {"example.com": {"mode": "enforce", "mx": ["mx1.example.com", "*.mail.example.net"]},
                "example.org": {}, "example.net": None},
}

# A configuration as JSON, which is YAML, and whether it is one.
TABLE = [
    (None, True), ({}, True), ({"root": "."}, True), ([], False), ("text", False), (FULL, True),
    ({"zones": None}, False), ({"zones": []}, True), ({"domains": None}, True), ({"limits": None}, True),
    ({"zones": [{}]}, False), ({"zones": [{"path": "a", "octodns": "b"}]}, False),
    ({"policies": [{"path": "a", "domains": ["example.com"]}]}, False),
    ({"certificates": [{}]}, False), ({"certificates": [{"path": "a"}]}, True),
    ({"includes": {"bind": "bind"}}, False), ({"exclude": "a"}, False), ({"root": ""}, False),
    ({"ignore": [{"rules": "mx", "reason": 5}]}, True), ({"exclude": [True]}, True),
    ({"root": None}, False), ({"policies": [None]}, False), ({"ignore": [None]}, False),
    ({"profile": "Strict"}, False), ({"levels": {"mx-foo": "off"}}, False),
    ({"levels": {"mx-": "warn"}}, False), ({"ignore": [{"files": "a"}]}, False),
    ({"ignore": [{"rules": []}]}, True), ({"limits": {"testing": "1h30"}}, False),
    ({"limits": {"testing": -1}}, False), ({"limits": {"testing": 1.5}}, False),
    ({"limits": {"testing": "1W2D"}}, True), ({"defaults": {"max_age": 31557601}}, False),
    ({"defaults": {"ttl": 31557601}}, True), ({"require": [{"field": "rua"}]}, False),
    ({"require": [{"field": "ruf", "match": "a"}]}, False), ({"domains": {"exa mple.com": {}}}, False),
    ({"domains": {"example.com": {"mx": "mx_1.example.com"}}}, False),
    ({"domains": {"example.com": {"mx": "*.example.com"}}}, True),
    ({"domains": {"example.com": {"mx": "mx.*.example.com"}}}, False),
    ({"domain": {}}, False), ({"id": "SHA256"}, False), ({"serial": True}, False),
]

POOL = [None, True, 0, 17, -3, 2.5, "", "text", "1w", "example.com", "/etc/bind", "mx-uncovered",
        "enforce", "error", "-x", "a b", [], {}, ["text"], [[]], {"path": "a"}, {"text": "a"}]


def accepts(document, directory):
    path = os.path.join(directory, "configuration.yaml")
    with open(path, "w", encoding="ascii") as out:
        out.write("" if document is None else json.dumps(document))
    done = run(["config", "-c", path], directory)
    if done.returncode not in (0, 2) or (done.returncode == 2) != bool(done.stderr):
        raise RuntimeError(f"exit status {done.returncode}\n{done.stderr}")
    return done.returncode == 0, done.stdout


def containers(value):
    """Every list and mapping in VALUE that holds something."""
    if isinstance(value, (list, dict)) and value:
        yield value
    for item in value.values() if isinstance(value, dict) else value if isinstance(value, list) else ():
        yield from containers(item)


def mutate(source):
    document = copy.deepcopy(FULL)
    for _ in range(source.choice((1, 1, 1, 2, 3))):
        place = source.choice(list(containers(document)))
        key = source.choice(list(place) if isinstance(place, dict) else range(len(place)))
        way = source.randrange(4)
        if way == 0:
            del place[key]
        elif way == 1:
            place[key] = copy.deepcopy(source.choice(POOL))
        elif way == 2 and isinstance(place, dict):
            place[source.choice(("path", "file", "domains", "rules", "mx", "text", key + "s"))] = place.pop(key)
        else:
            place[key] = [place[key]]
        if not isinstance(document, dict) or not document:
            break
    return document


def judge_schema(suite, directory):
    try:
        import jsonschema
    except ImportError:
        suite.skipped += 1
        print("SKIPPED needs jsonschema: apt-get install -y --no-install-recommends python3-jsonschema")
        return
    schema = json.loads(run(["config", "--schema"], directory).stdout)
    jsonschema.Draft202012Validator.check_schema(schema)
    validator = jsonschema.Draft202012Validator(schema)
    for document, good in TABLE:
        name = json.dumps(document)[:80]
        suite.check(f"reader: {name}", "" if accepts(document, directory)[0] == good else f"not {good}")
        suite.check(f"schema: {name}", "" if validator.is_valid(document) == good else f"not {good}")
    source, wrong, refused = random.Random(SEED), [], 0
    for _ in range(MUTATIONS):
        document = mutate(source)
        good = accepts(document, directory)[0]
        refused += not good
        if validator.is_valid(document) != good:
            wrong.append(f"the reader says {good}: {json.dumps(document)}")
    print(f"{MUTATIONS} mutations of a configuration, {refused} of them are none")
    suite.check("schema and reader agree", "\n".join(wrong[:5]))


def judge_print(suite, directory):
    _, first = accepts(FULL, directory)
    path = os.path.join(directory, "again.yaml")
    write_files(directory, {"again.yaml": first})
    second = run(["config", "-c", path], directory)
    plain = [[line.rsplit("  # ", 1)[0] for line in text.splitlines()] for text in (first, second.stdout)]
    suite.check("what is printed reads back", "" if plain[0] == plain[1] else second.stderr or second.stdout)
    wrong = [line for line in first.splitlines() if not line.endswith((":", "-", ":1", "# default"))]
    suite.check("each value says where it is from", "\n".join(wrong))
    bad = run(["config", "-c", "none.yaml"], directory)
    suite.check("no such file", "" if bad.returncode == 2 and bad.stderr else "accepted")


POLICY = "version: STSv1\nmode: {}\nmx: mx1.example.com\nmx: mx9.example.com\nmax_age: 600000\n"
ZONE = ("@ 3600 IN SOA ns1.example.net. h 1 2 3 4 5\n@ 3600 MX 10 mx1\nmx1 3600 A 192.0.2.1\n"
        "mx2 3600 A 192.0.2.2\n@ 3600 NS ns1.example.net.\n")

# The rule policy-max-age-brief is an info; mx-pattern-unused one in the default profile, a warning in strict.
LEVELS = [
    ("", [], "mx-pattern-unused", "info"),
    ("profile: strict\n", [], "mx-pattern-unused", "warning"),
    ("profile: strict\n", ["--profile", "default"], "mx-pattern-unused", "info"),
    ("profile: strict\nlevels: { mx-pattern-unused: error }\n", [], "mx-pattern-unused", "error"),
    ("profile: strict\nlevels: { mx: error, mx-pattern: info }\n", [], "mx-pattern-unused", "info"),
    ("levels: { mx-pattern-unused: error }\n", ["--profile", "strict"], "mx-pattern-unused", "error"),
    ("levels: { mx-pattern-unused: error }\n", ["--level", "mx-pattern-unused=warning"],
     "mx-pattern-unused", "warning"),
    ("levels: { mx-pattern-unused: off }\n", [], "mx-pattern-unused", None),
    ("levels: { mx-pattern-unused: error }\n", ["--isolated"], "mx-pattern-unused", "info"),
    ("levels: { policy-max-age-brief: off }\n", ["--level", "policy-max-age-brief=error"],
     "policy-max-age-brief", "error"),
    ("limits: { max-age-brief: 6d }\n", [], "policy-max-age-brief", None),
]


def level_of(configuration, options, rule, mode, mx="10 mx1"):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {".mtasts.yaml": configuration, "example.com.zone": f"{ZONE}@ 3600 MX {mx}\n",
                                "mta-sts.example.com/mta-sts.txt": POLICY.format(mode)})
        found = findings([*options, "."], directory)
    levels = {one["level"] for one in found if one["rule"] == rule}
    return levels.pop() if len(levels) == 1 else None if not levels else levels


def judge_levels(suite):
    for configuration, options, rule, expected in LEVELS:
        level = level_of(configuration, options, rule, "testing")
        suite.check(f"level: {configuration!r} {' '.join(options)}",
                    "" if level == expected else f"{rule} is {level}, not {expected}")
    for configuration, options in (("levels: { mx-none-covered: error, mx-uncovered: error }\n", []),
                                   ("", ["--level", "mx-uncovered=error"])):
        for mode, expected in (("none", None), ("enforce", "error")):
            level = level_of(configuration, options, "mx-uncovered", mode, mx="20 mx2")
            suite.check(f"mode {mode}: {configuration!r} {' '.join(options)}",
                        "" if level == expected else level)


def judge_house(suite):
    """An expression that gives up is said once, is no finding, and the others are judged."""
    configuration = ("require:\n  - { field: mx, match: '^(a+)+$' }\n  - { field: mode, match: '^none$' }\n"
                     "  - { field: max_age, match: '^(6|0)+$' }\n")
    policy = POLICY.format("enforce").replace("mx1.", "a" * 60 + ".")
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {".mtasts.yaml": configuration, "mta-sts.example.com/mta-sts.txt": policy})
        done = run(["lint", "-f", "concise", "--select", "require"], directory)
    wrong = done.returncode != 2 or done.stderr.count("\n") != 1 or done.stdout.count("\n") != 1
    wrong |= ".mtasts.yaml:2:25: " not in done.stderr or "mta-sts.txt:2:7: " not in done.stdout
    suite.check("an expression of the house that gives up", done.stderr + done.stdout if wrong else "")


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as directory:
        judge_schema(suite, directory)
        judge_print(suite, directory)
    judge_levels(suite)
    judge_house(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
