#!/usr/bin/env python3
"""Suppressions: each rule in each way it can be suppressed, and what bad input may do.

For each rule the bad example of mtasts-rules(7) is run as it is, and then with each of its findings
suppressed: by a comment on the line, by one alone on the line above, by one on the first line of
its record, and by the configuration. The findings are then the same but marked as suppressed, none
is added, and nothing but json tells of them.
"""
import json
import os
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from examples import BEFORE, catalogue, lay_out_versions, parse, read
from rules import MANUAL, sections
from support import Suite, run, write_files

JOBS = 2
REASON = "the reason"
# Files that have no comments, or none that this test could add without changing what is judged.
NO_COMMENTS = ("mta-sts.txt", ".pem", ".der", ".crt", ".key")


def lint(files, options, more=("-f", "jsonl")):
    """What `mtasts lint` prints for FILES, its exit status, and the files that were there today.
    Raises RuntimeError on anything but 0 or 1."""
    with tempfile.TemporaryDirectory() as directory:
        now = os.path.join(directory, "now")
        versions = lay_out_versions(directory, now, files)
        done = run(["lint", *options, *versions, *more], now)
        if done.returncode not in (0, 1) or done.stderr:
            raise RuntimeError(f"exit status {done.returncode}\n{done.stderr}{done.stdout}")
        return done.stdout, done.returncode, files_below(now)


def files_below(top):
    """The files of a directory, but those of git: what commands of an example have made, too."""
    files = {}
    for directory, names, files_here in os.walk(top):
        names[:] = [name for name in names if name != ".git"]
        for name in files_here:
            path = os.path.join(directory, name)
            with open(path, "rb") as file:
                files[os.path.relpath(path, top)] = file.read()
    return files


def objects(text):
    return [json.loads(line) for line in text.splitlines()]


def identity(finding):
    """What stays whatever lines are inserted."""
    return finding["rule"], finding["level"], finding["message"], finding.get("file")


def sign_of(name):
    return "#" if name.endswith((".yaml", ".yml", ".conf", "Caddyfile", ".htaccess")) else ";"


def line_of(text, finding):
    """The number of its line, from 0; a finding behind the last line end is put on the last line."""
    return min(text.count(b"\n", 0, finding["start"]["offset"]), max(text.count(b"\n") - 1, 0))


def comment(name, slug):
    return f"{sign_of(name)} mtasts: ignore[{slug}] {REASON}".encode()


def on_the_line(name, text, found):
    lines = text.split(b"\n")
    for number in {line_of(text, one) for one in found}:
        cr = lines[number].endswith(b"\r")
        lines[number] = lines[number].rstrip(b"\r") + b" " + comment(name, found[0]["rule"]) + b"\r" * cr
    return b"\n".join(lines)


def above_the_line(name, text, found):
    lines = text.split(b"\n")
    for number in sorted({line_of(text, one) for one in found}, reverse=True):
        indent = lines[number][:len(lines[number]) - len(lines[number].lstrip(b" "))]
        lines.insert(number, indent + comment(name, found[0]["rule"]))
    return b"\n".join(lines)


def by_group(name, text, found):
    """Above the line, by the beginning of the rule's name, beside a name of another rule."""
    slug = found[0]["rule"]
    return above_the_line(name, text, found).replace(
        f"[{slug}]".encode(), f"[ {slug.rsplit('-', 1)[0]}- , ignore ]".encode())


WAYS = (on_the_line, above_the_line, by_group)


def has_comments(name, text):
    """A file in which a comment can be put behind any line."""
    return (not name.endswith(NO_COMMENTS) and b"\0" not in text and
            not text.startswith((b"\xff\xfe", b"\xfe\xff")))


def same_wrong(before, after, slug):
    """What differs between the findings but that those of SLUG are suppressed now."""
    if sorted(map(identity, before)) != sorted(map(identity, after)):
        return "other findings:\n" + "\n".join(
            str(identity(one)) for one in after if identity(one) not in set(map(identity, before)))
    known = {identity(one) for one in before if "suppressed" in one}
    for one in after:
        suppressed = one.get("suppressed")
        if identity(one) in known:
            continue
        if (one["rule"] == slug) != (suppressed is not None):
            return f"not suppressed, or wrongly: {identity(one)}"
        if suppressed and suppressed.get("reason") != REASON:
            return f"the reason is lost: {suppressed}"
    return ""


def run_wrong(files, options, before, slug):
    found, status, _ = lint(files, options)
    shown, _, _ = lint(files, options, ("-f", "concise"))
    ignored, _, _ = lint(files, options, ("-f", "jsonl", "--no-ignores"))
    others = [one for one in before if one["rule"] != slug and "suppressed" not in one]
    expected = any(one["level"] != "info" for one in others)
    if status != expected or len(shown.splitlines()) != len(others):
        return f"exit status {status}\n{shown}"
    if any("suppressed" in one for one in objects(ignored)):
        return "--no-ignores suppresses"
    return same_wrong(before, objects(found), slug)


def with_configuration(files, slug):
    entry = f"ignore: [{{ rules: [{slug}], reason: {REASON} }}]\n"
    return {**files, ".mtasts.yaml": files.get(".mtasts.yaml", b"") + entry.encode()}


def may_be(way, text, found):
    """False where a comment would change what is judged: in a string that is not closed, and before a
    byte order mark."""
    lines = text.split(b"\n")
    if way is on_the_line:
        return all(lines[line_of(text, one)].count(b'"') % 2 == 0 for one in found)
    return not text.startswith(b"\xef\xbb\xbf")


