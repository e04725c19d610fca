"""Reads back what the formats write: each as its service does, into the same few facts."""
import json
import os
import re
import urllib.parse
import xml.etree.ElementTree

from support import TOP

MATCHER = os.path.join(TOP, ".github", "action", "problem-matcher.json")

# Rule, level, file, and line and column where the format says them (else 0).
LEVELS = {"note": "info", "notice": "info", "INFO": "info", "WARNING": "warning", "ERROR": "error",
          "critical": "error", "major": "warning"}


def fact(rule, level, file, line=0, column=0):
    return (rule, LEVELS.get(level, level), file, int(line), int(column))


def jsonl(text):
    return [one for line in text.split("\n") if line for one in [json.loads(line)]]


def facts_json(findings):
    return [fact(one["rule"], one["level"], one["file"], one["start"]["line"],
                 one["start"]["column"]) for one in findings if "suppressed" not in one]


def read_jsonl(text):
    return facts_json(jsonl(text))


def read_json(text):
    document = json.loads(text)
    found = facts_json(document["findings"])
    for level in ("error", "warning", "info"):
        count = sum(1 for one in found if one[1] == level)
        assert document["summary"][level] == count, f"{count} of level {level} in the summary"
    return found


def read_sarif(text):
    document = json.loads(text)
    (run,) = document["runs"]
    rules = run["tool"]["driver"]["rules"]
    found = []
    for one in run["results"]:
        assert rules[one["ruleIndex"]]["id"] == one["ruleId"], "ruleIndex"
        place = one["locations"][0]["physicalLocation"]
        uri = place["artifactLocation"]["uri"]
        assert re.fullmatch(r"(?:[-A-Za-z0-9._~/]|%[0-9A-F]{2})+", uri), uri
        file = urllib.parse.unquote_to_bytes(uri).decode("utf-8", "surrogateescape")
        if not one["suppressions"]:
            found.append(fact(one["ruleId"], one["level"], file, place["region"]["startLine"],
                              place["region"]["startColumn"]))
    return found


def read_gitlab(text):
    issues = json.loads(text)
    prints = [one["fingerprint"] for one in issues]
    assert len(set(prints)) == len(prints), "a fingerprint twice"
    return [fact(one["check_name"], one["severity"], one["location"]["path"],
                 one["location"]["lines"]["begin"]) for one in issues]


def read_rdjson(text):
    return [fact(one["code"]["value"], one["severity"], one["location"]["path"],
                 one["location"]["range"]["start"]["line"])
            for one in json.loads(text)["diagnostics"]]


def read_checkstyle(text):
    top = xml.etree.ElementTree.fromstring(text.encode())
    assert {one.tag for one in top.iter()} <= {"checkstyle", "file", "error"}
    return [fact(one.get("source").removeprefix("mtasts."), one.get("severity"), file.get("name"),
                 one.get("line"), one.get("column")) for file in top for one in file]


def read_junit(text):
    top = xml.etree.ElementTree.fromstring(text.encode())
    assert {one.tag for one in top.iter()} <= {"testsuites", "testsuite", "testcase", "failure",
                                               "system-out"}
    found = []
    for suite in [top, *top]:
        cases = list(suite.iter("testcase"))
        assert int(suite.get("tests")) == len(cases), "tests"
        assert int(suite.get("failures")) == len(list(suite.iter("failure"))), "failures"
    for one in top.iter("testcase"):
        if one.get("classname") == "mtasts":
            continue
        failure = one.find("failure")
        assert one.get("file") == one.get("classname")
        rule, _, place = one.get("name").partition(" ")
        line, _, column = place.partition(":")
        assert line == one.get("line")
        found.append(fact(rule, "info" if failure is None else failure.get("type"),
                          one.get("file"), line, column))
    return found


# What GitHub's runner takes for a command: at the start of a line, blanks before it aside, or, as
# earlier versions had it, anywhere; Azure and TeamCity have commands of the latter kind.
COMMAND = re.compile(r"^\s*::([a-z-]+)(?: ([^:]*))?::(.*)$", re.S)
ANYWHERE = re.compile(r"##[A-Za-z]*\[")


def unescape(text):
    return (text.replace("%3A", ":").replace("%2C", ",").replace("%0D", "\r").replace("%0A", "\n")
            .replace("%25", "%"))


def commands(text):
    """Every command that a log with the lines of TEXT would give."""
    found = []
    for line in text.split("\n"):
        assert not ANYWHERE.search(line), line
        match = COMMAND.match(line)
        if match:
            values = dict(pair.split("=", 1) for pair in (match[2] or "").split(",") if pair)
            found.append((match[1], {key: unescape(value) for key, value in values.items()},
                          unescape(match[3])))
    return found


def read_github(text):
    found = []
    assert len(commands(text)) == len(text.splitlines()), "a line that is no command"
    for kind, values, message in commands(text):
        assert set(values) <= {"file", "line", "endLine", "col", "endColumn", "title"}, values
        assert "\n" not in message
        found.append(fact(values["title"], kind, values["file"], values["line"]))
    worst = [("error", "warning", "info").index(one[1]) for one in found]
    assert worst == sorted(worst), "not the worst first"
    return found


def read_lines(text, pattern):
    found = []
    for line in text.split("\n"):
        match = re.fullmatch(pattern, line)
        if match:
            found.append(fact(match[5], match[4], match[1].replace("\\x3a", ":"), match[2], match[3]))
    return found


PLACE = r"(?! )(?:\./(?= *::))?(.+?):(\d+):(\d+): (error|warning|info): .* \[([a-z-]+)\]"


def read_concise(text):
    found = read_lines(text, PLACE)
    assert len(found) == len(text.splitlines()), "a line that is no finding"
    return found


def read_text(text):
    return read_lines(text, PLACE)


def matched(text):
    """What GitHub's problem matchers find in concise output."""
    with open(MATCHER, encoding="utf-8") as file:
        matchers = json.load(file)["problemMatcher"]
    found = []
    for line in text.split("\n"):
        for matcher in matchers:
            (pattern,) = matcher["pattern"]
            match = re.match(pattern["regexp"], line)
            if match:
                level = match[pattern["severity"]] if "severity" in pattern else "info"
                file = match[pattern["file"]].replace("\\x3a", ":")
                found.append(fact(match[pattern["code"]], level, re.sub(r"^\./(?= *::)", "", file),
                                  match[pattern["line"]], match[pattern["column"]]))
    return found


READERS = {
    "text": read_text, "concise": read_concise, "json": read_json, "jsonl": read_jsonl,
    "sarif": read_sarif, "github": read_github, "gitlab": read_gitlab,
    "checkstyle": read_checkstyle, "junit": read_junit, "rdjson": read_rdjson,
}
