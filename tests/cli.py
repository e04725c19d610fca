#!/usr/bin/env python3
"""End to end: what people type, and what they get: options, files, exit statuses, escaping."""
import json
import os
import pty
import shutil
import socket
import subprocess
import tempfile

from support import PROGRAM, Suite, difference, environment, write_files

ZONE = """$TTL 1h
@ SOA ns1.example.net. hostmaster.example.com. 1 1d 2h 4w 1h
  NS ns1.example.net.
  MX 10 mx1
mx1 A 192.0.2.1
mta-sts A 192.0.2.2
_mta-sts TXT "v=STSv1; id=1"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.net"
"""
POLICY = "version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 604800\n"
BAD = POLICY.replace("mx1", "mx2")
CLEAN = {"example.com.zone": ZONE, "mta-sts.example.com/mta-sts.txt": POLICY}
BROKEN = {"example.com.zone": ZONE, "mta-sts.example.com/mta-sts.txt": BAD}

SUITE = Suite()
NOBODY = 65534  # root may read everything: what nobody may is tried as nobody


class Run:
    """One call of mtasts in a directory of its own, made from FILES."""

    def __init__(self, *arguments, files=None, stdin=b"", prepare=None, variables=None, keep=None,
                 unprivileged=False):
        nobody = unprivileged and os.geteuid() == 0
        with tempfile.TemporaryDirectory() as top, tempfile.TemporaryDirectory() as shelf:
            program = PROGRAM
            if nobody:  # the build may lie where only root can go
                os.chmod(shelf, 0o755)
                program = [*PROGRAM[:-1], shutil.copy(PROGRAM[-1], shelf)]
            write_files(top, files or {})
            if prepare:
                prepare(top)
            os.chmod(top, 0o755)
            done = subprocess.run(
                [*program, *arguments], cwd=top, input=stdin, check=False, timeout=120,
                user=NOBODY if nobody else None,
                env={**environment(), **(variables or {})}, stdout=subprocess.PIPE,
                stderr=subprocess.PIPE)
            self.kept = keep(top) if keep else None
            # TemporaryDirectory cannot enter what a test has locked.
            for directory, below, _ in os.walk(top):
                for path in (os.path.join(directory, name) for name in below):
                    if not os.path.islink(path):
                        os.chmod(path, 0o700)
        self.status = done.returncode
        self.out = done.stdout.decode("utf-8", "backslashreplace")
        self.err = done.stderr.decode("utf-8", "backslashreplace")

    def rules(self):
        return [json.loads(line)["rule"] for line in self.out.splitlines()]


def check(name, run, status=None, out=(), err=(), no_out=(), rules=None, err_lines=None):
    """OUT and ERR are texts that must be there, NO_OUT such that must not."""
    wrong = []
    if status is not None and run.status != status:
        wrong.append(f"exit status {run.status} instead of {status}")
    for what, text, wanted in (("output", run.out, out), ("errors", run.err, err)):
        wrong += [f"{what} without {one!r}" for one in wanted if one not in text]
    wrong += [f"output with {one!r}" for one in no_out if one in run.out]
    if rules is not None and run.rules() != rules:
        wrong.append(f"rules {run.rules()} instead of {rules}")
    if err_lines is not None and len(run.err.splitlines()) != err_lines:
        wrong.append(f"{len(run.err.splitlines())} lines of errors instead of {err_lines}")
    if wrong:
        wrong += ["-- output", run.out, "-- errors", run.err]
    SUITE.check(name, "\n".join(wrong))


def lint(*arguments, **more):
    return Run("lint", *arguments, **more)


