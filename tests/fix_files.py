#!/usr/bin/env python3
"""What `--fix` does to files: ids and serials that follow, the order of writing, what is refused; standard
input; and faults: killed, or failing, at each system call that writes (tests/faults/shim.c), and a full
disk: each file holds its old bytes or its new ones."""
import hashlib
import json
import os
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, TOP, environment, run, write_files

NOW = ["--now", "2026-06-01T12:00:00Z"]
ZONE, POLICY = "example.com.zone", "mta-sts.example.com/mta-sts.txt"
ZONE_TEXT = """\
$ORIGIN example.com.
$TTL 3600
@ SOA ns.example.net. hostmaster 2026010103 7200 3600 1209600 300
@ MX 10 mail.example.com.
mail A 192.0.2.1
mta-sts A 192.0.2.2
_mta-sts TXT "v=STSv1; id=20260101000000Z;"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tls@example.net"
"""
POLICY_TEXT = "version: STSv1\r\nmode: enforce\r\nmx: mail.example.com\r\nmax_age: 604800\r\n"
BAD = POLICY_TEXT.replace("enforce", "Enforce")
REPORT_BAD = ("rua=mailto:tls", "rua=tls")


def lint(directory, *options, stdin=b""):
    return run(["lint", *NOW, *options], directory, stdin)


def texts(directory):
    result = {}
    for base, _, names in os.walk(directory):
        for name in names:
            with open(os.path.join(base, name), encoding="utf-8", newline="") as file:
                result[os.path.relpath(os.path.join(base, name), directory)] = file.read()
    return result


# What is there, the options, and what the files hold afterwards; a pair (old, new) is a replacement.
FOLLOWS = [
    ("a mended policy gets a new id, and its zone a new serial", {POLICY: BAD, ZONE: ZONE_TEXT}, [],
     {POLICY: POLICY_TEXT, ZONE: [("2026010103", "2026060101"), ("20260101000000Z", "20260601120000Z")]}),
    ("a mended zone gets a new serial", {POLICY: POLICY_TEXT, ZONE: ZONE_TEXT.replace(*REPORT_BAD)}, [],
     {ZONE: [("2026010103", "2026060101"), REPORT_BAD[::-1]]}),
    ("what senders do not look at changes no id", {POLICY: "mx: mail.example.com\nversion: STSv1\nmode: enforce\n"
                                                           "max_age: 604800\n", ZONE: ZONE_TEXT}, [],
     {POLICY: "version: STSv1\nmx: mail.example.com\nmode: enforce\nmax_age: 604800\n", ZONE: []}),
    ("serial: managed", {POLICY: BAD, ZONE: ZONE_TEXT, ".mtasts.yaml": "serial: managed\n"}, [],
     {POLICY: POLICY_TEXT, ZONE: [("20260101000000Z", "20260601120000Z")]}),
    ("id: sha256", {POLICY: BAD, ZONE: ZONE_TEXT, ".mtasts.yaml": "id: sha256\n"}, [],
     {POLICY: POLICY_TEXT, ZONE: [("2026010103", "2026060101"),
                                  ("20260101000000Z", hashlib.sha256(POLICY_TEXT.replace("\r", "").encode()).hexdigest()[:32])]}),
    ("id: timestamp", {POLICY: BAD, ZONE: ZONE_TEXT.replace("20260101000000Z", "counter7"),
                       ".mtasts.yaml": "id: timestamp\n"}, [],
     {POLICY: POLICY_TEXT, ZONE: [("2026010103", "2026060101"), ("counter7", "20260601120000")]}),
    ("a counter counts", {POLICY: BAD, ZONE: ZONE_TEXT.replace("20260101000000Z", "41").replace("2026010103", "7")},
     [], {POLICY: POLICY_TEXT, ZONE: [("id=41", "id=42"), ("hostmaster 7", "hostmaster 8")]}),
    ("unsafe fixes are asked for", {POLICY: POLICY_TEXT.replace("mx: mail", "mx: other"), ZONE: ZONE_TEXT.replace(
        "@ MX 10", "@ MX 5 other.example.com.\nother A 192.0.2.7\n@ MX 10")}, [], {}),
    ("a line for an uncovered host", {POLICY: POLICY_TEXT.replace("mx: mail", "mx:\tother"), ZONE: ZONE_TEXT.replace(
        "@ MX 10", "@ MX 5 other.example.com.\nother A 192.0.2.7\n@ MX 10")}, ["--unsafe-fixes"],
     {POLICY: [("mx:\tother.example.com\r\n", "mx:\tother.example.com\r\nmx:\tmail.example.com\r\n")],
      ZONE: [("2026010103", "2026060101"), ("20260101000000Z", "20260601120000Z")]}),
    ("the record in an included file, the serial in the zone", {
        POLICY: BAD, ZONE: ZONE_TEXT.replace('_mta-sts TXT "v=STSv1; id=20260101000000Z;"', "$INCLUDE records.inc"),
        "records.inc": '_mta-sts TXT ( "v=STSv1; i"\n "d=2026010100" ; cut\n "0000Z;" )\n'}, [],
     {POLICY: POLICY_TEXT, ZONE: [("2026010103", "2026060101")],
      "records.inc": '_mta-sts TXT ( "v=STSv1; i"\n "d=20260601120000Z" ; cut\n ";" )\n'}),
    ("two domains of one policy", {
        POLICY: BAD, ZONE: ZONE_TEXT, ".mtasts.yaml": f"policies:\n  - {{file: {POLICY}, domains: [example.com, "
        "sub.example.com]}\n", "sub.example.com.zone": ZONE_TEXT.replace("$ORIGIN ", "$ORIGIN sub.").replace(
            "20260101000000Z", "99").replace("MX 10 mail", "MX 5 mail")}, [],
     {POLICY: POLICY_TEXT, ZONE: [("2026010103", "2026060101"), ("20260101000000Z", "20260601120000Z")],
      "sub.example.com.zone": [("2026010103", "2026060101"), ("=99", "=100")]}),
]


