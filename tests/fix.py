#!/usr/bin/env python3
"""`--fix`, `--unsafe-fixes` and `--diff` over every example of the manual, and every near miss that raises
something: a rule offers a fix where rules.def says so and nowhere else; the fixed bad example gives the
verdict of the good one; the patch is one for `git apply` and for `patch -p1`, and does what --fix does; a
second --fix changes nothing; bytes that no fix speaks of stay; the step breaks
nothing that the change-* rules speak of. Arguments are slugs; without any, all."""
import os
import re
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from examples import CATALOGUE, lay_out_versions, near_blocks, near_files, parse, read
from support import Suite, TOP, difference, environment, findings, run, write_files

MANUAL = os.path.join(TOP, "man", "mtasts-rules.7.scd")
NOW = ["--now", "2026-06-01T12:00:00Z"]
JOBS = 2
REVEALS = ("record-owner-wrong", "mx-target-relative")


def fix_kinds():
    """slug -> NONE, SAFE or UNSAFE."""
    return dict(re.findall(r'^RULE\(\w+, "([^"]+)",[^;]*?FIX_(\w+),', read(CATALOGUE), re.M))


def sections():
    """(slug, bad example, good example) of the manual."""
    for text in re.split(r"^## ", read(MANUAL), flags=re.M)[1:]:
        blocks = re.findall(r"^```\n(.*?)^```$", text, re.M | re.S)
        if len(blocks) > 1:
            yield text.split("\n", 1)[0], blocks[0], blocks[1]


def tree(directory):
    """relative path -> bytes"""
    result = {}
    for base, _, names in os.walk(directory):
        for name in names:
            path = os.path.join(base, name)
            if "/.git/" not in path + "/" and not os.path.islink(path):
                with open(path, "rb") as file:
                    result[os.path.relpath(path, directory)] = file.read()
    return result


def lint(options, directory, *more):
    done = run(["lint", *options, *more], directory)
    if done.returncode not in (0, 1):
        raise RuntimeError(f"exit status {done.returncode}\n{done.stderr}{done.stdout}")
    return done