def usage():
    check("version", Run("--version"), 0, out=["mtasts "], err_lines=0)
    check("help", Run("--help"), 0, out=["lint", "rules"])
    check("help lint", Run("help", "lint"), 0, out=["usage: mtasts lint", "--select", "EXIT STATUS"])
    check("help help", Run("help", "help"), 0, out=["usage: mtasts COMMAND"])
    check("lint --help", lint("--help"), 0, out=["usage: mtasts lint"])
    check("help rules", Run("help", "rules"), 0, out=["usage: mtasts rules"])
    check("no command", Run(), 2, err=["--help"], err_lines=1)
    for name, arguments, wanted in (
            ("command", ["lnt"], "did you mean 'lint'?"),
            ("help of no command", ["help", "ruls"], "did you mean 'rules'?"),
            ("option", ["lint", "--selct", "mx"], "did you mean '--select'?"),
            ("option with value", ["lint", "--fail-no=error"], "did you mean '--fail-on'?"),
            ("rule", ["lint", "--select", "mx-uncoverd"], "did you mean 'mx-uncovered'?"),
            ("rule to ignore", ["lint", "--ignore", "mx,record-is-missing"], "record-is-missing"),
            ("rule of a level", ["lint", "--level", "mx-uncoverd=info"], "'mx-uncovered'?"),
            ("level", ["lint", "--level", "mx-uncovered=fatal"], "error, warning, info or off"),
            ("format", ["lint", "-f", "jsn"], "did you mean 'json'?"),
            ("profile", ["lint", "--profile", "stric"], "did you mean 'strict'?"),
            ("fail-on", ["lint", "--fail-on", "errors"], "did you mean 'error'?"),
            ("color", ["lint", "--color", "allways"], "did you mean 'always'?"),
            ("explained rule", ["rules", "mx-uncoverd"], "did you mean 'mx-uncovered'?"),
            ("two formats to standard output", ["lint", "-f", "text", "-f", "json"], "two formats"),
            ("two formats to a file", ["lint", "-f", "json=a", "-f", "jsonl=a"], "two formats"),
            ("two formats to one file", ["lint", "-f", "json=a", "-f", "jsonl=./a"], "two formats"),
            ("jobs", ["lint", "-j", "0"], "-j"),
            ("jobs in words", ["lint", "--jobs=many"], "many"),
            ("time", ["lint", "--now", "2026-02-30T00:00:00Z"], "--now"),
            ("mx", ["lint", "--mx", "a..b"], "a..b"),
            ("mx that is a pattern", ["lint", "--mx", "*.example.com"], "*.example.com"),
            ("mx that is an address", ["lint", "--mx", "192.0.2.1"], "192.0.2.1"),
            ("mx that is none", ["lint", "--mx", "."], "'.'"),
            ("root", ["lint", "--root", "nowhere"], "nowhere"),
            ("missing value", ["lint", "--select"], "--select"),
            ("needless value", ["lint", "--quiet=yes"], "--quiet"),
            ("short option", ["lint", "-Z"], "-Z"),
            ("two rules", ["rules", "mx", "host"], "one"),
            ("command like no other", ["judge"], "'mtasts --help' lists them"),
            ("format like no other", ["lint", "-f", "yaml9"], "'mtasts lint --help' lists them"),
            ("target like no other", ["gen", "--to", "everything"], "'mtasts gen --help' lists them"),
            ("configuration and none", ["config", "--isolated", "-c", "x"], "--isolated"),
            ("beginning of a rule", ["lint", "--select", "policy-max-age-b"], "'policy-max-age-brief'?"),
            ("beginning of options", ["lint", "--f", "x"], "--format, --fail-on or --fix"),
            ("word", ["lint", "--fail-on", "nothing"], "error, warning, info or never"),
            ("mode", ["gen", "--mode", "x"], "enforce, testing or none"),
            ("option without command", ["--verbose"], "unknown option '--verbose'"),
            ("option of help", ["help", "--lint"], "unknown option '--lint'"),
            ("list and format", ["lint", "--list-files", "-f", "json"], "--list-files"),
            ("list and baseline", ["lint", "--list-files", "--write-baseline", "x"], "--list-files"),
            ("two formats, one as -", ["lint", "-f", "json=-", "-f", "text"], "-f text=FILE")):
        check(f"wrong {name}", Run(*arguments, files=CLEAN), 2, err=[wanted], err_lines=1, no_out=["a"])
    for time in ("0", "1767225600", "2026-01-31T12:00:00Z", "2026-01-31t12:00:00.25+01:00"):
        check(f"--now {time}", lint("--now", time, files=CLEAN), 0)
    check("rules", Run("rules"), 0, out=["mx-uncovered", "policy-blank-line"])
    check("rules of a prefix", Run("rules", "host"), 0, out=["host-missing"], no_out=["mx-implicit"])
    check("one rule", Run("rules", "policy-blank-line"), 0,
          out=["level:     error", "mox, foxcpp and tlspol", "a blank line"])


def statuses():
    check("clean", lint(files=CLEAN), 0, out=["1 domain, 1 zone, 1 policy: 0 errors"])
    check("errors", lint(files=BROKEN), 1, out=["[mx-none-covered]"])
    check("fail-on never", lint("--fail-on", "never", files=BROKEN), 0, out=["[mx-none-covered]"])
    testing = {**CLEAN, "mta-sts.example.com/mta-sts.txt": POLICY.replace("enforce", "testing")}
    check("info", lint(files=testing), 0, out=["[policy-mode-testing]"])
    check("fail-on info", lint("--fail-on", "info", files=testing), 1)
    warned = ["--level", "policy-mode-testing=warning"]
    check("warning", lint(*warned, files=testing), 1)
    check("fail-on error", lint(*warned, "--fail-on", "error", files=testing), 0)
    check("trouble wins", lint(".", "gone", files=BROKEN), 2, out=["[mx-none-covered]"],
          err=["gone: no such file"], err_lines=1)
    check("a similar file", lint("exmaple.com.zone", files=CLEAN), 2, err=["'example.com.zone'?"])
    check("quiet", lint("-q", files=CLEAN), 0, no_out=["domain"])
    check("verbose", lint("-v", files=CLEAN), 0, err=["example.com.zone: zone of example.com"])
    check("jobs change nothing", lint("-j", "1", "-f", "jsonl", files=BROKEN), 1,
          rules=lint("-j", "7", "-f", "jsonl", files=BROKEN).rules())
    check("isolated", lint("--isolated", files=CLEAN), 0)


