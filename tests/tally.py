#!/usr/bin/env python3
"""Runs suites and adds up their numbers.

tally.py [-j N] SUITE...: N suites at once (1); what one says is then shown when it ends. Each is a
program, a Python script, or a shell command, with an optional "NAME = " in front. What a suite counted is the last line "N passed, N failed, N skipped" of its output, or
cmocka's numbers, or, without either, one test that its exit status decides. Ends with such a line
over all suites, and fails if anything failed.
"""
import argparse
import concurrent.futures
import os
import re
import subprocess
import sys
import time

COUNTS = re.compile(r"^(\d+) passed, (\d+) failed, (\d+) skipped$")
CMOCKA = re.compile(r"^\[  (PASSED|FAILED|SKIPPED) +\] .*?(\d+) test\(s\)")


def command_of(suite):
    name, equals, command = suite.partition(" = ")
    if not equals:
        name = command = suite
    if command.endswith(".py"):
        command = f"{sys.executable} {command}"
    elif "/" not in command.split()[0] and os.path.exists(command):
        command = f"./{command}"
    return re.sub(r"^(.*/)?tests/", "", name), command


def run(command, show):
    """Runs it, handing all but the line of counts to SHOW, and returns its output lines and exit status."""
    lines = []
    with subprocess.Popen(command, shell=True, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, errors="replace") as process:
        for line in process.stdout:
            line = line.rstrip("\n")
            lines.append(line)
            if not COUNTS.match(line) and not re.match(r"\[(==========| RUN      |       OK )\]", line):
                show(line)
    return lines, process.returncode


def count(lines, status):
    found = [match for match in map(COUNTS.match, lines) if match]
    if found:
        passed, failed, skipped = map(int, found[-1].groups())
    else:
        numbers = {"PASSED": 0, "FAILED": 0, "SKIPPED": 0}
        for match in filter(None, map(CMOCKA.match, lines)):
            numbers[match[1]] = max(numbers[match[1]], int(match[2]))
        passed, failed, skipped = numbers["PASSED"], numbers["FAILED"], numbers["SKIPPED"]
        if passed + failed + skipped == 0:
            passed, failed = (1, 0) if status == 0 else (0, 1)
    if status != 0 and failed == 0:
        failed = 1  # it ended badly without saying so
    return passed, failed, skipped


def run_suite(suite, show):
    """Name, counts and seconds."""
    name, command = command_of(suite)
    start = time.monotonic()
    show(f"== {name}")
    counted = count(*run(command, show))
    return name, counted, time.monotonic() - start


def say(line):
    print(line, flush=True)


def run_apart(suite):
    """The same, with what it said."""
    said = []
    result = run_suite(suite, said.append)
    return result, said


def run_all(suites, jobs):
    if jobs == 1:
        for suite in suites:
            yield run_suite(suite, say)
        return
    with concurrent.futures.ThreadPoolExecutor(jobs) as pool:
        for result, said in pool.map(run_apart, suites):
            say("\n".join(said))
            yield result


def main():
    parser = argparse.ArgumentParser()
    parser.add_argument("-j", type=int, default=1)
    parser.add_argument("suites", nargs="*")
    options = parser.parse_args()
    total = [0, 0, 0]
    summary = []
    for result in run_all(options.suites, options.j):
        total = [a + b for a, b in zip(total, result[1])]
        summary.append(result)
    print(f"\n{'suite':<40} {'passed':>7} {'failed':>7} {'skipped':>7} {'seconds':>8}")
    for name, (passed, failed, skipped), seconds in summary:
        print(f"{name:<40} {passed:>7} {failed:>7} {skipped:>7} {seconds:>8.1f}")
    print("%d passed, %d failed, %d skipped" % tuple(total))
    return 1 if total[1] or not summary else 0


if __name__ == "__main__":
    sys.exit(main())
