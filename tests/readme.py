#!/usr/bin/env python3
"""Runs the commands that README.md and the manuals of the commands show, and compares their output.

A literal block that begins `$ ` is a session: each line `$ COMMAND` is run by the shell at the top of
the repository (with this build's mtasts in front of the PATH) and must print what follows it. A line
`...` in the output stands for any number of lines. --update writes what the commands print now.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, TOP, difference, environment

TEXTS = ("README.md", "man/mtasts.1.scd", "man/mtasts-lint.1.scd", "man/mtasts-gen.1.scd")


BLOCK = re.compile(r"(^```[a-z]*\n)(\$ .*?)(^```$)", re.M | re.S)


def commands(block):
    """The commands of a session, each with the output that is shown."""
    for part in re.split(r"^\$ ", block, flags=re.M)[1:]:
        command, _, output = part.partition("\n")
        while command.endswith("\\"):
            more, _, output = output.partition("\n")
            command = f"{command}\n{more}"
        yield command, output


def matches(expected, actual):
    parts = re.split(r"^\.\.\.\n", expected, flags=re.M)
    return re.fullmatch(r"(?:.*\n)*".join(map(re.escape, parts)), actual)


class Shell:
    """Runs commands at the top of the repository, with this build's mtasts first in the PATH."""

    def __init__(self, directory):
        wrapper = os.path.join(directory, "mtasts")
        with open(wrapper, "w", encoding="utf-8") as file:
            # What is shown does not change with the day: policies in testing get old.
            file.write('#!/bin/sh\n[ "$1" = lint ] && shift && '
                       'set -- lint --now 2026-12-01T00:00:00Z "$@"\n'
                       "exec " + shlex.join(PROGRAM) + ' "$@"\n')
        os.chmod(wrapper, 0o755)
        self.environment = environment() | {"PATH": f"{directory}:{os.environ['PATH']}"}

    def run(self, command):
        return subprocess.run(command, shell=True, cwd=TOP, env=self.environment, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True).stdout


def renew(text, shell):
    def one(match):
        shown = ""
        for command, output in commands(match[2]):
            actual = shell.run(command)
            shown += f"$ {command}\n{output if matches(output, actual) else actual}"
        return match[1] + shown + match[3]
    return BLOCK.sub(one, text)


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as directory:
        shell = Shell(directory)
        for name in TEXTS:
            path = os.path.join(TOP, name)
            with open(path, encoding="utf-8") as file:
                text = file.read()
            if sys.argv[1:] == ["--update"]:
                text = renew(text, shell)
                with open(path, "w", encoding="utf-8") as file:
                    file.write(text)
            for match in BLOCK.finditer(text):
                for command, expected in commands(match[2]):
                    actual = shell.run(command)
                    wrong = "" if matches(expected, actual) else difference(expected, actual)
                    suite.check(f"{name}: {command}", wrong)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
