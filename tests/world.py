#!/usr/bin/env python3
"""End to end: a pair that is right, and one change at a time that makes it wrong.

Each case changes the text of the right pair and says what must be found: nothing above info, or
exactly these rules at these places. A place is the file and the bytes that are pointed at.
"""
import os
import sys
import tempfile

from support import Suite, findings, run, show, write_files

ZONE = "example.com.zone"
POLICY = "mta-sts.example.com/mta-sts.txt"
RIGHT = {
    ZONE: """\
$ORIGIN example.com.
@ 3600 IN SOA ns1.example.com. hostmaster.example.com. 2026040301 14400 3600 1209600 600
@ 3600 IN NS ns1.example.com.
@ 3600 IN MX 10 mail.example.com.
@ 3600 IN MX 20 backup.example.com.
ns1 3600 IN A 192.0.2.53
mail 3600 IN A 192.0.2.1
backup 3600 IN A 192.0.2.2
mta-sts 3600 IN A 192.0.2.9
_mta-sts.example.com. 3600 IN TXT "v=STSv1; id=2026040301"
_smtp._tls.example.com. 3600 IN TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.com"
""",
    POLICY: "version: STSv1\nmode: enforce\nmx: mail.example.com\nmx: backup.example.com\n"
            "max_age: 86400\n",
}
OWNER = "_mta-sts.example.com."
NOW = "2026-04-10T00:00:00Z"  # a week after the id
RECORD = '_mta-sts.example.com. 3600 IN TXT "v=STSv1; id=2026040301"\n'
TLSRPT = '_smtp._tls.example.com. 3600 IN TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.com"\n'

# What is done, (file, old, new)... ; what must be found: (level, rule, file, the bytes pointed at).
# A file whose old text is None is removed.
CASES = [
    ("the right pair", [], []),
    ("a record without a policy", [(POLICY, None, None)],
     [("info", "policy-missing", ZONE, OWNER)]),
    ("a policy without a record", [(ZONE, RECORD, "")],
     [("error", "record-missing", POLICY, "version: STSv1")]),
    ("a wrong mx", [(POLICY, "mx: backup.example.com", "mx: bakcup.example.com")],
     [("error", "mx-uncovered", ZONE, "backup.example.com."),
      ("info", "mx-pattern-unused", POLICY, "bakcup.example.com")]),
    ("an MX that is not listed", [(POLICY, "mx: backup.example.com\n", "")],
     [("error", "mx-uncovered", ZONE, "backup.example.com.")]),
    ("the same in mode testing", [(POLICY, "mx: backup.example.com\n", ""),
                                  (POLICY, "enforce", "testing")],
     [("warning", "mx-uncovered", ZONE, "backup.example.com."),
      ("info", "policy-mode-testing", POLICY, "testing")]),
    ("the same in mode none", [(POLICY, "mx: backup.example.com\n", ""),
                               (POLICY, "enforce", "none")],
     [("info", "policy-mode-none", POLICY, "none")]),
    ("no MX is listed", [(POLICY, "mx: mail.example.com\nmx: backup.example.com\n",
                          "mx: mx.example.net\n")],
     [("error", "mx-none-covered", POLICY, "mx.example.net")]),
    ("mode testing", [(POLICY, "enforce", "testing")],
     [("info", "policy-mode-testing", POLICY, "testing")]),
    ("no policy host", [(ZONE, "mta-sts 3600 IN A 192.0.2.9\n", "")],
     [("error", "host-missing", ZONE, OWNER)]),
    ("no TLSRPT", [(ZONE, TLSRPT, "")],
     [("info", "tlsrpt-missing", ZONE, OWNER)]),
    ("no TLSRPT in mode testing", [(ZONE, TLSRPT, ""), (POLICY, "enforce", "testing")],
     [("warning", "tlsrpt-missing", ZONE, OWNER),
      ("info", "policy-mode-testing", POLICY, "testing")]),
    ("no max_age", [(POLICY, "max_age: 86400\n", "")],
     [("error", "policy-max-age-missing", POLICY, "version: STSv1")]),
    ("a short max_age", [(POLICY, "86400", "3600")],
     [("warning", "policy-max-age-short", POLICY, "3600")]),
    ("no mode", [(POLICY, "mode: enforce\n", "")],
     [("error", "policy-mode-missing", POLICY, "version: STSv1")]),
    ("no version", [(POLICY, "version: STSv1\n", "")],
     [("error", "policy-version-missing", POLICY, "mode: enforce")]),
    ("no mx line", [(POLICY, "mx: mail.example.com\nmx: backup.example.com\n", "")],
     [("error", "policy-mx-missing", POLICY, "version: STSv1")]),
    ("an id with a hyphen", [(ZONE, "id=2026040301", "id=2026-04-03")],
     [("error", "record-id-invalid", ZONE, "2026-04-03")]),
    ("no id", [(ZONE, "; id=2026040301", ";")],
     [("error", "record-id-missing", ZONE, "v=STSv1;")]),
    ("an unquoted record", [(ZONE, '"v=STSv1; id=2026040301"', "v=STSv1; id=2026040301")],
     [("error", "record-unquoted-semicolon", ZONE, None)]),
    ("two records", [(ZONE, RECORD, RECORD + RECORD.replace("2026040301", "2026040302"))],
     [("error", "record-duplicate", ZONE, None)]),
    ("the same record twice", [(ZONE, RECORD, RECORD + RECORD)], []),
    ("a record with a missing final dot",
     [(ZONE, "_mta-sts.example.com. ", "_mta-sts.example.com ")],
     [("error", "record-owner-wrong", ZONE, None)]),
    ("an MX with a missing final dot", [(ZONE, "20 backup.example.com.", "20 backup.example.com")],
     [("error", "mx-target-relative", ZONE, "backup.example.com")]),
    ("an MX without an address", [(ZONE, "backup 3600 IN A 192.0.2.2\n", "")],
     [("error", "mx-target-address-missing", ZONE, "backup.example.com.")]),
    ("an address as MX", [(ZONE, "20 backup.example.com.", "20 192.0.2.2")],
     [("error", "mx-target-address", ZONE, "192.0.2.2")]),
    ("a TLSRPT address without mailto:", [(ZONE, "rua=mailto:", "rua=")],
     [("error", "tlsrpt-rua-scheme", ZONE, "tlsrpt@example.com")]),
    ("a blank line in the policy", [(POLICY, "mx: mail", "\nmx: mail")],
     [("error", "policy-blank-line", POLICY, None)]),
    ("a wildcard covers one label",
     [(ZONE, "20 backup.example.com.", "20 b.eu.example.com.\nb.eu 3600 IN A 192.0.2.3"),
      (POLICY, "mx: backup.example.com", "mx: *.example.com")],
     [("error", "mx-uncovered", ZONE, "b.eu.example.com.")]),
]
# Worth knowing, and not what these cases are about.
ASIDE = {"policy-max-age-brief", "mx-pattern-unused", "policy-mx-wildcard-own", "policy-mx-duplicate"}


