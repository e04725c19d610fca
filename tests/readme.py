#!/usr/bin/env python3
"""Runs the commands that README.md and the manuals of the commands show, and compares their output.

A literal block that begins `$ ` is a session: each line `$ COMMAND` is run by the shell at the top of
the repository (with this build's mtasts in front of the PATH) and must print what follows it. A line
`...` in the output stands for any number of lines. The tutorial, mtasts(7), is one story: its commands run in
one repository under git, which begins with the file that it shows, and a comment (`; 2026-01-05`) says
what day it is from there on. --update writes what the commands print now.
"""
import os
import re
import shlex
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, TOP, difference, environment, write_files

TUTORIAL = "man/mtasts.7.scd"
TEXTS = ("README.md", "man/mtasts.1.scd", "man/mtasts-lint.1.scd", "man/mtasts-gen.1.scd", TUTORIAL)

BLOCK = re.compile(r"(?P<open>^```[a-z]*\n)(?P<session>\$ .*?)(?P<close>^```$)"
                   r"|^; (?P<date>\d{4}-\d\d-\d\d)$", re.M | re.S)


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

    top = TOP

    def __init__(self, directory):
        wrapper = os.path.join(directory, "mtasts")
        with open(wrapper, "w", encoding="utf-8") as file:
            file.write('#!/bin/sh\n[ -z "$STORY_NOW" ] || set -- "$@" --now "$STORY_NOW"\n'
                       f'exec {shlex.join(PROGRAM)} "$@"\n')
        os.chmod(wrapper, 0o755)
        self.environment = environment() | {"PATH": f"{directory}:{os.environ['PATH']}"}

    def set_date(self, date):
        now = f"{date}T12:00:00Z"
        self.environment |= {"STORY_NOW": now, "GIT_AUTHOR_DATE": now, "GIT_COMMITTER_DATE": now}

    def run(self, command):
        return subprocess.run(command, shell=True, cwd=self.top, env=self.environment, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, text=True).stdout


class Story(Shell):
    """The same in a repository of its own, which holds the file that TEXT shows."""

    def __init__(self, directory, text):
        super().__init__(directory)
        self.top = os.path.join(directory, "story")
        for what in ("AUTHOR", "COMMITTER"):
            self.environment |= {f"GIT_{what}_NAME": "x", f"GIT_{what}_EMAIL": "x@example.net"}
        self.environment |= {"GIT_CONFIG_GLOBAL": "/dev/null", "GIT_CONFIG_NOSYSTEM": "1"}
        name, content = re.search(r"^```\n==> (\S+) <==\n(.*?)^```$", text, re.M | re.S).groups()
        write_files(self.top, {name: content})
        self.set_date("2026-01-04")
        self.run("git init -q && git add -A && git commit -qm 'the zone'")


def check_configuration(suite, text, directory):
    """What is shown as the configuration is one."""
    (section,) = re.findall(r"^## Configuration\n(.*?)^## ", text, re.M | re.S)
    (block,) = re.findall(r"^```yaml\n(.*?)^```$", section, re.M | re.S)
    write_files(directory, {".mtasts.yaml": block})
    done = subprocess.run([*PROGRAM, "config"], cwd=directory, env=environment(), check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    suite.check("README.md: the configuration", done.stdout if done.returncode else "")


def renew(text, shell):
    """TEXT with what its commands print now, where that differs."""
    def one(match):
        if match["date"]:
            shell.set_date(match["date"])
            return match[0]
        shown = ""
        for command, output in commands(match["session"]):
            actual = shell.run(command)
            shown += f"$ {command}\n{output if matches(output, actual) else actual}"
        return match["open"] + shown + match["close"]
    return BLOCK.sub(one, text)


def sessions(text):
    """The commands and outputs of each session."""
    return [pair for match in BLOCK.finditer(text) if match["session"]
            for pair in commands(match["session"])]


def main():
    suite = Suite()
    for name in TEXTS:
        path = os.path.join(TOP, name)
        with open(path, encoding="utf-8") as file:
            text = file.read()
        with tempfile.TemporaryDirectory() as directory:
            shell = Story(directory, text) if name == TUTORIAL else Shell(directory)
            renewed = renew(text, shell)
            if name == "README.md":
                check_configuration(suite, text, directory)
        if sys.argv[1:] == ["--update"]:
            with open(path, "w", encoding="utf-8") as file:
                file.write(renewed)
            text = renewed
        for (command, expected), (_, actual) in zip(sessions(text), sessions(renewed)):
            suite.check(f"{name}: {command}", difference(expected, actual))
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