def selection():
    def rules(name, arguments, wanted):
        check(name, lint("-f", "jsonl", *arguments, files=BROKEN), rules=wanted)

    both = lint("-f", "jsonl", files=BROKEN).rules()
    rules("select a slug", ["--select", "mx-none-covered"], ["mx-none-covered"])
    rules("select a prefix", ["--select", "mx"], [one for one in both if one.startswith("mx-")])
    rules("select with a hyphen", ["--select", "mx-"], [one for one in both if one.startswith("mx-")])
    rules("select another", ["--select", "zone"], [])
    rules("ignore a prefix", ["--ignore", "mx"], [one for one in both if not one.startswith("mx-")])
    rules("the longer select wins", ["--ignore", "mx", "--select", "mx-none-covered"],
          ["mx-none-covered"])
    rules("the longer ignore wins", ["--select", "mx", "--ignore", "mx-none-covered"],
          [one for one in both if one.startswith("mx-") and one != "mx-none-covered"])
    rules("ignore wins a tie", ["--select", "mx", "--ignore", "mx"], [])
    rules("lists and repeats", ["--select", "zone, mx-none-covered", "--select", "host"],
          ["mx-none-covered"])
    rules("level off", ["--level", "mx-none-covered=off"],
          [one for one in both if one != "mx-none-covered"])
    rules("level off within a group", ["--select", "mx", "--level", "mx-none-covered=off"],
          [one for one in both if one.startswith("mx-") and one != "mx-none-covered"])
    check("an off rule by level", lint("--level", "mx-unprotected=info", "-f", "jsonl",
                                       files={"example.com.zone": ZONE.replace("_mta-sts", "x")}),
          out=["mx-unprotected"])
    check("an off rule by select", lint("--select", "mx-unprotected", "-f", "jsonl",
                                        files={"example.com.zone": ZONE.replace("_mta-sts", "x")}),
          1, out=["mx-unprotected"])


def formats():
    def read(name):
        return lambda top: open(os.path.join(top, name), encoding="utf-8").read()

    text = lint(files=BROKEN)
    check("the place and the line", text, 1, out=[
        "mta-sts.example.com/mta-sts.txt:3:5: error: ", "    3 | mx: mx2.example.com\n",
        "\n      |     ^^^^^^^^^^^^^^^\n", "example.com.zone:4:9: note: ", "\nhelp: "])
    both = lint("-f", "text", "-f", "json=report.json", files=BROKEN, keep=read("report.json"))
    check("two formats", both, 1, out=[text.out])
    document = json.loads(both.kept)
    SUITE.check("json", "" if document["summary"]["error"] == 1 and
                document["domains"][0]["domain"] == "example.com" and
                document["findings"][0]["start"] == {"line": 3, "column": 5, "offset": 33}
                else both.kept)
    check("no temporary file stays", lint("-f", "json=a", files=CLEAN, keep=os.listdir), 0)
    kept = lint("-f", "json=a", files=CLEAN, keep=os.listdir).kept
    SUITE.check("only the report is new",
                "" if sorted(kept) == ["a", "example.com.zone", "mta-sts.example.com"] else kept)

    def secret(top):
        os.chmod(os.path.join(top, "a"), 0o600)

    def mode(top):
        return os.stat(os.path.join(top, "a")).st_mode & 0o777

    kept = lint("-f", "json=a", files={**CLEAN, "a": "old"}, prepare=secret, keep=mode).kept
    SUITE.check("an old report keeps its permissions", "" if kept == 0o600 else oct(kept))
    ends = []

    def pipe(top):
        os.mkfifo(os.path.join(top, "pipe"))
        ends.append(os.open(os.path.join(top, "pipe"), os.O_RDONLY | os.O_NONBLOCK))

    check("a report into a pipe", lint("-f", "concise=pipe", files=BROKEN, prepare=pipe), 1)
    SUITE.check("read from the pipe", "" if b"[mx-none-covered]" in os.read(ends[0], 65536) else
                "the report is not there")
    os.close(ends[0])
    for arguments in (["-f", "json=./example.com.zone"], ["--write-baseline", "example.com.zone"]):
        over = lint(*arguments, files=CLEAN, keep=read("example.com.zone"))
        check(f"a report over what is read, {arguments[0]}", over, 2, err=["example.com.zone"], err_lines=1)
        SUITE.check(f"which stays, {arguments[0]}", difference(ZONE, over.kept))
    check("a report nowhere", lint("-f", "json=no/where", files=BROKEN), 2, err=["no/where"],
          err_lines=1)
    check("a report to -", lint("-f", "concise=-", files=BROKEN, keep=os.listdir), 1,
          out=["mta-sts.example.com/mta-sts.txt:3:5: error: "])
    check("concise", lint("-f", "concise", files=BROKEN), 1,
          out=["mta-sts.example.com/mta-sts.txt:3:5: error: "], no_out=["help:", "domain,"])
    check("statistics", lint("--statistics", files=BROKEN), 1, out=["      1  mx-none-covered\n"])
    check("color", lint("--color", "always", files=BROKEN), 1, out=["\x1b[1;31merror:\x1b[0m"])
    check("no color", lint(files=BROKEN), 1, no_out=["\x1b"])
    empty = lint("-f", "json", files={"README": ""})
    SUITE.check("json of nothing", "" if json.loads(empty.out)["findings"] == [] else empty.out)


