#!/usr/bin/env python3
"""Compares the zone reader with named-compilezone, nsd-checkzone, kzonecheck and ldns-read-zone.

    oracle.py DUMP [--zones N] [--seed S] [FILE-WITH-'ORIGIN PATH'-LINES]

Over a corpus made from a seed, and over zone files at hand: accepted or rejected by each, and for zones that
we and named-compilezone accept, the same records (owner, TTL, RDATA). A difference is allowed when a row of
DIFFERENCES explains it; anything else fails.
"""
import argparse
import collections
import concurrent.futures
import os
import re
import shutil
import subprocess
import sys
import tempfile

sys.path.insert(0, os.path.dirname(os.path.abspath(__file__)))
import corpus
import peers
from differences import DIFFERENCES, RECORD_DIFFERENCES


class Ours:
    """What dump says of one file."""

    def __init__(self):
        self.findings = []
        self.records = set()
        self.ttls = collections.defaultdict(set)

    def add(self, owner, ttl, kind, rdata):
        self.records.add((owner, ttl, kind, rdata))
        self.ttls[owner, kind].add(ttl)

    def settle(self, records):
        """One set of records has one TTL: where the file gives several, any of them will do."""
        return {(o, 0 if len(self.ttls[o, k]) > 1 and t in self.ttls[o, k] else t, k, r) for o, t, k, r in records}

    @property
    def accepted(self):
        return not any(level == "error" for level, _, _ in self.findings)

    @property
    def slugs(self):
        return " ".join(sorted({slug for _, slug, _ in self.findings}))


def dump(program, questions, cwd):
    lines = subprocess.run([program], input="".join(f"{o} {p}\n" for o, p in questions).encode(),
                           capture_output=True, cwd=cwd, check=True).stdout.decode("latin-1").split("\n")
    results, current = {}, None
    for line in lines:
        word, _, rest = line.partition(" ")
        if word == "file":
            current = results[rest] = Ours()
        elif word == "finding":
            level, slug, _, message = rest.split(" ", 3)
            current.findings.append((level, slug, message))
        elif word == "rr":
            owner, ttl, kind, rdata = (rest + " ").split(" ")[:4]
            if int(kind) in peers.TYPES.values():
                current.add(*peers.fold(peers.name_wire(owner if owner == "." else owner + "."), int(ttl), int(kind),
                                        bytes.fromhex(rdata)))
    return results


def explain(tool, ours, peer_accepts, output, text):
    """The row that allows this difference of verdicts, or None."""
    for row in DIFFERENCES:
        if (tool in row.tools and row.peer == ("accepts" if peer_accepts else "rejects")
                and (not row.slug or row.slug in ours.slugs.split())
                and re.search(row.says, output, re.S) and re.search(row.text, text, re.S)):
            return row
    return None


def record_difference(mine, theirs, apex, text):
    ours = {r for r in mine.settle(mine.records) if r[0].endswith(apex)}
    theirs, slugs = mine.settle(theirs), mine.slugs
    if ours == theirs:
        return None
    for row in RECORD_DIFFERENCES:
        if (not row.slug or row.slug in slugs.split()) and re.search(row.text, text, re.S):
            return None
    return f"only ours {sorted(ours - theirs)[:3]}, only named's {sorted(theirs - ours)[:3]}"


def main():
    args = argparse.ArgumentParser()
    args.add_argument("dump")
    args.add_argument("list", nargs="?")
    args.add_argument("--zones", type=int, default=2000)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--show", type=int, default=10, help="differences to print")
    args = args.parse_args()
    tools = [t for t in ("named", "nsd", "knot", "ldns") if shutil.which(peers.COMMANDS[t]("", "")[0])]
    if len(tools) < 4:
        message = "oracle: apt-get install --no-install-recommends bind9-utils nsd knot-dnssecutils ldnsutils"
        print(message, "(failed)" if os.environ.get("CI") else "(SKIPPED)")
        print(f"0 passed, {1 if os.environ.get('CI') else 0} failed, {0 if os.environ.get('CI') else 1} skipped")
        return 1 if os.environ.get("CI") else 0

    with tempfile.TemporaryDirectory() as directory:
        questions, what = [], {}
        for seed in range(args.seed, args.seed + args.zones):
            data, broken = corpus.zone(seed)
            path = os.path.join(directory, f"{seed}.zone")
            with open(path, "wb") as out:
                out.write(data)
            questions.append(("example.com", path))
            what[path] = broken
        if args.list:
            with open(args.list) as lines:
                for line in lines:
                    origin, path = line.split(" ", 1)
                    questions.append((origin, path.strip()))
                    what[path.strip()] = "file"
        apex = {p: peers.name_wire(o.lower().rstrip('.') + '.') for o, p in questions}
        ours = dump(os.path.abspath(args.dump), questions, directory)
        used, passed, failures = collections.Counter(), 0, []

        def ask(question):
            origin, path = question
            return path, {tool: peers.run(tool, origin, path, os.path.dirname(path)) for tool in tools}

        with concurrent.futures.ThreadPoolExecutor(2) as pool:
            for path, verdicts in pool.map(ask, questions):
                mine = ours[path]
                with open(path, "rb") as file:
                    text = file.read().decode("latin-1")
                for tool, (accepted, output) in verdicts.items():
                    if accepted == mine.accepted:
                        passed += 1
                        continue
                    row = explain(tool, mine, accepted, output, text)
                    if row:
                        used[row] += 1
                        passed += 1
                    else:
                        failures.append(f"{path} [{what[path]}] {tool} {'accepts' if accepted else 'rejects'}: "
                                        f"{output.strip().splitlines()[-3:] if not accepted else ''}\n    ours: "
                                        f"{[f for f in mine.findings if f[0] == 'error'][:3]}")
                if mine.accepted and verdicts.get("named", (False,))[0]:
                    difference = record_difference(mine, peers.canonical(verdicts["named"][1]), apex[path], text)
                    passed += difference is None
                    if difference:
                        failures.append(f"{path} [{what[path]}] records: {difference}")

        print(f"{len(questions)} zones, {sum(o.accepted for o in ours.values())} accepted by us; allowed differences:")
        for row in DIFFERENCES:
            print(f"  {used[row]:6} {'/'.join(row.tools)} {row.peer}: {row.why}")
        for failure in failures[:args.show]:
            print("DIFFERENCE", failure)
        if failures:
            keep = tempfile.mkdtemp(prefix="mtasts-oracle-")
            for failure in failures[:args.show]:
                name = failure.split(" ")[0]
                if name.startswith(directory):
                    shutil.copy(name, keep)
            print(f"the zones are kept in {keep}")
        print(f"{passed} passed, {len(failures)} failed, 0 skipped")
        return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
