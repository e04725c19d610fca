#!/usr/bin/env python3
"""bench.py PROGRAM MEASURE DIRECTORY: how fast and how small, beside the programs that read the same.

All commands of one comparison take turns in one run, several rounds, so that what else the machine does
meets each of them; medians are printed. Times on one processor are processor time, which other work
disturbs least; what several threads gain is told by the clock.
"""
import argparse
import os
import shutil
import statistics
import subprocess
import sys

import inputs

MIB = 1024 * 1024
ORIGIN = "example."
# What reads a zone file, and what of 100 MB it gets where all takes too long; its time is then scaled.
PEERS = {
    "named-checkzone": (["named-checkzone", "-i", "none", ORIGIN], 1),
    "nsd-checkzone": (["nsd-checkzone", ORIGIN], 1),
    "kzonecheck": (["kzonecheck", "-o", ORIGIN], 1),
    "ldns-read-zone": (["ldns-read-zone"], 10),
    "wc -l": (["wc", "-l"], 1),
    "cat": (["cat"], 1),
}
STATIC = ".build/static/mtasts"  # of `make static`, from the top of the sources
MOST_OF_WC = {"tld": 4, "hosting": 6}  # times the time of wc -l
FAILURE = 2  # an exit status above 1 (findings) fails; peers may refuse a zone with 1


class Bench:
    def __init__(self, options):
        self.options = options
        self.program = options.program
        self.rounds = options.rounds
        self.cpu = max(os.sched_getaffinity(0))

    def run(self, argv, cwd=None, one=True, times=1):
        """(status, seconds, processor seconds, MiB) of one run, or of the median of several."""
        pin = ["-c", str(self.cpu)] if one else []
        done = subprocess.run([self.options.measure, *pin, "-n", str(times), *argv], cwd=cwd,
                              stdout=subprocess.PIPE, check=True, text=True)
        status, wall, cpu, memory = map(int, done.stdout.split())
        if status > FAILURE:
            sys.exit(f"{' '.join(argv)}: exit status {status}")
        return status, wall / 1e6, cpu / 1e6, memory / 1024

    def compare(self, commands):
        """NAME -> (argv, keyword arguments): the median of each over the rounds, taken in turns."""
        rows = {name: [] for name in commands}
        for _ in range(self.rounds):
            for name, (argv, how) in commands.items():
                rows[name].append(self.run(argv, **how))
        return {name: (got[-1][0], *(statistics.median(row[i] for row in got) for i in (1, 2)),
                       max(row[3] for row in got)) for name, got in rows.items()}


def goal(text, value, limit, least=False):
    met = value >= limit if least else value <= limit
    print(f"  {text}: {value:.2f} (goal: at {'least' if least else 'most'} {limit:g}) "
          f"{'met' if met else 'NOT MET'}")


