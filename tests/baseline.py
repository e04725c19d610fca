#!/usr/bin/env python3
"""Baselines: known findings are not reported, gone ones are told, and a bad file is a clear message."""
import json
import os
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, environment, write_files

SUITE = Suite()
ZONE = """$TTL 1h
@ SOA ns1.example.net. hostmaster.example.com. 1 1d 2h 4w 1h
  NS ns1.example.net.
  MX 10 mx1
  MX 20 mx2
mx1 A 192.0.2.1
mx2 A 192.0.2.3
mta-sts A 192.0.2.2
_mta-sts TXT "v=STSv1; id=1"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.net"
"""
POLICY = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 604800\n"
POLICY_FILE = "mta-sts.example.com/mta-sts.txt"
FILES = {"example.com.zone": ZONE, POLICY_FILE: POLICY}


class Work:
    def __init__(self, directory):
        self.directory = directory

    def lint(self, *arguments):
        return subprocess.run([*PROGRAM, "lint", "-f", "jsonl", *arguments], cwd=self.directory,
                              env=environment(), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                              stdin=subprocess.DEVNULL, check=False, timeout=60)

    def expect(self, name, arguments, status, rules=(), err=None):
        """RULES are reported; one line with ERR, or with None nothing, is on standard error."""
        done = self.lint(*arguments)
        found = sorted(json.loads(line)["rule"] for line in done.stdout.splitlines())
        lines = done.stderr.decode("utf-8", "replace").splitlines()
        wrong = []
        if done.returncode != status:
            wrong.append(f"status {done.returncode} instead of {status}")
        if found != sorted(rules):
            wrong.append(f"{found} instead of {sorted(rules)}")
        if len(lines) != (err is not None) or (err and err not in lines[0]):
            wrong.append(f"{lines} instead of {err!r}")
        SUITE.check(name, "\n".join(wrong))

    def write(self, files):
        write_files(self.directory, files)


def known(work):
    both = ["mx-uncovered", "policy-blank-line"]
    work.write({**FILES, POLICY_FILE: POLICY + "\n"})
    work.expect("without", [], 1, both)
    work.expect("written", ["--write-baseline", "base.json"], 0)
    with open(os.path.join(work.directory, "base.json"), encoding="utf-8") as file:
        document = json.load(file)
    SUITE.check("what is in it", "" if document["version"] == 1 and sorted(
        one["rule"] for one in document["findings"]) == both else document)
    work.expect("known", ["--baseline", "base.json"], 0)
    work.expect("known, by another path", ["--baseline", "base.json", "."], 0)
    work.write({POLICY_FILE: "comment: y\n" + POLICY + "\n"})
    work.expect("moved", ["--baseline", "base.json", "--ignore", "policy-field-unknown"], 0,
                ["policy-version-not-first"])
    work.write({POLICY_FILE: POLICY.replace("mode", "\nmode") + "\n"})
    work.expect("one more of a kind", ["--baseline", "base.json"], 1, ["policy-blank-line"])
    work.write({**FILES, "example.com.zone": ZONE.replace("MX 20 mx2", "MX 30 mx2"),
                POLICY_FILE: POLICY + "\n"})
    work.expect("its line changed", ["--baseline", "base.json"], 1, ["mx-uncovered"], "1 of its findings")
    work.write({**FILES, POLICY_FILE: POLICY})
    work.expect("one is gone", ["--baseline", "base.json"], 0, err="1 of its findings is gone (policy-blank-line")
    work.expect("not asked for", ["--baseline", "base.json", "--ignore", "policy-blank-line"], 0)
    work.expect("not read", ["--baseline", "base.json", "example.com.zone"], 0, ["policy-missing"])
    os.remove(os.path.join(work.directory, POLICY_FILE))
    work.expect("its file is gone", ["--baseline", "base.json"], 0, ["policy-missing"], "are gone")
    work.write(FILES)
    work.expect("written again", ["--baseline", "base.json", "--write-baseline", "base.json"], 0)
    work.expect("known again", ["--baseline", "base.json"], 0)
    work.expect("after --fix", ["--baseline", "base.json", "--fix"], 0)


def below(work):
    """Outside of git the configuration says where names begin, wherever one is."""
    work.write({**FILES, ".mtasts.yaml": "profile: default\n", "below/x": "", POLICY_FILE: POLICY + "\n"})
    work.expect("written at the top", ["--write-baseline", "base.json"], 0)
    work.directory = os.path.join(work.directory, "below")
    work.expect("known from below", ["--baseline", "../base.json", ".."], 0)
    work.expect("not read from below", ["--baseline", "../base.json", "../example.com.zone"], 0,
                ["policy-missing"])


def bad(work):
    work.write(FILES)
    cases = (
        ("not there", None, "no such file"),
        ("empty", "", "no baseline: line 1"),
        ("cut", '{"version":1,"findings":[{"finger', "no baseline: line 1"),
        ("another document", '{"runs":[]}', "it has no version"),
        ("a list", "[]", "it has no version"),
        ("no findings", '{"version":1}', "no list of findings"),
        ("a finding that is none", '{"version":1,"findings":[1]}', "finding 1 has no fingerprint"),
        ("half a fingerprint", '{"version":1,"findings":[{"fingerprint":"ab"}]}', "finding 1"),
        ("newer", '{"version":2,"findings":[]}', "a newer mtasts wrote this baseline"),
        ("bytes", b"\xff\xfe\x00", "no baseline"),
        ("a key twice", '{"version":1,"version":1,"findings":[]}', "no baseline"),
        ("deep", "[" * 100000, "no baseline"),
    )
    for name, text, message in cases:
        if text is not None:
            work.write({"bad.json": text})
        work.expect(f"bad: {name}", ["--baseline", "bad.json"], 2, err=message)
        with open(os.path.join(work.directory, "bad.json"), "ab") as file:
            file.truncate(0)
    work.expect("a directory", ["--baseline", "."], 2, err="is a directory")
    work.expect("with --fix", ["--write-baseline", "x.json", "--fix"], 2, err="fix first")
    work.expect("nowhere to write", ["--write-baseline", "no/x.json"], 2, err="no/x.json")
    work.expect("no name", ["--write-baseline", "-"], 2, err="name of a file")
    work.expect("not all could be read", ["--write-baseline", "x.json", ".", "gone"], 2, err="gone")
    SUITE.check("then nothing is written",
                "x.json" if os.path.exists(os.path.join(work.directory, "x.json")) else "")
    work.write({"keep.json": "old"})
    os.link(os.path.join(work.directory, "keep.json"), os.path.join(work.directory, "other.json"))
    work.expect("over an old file", ["--write-baseline", "keep.json"], 0)
    left = [name for name in os.listdir(work.directory) if name.startswith("keep.json.")]
    SUITE.check("nothing is left beside it", left)


def main():
    for part in (known, below, bad):
        with tempfile.TemporaryDirectory() as directory:
            part(Work(directory))
    SUITE.finish()


if __name__ == "__main__":
    sys.exit(main())