def terminal():
    """Colours on a terminal, unless NO_COLOR says otherwise."""
    for variables, wanted in (({"TERM": "xterm"}, True), ({"TERM": "xterm", "NO_COLOR": "1"}, False),
                              ({"TERM": "dumb"}, False)):
        with tempfile.TemporaryDirectory() as top:
            write_files(top, BROKEN)
            ours, theirs = pty.openpty()
            subprocess.run([*PROGRAM, "lint"], cwd=top, env={**environment(), **variables},
                           stdout=theirs, stderr=subprocess.DEVNULL, check=False)
            os.close(theirs)
            shown = os.read(ours, 65536)
            os.close(ours)
        SUITE.check(f"terminal {variables}", "" if (b"\x1b[" in shown) == wanted else repr(shown))


def unwritable():
    """A report that cannot be written is trouble, and one line."""
    for name, redirection in (("full", ">/dev/full"), ("closed", ">&-")):
        with tempfile.TemporaryDirectory() as top:
            write_files(top, BROKEN)
            command = f"{' '.join(PROGRAM)} lint {redirection}"
            done = subprocess.run(["sh", "-c", command], cwd=top, stderr=subprocess.PIPE, check=False)
            SUITE.check(f"standard output {name}", "" if done.returncode == 2 and
                        done.stderr.count(b"\n") == 1 else f"{done.returncode} {done.stderr}")
    with tempfile.TemporaryDirectory() as top:
        write_files(top, BROKEN)
        done = subprocess.run(["sh", "-c", f"ulimit -f 0; exec {' '.join(PROGRAM)} lint -q -f json=report"],
                              cwd=top, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, check=False)
        SUITE.check("a file that may not grow", "" if done.returncode == 2 and b"too large" in done.stderr
                    and not any("report" in name for name in os.listdir(top)) else
                    f"{done.returncode} {done.stderr} {os.listdir(top)}")
    reader, writer = os.pipe()
    os.close(reader)
    with tempfile.TemporaryDirectory() as top:
        write_files(top, BROKEN)
        done = subprocess.run([*PROGRAM, "lint"], cwd=top, stdout=writer, stderr=subprocess.PIPE,
                              check=False)
    os.close(writer)
    SUITE.check("standard output to nobody", "" if done.returncode == 2 and
                done.stderr.count(b"\n") == 1 else f"{done.returncode} {done.stderr}")


