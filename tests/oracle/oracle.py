#!/usr/bin/env python3
"""Compares the zone reader with named-compilezone, nsd-checkzone, kzonecheck and ldns-read-zone.

    oracle.py DUMP [--zones N] [--seed S] [--packages DIRECTORY]

Over a corpus made from a seed, and over the zone files of Debian's bind9 and knot source packages (kept in
DIRECTORY): accepted or rejected by each, and for zones that we and named-compilezone accept, the same records
(owner, TTL, RDATA). Where one side refuses and the other reads, each complaint must be explained by a row of
differences.py; anything else fails.
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
import packages
import peers
from differences import DIFFERENCES, RECORD_DIFFERENCES, READS, REFUSES

Zone = collections.namedtuple("Zone", "origin path what")
Finding = collections.namedtuple("Finding", "level slug path line message")


class Text:
    """The lines of the files that complaints point into, and which of them are one record."""

    def __init__(self):
        self.files = {}
        self.starts = {}

    def whole(self, path):
        if path not in self.files:
            try:
                with open(path, "rb") as file:
                    self.files[path] = file.read().decode("latin-1")
            except OSError:
                self.files[path] = ""
        return self.files[path]

    def line_at(self, path, offset):
        return self.whole(path).count("\n", 0, offset) + 1

    def records(self, path):
        """For each line the first line of its record, from 0: parentheses hold lines together."""
        if path not in self.starts:
            starts, depth = [], 0
            for line in self.whole(path).split("\n"):
                starts.append(starts[-1] if depth > 0 and starts else len(starts))
                bare = re.sub(r'\\.|"(?:[^"\\]|\\.)*"|;.*', "", line)
                depth = max(0, depth + bare.count("(") - bare.count(")"))
            self.starts[path] = starts
        return self.starts[path]

    def near(self, path, line, tool):
        """First and last line of the record that a complaint names; the whole file where it names no line. NSD may
        name the line before or behind, and loses count in files with CRLF line ends."""
        starts, spare = self.records(path), int(tool == "nsd")
        if not 0 < line <= len(starts) or spare and "\r\n" in self.whole(path):
            return 1, len(starts)
        first, last = starts[max(line - 1 - spare, 0)], min(line + spare, len(starts))
        while last < len(starts) and starts[last] == starts[last - 1]:
            last += 1
        return first + 1, last

    def lines(self, path, first, last):
        return "\n".join(self.whole(path).split("\n")[first - 1:last])


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
    def errors(self):
        return sorted((f for f in self.findings if f.level == "error"), key=lambda f: (f.path, f.line))

    @property
    def slugs(self):
        return {finding.slug for finding in self.findings}


def dump(program, zones, texts):
    """path -> Ours, from the program's lines."""
    questions = "".join(f"{zone.origin} {zone.path}\n" for zone in zones)
    lines = subprocess.run([program], input=questions.encode(), stdout=subprocess.PIPE, check=True).stdout
    results, current = {}, None
    for line in lines.decode("latin-1").split("\n"):
        word, *rest = line.split("\t")
        if word == "file":
            current = results[rest[0]] = Ours()
        elif word == "finding":
            level, slug, path, offset, message = rest
            current.findings.append(Finding(level, slug, path, texts.line_at(path, int(offset)), message))
        elif word == "rr" and int(rest[2]) in peers.TYPES.values():
            owner, ttl, kind, rdata = rest
            owner = owner if owner == "." else owner + "."
            current.add(*peers.fold(peers.name_wire(owner), int(ttl), int(kind), bytes.fromhex(rdata)))
    return results


def explain(side, tool, complaint, ours, texts):
    """The row that allows COMPLAINT, which is TOOL's of what we read, or ours of what it reads."""
    first, last = texts.near(complaint.path, complaint.line, tool if side == REFUSES else "")
    text = texts.lines(complaint.path, first, last)
    here = {finding.slug for finding in ours.findings
            if finding.path == complaint.path and first <= finding.line <= last}
    slugs = {complaint.slug} if side == READS else here | {slug + " anywhere" for slug in ours.slugs}
    for row in DIFFERENCES:
        if (row.side == side and tool in row.tools and (not row.slug or row.slug in slugs)
                and re.search(row.says, complaint.message) and re.search(row.text, text, re.M)):
            return row
    return None


def without_sequels(complaints, texts):
    """COMPLAINTS without those that only follow from another: of the same record, or of what it left unknown."""
    seen, opened, result = set(), False, []
    for complaint in complaints:
        record = (complaint.path, texts.near(complaint.path, complaint.line, "")[0])
        if record not in seen and not opened and not (seen and re.search(peers.SEQUELS, complaint.message)):
            result.append(complaint)
        seen.add(record)
        opened = opened or bool(re.search(peers.OPEN_QUOTE, complaint.message))
    return result


