#!/usr/bin/env python3
"""The manuals are well-formed: scdoc makes them, and mandoc finds nothing wrong with what it made."""
import glob
import os
import subprocess
import sys

from support import Suite, TOP

# What scdoc writes around headings and lists; it shows nowhere.
HARMLESS = ("skipping paragraph macro", "STYLE:", "whitespace at end of input line")


def wrong(path):
    with open(path, "rb") as source:
        made = subprocess.run(["scdoc"], stdin=source, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
    if made.returncode:
        return made.stderr.decode()
    done = subprocess.run(["mandoc", "-Tlint"], input=made.stdout, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    lines = done.stdout.decode().splitlines()
    return "\n".join(line for line in lines if not any(text in line for text in HARMLESS))


def main():
    suite = Suite()
    if suite.need("scdoc", "scdoc") and suite.need("mandoc", "mandoc"):
        for path in sorted(glob.glob(os.path.join(TOP, "man", "*.scd"))):
            suite.check(os.path.relpath(path, TOP), wrong(path))
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