def zone_commands(bench, kind, size):
    path, _ = inputs.zone(bench.options.directory, kind, size)
    commands = {"mtasts": ([bench.program, "lint", "-j", "1", path], {})}
    for name, (argv, part) in PEERS.items():
        if shutil.which(argv[0], path=os.environ["PATH"] + ":/usr/sbin"):
            small, _ = inputs.zone(bench.options.directory, kind, size // part)
            commands[name] = ([*argv, small], {})
    return commands


def bench_zone(bench, kind):
    """One large zone, on one processor."""
    size = bench.options.size * inputs.MB
    result = bench.compare(zone_commands(bench, kind, size))
    own = result["mtasts"][2]
    _, counts = inputs.zone(bench.options.directory, kind, size)
    print(f"\n{kind}: {bench.options.size} MB, one processor")
    for name, (status, _, cpu, memory) in result.items():
        part = PEERS[name][1] if name in PEERS else 1
        note = f"  scaled from {bench.options.size // part} MB" if part > 1 else ""
        note += f"  exit status {status}" if status > 0 else ""
        print(f"  {name:<16}{cpu * part:9.3f} s{size / MIB / (cpu * part):9.0f} MiB/s{memory:9.1f} MiB"
              f"{cpu * part / own:9.2f}{note}")
    if kind in MOST_OF_WC:
        goal("time against wc -l", own / result["wc -l"][2], MOST_OF_WC[kind])
        if "named-checkzone" in result:
            goal("named-checkzone against it", result["named-checkzone"][2] / own, 50, least=True)
    goal("memory against 8 MiB, 64 bytes a record that is kept, 16 a name", result["mtasts"][3],
         8 + (64 * counts["records"] + 16 * counts["names"]) / MIB)
    small, _ = inputs.zone(bench.options.directory, kind, size // 10)
    tenth = bench.compare({"1x": ([bench.program, "lint", "-j", "1", small], {})})
    goal("10 times the bytes, times the time", own / tenth["1x"][2], 11)


def bench_domains(bench):
    """One zone of many mail domains, each with its records and without a policy."""
    path, few = (inputs.domains(bench.options.directory, count) for count in (10000, 1000))
    lint = [bench.program, "lint", "-j", "1", "-q"]
    result = bench.compare({"10,000": ([*lint, path], {}), "1,000": ([*lint, few], {})})
    print("\ndomains: one zone of 10,000 mail domains, one processor")
    for name, (_, _, cpu, memory) in result.items():
        print(f"  {name:<16}{cpu:9.3f} s{memory:9.1f} MiB")
    goal("10 times the domains, times the time", result["10,000"][2] / result["1,000"][2], 11)
    goal("memory against 8 MiB, 64 bytes a record that is kept, 16 a name", result["10,000"][3],
         8 + 10000 * (64 * inputs.DOMAIN_RECORDS + 16 * inputs.DOMAIN_NAMES) / MIB)


def read_all(directory):
    """Reads every file of the work tree with cat: the least that any program must do."""
    listed = subprocess.run(["git", "-C", directory, "ls-files", "-z"], stdout=subprocess.PIPE, check=True)
    with open(f"{directory}.list", "wb") as out:
        out.write(listed.stdout)
    return ["xargs", "-0", "-s", "2000000", "-a", f"{directory}.list", "cat"]


def bench_many(bench):
    """Many small zones in a git work tree."""
    count = bench.options.zones
    path, few = inputs.many(bench.options.directory, count), inputs.many(bench.options.directory, count // 10)
    lint = [bench.program, "lint"]
    result = bench.compare({
        "cat": (read_all(path), {"cwd": path}),
        "mtasts, one processor": ([*lint, "-j", "1", "."], {"cwd": path}),
        "mtasts, a tenth of it": ([*lint, "-j", "1", "."], {"cwd": few}),
        "mtasts -j 1": ([*lint, "-j", "1", "."], {"cwd": path, "one": False}),
        "mtasts -j 2": ([*lint, "-j", "2", "."], {"cwd": path, "one": False}),
    })
    print(f"\nmany: {count} zones and their policies, git work tree")
    for name, (status, wall, cpu, memory) in result.items():
        print(f"  {name:<24}{wall:9.3f} s{cpu:9.3f} s processor{memory:9.1f} MiB"
              + (f"  exit status {status}" if status else ""))
    own = result["mtasts, one processor"]
    goal("time against reading the files with cat", own[2] / result["cat"][2], 4)
    goal("10 times the files, times the time", own[2] / result["mtasts, a tenth of it"][2], 11)
    goal("two threads against one", result["mtasts -j 1"][1] / result["mtasts -j 2"][1], 1.6, least=True)
    goal("memory against 8 MiB, 64 bytes a record, 16 a name", own[3],
         8 + count * (64 * inputs.SMALL_RECORDS + 16 * inputs.SMALL_NAMES) / MIB)


# What reads the same files with the YAML library that octoDNS uses.
LOAD_YAML = """import glob, yaml
for path in glob.glob("zones/*.yaml"):
    with open(path) as file:
        yaml.load(file, Loader=yaml.CSafeLoader)
"""


def bench_octodns(bench):
    """Many small zones of octoDNS, beside reading their YAML with Python."""
    count = bench.options.zones
    path, few = inputs.octodns(bench.options.directory, count), inputs.octodns(bench.options.directory, count // 10)
    lint = [bench.program, "lint", "-j", "1", "."]
    commands = {"cat": (read_all(path), {"cwd": path}), "mtasts": (lint, {"cwd": path}),
                "mtasts, a tenth of it": (lint, {"cwd": few})}
    if subprocess.run([sys.executable, "-c", "import yaml"], stderr=subprocess.DEVNULL, check=False).returncode == 0:
        commands["PyYAML with libyaml"] = ([sys.executable, "-c", LOAD_YAML], {"cwd": path})
    result = bench.compare(commands)
    print(f"\noctodns: {count} zones of octoDNS, git work tree")
    for name, (status, wall, cpu, memory) in result.items():
        print(f"  {name:<24}{wall:9.3f} s{cpu:9.3f} s processor{memory:9.1f} MiB"
              + (f"  exit status {status}" if status else ""))
    goal("10 times the files, times the time", result["mtasts"][2] / result["mtasts, a tenth of it"][2], 11)


def bench_start(bench):
    """What a run costs that has nothing to do."""
    path = inputs.many(bench.options.directory, 1)
    zones = os.path.join(path, "zones")
    zone = os.path.join(zones, sorted(os.listdir(zones))[0])
    how = {"times": 100}
    commands = {
        "/bin/true": (["/bin/true"], how),
        "mtasts --version": ([bench.program, "--version"], how),
        "mtasts lint ZONE": ([bench.program, "lint", zone], how),
    }
    if os.path.exists(STATIC):
        commands["static --version"] = ([STATIC, "--version"], how)
        commands["static lint ZONE"] = ([STATIC, "lint", zone], how)
    result = bench.compare(commands)
    print("\nstart-up, one processor")
    for name, (_, wall, cpu, memory) in result.items():
        print(f"  {name:<24}{wall * 1000:9.3f} ms{cpu * 1000:9.3f} ms processor{memory:9.1f} MiB")
    for name in list(result)[1:]:
        goal(f"{name} against /bin/true", result[name][1] / result["/bin/true"][1],
             1.5 if name.startswith("static") else 3)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("program")
    parser.add_argument("measure")
    parser.add_argument("directory", help="where the inputs are, or are written to")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--size", type=int, default=100, help="of the large zones, MB")
    parser.add_argument("--zones", type=int, default=10000, help="small ones")
    parser.add_argument("--only", choices=["start", "many", "octodns", "domains", *inputs.ZONES])
    options = parser.parse_args()
    options.directory = os.path.abspath(options.directory)
    options.measure = os.path.abspath(options.measure)
    options.program = os.path.abspath(options.program)
    bench = Bench(options)
    if options.only in (None, "start"):
        bench_start(bench)
    if options.only in (None, "many"):
        bench_many(bench)
    if options.only in (None, "octodns"):
        bench_octodns(bench)
    if options.only in (None, "domains"):
        bench_domains(bench)
    for kind in inputs.ZONES:
        if options.only in (None, kind):
            bench_zone(bench, kind)


if __name__ == "__main__":
    sys.exit(main())