def inputs():
    check("standard input, a zone", lint("-", "--stdin-filename", "example.com.zone", "-f", "jsonl",
                                         stdin=ZONE.encode()), 0, out=["policy-missing"])
    check("standard input, told by content", lint("-", stdin=b"$ORIGIN example.com.\n" + ZONE.encode()),
          0, out=["1 zone, 0 policies"])
    check("standard input, a policy", lint("-", "--mx", "mx2.example.com", stdin=POLICY.encode()),
          out=["0 zones, 1 policy"])
    check("a policy on standard input by its path",
          lint("-", "--stdin-filename", "mta-sts.example.com/mta-sts.txt", "--mx", "mx9.example.com",
               "-f", "jsonl", stdin=POLICY.encode()), 1, out=["mx-none-covered", '"example.com"'])
    check("standard input as a policy of", lint("--policy", "example.com=-", "--mx", "a.example.net",
                                                "-f", "jsonl", stdin=POLICY.encode()), 1,
          out=["mx-none-covered"])
    check("standard input twice", lint("-", "-", stdin=b"$ORIGIN example.com.\n" + ZONE.encode()), 0,
          out=["1 zone, 0 policies"])
    check("standard input includes what lies beside its name",
          lint("-", "--stdin-filename", "zones/example.com.zone", files={"zones/more": "x A 192.0.2.9\n"},
               stdin=ZONE.encode() + b"$INCLUDE more\n"), 0, no_out=["zone-include"])
    check("--mx of nobody", lint("m.txt", "--mx", "mx1.example.com", files={"m.txt": POLICY}), 2,
          err=["--mx: nothing tells"], err_lines=1, out=["[policy-orphan]"])
    check("--mx where the zone is at hand", lint("--mx", "mx9.example.com", files=CLEAN), 0)
    check("nonsense on standard input", lint("-", stdin=b"hello\n"), 2, err=["standard input"])
    check("empty standard input", lint("-", stdin=b""), 2, err=["standard input"])
    check("a zone by option", lint("--zone", "example.com=odd.txt", "--policy", "example.com=p.txt",
                                   files={"odd.txt": ZONE, "p.txt": BAD}), 1,
          out=["[mx-none-covered]"])
    check("an equals sign in a name", lint("--zone", "./a=b", files={
        "a=b": "$ORIGIN example.com.\n" + ZONE}), 0, out=["1 zone"])
    check("one policy for two domains", lint(
        "--policy", "example.com=p", "--policy", "example.org=p", "--mx", "mx1.example.net",
        "-f", "jsonl", files={"p": POLICY}), 1, out=["example.com"])
    alone = {"example.com.zone": ZONE, "www/mta-sts.txt": BAD}
    reverse = "@ 1h SOA ns1.example.net. a.example.net. 1 1 1 1 1\n1 1h PTR mx1.example.com.\n"
    check("the only policy", lint(files=alone), 1, out=["[mx-none-covered]"])
    check("the only policy, of the only domain with a record",
          lint(files={**alone, "2.0.192.in-addr.arpa.zone": reverse}), 1, out=["[mx-none-covered]"])
    check("the only policy, of the domain that is seen", lint(files={
        **alone, "example.com.zone": ZONE + "eu NS ns1.example.net.\n_mta-sts.eu TXT \"v=STSv1; id=1\"\n"}),
          1, out=["[mx-none-covered]"])
    alias = ZONE.replace("mta-sts A 192.0.2.2", "mta-sts CNAME mta-sts.example.com.")
    check("the only policy, of one domain for two",
          lint(files={**alone, "example.net.zone": alias}), 1, out=["[mx-none-covered]", "2 domains"],
          no_out=["policy-orphan"])
    check("the only policy, of two domains", lint(files={
        **alone, "example.net.zone": ZONE}), 1, out=["'example.com', 'example.net'"])
    check("nothing at all", lint(files={"README": "hello\n"}), 0, out=["0 domains"])
    check("what cannot be told", lint("README", files={"README": "hello\n"}), 2,
          err=["README: neither a zone nor a policy"], err_lines=1)
    check("an empty policy", lint(files={"mta-sts.txt": ""}), 1, out=["mta-sts.txt:1:1"])
    check("an empty zone, named", lint("example.com.zone", files={"example.com.zone": ""}), 0)
    check("a binary zone is none", lint(files={"data.db": b"SQLite format 3\0" + bytes(100)}), 0,
          out=["0 zones"], err_lines=0)
    check("a binary policy", lint(files={"mta-sts.txt": bytes(5000)}), 1)
    check("two faults of one file",
          lint("nowhere.zone", "gone/mta-sts.txt", files=CLEAN), 2, err_lines=2)


def special():
    """What is named and is no regular file is trouble; what is met on the way is left alone."""
    def fifo(top):
        os.mkfifo(os.path.join(top, "example.net.zone"))

    def bound(top):
        there = os.getcwd()
        os.chdir(top)
        socket.socket(socket.AF_UNIX).bind("example.net.zone")
        os.chdir(there)

    def directory(top):
        os.mkdir(os.path.join(top, "example.net.zone"))

    for name, prepare in (("fifo", fifo), ("socket", bound)):
        check(f"a {name}, named", lint(".", "example.net.zone", files=CLEAN, prepare=prepare), 2,
              err=["example.net.zone: is not a regular file"], err_lines=1, out=["1 domain"])
        check(f"a {name}, found", lint(files=CLEAN, prepare=prepare), 0, err_lines=0)
    check("a directory as a zone", lint("--zone", "example.net.zone", files=CLEAN,
                                        prepare=directory), 2, err=["is a directory"], err_lines=1)
    check("a device", lint("/dev/null", files=CLEAN), 2, err=["is not a regular file"])

    def locked(top):
        os.chmod(os.path.join(top, "example.com.zone"), 0)
        os.mkdir(os.path.join(top, "closed"), 0)

    for name, arguments in (("found", ["."]), ("named", ["example.com.zone", "."])):
        check(f"no permission, {name}",
              lint(*arguments, files=CLEAN, prepare=locked, unprivileged=True), 2,
              err=["example.com.zone: permission denied", "closed: permission denied"],
              out=["1 policy"])


