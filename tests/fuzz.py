#!/usr/bin/env python3
"""Runs the fuzzers: fuzz.py --seconds TOTAL PROGRAM... (libFuzzer programs named fuzz_READER).

The seconds are shared among the readers. Seeds are testdata/fuzz/READER, and the dictionary
testdata/fuzz/READER.dict; what is new stays in the build directory, and so does an input that
crashes: put it into testdata/fuzz/READER once the fault is mended.
"""
import glob
import os
import re
import subprocess
import sys

from support import Suite, TOP


def fuzz(program, seconds):
    """What is wrong, and how many inputs were run."""
    reader = os.path.basename(program)[len("fuzz_"):]
    seeds = os.path.join(TOP, "testdata", "fuzz", reader)
    corpus = f"{program}.corpus"
    os.makedirs(corpus, exist_ok=True)
    command = [program, f"-max_total_time={seconds}", "-timeout=10", "-rss_limit_mb=2048",
               "-max_len=8192", "-print_final_stats=1", f"-artifact_prefix={program}.", corpus]
    command += [seeds] if os.path.isdir(seeds) else []
    command += [f"-dict={seeds}.dict"] if os.path.exists(f"{seeds}.dict") else []
    done = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          stdin=subprocess.DEVNULL)
    text = done.stdout.decode("utf-8", "replace")
    units = re.search(r"stat::number_of_executed_units: +(\d+)", text)
    return ("\n".join(text.splitlines()[-60:]) if done.returncode else ""), units and int(units[1])


def main():
    seconds, programs = int(sys.argv[2]), sys.argv[3:]
    suite = Suite()
    for program in programs:
        wrong, units = fuzz(os.path.join(TOP, program), max(1, seconds // len(programs)))
        print(f"{os.path.basename(program)}: {units or 0} inputs")
        suite.check(program, wrong)
    leftovers = glob.glob(os.path.join(TOP, ".build/fuzz/tests/fuzz/*.crash-*"))
    if leftovers:
        print("inputs that crashed, now or before: " + " ".join(leftovers))
    suite.finish()


if __name__ == "__main__":
    main()
