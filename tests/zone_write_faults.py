#!/usr/bin/env python3
"""`mtasts gen --write` when something goes wrong: the old bytes or the new ones, never a mixture, a message
and exit status 2. Killed, or failing, at each system call that writes (tests/faults/shim.c); a full disk, a
file system that cannot be written; a file that changes meanwhile; links."""
import os
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, TOP, environment, write_files

ZONE = """$TTL 1h
@ IN SOA ns root 7 1h 10m 1w 5m
@ IN NS ns
@ IN MX 10 mx
ns IN A 192.0.2.53
mx IN A 192.0.2.1
""" + "".join(f"host{i} IN A 192.0.2.1\n" for i in range(900))
NAME = "example.com.zone"
GEN = PROGRAM + ["gen", "example.com", "--from-zone", NAME, "--rua", "mailto:a@example.org", "--host", "192.0.2.9", "--write"]
MEANWHILE = 'added TXT "meanwhile"\n'


def read(directory, name=NAME):
    with open(os.path.join(directory, name), encoding="ascii") as file:
        return file.read()


def gen(directory, **settings):
    return subprocess.run(GEN, cwd=directory, env=dict(environment(), **settings), stdout=subprocess.PIPE,
                          stderr=subprocess.PIPE, text=True, check=False, timeout=60)


def new_text():
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {NAME: ZONE})
        done = gen(directory)
        if done.returncode:
            raise RuntimeError(done.stderr)
        return read(directory)


def build_shim(directory):
    path = os.path.join(directory, "shim.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", path, os.path.join(TOP, "tests", "faults", "shim.c"), "-ldl"],
                   check=True)
    return path


def with_fault(shim, kind, at):
    """One run: its end, the text afterwards, the call that was hit (or ""), and what else is there."""
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory() as logs:
        write_files(directory, {NAME: ZONE})
        log = os.path.join(logs, "log")
        done = gen(directory, LD_PRELOAD=shim, FAULT_AT=str(at), FAULT_KIND=kind, FAULT_LOG=log,
                   FAULT_FILE=os.path.join(directory, NAME),
                   ASAN_OPTIONS="verify_asan_link_order=0:detect_leaks=0")
        hit = read(logs, "log") if os.path.exists(log) else ""
        return done, read(directory), hit, sorted(set(os.listdir(directory)) - {NAME})


def wrong_end(kind, done, text, left, new, hit):
    if kind.startswith("kill"):
        return "" if done.returncode == -9 and text in (ZONE, new) else f"status {done.returncode}, {len(text)} bytes"
    if kind == "change":
        kept = text == ZONE + MEANWHILE and done.returncode == 2 and "changed while" in done.stderr
        # Between the last look and the rename nobody can look.
        return "" if kept or (hit in ("renameat", "fsync") and text in (new, new + MEANWHILE)) else f"{text[-200:]}{done.stderr}"
    if done.returncode == 0:  # a call that may fail; only a write can be short
        return "" if text == new and ((hit == "fchown" or (kind == "short" and hit != "write"))) else f"no error, {hit}"
    if done.returncode != 2 or not done.stderr.startswith("mtasts: ") or done.stderr.count("\n") != 1:
        return f"status {done.returncode}: {done.stderr}"
    if text != ZONE and "may not survive" not in done.stderr:
        return f"{len(text)} bytes: {done.stderr}"
    return f"left behind: {left}" if left else ""


def check_calls(suite, shim, new):
    for kind in ("kill-before", "kill-after", "error", "short", "change"):
        hits = []
        for at in range(1, 60):
            done, text, hit, left = with_fault(shim, kind, at)
            if not hit:
                suite.check(f"{kind}: without a fault", "" if text == new else done.stderr)
                break
            hits.append(hit)
            suite.check(f"{kind} at call {at}, {hit}", wrong_end(kind, done, text, left, new, hit))
        suite.check(f"{kind}: all that write", "" if {"openat", "write", "fsync", "renameat"} <= set(hits) else str(hits))


def check_mounts(suite):
    """A tmpfs with room for one copy only, then one that is read-only; in a mount namespace."""
    full = "mount -t tmpfs -o size=64k none . && cd \"$PWD\" && printf %s \"$ZONE\" >" + NAME
    for name, commands, message in (
            ("disk full", f"{full}; exec \"$@\"", "No space left"),
            ("read-only", f"{full} && mount -o remount,ro,size=1m none . && exec \"$@\"", "Read-only")):
        with tempfile.TemporaryDirectory() as directory:
            script = f"cd {directory} && ({commands}); status=$?; cd {directory}; ls -A; cat {NAME}; exit $status"
            done = subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", *GEN], stdout=subprocess.PIPE, text=True,
                                  stderr=subprocess.PIPE, env=dict(environment(), ZONE=BIG), check=False)
        if "unshare:" in done.stderr:
            suite.skipped += 1
            print("SKIPPED no mount namespace can be made here (unshare -rm)")
            continue
        suite.check(name, "" if done.returncode == 2 and message in done.stderr and done.stdout == NAME + "\n" + BIG
                    else f"status {done.returncode} {done.stderr} {done.stdout[:200]}")


BIG = ZONE + "".join(f"more{i} IN A 192.0.2.1\n" for i in range(900))


def in_directory(prepare):
    """After PREPARE(directory), what writing says and does to `zones/example.com.zone`."""
    with tempfile.TemporaryDirectory() as directory:
        os.makedirs(f"{directory}/zones")
        os.makedirs(f"{directory}/.git")
        subprocess.run(["git", "init", "-q"], cwd=directory, check=True)
        with tempfile.TemporaryDirectory() as outside:
            prepare(directory, outside)
            done = gen(f"{directory}/zones")
            path = f"{directory}/zones/{NAME}"
            return done, read(f"{directory}/zones"), os.path.islink(path), os.stat(path)


def check_links(suite, new):
    def inside(directory, _):
        write_files(directory, {"real/zone": ZONE})
        os.symlink("../real/zone", f"{directory}/zones/{NAME}")

    def outside(directory, other):
        write_files(other, {"zone": ZONE})
        os.symlink(f"{other}/zone", f"{directory}/zones/{NAME}")

    def hard(directory, _):
        write_files(directory, {"zone": ZONE})
        os.link(f"{directory}/zone", f"{directory}/zones/{NAME}")

    def mode(directory, _):
        write_files(directory, {f"zones/{NAME}": ZONE})
        os.chmod(f"{directory}/zones/{NAME}", 0o640)
        if os.geteuid() == 0:
            os.chown(f"{directory}/zones/{NAME}", 1, 2)

    done, text, link, _ = in_directory(inside)
    suite.check("a link inside stays one", "" if link and text == new and done.returncode == 0 else done.stderr)
    done, text, link, _ = in_directory(outside)
    suite.check("a link outside", "" if text == ZONE and done.returncode == 2 and "outside" in done.stderr else done.stderr)
    done, text, _, _ = in_directory(hard)
    suite.check("a hard link", "" if text == ZONE and done.returncode == 2 and "hard links" in done.stderr else done.stderr)
    done, text, _, status = in_directory(mode)
    wanted = (0o100640, 1, 2) if os.geteuid() == 0 else (0o100640, os.geteuid(), os.getegid())
    got = (status.st_mode, status.st_uid, status.st_gid)
    suite.check("mode and owner stay", "" if got == wanted and text == new else f"{got} {done.stderr}")


def main():
    suite = Suite()
    new = new_text()
    with tempfile.TemporaryDirectory() as directory:
        check_calls(suite, build_shim(directory), new)
    check_mounts(suite)
    check_links(suite, new)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
