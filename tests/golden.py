#!/usr/bin/env python3
"""Golden tests: a file `expected` in a directory of testdata/ or testdata/layouts/ declares one.

`mtasts lint -f concise OPTIONS .` runs in its directory `input` (or in itself, when it has none);
OPTIONS is the content of the file `options`, if there is one. Output and exit status must be
`expected`, and with --list-files `expected-files`, if that is there. --update [NAME...] rewrites the expected files: read the difference before you keep it.
"""
import os
import shlex
import sys

from support import Suite, TOP, difference, run

TESTDATA = os.path.join(TOP, "testdata")


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


# What is expected does not change with the day: policies in testing get old.
NOW = "2026-12-01T00:00:00Z"

# The files that say what is expected, and the options that it is expected with.
EXPECTED = {"expected": ["-f", "concise"], "expected-files": ["--list-files"]}


def actual_output(directory, fixed):
    options = os.path.join(directory, "options")
    arguments = shlex.split(read(options), comments=True) if os.path.exists(options) else []
    inside = os.path.join(directory, "input")
    done = run(["lint", "--now", NOW, *fixed, *arguments, "."],
               inside if os.path.isdir(inside) else directory)
    return f"{done.stdout}{done.stderr}exit {done.returncode}\n"


def main():
    update = sys.argv[1:2] == ["--update"]
    only = sys.argv[2:] if update else sys.argv[1:]
    suite = Suite()
    layouts = [f"layouts/{name}" for name in os.listdir(os.path.join(TESTDATA, "layouts"))]
    for name in only or sorted(os.listdir(TESTDATA) + layouts):
        directory = os.path.join(TESTDATA, name)
        for expected, fixed in EXPECTED.items():
            path = os.path.join(directory, expected)
            if not os.path.exists(path):
                continue
            actual = actual_output(directory, fixed)
            if update:
                with open(path, "w", encoding="utf-8") as file:
                    file.write(actual)
            suite.check(f"testdata/{name}/{expected}", difference(read(path), actual))
    suite.finish()


if __name__ == "__main__":
    main()