def links():
    def outside(top):
        os.symlink("/etc/passwd", os.path.join(top, "passwd.zone"))
        os.symlink("/etc", os.path.join(top, "etc"))
        os.symlink(".", os.path.join(top, "loop"))
        os.symlink("itself.zone", os.path.join(top, "itself.zone"))
        os.symlink("nothing.zone", os.path.join(top, "dangling.zone"))
        os.makedirs(os.path.join(top, ".git"))

    check("links that lead out, in circles, nowhere",
          lint("--list-files", files=CLEAN, prepare=outside), 0, err_lines=0,
          no_out=["passwd", "etc", "loop", "itself", "dangling"])

    def shared(top):
        os.makedirs(os.path.join(top, ".git"))
        os.makedirs(os.path.join(top, "mta-sts.example.org"))
        os.symlink("../mta-sts.example.com/mta-sts.txt",
                   os.path.join(top, "mta-sts.example.org", "mta-sts.txt"))
        os.makedirs(os.path.join(top, "links"))
        os.symlink("../example.com.zone", os.path.join(top, "links", "example.com.zone"))
        os.symlink("../example.com.zone", os.path.join(top, "links", "example.org.zone"))

    check("links that stay inside", lint("--list-files", files=CLEAN, prepare=shared), 0,
          out=["mta-sts.example.org/mta-sts.txt: policy of example.org",
               "example.com.zone: zone of example.com", "links/example.org.zone: zone of example.org"],
          no_out=["links/example.com.zone"])


def walking():
    def repository(top):
        for command in (["init", "-q"], ["add", "-f", "ignored/tracked.zone"]):
            subprocess.run(["git", *command], cwd=top, check=True, stdout=subprocess.DEVNULL)

    files = {**CLEAN, ".gitignore": "/ignored/\n", "ignored/example.net.zone": ZONE,
             "ignored/tracked.zone": "$ORIGIN example.org.\n" + ZONE, ".hidden/a.example.zone": ZONE,
             ".well-known/mta-sts.txt": POLICY}
    check("a plain walk", lint("--list-files", files=files), 0, out=["ignored/example.net.zone"],
          no_out=[".hidden"])
    if not SUITE.need("git", "git"):
        return
    check("what git ignores", lint("--list-files", files=files, prepare=repository), 0,
          out=["example.com.zone", "ignored/tracked.zone", ".well-known/mta-sts.txt"],
          no_out=["example.net.zone", ".hidden"])
    check("a named file that git ignores", lint("--list-files", "ignored/example.net.zone", files=files,
                                                prepare=repository), 0, out=["example.net.zone"])
    check("a named directory that git ignores",
          lint("--list-files", "ignored", files=files, prepare=repository), 0,
          out=["ignored/example.net.zone"])

    def hook(top):
        repository(top)
        with open(os.path.join(top, "monitor"), "w", encoding="utf-8") as out:
            out.write("#!/bin/sh\ntouch \"$(dirname \"$0\")/executed\"\n")
        os.chmod(os.path.join(top, "monitor"), 0o755)
        subprocess.run(["git", "config", "core.fsmonitor", os.path.join(top, "monitor")], cwd=top,
                       check=True)

    ran = lint(files=files, prepare=hook, keep=lambda top: os.path.exists(top + "/executed")).kept
    SUITE.check("nothing of the repository is executed", "the file system monitor ran" if ran else "")
    elsewhere = lint("--list-files", files=files, prepare=repository,
                     variables={"GIT_DIR": "/nonexistent", "GIT_INDEX_FILE": "/nonexistent/i"})
    check("as a hook", elsewhere, 0, out=["ignored/tracked.zone"], no_out=["example.net.zone"])
    check("without git", lint("--list-files", files=files, prepare=repository,
                              variables={"PATH": "/nonexistent"}), 0,
          out=["ignored/example.net.zone"], no_out=[".hidden"])

    check("a repository of another user", lint(
        "--list-files", files=files, prepare=repository, unprivileged=True), 0,
          out=["ignored/tracked.zone"], no_out=["example.net.zone"])

    def nested(top):
        repository(top)
        os.mkdir(os.path.join(top, "inner"))
        write_files(os.path.join(top, "inner"), {"example.org.zone": ZONE, ".gitignore": "x.zone\n",
                                                 "x.zone": ZONE})
        subprocess.run(["git", "init", "-q"], cwd=os.path.join(top, "inner"), check=True)

    check("a repository inside", lint("--list-files", files=files, prepare=nested), 0,
          out=["inner/example.org.zone"], no_out=["inner/x.zone"])


