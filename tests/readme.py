#!/usr/bin/env python3
"""Runs the commands that README.md and the manuals of the commands show, and compares their output.

A block that begins `$ mtasts` is a session: each line `$ COMMAND` is run by the shell at the top of
the repository (with this build's mtasts in front of the PATH) and must print what follows it. A line
`...` in the output stands for any number of lines.
"""
import os
import re
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, TOP, difference, environment

TEXTS = ("README.md", "man/mtasts.1.scd", "man/mtasts-lint.1.scd")


def sessions(text):
    for block in re.findall(r"^```[a-z]*\n(\$ mtasts.*?)^```$", text, re.M | re.S):
        for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
            command, _, output = part.partition("\n")
            while command.endswith("\\"):
                more, _, output = output.partition("\n")
                command = f"{command}\n{more}"
            yield command, output


def matches(expected, actual):
    parts = re.split(r"^\.\.\.\n", expected, flags=re.M)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), actual)


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as directory:
        wrapper = os.path.join(directory, "mtasts")
        with open(wrapper, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\nexec ' + " ".join(PROGRAM) + ' "$@"\n')
        os.chmod(wrapper, 0o755)
        env = environment() | {"PATH": f"{directory}:{os.environ['PATH']}"}
        for name in TEXTS:
            with open(os.path.join(TOP, name), encoding="utf-8") as file:
                text = file.read()
            for command, expected in sessions(text):
                done = subprocess.run(command, shell=True, cwd=TOP, env=env, check=False,
                                      stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                      stderr=subprocess.STDOUT, text=True)
                wrong = "" if matches(expected, done.stdout) else difference(expected, done.stdout)
                suite.check(f"{name}: {command}", wrong)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