def cases_of(slug, block):
    """(name, files, options, findings) for each way to suppress the bad example of SLUG."""
    options, files = parse(block)
    found, _, made = lint(files, options)
    files = {**{name: text for name, text in files.items() if BEFORE.match(name)}, **made}
    before = objects(found)
    by_file = {}
    for one in before:
        if "suppressed" not in one:
            by_file.setdefault(one.get("file"), []).append(one)
    yield "configuration", with_configuration(files, slug), options, before
    if not all(name in files and has_comments(name, files[name]) for name in by_file):
        return
    for way in WAYS:
        if all(may_be(way, files[name], one) for name, one in by_file.items()):
            changed = {name: way(name, files[name], one) for name, one in by_file.items()}
            yield way.__name__, {**files, **changed}, options, before


def rule_wrong(slug, block):
    """(ways tried, what is wrong)."""
    tried = []
    try:
        for name, files, options, before in cases_of(slug, block):
            tried.append(name)
            wrong = run_wrong(files, options, before, slug)
            if wrong:
                return tried, f"{name}: {wrong}"
    except RuntimeError as error:
        return tried, error
    return tried, ""


def judge_rules(suite):
    found, _ = sections(read(MANUAL))
    slugs = [slug for _, slug in catalogue() if "Bad" in found.get(slug, {})]
    ways = {}
    with ThreadPoolExecutor(JOBS) as pool:
        results = pool.map(lambda slug: rule_wrong(slug, found[slug]["Bad"]), slugs)
        for slug, (tried, wrong) in zip(slugs, results):
            suite.check(f"{slug}: suppressed", wrong)
            ways[slug] = tried
    for way in ("configuration", *(way.__name__ for way in WAYS)):
        count = sum(way in tried for tried in ways.values())
        print(f"{count} rules are suppressed by {way.replace('_', ' ')}")
    print("not tried: " + " ".join(slug for slug, tried in ways.items() if not tried))


SOA = b"@ 3600 IN SOA ns1.example.com. h.example.com. 1 2 3 4 5\n@ 3600 NS ns1.example.com.\n"
FAULT = b"ns1 1h30 A 192.0.2.1"

# A zone, and what stays of it when what suppresses nothing is removed.
FIXES = [
    (b"ns1 3600 A 192.0.2.1 ; mtasts: ignore[zone-syntax] x\n", b"ns1 3600 A 192.0.2.1\n"),
    (b"; mtasts: ignore[zone-syntax] x\r\nns1 3600 A 192.0.2.1\n", b"ns1 3600 A 192.0.2.1\n"),
    (b"\t;;mtasts:ignore [ zone-syntax ]\nns1 3600 A 192.0.2.1\n", b"ns1 3600 A 192.0.2.1\n"),
    (b"ns1 3600 A 192.0.2.1 ; host ; mtasts: ignore[mx] ; mtasts: ignore[zone] x\n",
     b"ns1 3600 A 192.0.2.1 ; host ; mtasts: ignore[mx]\n"),
    (FAULT + b" ; mtasts: ignore[zone-syntax, zone-ttl,zone-rdata] x\n",
     FAULT + b" ; mtasts: ignore[zone-ttl] x\n"),
    (FAULT + b" ; mtasts: ignore[zone-ttl] x ; mtasts: ignore[zone-syntax]",
     FAULT + b" ; mtasts: ignore[zone-ttl] x"),
]


def judge_fixes(suite):
    for zone, expected in FIXES:
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, {"example.com.zone": SOA + zone})
            run(["lint", "--fix", "example.com.zone"], directory)
            with open(os.path.join(directory, "example.com.zone"), "rb") as file:
                mended = file.read()[len(SOA):]
        suite.check(f"--fix: {zone!r}", "" if mended == expected else f"makes it {mended!r}")


# What a zone holds beside its SOA, and the findings that are not suppressed.
BAD_INPUT = {
    "thousands of comments, of which one is used": (
        b"".join(b"w%d 1h A 192.0.2.1 ; mtasts: ignore[zone]\n" % i for i in range(9000)) +
        FAULT + b" ; mtasts: ignore[zone-ttl]\n", 9000),
    "a comment of a megabyte": (
        b"; mtasts: ignore[zone-ttl] " + b"\x1b[31m\xff\xe2\x80\xae" * 100000 + b"\n" + FAULT + b"\n", 0),
    "thousands of names": (
        b"; mtasts: ignore[zone-ttl" + b",zone-ttl" * 9000 + b"]\n" + FAULT + b"\n", 9000),
    "a line of thousands of comments": (
        FAULT + b";mtasts: ignore[zone-ttl]" + b";mtasts: ignore[]" * 9000 + b"\n", 9000),
    "parentheses that are never closed": (b"( ; mtasts: ignore[zone-syntax]\n" * 9000, 0),
    "a line that is longer than any": (b";" + b"x" * 9000000 + b"; mtasts: ignore[nothing]\n", 1),
}


def bad_input_wrong(zone, expected):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"example.com.zone": SOA + zone})
        done = run(["lint", "example.com.zone", "-f", "jsonl"], directory)
        shown = run(["lint", "example.com.zone", "-f", "concise"], directory).stdout
    found = objects(done.stdout)
    if done.returncode not in (0, 1) or len(shown.splitlines()) != expected:
        return f"exit status {done.returncode}, {len(shown.splitlines())} findings\n{done.stderr}{shown[:2000]}"
    if sum("suppressed" not in one for one in found) != expected:
        return "json and concise differ"
    return "raw control bytes" if any(c in done.stdout for c in "\x1b\u202e") else ""


def main():
    suite = Suite()
    judge_rules(suite)
    judge_fixes(suite)
    for name, (zone, expected) in BAD_INPUT.items():
        suite.check(name, bad_input_wrong(zone, expected))
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
