"""Examples: the files of a small repository as text, as in mtasts-rules(7) and testdata/near/.

An example begins with an optional line `$ mtasts lint OPTIONS` (without it: `.`), then files, each
headed by `==> NAME <==`.
`==> NAME (escaped) <==`: \\r \\n \\t \\xNN \\\\ are decoded, line ends as written do not count.
`==> NAME (last line N times) <==`: the last line is repeated. A file ends with one newline.
`==> NAME (commands) <==`: the lines are run by sh, in UTC, and make the file; those of today find the
files of before/ in ../before/.

`before/NAME` is a file of the earlier version, which becomes the directory of --against. Where there is
a `before-2/NAME` (the version before that) and so on, they become a git history instead, each version a
commit of its own with a day between, and the run is `--since HEAD` a day after the last.

A file testdata/near/SLUG.txt holds examples that lie right beside what the rule SLUG speaks of. Each
is headed by `## silent WHY`, or `## raises FILE:LINE:COLUMN... WHY` with the places of all findings
of the rule; other rules may speak as well.
"""
import glob
import os
import re
import shlex
import shutil
import subprocess
import tempfile

from support import TOP, run, write_files

CATALOGUE = os.path.join(TOP, "lint", "diag", "rules.def")
NEAR = os.path.join(TOP, "testdata", "near")
HEADER = re.compile(r"^==> (\S+?)(?: \((escaped|commands|last line (\d+) times)\))? <==$")
FINDING = re.compile(r"^(.+?:\d+:\d+): \w+: .* \[([a-z0-9-]+)\]$")
HEADING = re.compile(r"^## (silent|raises)((?: \S+:\d+:\d+)*)((?: .+)?)$")
BEFORE = re.compile(r"^before(?:-([2-9]))?/(.+)$")
DAY = 86400
NOW = 1767312000  # 2026-01-02T00:00:00Z
ESCAPE = re.compile(r"\\(x[0-9A-Fa-f]{2}|.)", re.S)
SIMPLE = {"r": "\r", "n": "\n", "t": "\t", "\\": "\\"}


class Commands(bytes):
    """What makes a file, instead of its bytes."""


def read(path):
    with open(path, encoding="utf-8") as file:
        return file.read()


def catalogue():
    """(ID, slug) in the order of rules.def."""
    return re.findall(r'^RULE\((\w+), "([^"]+)"', read(CATALOGUE), re.M)


def decode(text):
    def one(match):
        code = match[1]
        if len(code) == 3:
            return chr(int(code[1:], 16))
        return SIMPLE.get(code, match[0])
    # Latin-1 carries bytes: text that is not ASCII is taken as its UTF-8 bytes first.
    carried = text.replace("\n", "").encode().decode("latin-1")
    return ESCAPE.sub(one, carried).encode("latin-1")


def parse(block):
    """The options of an example, and its files."""
    options, files, name, flag, times = ["."], {}, None, None, 1

    def finish(lines):
        if name is None:
            return
        text = "\n".join(lines)
        if flag == "escaped":
            files[name] = decode(text)
            return
        if flag == "commands":
            files[name] = Commands(text.encode())
            return
        lines = text.rstrip("\n").split("\n")
        lines += lines[-1:] * (times - 1)
        files[name] = ("\n".join(lines) + "\n").encode() if text else b""

    lines = []
    for line in block.split("\n")[:-1]:
        header = HEADER.match(line)
        if header:
            finish(lines)
            name, flag, times = header[1], header[2], int(header[3] or 1)
            lines = []
        elif name is None and line.startswith("$ mtasts lint"):
            options = shlex.split(line)[3:]
        else:
            lines.append(line)
    finish(lines)
    return options, files


def lay_out(directory, files):
    """Writes the files of an example, then runs the commands that make others. Raises RuntimeError
    when one fails."""
    write_files(directory, {name: data for name, data in files.items()
                            if not isinstance(data, Commands)})
    for name, data in files.items():
        if isinstance(data, Commands):
            done = subprocess.run(["sh", "-e", "-c", data.decode()], cwd=directory, check=False,
                                  stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                                  stderr=subprocess.STDOUT, env={**os.environ, "TZ": "UTC"})
            if done.returncode or not os.path.exists(os.path.join(directory, name)):
                raise RuntimeError(f"the commands do not make {name}:\n{done.stdout.decode()}")