def patched(command, files, patch):
    """FILES once COMMAND took PATCH."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, files)
        done = subprocess.run(command, cwd=directory, input=patch, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, env=environment(), check=False)
        if done.returncode:
            raise RuntimeError(f"{' '.join(command)}: {done.stdout.decode()}\n{patch.decode()}")
        return tree(directory)


def summary(found):
    return sorted({(one["rule"], one.get("domain", "")) for one in found})


class Fixed:
    """What --fix makes of an example, and all that must hold for any."""

    def __init__(self, block, unsafe):
        options, files = parse(block)
        self.flags = ["--unsafe-fixes"] if unsafe else []
        with tempfile.TemporaryDirectory() as top:
            directory = os.path.join(top, "now")
            self.options = [*NOW, *options, *lay_out_versions(top, directory, files)]
            self.files = tree(directory)
            self.before = findings(self.options, directory)
            self.patch = self.print_patch(directory)
            if tree(directory) != self.files:
                raise RuntimeError("--diff changed something")
            lint(self.options, directory, "--fix", *self.flags)
            self.after = tree(directory)
            self.left = findings(self.options, directory)
            if self.print_patch(directory):
                raise RuntimeError("a second --fix would change something")
            self.check_step(top, directory)
        self.check_patch()

    def check_step(self, top, directory):
        """Ids and serials follow what --fix changes: the step itself breaks nothing."""
        if self.after == self.files or "--against" in self.options or "--since" in self.options:
            return
        write_files(os.path.join(top, "was"), self.files)
        broken = [found for found in findings([*self.options, "--against", "../was"], directory, notes=True)
                  if found["rule"].startswith("change-") and found["level"] != "info"]
        if broken:
            raise RuntimeError(f"the step raises {broken}")

    def print_patch(self, directory):
        done = run(["lint", *self.options, "--diff", *self.flags], directory)
        patch = done.stdout.encode("utf-8", "surrogateescape")
        if done.returncode != (1 if patch else 0):
            raise RuntimeError(f"--diff: exit status {done.returncode}\n{done.stderr}{done.stdout}")
        return patch

    def check_patch(self):
        if not self.patch:
            if self.after != self.files:
                raise RuntimeError("--fix changes what --diff does not")
            return
        for command in (["git", "apply", "--whitespace=nowarn"], ["patch", "-p1", "-s", "--binary"]):
            if patched(command, self.files, self.patch) != self.after:
                raise RuntimeError(f"{command[0]} makes something else of it\n{self.patch.decode()}")


def manual_wrong(section, kind):
    slug, bad, good = section
    plain = Fixed(bad, False)
    fixed = Fixed(bad, True) if kind == "UNSAFE" else plain
    offered = {fix["safe"] for found in plain.before if found["rule"] == slug for fix in found.get("fixes", [])}
    if offered != {"NONE": set(), "SAFE": {True}, "UNSAFE": {False}}[kind]:
        return f"offers fixes, safe or not: {offered}; the catalogue says {kind}"
    if kind == "NONE":
        return "" if plain.after == plain.files else "changed"
    if kind == "UNSAFE" and plain.after != plain.files:
        return "changed without --unsafe-fixes"
    if fixed.after == fixed.files:
        return "changes nothing"
    options, files = parse(good)
    with tempfile.TemporaryDirectory() as top:
        directory = os.path.join(top, "now")
        extra = lay_out_versions(top, directory, files)
        wanted = summary(findings([*NOW, *options, *extra], directory))
    return "" if summary(fixed.left) == wanted else f"left: {summary(fixed.left)}, but {wanted} in the good example"


def near_wrong(slug, block, kind):
    fixed = Fixed(block[-1], True)
    new = set(summary(fixed.left)) - set(summary(fixed.before))
    if slug in REVEALS:  # what is a domain now is judged as one: the zone itself must stay good
        new = {one for one in new if one[0].startswith("zone-")}
    offered = [found for found in fixed.before if found["rule"] == slug and found.get("fixes")]
    if offered and kind == "NONE":
        return "offers a fix, the catalogue says none"
    return f"adds {sorted(new)}\n{fixed.patch.decode('utf-8', 'replace')}" if new else ""


def golden_wrong():
    """The edits of testdata/fixes as JSON says them; FIX_GOLDEN=update writes what they are now."""
    golden = os.path.join(TOP, "testdata", "fixes")
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, tree(os.path.join(golden, "input")))
        actual = lint(["-f", "jsonl", "."], directory).stdout
    if os.environ.get("FIX_GOLDEN") == "update":
        write_files(golden, {"findings.jsonl": actual})
    return difference(read(os.path.join(golden, "findings.jsonl")), actual)


def guarded(check, *arguments):
    try:
        return check(*arguments)
    except RuntimeError as error:
        return str(error)


def main():
    suite = Suite()
    kinds, only = fix_kinds(), sys.argv[1:]
    suite.check("testdata/fixes/findings.jsonl", golden_wrong())
    cases = [(f"{section[0]}: manual", manual_wrong, (section, kinds[section[0]]))
             for section in sections() if section[0] in kinds and (not only or section[0] in only)]
    suite.check("a fixable rule for each row", "" if only or len(cases) > 100 else f"{len(cases)} sections")
    for slug, path in sorted(near_files().items()):
        cases += [(f"{os.path.basename(path)}:{block[0]}", near_wrong, (slug, block, kinds[slug]))
                  for block in near_blocks(path) if block[1] == "raises" and (not only or slug in only)]
    with ThreadPoolExecutor(JOBS) as pool:
        results = pool.map(lambda case: guarded(case[1], *case[2]), cases)
        for case, wrong in zip(cases, results):
            suite.check(case[0], wrong)
    suite.finish()


if __name__ == "__main__":
    main()