def follows_wrong(files, options, wanted):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, files)
        done = lint(directory, "--fix", *options)
        after = texts(directory)
    expected = dict(files)
    for name, change in wanted.items():
        expected[name] = change if isinstance(change, str) else files[name]
        for old, new in change if isinstance(change, list) else []:
            expected[name] = expected[name].replace(old, new, 1)
    if after != expected:
        return "\n".join(f"{name}:\n{after.get(name)}" for name in after if after.get(name) != expected.get(name))
    return done.stderr


def check_follows(suite):
    for name, files, options, wanted in FOLLOWS:
        suite.check(name, follows_wrong(files, options, wanted))


SHARED = ZONE_TEXT.replace("@ MX 10 mail.example.com.\n", "$INCLUDE mx.inc\n")
OTHER = SHARED.replace("$ORIGIN example.com.", "$ORIGIN example.org.")
SAME = "mail.example.com 3600 A 192.0.2.9\n"  # what the name without its dot means in OTHER


def check_shared_names(suite):
    """A name in an include that several zones read is mended only where it is wrong for all of them."""
    cases = (("one zone", {}, True), ("wrong for both", {"example.org.zone": OTHER}, True),
             ("right for the other", {"example.org.zone": OTHER + SAME}, False),
             ("the other has no MTA-STS", {"example.org.zone": OTHER.replace("_mta-sts", "x").replace("mta-sts", "y"),
                                           POLICY.replace("com", "org"): None}, False),
             ("twice in one zone", {ZONE: SHARED + "$INCLUDE mx.inc sub\n"}, False))
    for name, more, wanted in cases:
        other = POLICY_TEXT.replace("max_age", "mx: mail.example.com.example.org\r\nmax_age")
        files = {POLICY: POLICY_TEXT, ZONE: SHARED, "mx.inc": "@ MX 10 mail.example.com\n",
                 POLICY.replace("com", "org"): other, **more}
        files = {name: text for name, text in files.items() if text}
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, files)
            done = lint(directory, "--fix")
            after = texts(directory)
        changed = after["mx.inc"] == "@ MX 10 mail.example.com.\n"
        same = {key for key in files if after[key] == files[key]}
        suite.check(f"a shared name: {name}", "" if changed == wanted and (changed or same == set(files))
                    else f"{after}\n{done.stdout}{done.stderr}")