def empty(directory):
    """Removes all of a work tree."""
    for name in os.listdir(directory):
        path = os.path.join(directory, name)
        if name != ".git" and os.path.isdir(path):
            shutil.rmtree(path)
        elif name != ".git":
            os.remove(path)


def commit_versions(now, versions):
    """Makes the directory NOW a repository in which each of VERSIONS (files; the oldest first) is a
    commit."""
    outside = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}
    git = ["git", "-C", now, "-c", "user.name=a", "-c", "user.email=a@example.com"]
    subprocess.run([*git, "init", "--quiet"], check=True, env=outside)
    for age, files in zip(range(len(versions), 0, -1), versions):
        empty(now)
        lay_out(now, files)
        date = f"{NOW - age * DAY} +0000"
        dated = {**outside, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date}
        subprocess.run([*git, "add", "--all"], check=True, env=outside)
        subprocess.run([*git, "commit", "--quiet", "--allow-empty", "--message", "version"],
                       check=True, env=dated)
    empty(now)


def lay_out_versions(directory, now, files):
    """Makes the files of an example below DIRECTORY, those of today in NOW. Returns the options by
    which mtasts finds the earlier ones."""
    versions = {}
    for name, text in files.items():
        match = BEFORE.match(name)
        age = int(match[1] or 1) if match else 0
        versions.setdefault(age, {})[match[2] if match else name] = text
    last = max(versions)
    os.makedirs(now)
    if last > 1:
        commit_versions(now, [versions.get(age, {}) for age in range(last, 0, -1)])
    if last == 1:
        os.makedirs(os.path.join(directory, "before"))
        lay_out(os.path.join(directory, "before"), versions[1])
    lay_out(now, versions.get(0, {}))
    return ([], ["--against", "../before"], ["--since", "HEAD", "--now", str(NOW)])[min(last, 2)]


def run_block(block, more):
    """What `mtasts lint` prints for an example, with MORE options. Raises RuntimeError when it cannot
    be run."""
    options, files = parse(block)
    if not files:
        raise RuntimeError("no file in the example")
    if "--select" in options:
        raise RuntimeError("--select would hide what the example raises besides")
    with tempfile.TemporaryDirectory() as directory:
        now = os.path.join(directory, "now")
        options += lay_out_versions(directory, now, files)
        done = run(["lint", *options, *more], now)
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"exit status {done.returncode}\n{done.stderr}{done.stdout}")
    return done.stdout


def run_example(block):
    """(rule, place, the whole line) for each finding of an example."""
    lines = run_block(block, ["-f", "concise"]).splitlines()
    return [(match[2], match[1], match[0]) for match in map(FINDING.match, lines)]


def files_not_read(block):
    """The zones and policies of an example that are taken for something else, and so not judged."""
    listed = run_block(block, ["--list-files"])
    return [name for name in parse(block)[1]
            if not BEFORE.match(name) and name.endswith((".zone", "mta-sts.txt")) and f"{name}: " not in f"\n{listed}"]


def near_files():
    """slug -> path of its near misses."""
    return {os.path.basename(path)[:-len(".txt")]: path
            for path in glob.glob(os.path.join(NEAR, "*.txt"))}


def near_blocks(path):
    """(line, verdict, places, why, block) for each example of a file of near misses. A heading that
    is none has the verdict None."""
    blocks = []
    for number, line in enumerate(read(path).split("\n")[:-1], 1):
        if line.startswith("## "):
            heading = HEADING.match(line)
            verdict, places, why = heading.groups() if heading else (None, "", "")
            blocks.append([number, verdict, places.split(), why.strip(), ""])
        elif blocks:
            blocks[-1][-1] += line + "\n"
    return blocks
