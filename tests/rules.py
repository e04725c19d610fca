#!/usr/bin/env python3
"""Holds lint/diag/rules.def and man/mtasts-rules.7.scd together, and runs the manual's examples.

Each rule has a section and each section a rule, both sorted. The bad example of a section must raise
exactly its rule and the good one nothing. An example is a literal block: an optional first line
`$ mtasts lint OPTIONS PATHS` (default `$ mtasts lint .`), then files, each headed `==> NAME <==`.
`==> NAME (escaped) <==`: \\r \\n \\t \\xNN \\\\ are decoded, line ends as written do not count.
`==> NAME (last line N times) <==`: the last line is repeated. A file ends with one newline.
"""
import glob
import os
import re
import shlex
import sys
import tempfile

from support import Suite, TOP, findings, show, write_files

MANUAL = os.path.join(TOP, "man", "mtasts-rules.7.scd")
CATALOGUE = os.path.join(TOP, "lint", "diag", "rules.def")
HEADER = re.compile(r"^==> (\S+?)(?: \((escaped|last line (\d+) times)\))? <==$")
ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|.)", re.S)
SIMPLE = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def catalogue():
    """(ID, slug) in the order of rules.def."""
    return re.findall(r'^RULE\((\w+), "([^"]+)"', read(CATALOGUE), re.M)


def sections(text):
    """slug -> {"Bad": block, "Good": block}, and the slugs of each group in order."""
    found, groups, slug, label, block = {}, [], None, None, None
    for line in text.split("\n"):
        if block is not None:
            if line == "```":
                found[slug].setdefault(label, "".join(f"{one}\n" for one in block))
                block = None
            else:
                block.append(line)
        elif line == "```" and slug:
            block = []
        elif line.startswith("# "):
            groups.append([])
            slug = None
        elif line.startswith("## "):
            slug, label = line[3:].strip(), None
            groups[-1].append(slug)
            found[slug] = {}
        elif re.fullmatch(r"(Bad|Good):", line):
            label = line[:-1]
    return found, groups


def decode(text):
    def one(match):
        code = match[1]
        if len(code) == 3:
            return chr(int(code[1:], 16))
        return SIMPLE.get(code, match[0])
    # Latin-1 carries bytes: text that is not ASCII is taken as its UTF-8 bytes first.
    carried = text.replace("\n", "").encode().decode("latin-1")
    return ESCAPE.sub(one, carried).encode("latin-1")


def parse(block):
    """The options of an example, and its files."""
    options, files, name, flag, times = ["."], {}, None, None, 1

    def finish(lines):
        if name is None:
            return
        text = "\n".join(lines)
        if flag == "escaped":
            files[name] = decode(text)
            return
        lines = text.rstrip("\n").split("\n")
        lines += lines[-1:] * (times - 1)
        files[name] = ("\n".join(lines) + "\n").encode() if text else b""

    lines = []
    for line in block.split("\n")[:-1]:
        header = HEADER.match(line)
        if header:
            finish(lines)
            name, flag, times = header[1], header[2], int(header[3] or 1)
            lines = []
        elif name is None and line.startswith("$ mtasts lint"):
            options = shlex.split(line)[3:]
        else:
            lines.append(line)
    finish(lines)
    return options, files


def run_example(block, expected):
    """What is wrong with the findings of an example; EXPECTED is the slug, or None for none."""
    options, files = parse(block)
    if not files:
        return "no file in the example"
    if "--select" in options:
        return "--select would hide what the example raises besides"
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, files)
        try:
            found = findings(options, directory)
        except RuntimeError as error:
            return error
    others = [show(one) for one in found if one["rule"] != expected]
    if others:
        return "\n".join(["raises besides:" if expected else "must be silent, but:"] + others)
    if expected and not found:
        return "raises nothing"
    return ""


def mentions():
    """For each slug: how many golden tests expect it, and how often unit tests and the other scripts
    name it."""
    counts = {}

    def add(column, slug):
        counts.setdefault(slug, [0, 0, 0])[column] += 1

    for path in glob.glob(os.path.join(TOP, "testdata", "*", "expected")):
        for slug in set(re.findall(r"\[([a-z0-9-]+)\]$", read(path), re.M)):
            add(0, slug)
    ids = dict(catalogue())
    for path in glob.glob(os.path.join(TOP, "tests", "unit", "*.c")):
        text = read(path)
        for slug in re.findall(r'"[^"\n]*?\b((?:zone|record|policy|mx|host|tlsrpt)-[a-z-]+)', text):
            add(1, slug)
        for rule in re.findall(r"\bRULE_(\w+)", text):
            if rule in ids:
                add(1, ids[rule])
    for name in ("world.py", "cli.py"):
        for slug in re.findall(r'"([a-z-]+)"', read(os.path.join(TOP, "tests", name))):
            add(2, slug)
    return counts


def main():
    suite = Suite()
    slugs = [slug for _, slug in catalogue()]
    found, groups = sections(read(MANUAL))
    suite.check("rules.def is sorted", "" if slugs == sorted(slugs) else "it is not")
    for group in groups:
        wrong = [slug for slug, next_one in zip(group, sorted(group)) if slug != next_one]
        suite.check("manual is sorted", f"from {wrong[0]}" if wrong else "")
    for slug in sorted(set(found) - set(slugs)):
        suite.check(slug, "has a section and no rule")
    counts = mentions()
    table = []
    for slug in slugs:
        section = found.get(slug)
        if not suite.check(f"{slug}: section", "" if section is not None else "missing in the manual"):
            section = {}
        for label, expected in (("Bad", slug), ("Good", None)):
            block = section.get(label)
            if section:
                wrong = run_example(block, expected) if block else "missing"
                suite.check(f"{slug}: {label.lower()} example", wrong)
        table.append((slug, *("yes" if label in section else "-" for label in ("Bad", "Good")),
                      *counts.get(slug, (0, 0, 0))))
    print("\nrules, their examples, the golden tests that expect them, and how often unit tests and "
          "other scripts name them")
    print(f"{'rule':<32} {'bad':>4} {'good':>4} {'golden':>6} {'unit':>5} {'other':>5}")
    for row in table:
        print("{:<32} {:>4} {:>4} {:>6} {:>5} {:>5}".format(*row))
    never = [row[0] for row in table if not any(row[3:])]
    print(f"{len(table)} rules; {len(never)} are raised by their own example only: {' '.join(never)}")
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