def check_by_hand(suite):
    """An id or serial that cannot be edited is asked for, and the run is no success."""
    cases = (("a generated record", ('_mta-sts TXT "v=STSv1; id=20260101000000Z;"',
                                     '$GENERATE 1-1 _mta-sts TXT "v=STSv1\\; id=4$"'), "write id=42 by hand"),
             ("a serial in octets", ("SOA ns.example.net. hostmaster 2026010103 7200 3600 1209600 300",
                                     "SOA \\# 60 026e73076578616d706c65036e6574000a686f73746d6173746572"
                                     "076578616d706c6503636f6d0000000007000000010000000100000001000000 01"),
              "write the serial 8 by hand"))
    for name, change, wanted in cases:
        for option, kept in (("--fix", POLICY_TEXT), ("--diff", BAD)):
            with tempfile.TemporaryDirectory() as directory:
                write_files(directory, {POLICY: BAD, ZONE: ZONE_TEXT.replace(*change)})
                done = lint(directory, option)
                policy = texts(directory)[POLICY]
            ok = done.returncode == 2 and wanted in done.stderr and policy == kept
            suite.check(f"{name} with {option}", "" if ok else f"status {done.returncode}: {done.stderr}{done.stdout}")


def check_unseen(suite):
    """A record that is not in the run: that it needs another id is a note."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {POLICY: BAD})
        done = lint(directory, "--fix")
        ok = done.returncode == 0 and done.stderr.startswith("mtasts: note: example.com: the policy changed")
        suite.check("a policy without its zone", "" if ok else f"status {done.returncode}: {done.stderr}")
        done = lint(directory, "--fix")
        suite.check("a policy that is not changed", done.stderr)


def check_report(suite):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {POLICY: BAD, ZONE: ZONE_TEXT})
        done = lint(directory, "-f", "json")
        before = json.loads(done.stdout)["summary"]
        suite.check("fixable is counted", "" if before["fixable"] == 1 and "fixed" not in before else done.stdout)
        done = lint(directory, "--diff")
        suite.check("--diff says 1 and how many", "" if done.returncode == 1 and
                    done.stderr == "1 finding in 2 files would be fixed\n" else f"{done.returncode} {done.stderr}")
        done = lint(directory, "--fix", "-f", "json")
        after = json.loads(done.stdout)
        suite.check("the report is of what is left", "" if done.returncode == 0 and not after["findings"] and
                    after["summary"]["fixed"] == 1 and after["summary"]["fixable"] == 0 else done.stdout)
        done = lint(directory, "--diff")
        suite.check("--diff of nothing", "" if (done.returncode, done.stdout, done.stderr) == (0, "", "") else done.stdout)
    for options in (["--fix", "--diff"], ["--diff", "-f", "json"], ["--unsafe-fixes"], ["--fix", "--list-files"]):
        done = lint("/", *options)
        suite.check(f"{options} contradict", "" if done.returncode == 2 and done.stderr.count("\n") == 1 else done.stderr)


def check_input(suite):
    options = ["--stdin-filename", POLICY, "-"]
    done = lint("/", "--fix", *options, stdin=BAD.encode())
    suite.check("standard input comes out mended", "" if done.stdout == POLICY_TEXT and done.returncode == 0
                and "1 fixed" in done.stderr else f"{done.stdout}{done.stderr}")
    done = lint("/", "--fix", *options, stdin=POLICY_TEXT.encode())
    suite.check("or as it was", "" if done.stdout == POLICY_TEXT else done.stdout)
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {ZONE: ZONE_TEXT.replace(*REPORT_BAD)})
        for text in (POLICY_TEXT, BAD):
            done = lint(directory, "--fix", *options, ZONE, stdin=text.encode())
            suite.check("beside a file that is mended", "" if done.stdout == POLICY_TEXT and done.returncode == 0
                        else f"{done.stdout}{done.stderr}")
        os.chmod(os.path.join(directory, ZONE), 0o444)
        write_files(directory, {"other.zone": ZONE_TEXT.replace(*REPORT_BAD)})
        os.chmod(os.path.join(directory, "other.zone"), 0o444)
        done = lint(directory, "--fix", *options, "other.zone", stdin=BAD.encode())
        suite.check("beside a file that is not", "" if done.stdout == POLICY_TEXT and done.returncode == 2
                    else f"{done.stdout}{done.stderr}")
    done = lint("/", "--diff", *options, stdin=BAD.encode())
    suite.check("the patch of standard input", "" if f"+++ b/{POLICY}\n" in done.stdout and "-mode: Enforce\r\n" in
                done.stdout and done.returncode == 1 else done.stdout)


def refused(suite, name, prepare, message, untouched, mended):
    """After PREPARE, --fix says MESSAGE and 2; UNTOUCHED is as it was, MENDED is mended."""
    with tempfile.TemporaryDirectory() as top:
        directory, outside = os.path.join(top, "inside"), os.path.join(top, "outside")
        write_files(directory, {POLICY: BAD, ZONE: ZONE_TEXT.replace(*REPORT_BAD)})
        os.makedirs(outside)
        arguments = prepare(directory, outside) or []
        before = texts(directory)
        done = lint(directory, "--fix", *arguments)
        after = texts(directory)
        os.chmod(os.path.join(directory, os.path.dirname(POLICY)), 0o755)
    wrong = "" if done.returncode == 2 and message in done.stderr else f"{done.returncode} {done.stderr}"
    if after[untouched] != before[untouched]:
        wrong += f"changed: {untouched}"
    if after[mended] == before[mended]:
        wrong += f"not mended: {mended}"
    suite.check(name, wrong or ("\n".join(set(after) - set(before))))


def check_refusals(suite):
    def hard(directory, outside):
        os.link(os.path.join(directory, ZONE), os.path.join(outside, "other"))

    def read_only(directory, _):
        os.chmod(os.path.join(directory, POLICY), 0o444)

    def closed(directory, _):
        os.chmod(os.path.join(directory, os.path.dirname(POLICY)), 0o555)

    def leads_out(directory, outside):
        os.rename(os.path.join(directory, POLICY), os.path.join(outside, "mta-sts.txt"))
        os.symlink(os.path.join(outside, "mta-sts.txt"), os.path.join(directory, POLICY))
        return [ZONE, POLICY]

    refused(suite, "hard links", hard, f"{ZONE}: not fixed: has 2 hard links", ZONE, POLICY)
    refused(suite, "a read-only file", read_only, f"{POLICY}: not fixed: is read-only", POLICY, ZONE)
    refused(suite, "a link out of the root", leads_out, f"{POLICY}: not fixed: lies outside", POLICY, ZONE)
    if os.geteuid() != 0:
        refused(suite, "a directory that cannot be written", closed, "Permission denied", POLICY, ZONE)


def check_link_inside(suite):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"real.txt": BAD, ZONE: ZONE_TEXT})
        os.makedirs(os.path.join(directory, ".git"))
        subprocess.run(["git", "init", "-q"], cwd=directory, check=True)
        os.makedirs(os.path.join(directory, os.path.dirname(POLICY)))
        os.symlink("../real.txt", os.path.join(directory, POLICY))
        done = lint(directory, "--fix")
        with open(os.path.join(directory, "real.txt"), encoding="ascii", newline="") as file:
            text = file.read()
        suite.check("a link inside stays one", "" if os.path.islink(os.path.join(directory, POLICY)) and
                    text == POLICY_TEXT and not done.stderr else done.stderr)


def build_shim(directory):
    path = os.path.join(directory, "shim.so")
    subprocess.run(["cc", "-shared", "-fPIC", "-o", path, os.path.join(TOP, "tests", "faults", "shim.c"), "-ldl"],
                   check=True)
    return path


OLD = {POLICY: BAD, ZONE: ZONE_TEXT}
MEANWHILE = 'added TXT "meanwhile"\n'


def with_fault(shim, kind, at):
    """One run of --fix: its end, the files, the call that was hit, and what is left beside them; then what
    a second run, without a fault, leaves, and what lies in TMPDIR."""
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory() as other:
        write_files(directory, OLD)
        log = os.path.join(other, "log")
        settings = {"LD_PRELOAD": shim, "FAULT_AT": str(at), "FAULT_KIND": kind, "FAULT_LOG": log, "TMPDIR": other,
                    "FAULT_FILE": os.path.join(directory, ZONE),
                    "ASAN_OPTIONS": "verify_asan_link_order=0:detect_leaks=0"}
        done = subprocess.run([*PROGRAM, "lint", *NOW, "--fix", "-q"], cwd=directory, stdout=subprocess.PIPE, text=True,
                              env=dict(environment(), **settings), stderr=subprocess.PIPE, check=False, timeout=60)
        after = texts(directory)
        hit = open(log, encoding="ascii").read() if os.path.exists(log) else ""
        lint(directory, "--fix")
        left = sorted(set(texts(directory)) - set(OLD)) + [name for name in os.listdir(other) if name != "log"]
        return done, after, hit, left


def fault_wrong(kind, done, after, left, new, hit):
    for name, old in OLD.items():
        allowed = {old, new[name]} | ({old + MEANWHILE, new[name] + MEANWHILE} if kind == "change" else set())
        if after[name] not in allowed:
            return f"{name} after {hit}: {after[name]!r}"
    if after[ZONE] == new[ZONE] and after[POLICY] == OLD[POLICY]:
        return "the zone before the policy"
    if not kind.startswith("kill"):
        beside = sorted(set(after) - set(OLD))
        if beside:
            return f"left behind: {beside}"
        changed = any(after[name] != OLD[name] for name in OLD)
        if done.returncode not in (0, 2) or (done.returncode == 2) != bool(done.stderr):
            return f"status {done.returncode}: {done.stderr}"
        return "" if changed or done.returncode == 2 else "nothing done, and nothing said"
    # A policy that was mended already gives no finding; its zone's leftover goes when it is written next.
    stale = [name for name in left if not name.endswith(".mtasts-new") or not os.path.basename(name).startswith(".")]
    return f"left behind: {stale}" if stale or done.returncode != -9 else ""


def check_faults(suite):
    with tempfile.TemporaryDirectory() as directory:
        shim = build_shim(directory)
        write_files(os.path.join(directory, "new"), OLD)
        lint(os.path.join(directory, "new"), "--fix")
        new = texts(os.path.join(directory, "new"))
        for kind in ("kill-before", "kill-after", "error", "short", "change"):
            hits = []
            for at in range(1, 80):
                done, after, hit, left = with_fault(shim, kind, at)
                if not hit:
                    suite.check(f"{kind}: without a fault", "" if after == new else done.stderr)
                    break
                hits.append(hit)
                suite.check(f"{kind} at call {at}, {hit}", fault_wrong(kind, done, after, left, new, hit))
            wanted = {"openat": 2, "fsync": 4, "renameat": 2}
            suite.check(f"{kind}: all that write", "" if all(hits.count(call) >= count for call, count in wanted.items())
                        else str(hits))


def check_leftover(suite):
    with tempfile.TemporaryDirectory() as directory:
        name = os.path.join(os.path.dirname(POLICY), ".mta-sts.txt.mtasts-new")
        write_files(directory, {**OLD, name: "half a po"})
        done = lint(directory, "--list-files")
        suite.check("a leftover is no input", done.stdout if "mtasts-new" in done.stdout else "")
        done = lint(directory, "--fix")
        suite.check("a leftover goes", "" if not done.stderr and set(texts(directory)) == set(OLD) else done.stderr)


def check_full_disk(suite):
    script = "mount -t tmpfs -o size=64k none . && cd \"$PWD\" && mkdir mta-sts.example.com && " \
             "printf %s \"$ZONE\" >example.com.zone && printf %s \"$POLICY\" >mta-sts.example.com/mta-sts.txt && " \
             "\"$@\" >/dev/null; status=$?; cat example.com.zone; ls -A; exit $status"
    zone = ZONE_TEXT.replace(*REPORT_BAD) + "".join(f"host{i} A 192.0.2.1\n" for i in range(1900))
    with tempfile.TemporaryDirectory() as directory:
        done = subprocess.run(["unshare", "-rm", "sh", "-c", script, "sh", *PROGRAM, "lint", *NOW, "--fix"], cwd=directory,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False,
                              env=dict(environment(), ZONE=zone, POLICY=POLICY_TEXT.replace("\r", "")))
    if "unshare:" in done.stderr:
        suite.skipped += 1
        print("SKIPPED no mount namespace can be made here (unshare -rm)")
        return
    suite.check("disk full", "" if done.returncode == 2 and "No space left" in done.stderr and
                done.stdout == zone + "example.com.zone\nmta-sts.example.com\n"
                else f"status {done.returncode} {done.stderr} {done.stdout[-200:]}")


def main():
    suite = Suite()
    for check in (check_follows, check_by_hand, check_unseen, check_shared_names, check_report, check_input, check_refusals, check_link_inside, check_leftover,
                  check_full_disk, check_faults):
        check(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
