#!/usr/bin/env python3
"""Holds lint/diag/rules.def and man/mtasts-rules.7.scd together, and runs the manual's examples.

Each rule has a section and each section a rule, both sorted. The bad example of a section must raise
exactly its rule and the good one nothing. An example is a literal block; tests/examples.py tells how
it is written.
"""
import glob
import os
import re
import sys

from examples import catalogue, near_blocks, near_files, read, run_example
from support import Suite, TOP

MANUAL = os.path.join(TOP, "man", "mtasts-rules.7.scd")


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


# It speaks of a step while an error stands, so another rule's error is part of its bad example.
WITH_ANOTHER = {"change-enforce-unready"}


def example_wrong(block, expected):
    """What is wrong with the findings of an example; EXPECTED is the slug, or None for none."""
    try:
        found = run_example(block)
    except RuntimeError as error:
        return error
    others = [line for rule, _, line in found
              if rule != expected and not (expected in WITH_ANOTHER and ": error: " in line)]
    if others:
        return "\n".join(["raises besides:" if expected else "must be silent, but:"] + others)
    if expected and expected not in {rule for rule, _, _ in found}:
        return "raises nothing"
    return ""


def mentions():
    """For each slug: how many golden tests expect it, how many near examples raise it, and how often
    unit tests and the other scripts name it."""
    counts = {}

    def add(column, slug):
        counts.setdefault(slug, [0, 0, 0, 0])[column] += 1

    for path in glob.glob(os.path.join(TOP, "testdata", "*", "expected")):
        for slug in set(re.findall(r"\[([a-z0-9-]+)\]$", read(path), re.M)):
            add(0, slug)
    for slug, path in near_files().items():
        for _, verdict, *_ in near_blocks(path):
            if verdict == "raises":
                add(1, slug)
    ids = dict(catalogue())
    for path in glob.glob(os.path.join(TOP, "tests", "unit", "*.c")):
        text = read(path)
        for slug in re.findall(r'"[^"\n]*?\b((?:zone|record|policy|mx|host|tlsrpt)-[a-z-]+)', text):
            add(2, slug)
        for rule in re.findall(r"\bRULE_(\w+)", text):
            if rule in ids:
                add(2, ids[rule])
    for name in ("world.py", "cli.py"):
        for slug in re.findall(r'"([a-z-]+)"', read(os.path.join(TOP, "tests", name))):
            add(3, slug)
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
                wrong = example_wrong(block, expected) if block else "missing"
                suite.check(f"{slug}: {label.lower()} example", wrong)
        table.append((slug, *("yes" if label in section else "-" for label in ("Bad", "Good")),
                      *counts.get(slug, (0, 0, 0, 0))))
    print("\nrules, their examples, the golden tests that expect them, the near examples that "
          "raise them, and how often unit tests and other scripts name them")
    print(f"{'rule':<32} {'bad':>4} {'good':>4} {'golden':>6} {'near':>5} {'unit':>5} {'other':>5}")
    for row in table:
        print("{:<32} {:>4} {:>4} {:>6} {:>5} {:>5} {:>5}".format(*row))
    never = [row[0] for row in table if not any(row[3:])]
    print(f"{len(table)} rules; {len(never)} are raised by their own example only: {' '.join(never)}")
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