def hostile():
    names = {"a\nb.example.zone": ZONE, "e\x1b[31m.example.zone": ZONE, "bidi\u202e.example.zone": ZONE,
             "::error file=x::.zone": ZONE}
    bad = {name: text.replace("mx1 A", "mx1 A 192.0.2.300\nmx1 A") for name, text in names.items()}

    def invalid(top):
        with open(os.path.join(os.fsencode(top), b"\xff\xfe.example.zone"), "wb") as out:
            out.write(bad["a\nb.example.zone"].encode())

    for form in ("text", "concise", "json", "jsonl"):
        check(f"hostile names in {form}", lint("-f", form, files=bad, prepare=invalid), 1,
              no_out=["\x1b", "\u202e", "a\nb", "\r"])
    check("hostile names in the list", lint("--list-files", files=bad, prepare=invalid), 0,
          out=["a\\x0ab.example.zone", "e\\x1b[31m", "bidi\\u202e", "\\xff\\xfe.example.zone"],
          no_out=["\x1b", "\u202e"])
    check("hostile arguments", lint("x\x1b[2J\ny"), 2, err=["x\\x1b[2J\\x0ay"], err_lines=1)
    check("hostile content", lint(files={"mta-sts.example.com/mta-sts.txt":
                                         BAD.replace("enforce", "en\x1b[31m\u202eforce")}), 1,
          out=["\\x1b[31m\\u202e"], no_out=["\x1b", "\u202e"])


def pages():
    """GitHub Pages, published from a branch, leaves out directories that begin with a dot."""
    site = {".well-known/mta-sts.txt": POLICY, "CNAME": "mta-sts.example.com\n"}
    deploying = ".github/workflows/site.yml"
    for name, files, wanted in (
            ("from a branch", site, True),
            ("without CNAME", {".well-known/mta-sts.txt": POLICY}, False),
            (".nojekyll", {**site, ".nojekyll": ""}, False),
            ("include", {**site, "_config.yml": 'title: x\ninclude: [".well-known"]\n'}, False),
            ("include, as a list", {**site, "_config.yml": "include:\n  - .well-known\n"}, False),
            ("no include", {**site, "_config.yml": "# include: [.well-known]\n"}, True),
            ("a workflow", {**site, deploying: "- uses: actions/deploy-pages@v4\n"}, False),
            ("another workflow", {**site, deploying: "# deploy-pages\n- run: make\n"}, True),
            ("docs", {"docs/" + name: text for name, text in site.items()}, True)):
        run = lint("--select", "policy-path", "-f", "jsonl", files=files)
        check(f"pages: {name}", run, 1 if wanted else 0, rules=["policy-path"] if wanted else [])
    for name in (".well-known/mta_sts.txt", ".wellknown/mta-sts.txt", "well-known/mta-sts.txt"):
        check(f"misspelt: {name}", lint("--select", "policy-path", "-f", "jsonl",
                                        files={name: POLICY}), 1, rules=["policy-path"])


def names():
    """Text says where a file is from here; machines say where it is in the repository."""
    def repository(top):
        os.mkdir(os.path.join(top, ".git"))

    files = {f"dns/{name}": text for name, text in BROKEN.items()}
    check("machine names", lint("dns/mta-sts.example.com", "dns/example.com.zone", "-f", "jsonl",
                                files=files, prepare=repository), 1,
          out=['"file":"dns/mta-sts.example.com/mta-sts.txt"'])
    check("machine names outside a repository", lint("./dns", "-f", "jsonl", files=files), 1,
          out=['"file":"dns/mta-sts.example.com/mta-sts.txt"'])
    check("machine names below the configuration", lint(
        "dns", "-f", "jsonl", "-c", "dns/.mtasts.yaml",
        files={**files, "dns/.mtasts.yaml": "profile: default\n"}), 1,
          out=['"file":"mta-sts.example.com/mta-sts.txt"'])
    with tempfile.TemporaryDirectory() as top:
        write_files(top, files)
        repository(top)
        for form, wanted in (("jsonl", '"dns/mta-sts.example.com/mta-sts.txt"'),
                             ("concise", "\nmta-sts.example.com/mta-sts.txt:")):
            done = subprocess.run([*PROGRAM, "lint", "-f", form, "--select", "policy,zone,mx"],
                                  cwd=os.path.join(top, "dns"), stdout=subprocess.PIPE, check=False)
            text = "\n" + done.stdout.decode()
            SUITE.check(f"names below the top, {form}", "" if wanted in text else text)
        done = subprocess.run([*PROGRAM, "lint", "-f", "json"], cwd=os.path.join(top, "dns"),
                              stdout=subprocess.PIPE, check=False)
        (domain,) = json.loads(done.stdout)["domains"]
        SUITE.check("names of a domain's files", "" if domain["zones"] == ["dns/example.com.zone"] and
                    domain["policy"] == "dns/mta-sts.example.com/mta-sts.txt" else str(domain))


