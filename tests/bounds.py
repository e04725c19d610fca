#!/usr/bin/env python3
"""Bad input in bounded memory: each is a finding or a clear message, under a limit of 256 MiB of addresses.

What no server would load, what is no file, and files that change while they are read. Nothing here asserts
on time; the sizes are such that time or memory which grow with their square would be noticed.
"""
import os
import resource
import signal
import subprocess
import sys
import tempfile
import threading

from support import PROGRAM, Suite, environment

LIMIT = 256 * 1024 * 1024
MB = 1000 * 1000
SOA = ("$ORIGIN example.com.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 14400 3600 1209600 600\n@ IN NS ns1\n"
       "ns1 IN A 192.0.2.53\n")
SECONDS = 120  # of a run that hangs


def limit():
    resource.setrlimit(resource.RLIMIT_AS, (LIMIT, LIMIT))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def lint(directory, arguments, stdin=None):
    """(exit status, output and errors, MiB that it used); a negative status is a signal."""
    out = os.path.join(directory, ".out")
    with open(out, "wb") as to:
        child = subprocess.Popen([*PROGRAM, "lint", "-j", "2", "-f", "concise", *arguments], cwd=directory,
                                 stdin=subprocess.DEVNULL if stdin is None else stdin, stdout=to, stderr=to,
                                 env=environment(), preexec_fn=limit)
        timer = threading.Timer(SECONDS, child.send_signal, [signal.SIGKILL])
        timer.start()
        _, status, usage = os.wait4(child.pid, 0)
        timer.cancel()
        child.returncode = os.waitstatus_to_exitcode(status)
    with open(out, encoding="utf-8", errors="backslashreplace") as text:
        return child.returncode, text.read(), usage.ru_maxrss / 1024


def write(directory, name, text, repeat=b"", times=0, tail=b""):
    with open(os.path.join(directory, name), "wb") as out:
        out.write(text.encode())
        block = repeat * (MB // max(len(repeat), 1))
        for _ in range(times):
            out.write(block)
        out.write(tail)


def includes(directory):
    for i in range(1000):
        write(directory, f"f{i}", f"$INCLUDE f{(i + 1) % 1000}\nn{i} A 192.0.2.1\n$INCLUDE f{(i + 7) % 1000}\n")
    write(directory, "zone", SOA + "$INCLUDE f0\n")


def no_file(directory):
    os.mkdir(os.path.join(directory, "directory"))
    os.mkfifo(os.path.join(directory, "fifo"))
    os.symlink("/etc/passwd", os.path.join(directory, "link"))
    write(directory, "zone", SOA + "".join(f"$INCLUDE {name}\n" for name in
                                           ("directory", "fifo", "/dev/zero", "link", "none")))


def fifo(directory):
    os.mkfifo(os.path.join(directory, "zone"))


# Name, how its files are written, exit status, what is said, and MiB: the constant 8, and what the input earns.
CASES = [
    ("a thousand includes of each other", includes, 1,
     ["is nested too deep: at most 16 files", "[zone-include"], 64),
    ("includes of what is no file", no_file, 1,
     ["is a directory", "not a regular file", "outside the root", "no such file"], 16),
    ("a generation of 2^32 records", lambda d: write(d, "zone", SOA + "$GENERATE 0-4294967295 h$ A 192.0.2.1\n"), 1,
     ["zone:6:"], 16),
    ("generations of as many as may be", lambda d: write(d, "zone", SOA + "".join(
        f"$GENERATE 1-60000 h$.{i} A 192.0.2.1\n" for i in range(40))), 1, ["$GENERATE"], 200),
    ("a line of 100 MB", lambda d: write(d, "zone", SOA + "a TXT ", b"x", 100, b"\nb A 192.0.2.300\n"), 1,
     ["zone:6:1: error: a record of more than 1 MiB", "zone:7:5: error"], 16),
    ("a string of 100 MB", lambda d: write(d, "zone", SOA + 'a TXT "', b"x", 100), 1,
     ["zone:6:1: error: a record of more than 1 MiB"], 16),
    ("50 MB of parentheses that are never closed", lambda d: write(d, "zone", SOA, b"a (\n", 50), 1,
     ["zone:6:3: error"], 200),
    ("a parenthesis that is never closed before 50 MB", lambda d: write(
        d, "zone", SOA + "a A ( 192.0.2.1\n", b"b A 192.0.2.1\n", 50), 1, ["zone:6:5: error"], 128),
    ("NUL for 50 MB", lambda d: write(d, "zone", SOA, b"\0", 50), 1, ["zone:6:1: error"], 16),
    ("a fifo that is named", fifo, 2, ["zone: is not a regular file"], 16),
]


def check_case(suite, name, make, status, said, most):
    with tempfile.TemporaryDirectory(prefix="mtasts-bounds-") as directory:
        make(directory)
        got, text, memory = lint(directory, ["--zone", "example.com=zone"])
        missing = [part for part in said if part not in text]
        suite.check(name, (f"exit status {got}, not {status}\n" if got != status else "")
                    + "".join(f"not said: {part}\n" for part in missing)
                    + (f"{memory:.0f} MiB, more than {most}\n" if memory > most else "")
                    + (text[:2000] if missing or got != status else ""))


def check_pipe(suite):
    """A zone that comes through a pipe is judged as one from a file."""
    with tempfile.TemporaryDirectory(prefix="mtasts-bounds-") as directory:
        with subprocess.Popen(["sh", "-c", f"printf '{SOA}'; yes 'b A 192.0.2.1' | head -n 1500000"],
                              stdout=subprocess.PIPE) as source:
            status, text, memory = lint(
                directory, ["--stdin-filename", "example.com.zone", "-"], source.stdout)
        suite.check("a pipe", text if status != 0 or memory > 32 else "")


def grow(path, size):
    with open(path, "ab") as out:
        out.write(b"c A 192.0.2.1\n" * 1000)


def shrink(path, size):
    os.truncate(path, size // 3)


def vanish(path, size):
    os.unlink(path)


def replace(path, size):
    with open(path + ".new", "wb") as out:
        out.write(SOA.encode() + b"d (\n")
    os.replace(path + ".new", path)


def check_change(suite, change):
    """The zone changes while it is read, at several times; what was read of it is judged."""
    wrong = []
    with tempfile.TemporaryDirectory(prefix="mtasts-bounds-") as directory:
        path = os.path.join(directory, "zone")
        for delay in (0, 0.005, 0.01, 0.02, 0.04, 0.08):
            write(directory, "zone", SOA + "@ MX 1 mail\nmail A 192.0.2.1\n",
                  b'b TXT "' + b"x" * 99 + b'"\nb A 192.0.2.1\n', 10)
            timer = threading.Timer(delay, change, [path, os.path.getsize(path)])
            timer.start()
            status, text, _ = lint(directory, ["--zone", "example.com=zone"])
            timer.join()
            if status not in (0, 1) and not (status == 2 and "zone: no such file" in text):
                wrong.append(f"after {delay} s: exit status {status}\n{text[:500]}")
    suite.check(f"a zone, and while it is read: {change.__name__}", "\n".join(wrong))


def main():
    suite = Suite()
    for case in CASES:
        check_case(suite, *case)
    check_pipe(suite)
    for change in (grow, shrink, vanish, replace):
        check_change(suite, change)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
