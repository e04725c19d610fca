#!/usr/bin/env python3
"""The manuals are well-formed: scdoc makes them, and mandoc finds nothing wrong with what it made. So is
the page of all rules: one anchor for each, no link that leads nowhere, all text of the manual.
And each option that a command lists has its place in the manual of the command."""
import glob
import json
import os
import re
import subprocess
import sys
import xml.etree.ElementTree
import tempfile

from examples import catalogue
from support import Suite, TOP, run, difference, write_files

# What scdoc writes around headings and lists; it shows nowhere.
HARMLESS = ("skipping paragraph macro", "STYLE:", "whitespace at end of input line")


def page_of(path):
    """The manual that is built of a source, as the Makefile builds it."""
    source = subprocess.run(["awk", "-f", os.path.join(TOP, "man", "literal.awk"), path],
                            stdout=subprocess.PIPE, check=True).stdout
    return subprocess.run(["scdoc"], input=source, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)


def folded(line):
    return " ".join(line.split())


def check_environment(suite):
    """Each variable that the program looks at is told."""
    asked = set()
    for path in glob.glob(os.path.join(TOP, "[clg]*", "**", "*.c"), recursive=True):
        with open(path, encoding="utf-8") as file:
            asked |= set(re.findall(r'getenv\("(\w+)"\)', file.read()))
    with open(os.path.join(TOP, "man", "mtasts-lint.1.scd"), encoding="utf-8") as file:
        part = file.read().partition("# ENVIRONMENT")[2].partition("\n# ")[0].replace("\\", "")
    suite.check("mtasts-lint.1: ENVIRONMENT", difference(
        "\n".join(sorted(asked)), "\n".join(sorted(re.findall(r"\*([A-Z_]+)\*", part)))))


def keys_of(value):
    """All keys in a JSON value."""
    below = value.values() if isinstance(value, dict) else value if isinstance(value, list) else ()
    return (set(value) if isinstance(value, dict) else set()).union(*map(keys_of, below))


def check_json(suite):
    """Each key of the JSON report is told."""
    with open(os.path.join(TOP, "testdata", "formats", "json"), encoding="utf-8") as file:
        keys = keys_of(json.load(file))
    with open(os.path.join(TOP, "man", "mtasts-lint.1.scd"), encoding="utf-8") as file:
        part = re.search(r"^\*json\*, \*jsonl\*\n((?:\t.*)?\n)*", file.read(), re.M)[0]
    suite.check("mtasts-lint.1: keys of JSON not told", sorted(keys - set(re.findall(r"\*(\w+)\*", part))))


def rendered(path):
    """The manual as a reader sees it, in long lines."""
    shown = subprocess.run(["mandoc", "-T", "utf8", "-O", "width=500"], input=page_of(path).stdout,
                           check=False, stdout=subprocess.PIPE).stdout.decode()
    return re.sub(".\b", "", shown)


def check_help(suite):
    """`mtasts help COMMAND` prints the manual, word by word, in lines of 80 columns."""
    for command, page in (("lint", "mtasts-lint.1"), ("gen", "mtasts-gen.1"), ("config", "mtasts-config.5")):
        told = rendered(os.path.join(TOP, "man", f"{page}.scd")).strip().rpartition("\n")[0]
        wanted, found = (text.partition("\nDESCRIPTION\n")[2].split() for text in
                         (told, run(["help", command], TOP).stdout))
        suite.check(f"help {command}", difference("\n".join(wanted), "\n".join(found)))
    main = rendered(os.path.join(TOP, "man", "mtasts.1.scd"))
    for command in ("rules", "config", "completion"):
        part = re.search(rf"^ +{command}\b[^\n]*\n(.*?)(?=^ {{,8}}\S)", main, re.M | re.S)[1]
        found = run(["help", command], TOP).stdout
        suite.check(f"help {command}: its part of mtasts(1)",
                    "" if folded(part) and folded(part) in folded(found) else f"{part}\n{found}")
    wide = [line for command in ("lint", "gen", "config") for line in
            run(["help", command], TOP).stdout.split("\n") if len(line) > 80 and line[:8].strip()]
    suite.check("help fits", "\n".join(wide))


def check_shown(suite, path):
    """What stands in literal blocks is what a reader sees, line by line; commands stand in such blocks."""
    name = os.path.relpath(path, TOP)
    lines = set(map(folded, rendered(path).split("\n")))
    with open(path, encoding="utf-8") as file:
        outside, *inside = re.split(r"^\t*```\n", file.read(), flags=re.M)
    literal = [line for block in inside[::2] for line in block.split("\n")]
    suite.check(f"{name}: is shown as it is written",
                "\n".join(line for line in literal if folded(line) not in lines))
    commands = re.findall(r"^\t(?:mtasts|git|dig) .*", outside + "".join(inside[1::2]), re.M)
    suite.check(f"{name}: commands have lines of their own", "\n".join(commands))


