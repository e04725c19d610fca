#!/usr/bin/env python3
"""The rules of the house: who includes whom, one home for each library, sizes, and the catalogue."""
import os
import re
import subprocess
import sys

from support import Suite, TOP

# Which part may include which. A part is a directory; "lint" is the facade in lint/ itself.
BASE = {"lint/base"}
DIAG = BASE | {"lint/diag"}
DNS = DIAG | {"lint/dns"}
ZONE = DNS | {"lint/zone"}
READERS = ZONE | {"lint/txt", "lint/policy", "lint/cert"}
MODEL = READERS | {"lint/model"}
CHECK = MODEL | {"lint/check", "lint/server"}
REPORT = DIAG | {"lint/report"}
GEN = MODEL | {"lint/digest", "lint/fix", "gen"}
MAY_INCLUDE = {
    "lint/base": BASE,
    "lint/diag": DIAG,
    "lint/dns": DNS,
    "lint/zone": ZONE | {"lint/yaml"},
    "lint/txt": ZONE | {"lint/txt"},  # places in a TXT record are the zone reader's to find
    "lint/digest": BASE | {"lint/digest"},
    "lint/fix": BASE | {"lint/fix"},
    "lint/match": BASE | {"lint/match"},
    "lint/nameserver": ZONE | {"lint/match", "lint/yaml", "lint/nameserver"},
    "lint/yaml": BASE | {"lint/yaml"},
    "lint/config": ZONE | {"lint/yaml", "lint/match", "lint/policy", "lint/config"},
    "lint/cert": DNS | {"lint/digest", "lint/cert"},
    "lint/policy": DNS | {"lint/policy"},
    "lint/server": BASE | {"lint/match", "lint/server"},
    "lint/repo": MODEL | {"lint/yaml", "lint/repo", "lint/server", "lint/match", "lint/nameserver",
                          "lint/config"},
    "lint/model": MODEL,
    "lint/check": CHECK | {"lint/digest", "lint/config", "lint/match"},
    "lint/report": REPORT | {"lint/digest"},
    "lint": {"lint/match"} | CHECK | REPORT | {"lint/repo", "lint/config", "lint"},
    "gen": GEN,
    "cmd": CHECK | REPORT | GEN | {"lint/repo", "lint/config", "lint", "cmd"},
}

# The only place that may include a header of a library; None: nobody may.
HOME = {
    "idn2.h": "lint/dns/idn.c",
    "libpsl.h": "lint/dns/suffix.c",
    "jansson.h": ("lint/report/", "lint/config/schema.c"),
    "yaml.h": "lint/yaml/",
    "pcre2.h": "lint/match/regex.c",
    "openssl/": "lint/digest/libcrypto.h",
    "arpa/inet.h": "lint/dns/rr.c",
    "sys/socket.h": None,
    "netdb.h": None,
}

# Made by the Makefile from the manual.
GENERATED = {"lint/diag/manual.inc": "lint/diag/manual.c", "cmd/help.inc": "cmd/cmd_help.c"}

TOP_LEVEL = {"Makefile", "README.md", "LICENSE", "cmd", "lint", "gen", "testdata", "tests", "man"}
MAX_FILE, MAX_TEST, MAX_FUNCTION, MAX_COLUMNS = 400, 500, 60, 100  # tests are mostly tables


def tracked():
    """The files of the repository; without git, all that is there but build results."""
    if os.path.exists(os.path.join(TOP, ".git")):
        done = subprocess.run(["git", "-C", TOP, "-c", f"safe.directory={TOP}", "ls-files", "-z"],
                              stdout=subprocess.PIPE, check=True)
        names = [os.fsdecode(name) for name in done.stdout.split(b"\0") if name]
        return [name for name in names if os.path.exists(os.path.join(TOP, name))]
    return [os.path.relpath(os.path.join(directory, name), TOP)
            for directory, _, names in os.walk(TOP) for name in names if "/.build" not in directory]


