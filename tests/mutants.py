#!/usr/bin/env python3
"""Shows that the tests notice a missing rule (by hand: tests/mutants.py [SLUG...]).

For each rule, a copy of the sources is made in which that rule is off in the catalogue, whatever the
situation says, and the tests must fail. Without arguments: every rule; that takes a while.
"""
import os
import re
import shutil
import subprocess
import sys
import tempfile

from support import Suite, TOP

PARTS = ("Makefile", "cmd", "lint", "gen", "man", "tests", "testdata", "README.md", "LICENSE", ".build")
VARIANTS = shutil.ignore_patterns("sanitized", "gcc", "clang")


def mutate(copy, rule):
    """Puts RULE out of action at the one door that findings leave by."""
    path = os.path.join(copy, "lint", "diag", "diag.c")
    with open(path, encoding="utf-8") as file:
        text = file.read()
    text, count = re.subn(r"\treturn levels->ignored\[id\] \?.*\n",
                          f"\tif (id == RULE_{rule})\n\t\treturn LEVEL_OFF;\n\\g<0>", text)
    assert count == 1, "the gate in diag_level() is not where this script looks for it"
    with open(path, "w", encoding="utf-8") as file:
        file.write(text)


def copy_to(directory):
    for part in PARTS:
        source = os.path.join(TOP, part)
        if os.path.isdir(source):
            shutil.copytree(source, os.path.join(directory, part), symlinks=True, ignore=VARIANTS)
        elif os.path.exists(source):
            shutil.copy2(source, directory)


def run_tests(directory):
    """Exit status of the tests, and the suites that failed."""
    environment = {key: value for key, value in os.environ.items() if key != "MTASTS"}
    done = subprocess.run(["make", "-s", "-j2", "check"], cwd=directory, env=environment,
                          stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    failed = re.findall(r"^(\S+) +\d+ +([1-9]\d*) +\d+ +[\d.]+$", done.stdout, re.M)
    return done.returncode, ", ".join(f"{suite} {count}" for suite, count in failed)


def main():
    suite = Suite()
    with open(os.path.join(TOP, "lint", "diag", "rules.def"), encoding="utf-8") as file:
        rules = re.findall(r'^RULE\((\w+), "([^"]+)"', file.read(), re.M)
    for rule, slug in [("", "nothing")] + rules:
        if rule and sys.argv[1:] and slug not in sys.argv[1:]:
            continue
        with tempfile.TemporaryDirectory() as directory:
            copy_to(directory)
            if rule:
                mutate(directory, rule)
            status, failed = run_tests(directory)
        print(f"without {slug}: {'failed: ' + failed if status else 'all tests pass'}", flush=True)
        if rule:
            suite.check(f"without {slug}", "" if status else "no test notices")
        elif not suite.check("as it is", "the tests fail before anything is taken out" if status else ""):
            break
    suite.finish()


if __name__ == "__main__":
    main()