def wrong(path):
    made = page_of(path)
    if made.returncode:
        return made.stderr.decode()
    done = subprocess.run(["mandoc", "-Tlint"], input=made.stdout, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False)
    lines = done.stdout.decode().splitlines()
    return "\n".join(line for line in lines if not any(text in line for text in HARMLESS))


def check_configuration(suite):
    """Every key has a section, and what the sections show is a configuration."""
    with open(os.path.join(TOP, "man/mtasts-config.5.scd"), encoding="utf-8") as file:
        sections = re.findall(r"^## ([^\n]*)\n(.*?)(?=^#|\Z)", file.read(), re.M | re.S)
    with tempfile.TemporaryDirectory() as directory:
        schema = json.loads(run(["config", "--schema"], directory).stdout)
        suite.check("keys of the configuration", difference(
            "\n".join(sorted(schema["anyOf"][0]["properties"])), "\n".join(sorted(key for key, _ in sections))))
        os.mkdir(os.path.join(directory, "dns"))
        for key, text in sections:
            for block in re.findall(r"^```\n(.*?)^```", text, re.M | re.S):
                write_files(directory, {".mtasts.yaml": block})
                done = run(["config"], directory)
                suite.check(f"example of {key}", done.stderr if done.returncode or
                            not block.startswith(f"{key}:") else "")


def page():
    sources = ("man/rules.awk", "lint/diag/rules.def", "man/mtasts-rules.7.scd")
    return subprocess.run(["awk", "-f", *sources], cwd=TOP, stdout=subprocess.PIPE, check=True,
                          env=os.environ | {"LC_ALL": "C"}).stdout.decode()


def check_page(suite):
    try:
        tree = xml.etree.ElementTree.fromstring(page())
    except xml.etree.ElementTree.ParseError as error:
        suite.check("rules.html", error)
        return
    anchors = [one.get("id") for one in tree.iter() if one.get("id")]
    slugs = [slug for _, slug in catalogue()]
    for slug in slugs:
        suite.check(f"rules.html#{slug}", "" if anchors.count(slug) == 1
                    else f"{anchors.count(slug)} anchors")
    links = {one.get("href") for one in tree.iter() if one.get("href")}
    suite.check("rules.html: links", sorted(links - {f"#{slug}" for slug in anchors}))
    about = [one.text for one in tree.iter() if one.get("class") == "about"]
    suite.check("rules.html: summaries", [text for text in about if len(text) < 10])
    text = "".join(tree.itertext())
    with open(os.path.join(TOP, "man", "mtasts-rules.7.scd"), encoding="utf-8") as file:
        examples = "\n".join(file.read().split("\n```\n")[1::2])
    suite.check("rules.html: examples", [line for line in examples.split("\n") if line not in text])


def check_options(suite):
    """What `mtasts COMMAND --help` lists, the manual explains, and nothing else."""
    for command in ("lint", "gen", "config"):
        shown = set(re.findall(r"^ .{4} (--[a-z-]+)", run([command, "--help"], TOP).stdout, re.M))
        page = "mtasts.1" if command == "config" else f"mtasts-{command}.1"
        with open(os.path.join(TOP, "man", f"{page}.scd"), encoding="utf-8") as file:
            text = file.read().replace("\\-", "-")
        told = set(re.findall(r"\*(--[a-z-]+)", text))
        missing = [name for name in sorted(shown - told) if name not in ("--help", "--config")]
        heads = {name for line in re.findall(r"^\*-.*$", text, re.M)
                 for name in re.findall(r"\*(--[a-z-]+)", line)}
        suite.check(f"{page}: options of {command} not told", missing)
        suite.check(f"{page}: options that {command} has not", sorted(heads - shown - {"--version"}))


def main():
    suite = Suite()
    check_options(suite)
    check_json(suite)
    check_environment(suite)
    check_page(suite)
    check_configuration(suite)
    if suite.need("scdoc", "scdoc") and suite.need("mandoc", "mandoc"):
        for path in sorted(glob.glob(os.path.join(TOP, "man", "*.scd"))):
            suite.check(os.path.relpath(path, TOP), wrong(path))
            check_shown(suite, path)
        check_help(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