def read(name):
    with open(os.path.join(TOP, name), "rb") as file:
        return file.read().decode("utf-8", "replace")


def part_of(name):
    parts = name.split("/")
    return "/".join(parts[:2]) if parts[0] == "lint" and len(parts) > 2 else parts[0]


def include_wrong(name, header):
    """What is wrong with NAME including "HEADER" of the house."""
    if GENERATED.get(header) == name:
        return ""
    if not header.startswith(("lint/", "gen/", "cmd/")):
        return f'"{header}" is not written from the top'
    allowed = MAY_INCLUDE.get(part_of(name))
    if allowed is None:
        return f"{part_of(name)} is not in the table of parts"
    return "" if part_of(header) in allowed else f"must not know {header}"


def library_wrong(name, header):
    for prefix, home in HOME.items():
        if header == prefix or (prefix.endswith("/") and header.startswith(prefix)):
            if home is None:
                return f"nobody may include <{header}>: the program is offline"
            homes = (home,) if isinstance(home, str) else home
            if not any(name == one or (one.endswith("/") and name.startswith(one)) for one in homes):
                return f"<{header}> belongs to {' and '.join(homes)}"
            return ""
    return ""


def long_functions(text):
    """Functions of more than MAX_FUNCTION lines, braces in the first column counted in."""
    start, head, last = None, "", ""
    for number, line in enumerate(text.splitlines(), 1):
        if line == "{":
            start, head = number, last
        elif line == "}" and start:
            if number - start + 1 > MAX_FUNCTION:
                yield f"line {start}: {number - start + 1} lines: {head.strip()}"
            start = None
        if line.strip():
            last = line


def check_source(suite, name):
    text = read(name)
    wrong = []
    for kind, header in re.findall(r'^[ \t]*#[ \t]*include[ \t]*([<"])([^>"]+)', text, re.M):
        if kind == '"' and name.startswith(("lint/", "cmd/", "gen/")):
            wrong.append(include_wrong(name, header))
        if kind == "<" and not name.startswith("tests/"):
            wrong.append(library_wrong(name, header))
    lines = text.count("\n")
    if name.endswith(".c"):
        most = MAX_TEST if name.startswith("tests/") else MAX_FILE
        if lines > most:
            wrong.append(f"{lines} lines, more than {most}")
        wrong.extend(long_functions(text))
    for number, line in enumerate(text.splitlines(), 1):
        if len(line.expandtabs(8)) > MAX_COLUMNS and not name.endswith(".def"):
            wrong.append(f"line {number}: wider than {MAX_COLUMNS} columns")
        if line != line.rstrip():
            wrong.append(f"line {number}: blanks at the end")
    if re.search(r"\b(TODO|FIXME|XXX)\b", text):
        wrong.append("unfinished: TODO, FIXME or XXX")
    suite.check(name, "\n".join(filter(None, wrong)))


def check_rules_used(suite, sources):
    text = "".join(read(name) for name in sources
                   if name.endswith((".c", ".h")) and name.startswith("lint/"))
    used = set(re.findall(r"\bRULE_(\w+)", text))
    for rule in re.findall(r"^RULE\((\w+),", read("lint/diag/rules.def"), re.M):
        suite.check(f"rule {rule}", "" if rule in used else "no code raises it")


def main():
    suite = Suite()
    names = tracked()
    for name in sorted({name.split("/")[0] for name in names}):
        suite.check(f"top level: {name}",
                    "" if name in TOP_LEVEL or name.startswith(".") else "does not belong there")
    sources = [name for name in names if name.endswith((".c", ".h", ".def"))]
    for name in sources:
        check_source(suite, name)
    check_rules_used(suite, sources)
    home = re.compile(r"(?<![\w./])/(?:home|Users|root|work)/\w+")
    for name in names:
        if name != "tests/house.py" and not name.startswith("testdata/fuzz/"):
            match = home.search(read(name))
            suite.check(f"paths in {name}", f"names {match[0]}" if match else "")
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