def listing():
    files = {**CLEAN, "zones/main.zone": "$ORIGIN example.org.\n" + ZONE + "$INCLUDE hosts.zone\n",
             "zones/hosts.zone": "www A 192.0.2.9\n", "notes.txt": "hello\n",
             "site/mta-sts.txt": POLICY}
    check("list-files", lint("--list-files", files=files), 0, out=[
        "example.com.zone: zone of example.com by its SOA (",
        "mta-sts.example.com/mta-sts.txt: policy of example.com by its path (",
        "zones/hosts.zone: part of a zone: included by zones/main.zone",
        "zones/main.zone: zone of example.org",
        "site/mta-sts.txt: policy of no domain that could be told"], no_out=["notes"])
    check("an included file, named", lint("--list-files", ".", "zones/hosts.zone", files=files), 0,
          out=["zones/hosts.zone: zone of"])
    circle = {"a.example.zone": "$ORIGIN a.example.\nx A 192.0.2.1\n$INCLUDE b.example.zone\n",
              "b.example.zone": "$ORIGIN b.example.\nx A 192.0.2.1\n$INCLUDE a.example.zone\n"}
    check("files that include each other", lint("--list-files", files=circle), 0,
          out=["a.example.zone: zone of", "b.example.zone: part of"])
    check("two paths to one file", lint("--list-files", ".", "./example.com.zone", "example.com.zone",
                                        files=CLEAN), 0, out=["example.com.zone: zone of example.com"])
    listed = lint("--list-files", ".", "./example.com.zone", "./mta-sts.example.com/mta-sts.txt",
                  "mta-sts.example.com", "--policy", "example.net=mta-sts.example.com/mta-sts.txt",
                  files=CLEAN).out.splitlines()
    SUITE.check("listed once", "" if len(listed) == 2 and "zone of example.com " in listed[0] and
                "policy of example.net " in listed[1] else listed)


def pairing():
    def domain(name, wanted, files, *arguments):
        check(f"pairing: {name}", lint("--list-files", *arguments, files=files), 0, out=[wanted])

    lone = {"example.com.zone": ZONE}
    other = {"example.org.zone": ZONE}
    domain("an option", "m.txt: policy of example.net", {"m.txt": POLICY}, "--policy",
           "example.net=m.txt")
    domain("CNAME beside it", "x/mta-sts.txt: policy of example.org",
           {"x/mta-sts.txt": POLICY, "x/CNAME": "mta-sts.example.org\n", **lone, **other})
    domain("CNAME above", "mta-sts.txt: policy of example.org",
           {".well-known/mta-sts.txt": POLICY, "CNAME": "mta-sts.example.org", **lone})
    domain("CNAME of something else", "mta-sts.txt: policy of example.com",
           {".well-known/mta-sts.txt": POLICY, "CNAME": "www.example.org", **lone})
    domain("a part of the path", "policy of example.org",
           {"sites/mta-sts.example.org/.well-known/mta-sts.txt": POLICY, **lone})
    domain("an apex in the path", "policy of example.org",
           {"sites/example.org/.well-known/mta-sts.txt": POLICY, **lone, **other})
    domain("an owner in the path", "policy of mx1.example.org",
           {"sites/mx1.example.org/.well-known/mta-sts.txt": POLICY, **lone, **other})
    domain("no such owner", "policy of no domain",
           {"sites/mx9.example.org/.well-known/mta-sts.txt": POLICY, **lone, **other})
    domain("one and one", "policy of example.com", {"m/mta-sts.txt": POLICY, **lone})
    domain("one and one, below the apex", "policy of mail.example.com",
           {"m/mta-sts.txt": POLICY,
            "example.com.zone": ZONE.replace("_mta-sts TXT", "_mta-sts.mail TXT")})
    domain("two that fit", "policy of no domain",
           {"m/mta-sts.txt": POLICY, "example.com.zone": ZONE + '_mta-sts.mail TXT "v=STSv1; id=2"\n'})
    domain("two zones", "policy of no domain", {"m/mta-sts.txt": POLICY, **lone, **other})
    shared = {**CLEAN, "example.org.zone": ZONE.replace("mta-sts A 192.0.2.2",
                                                        "mta-sts CNAME mta-sts.example.com.")}
    domain("shared", "policy of example.com by its path, example.org by a CNAME", shared)
    domain("shared, with a policy of its own", "mta-sts.example.com/mta-sts.txt: policy of example.com by its path (",
           {**shared, "mta-sts.example.org/mta-sts.txt": POLICY})
    check("shared is judged for both", lint("-f", "jsonl", files=shared), 1,
          out=['"domain":"example.org"', "mx-none-covered"])


def main():
    for group in (usage, statuses, selection, formats, terminal, unwritable, inputs, special, links,
                  walking, hostile, pages, names, listing, pairing):
        group()
    SUITE.finish()


if __name__ == "__main__":
    main()