def pointed_at(directory, found):
    with open(os.path.join(directory, found["file"]), "rb") as file:
        text = file.read()
    return text[found["start"]["offset"]:found["end"]["offset"]].decode("utf-8", "replace")


def judge(directory, expected):
    try:
        found = findings(["--now", NOW, "--root", ".", "."], directory)
    except RuntimeError as error:
        return str(error)
    wanted = [rule for _, rule, _, _ in expected]
    wrong = [f"unexpected: {show(one)}" for one in found
             if one["rule"] not in wanted and one["rule"] not in ASIDE]
    for level, rule, file, text in expected:
        hits = [one for one in found if one["rule"] == rule]
        if len(hits) != 1:
            wrong.append(f"{rule}: {len(hits)} findings, 1 expected")
        for one in hits:
            if (one["level"], one["file"]) != (level, file):
                wrong.append(f"expected as {level} in {file}: {show(one)}")
            elif text is not None and pointed_at(directory, one) != text:
                wrong.append(f"expected at {text!r}, points at {pointed_at(directory, one)!r}")
    status = run(["lint", "-q", "."], directory).returncode
    if status != any(level != "info" for level, _, _, _ in expected):
        wrong.append(f"exit status {status}")
    return "\n".join(wrong)


def change(changes):
    files = dict(RIGHT)
    for file, old, new in changes:
        if old is None:
            del files[file]
        else:
            assert old in files[file], (file, old)
            files[file] = files[file].replace(old, new)
    return files


def many_zones(suite):
    """2,000 hosted zones without MTA-STS: nothing to say about any."""
    zone = ("$ORIGIN {}.\n$TTL 3600\n@ SOA ns1.example.com. hostmaster.example.com. 1 4h 1h 2w 10m\n"
            " NS ns1.example.com.\n MX 10 mail\n A 192.0.2.1\nmail A 192.0.2.1\n* A 192.0.2.1\n"
            "www CNAME {}.\n TXT \"v=spf1 mx -all\"\n").replace(' TXT', '@ TXT')
    names = [f"customer{i}.example.{('com', 'net', 'org')[i % 3]}" for i in range(2000)]
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {f"{name}.zone": zone.format(name, name) for name in names})
        done = run(["lint", "."], directory)
        found = run(["lint", "-f", "concise", "-q", "."], directory).stdout
        suite.check("2,000 zones without MTA-STS",
                    found or done.stderr or (done.returncode and f"exit status {done.returncode}"))


def main():
    suite = Suite()
    for name, changes, expected in CASES:
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, change(changes))
            suite.check(name, judge(directory, expected))
    many_zones(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