class Comparison:
    def __init__(self):
        self.used = collections.Counter()
        self.passed = 0
        self.failures = []  # (zone, text)
        self.texts = Text()

    def compare_verdict(self, zone, tool, verdict, ours):
        if verdict.accepted == (not ours.errors):
            self.passed += 1
            return
        side = READS if verdict.accepted else REFUSES
        complaints = without_sequels(ours.errors if verdict.accepted else verdict.complaints, self.texts)
        rows = [explain(side, tool, complaint, ours, self.texts) for complaint in complaints]
        self.used.update(row for row in rows if row)
        if all(rows):
            self.passed += 1
            return
        complaint = complaints[rows.index(None)]
        slug = f" [{complaint.slug}]" if verdict.accepted else ""
        self.failures.append((zone, f"{tool} {side}, line {complaint.line}: {complaint.message}{slug}"))

    def compare_records(self, zone, verdict, ours):
        if ours.errors or not verdict.accepted:
            return
        apex = peers.name_wire(zone.origin.lower().rstrip(".") + ".")
        mine = ours.settle({record for record in ours.records if record[0].endswith(apex)})
        theirs = ours.settle(peers.canonical(verdict.output))
        rows = [row for row in RECORD_DIFFERENCES if re.search(row.text, self.texts.whole(zone.path), re.M)]
        if mine == theirs:
            self.passed += 1
        elif rows:
            self.passed += 1
            self.used[rows[0]] += 1
        else:
            self.failures.append((zone, f"records: only ours {sorted(mine - theirs)[:3]}, "
                                        f"only named's {sorted(theirs - mine)[:3]}"))


def generated_zones(directory, first, count):
    for name, data in corpus.INCLUDED.items():
        with open(os.path.join(directory, name), "wb") as out:
            out.write(data)
    zones = []
    for seed in range(first, first + count):
        data, what = corpus.zone(seed)
        path = os.path.join(directory, f"{seed}.zone")
        with open(path, "wb") as out:
            out.write(data)
        zones.append(Zone("example.com", path, what or "valid"))
    return zones


def package_zones(cache):
    """The zone files of the packages; says how many. None where the packages cannot be had."""
    directories, why = packages.unpack(cache)
    if why:
        print(f"oracle: the zone files of {' and '.join(packages.PACKAGES)} cannot be fetched: {why}",
              "(failed)" if os.environ.get("CI") else "(SKIPPED)")
        return None
    zones = []
    for directory in directories:
        found, skipped = packages.zones(directory)
        zones += [Zone(origin, path, os.path.basename(directory)) for origin, path in found]
        left = ", ".join(f"{count} {why}" for why, count in sorted(skipped.items()) if count)
        print(f"{os.path.basename(directory)}: {len(found)} zone files" + (f"; left out: {left}" if left else ""))
    return zones


def missing_tools():
    missing = [tool for tool in peers.TOOLS if not shutil.which(peers.COMMANDS[tool]("", "")[0])]
    if missing:
        print("oracle: sh tests/install.sh peers (as root) installs what is missing:", ", ".join(missing),
              "(failed)" if os.environ.get("CI") else "(SKIPPED)")
    return missing


def ask(zone):
    return zone, {tool: peers.run(tool, zone.origin, zone.path) for tool in peers.TOOLS}


def print_rows(used):
    print("differences that are allowed:")
    for row in DIFFERENCES + RECORD_DIFFERENCES:
        print(f"  {used[row] or 'NEVER':>6} {row.title}")


def print_failures(failures, show):
    for zone, text in failures[:show]:
        print(f"DIFFERENCE {zone.path} ({zone.what}, {zone.origin}): {text}")
    if failures:
        keep = tempfile.mkdtemp(prefix="mtasts-oracle-")
        for zone, _ in failures[:show]:
            shutil.copy(zone.path, keep)
        print(f"the zones are kept in {keep}")


def main():
    args = argparse.ArgumentParser()
    args.add_argument("dump")
    args.add_argument("--packages", default=".build/oracle")
    args.add_argument("--zones", type=int, default=3000)
    args.add_argument("--seed", type=int, default=1)
    args.add_argument("--show", type=int, default=20, help="differences to print")
    args = args.parse_args()
    in_ci = bool(os.environ.get("CI"))
    os.environ["PATH"] += ":/usr/local/sbin:/usr/sbin:/sbin"
    if missing_tools():
        print(f"0 passed, {int(in_ci)} failed, {int(not in_ci)} skipped")
        return int(in_ci)
    comparison = Comparison()
    with tempfile.TemporaryDirectory() as directory:
        zones = generated_zones(directory, args.seed, args.zones)
        print(f"{len(zones)} zones made from seed {args.seed}")
        files = package_zones(os.path.abspath(args.packages))
        zones += files or []
        ours = dump(os.path.abspath(args.dump), zones, comparison.texts)
        with concurrent.futures.ThreadPoolExecutor(os.cpu_count()) as pool:
            for zone, verdicts in pool.map(ask, zones):
                for tool, verdict in verdicts.items():
                    comparison.compare_verdict(zone, tool, verdict, ours[zone.path])
                comparison.compare_records(zone, verdicts["named"], ours[zone.path])
        print(f"we accept {sum(not o.errors for o in ours.values())} of {len(zones)}")
        print_rows(comparison.used)
        print_failures(comparison.failures, args.show)
    failed, skipped = len(comparison.failures), 0
    if files is None:
        failed, skipped = failed + in_ci, int(not in_ci)
    print(f"{comparison.passed} passed, {failed} failed, {skipped} skipped")
    return int(failed > 0)


if __name__ == "__main__":
    sys.exit(main())
