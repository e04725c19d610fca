#!/usr/bin/env python3
"""Globs of the configuration mean what they mean in .gitignore: lists made at random, of which git
and mtasts say what they take of a tree of files."""
import os
import random
import subprocess
import sys
import tempfile

from support import Suite, run, write_files

LISTS = 150
ZONE = "$ORIGIN example.com.\n$TTL 3600\n@ A 192.0.2.1\n"
PARTS = ["*", "?", "a", "b", "ab", "*.zone", "a*", "*b", "[a-b]", "[!a]*", "a.zone", "[[:alpha:]]b",
         "\\a", "*a*b*", "b?zone", "[]a]b", "[^b]", "a-b", "[a-]*", "x[-]y"]
SHAPES = ["{0}", "{0}", "/{0}", "{0}/", "{0}/{1}", "{0}/**", "**/{0}", "{0}/**/{1}", "**/{0}/{1}",
          "{0}/{1}/", "{0}/*/{1}", "**", "/**/{0}", "{0}/**/", "**/{0}/**"]


def tree():
    """Names that the parts above are for, three directories deep."""
    directories = ["", "a", "b", "ab", "a/a", "a/b", "ab/b", "b/ab/a", "a/b/ab"]
    files = ["a.zone", "b.zone", "ab.zone", "bxzone.zone", "x-y.zone", "a-b.zone", "].zone"]
    return [os.path.join(directory, file) for directory in directories for file in files]


def make_list(chance):
    globs = []
    for _ in range(chance.choice((1, 1, 2, 3))):
        glob = chance.choice(SHAPES).format(chance.choice(PARTS), chance.choice(PARTS))
        globs.append("!" + glob if globs and chance.random() < 0.3 else glob)
    return globs


def git_takes(directory, globs, names):
    """What git ignores of NAMES, as it walks."""
    with open(os.path.join(directory, ".git/info/exclude"), "w", encoding="ascii") as out:
        out.write("\n".join(globs) + "\n")
    done = subprocess.run(["git", "-C", directory, "-c", "core.excludesFile=", "check-ignore",
                           "--no-index", "--stdin"], input="\n".join(names), text=True,
                          stdout=subprocess.PIPE, check=False)
    return set(done.stdout.splitlines())


def mtasts_takes(directory, globs, names):
    """What `exclude:` leaves out of NAMES."""
    quoted = ", ".join("'" + glob.replace("'", "''") + "'" for glob in globs)
    write_files(directory, {".mtasts.yaml": f"exclude: [ {quoted} ]\n"})
    done = run(["lint", "--list-files", "."], directory)
    if done.returncode != 0:
        raise RuntimeError(done.stderr)
    lines = [line.split(": ", 1) for line in done.stdout.splitlines()]
    return set(names) - {name for name, what in lines if not what.startswith("excluded")}


def main():
    suite = Suite()
    if not suite.need("git", "git"):
        suite.finish()
    chance = random.Random(8461)
    names = tree()
    with tempfile.TemporaryDirectory() as ours, tempfile.TemporaryDirectory() as gits:
        subprocess.run(["git", "init", "-q", gits], check=True)
        for directory in (ours, gits):
            write_files(directory, {name: ZONE for name in names})
        for _ in range(LISTS):
            globs = make_list(chance)
            expected = git_takes(gits, globs, names)
            actual = mtasts_takes(ours, globs, names)
            suite.check(" ".join(globs), "" if expected == actual else
                        f"git only: {sorted(expected - actual)}\n"
                        f"mtasts only: {sorted(actual - expected)}")
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
