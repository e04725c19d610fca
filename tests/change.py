#!/usr/bin/env python3
"""The step from an earlier version: scripted git histories, and repositories that would run a program."""
import json
import os
import shutil
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from support import PROGRAM, Suite, environment, write_files

SUITE = Suite()
NOW = 1767312000  # 2026-01-02T00:00:00Z
DAY = 86400
ZONE = "zones/example.com.zone"
POLICY = "mta-sts.example.com/.well-known/mta-sts.txt"
OUTSIDE = {key: value for key, value in os.environ.items() if not key.startswith("GIT_")}


def zone(ident="1", mx=("10 mx1",), serial=1, host="mta-sts A 192.0.2.80", more=""):
    """A zone of example.com; without IDENT or HOST it lacks the record or the policy host."""
    lines = ["$ORIGIN example.com.", "$TTL 3600",
             f"@ SOA ns1 hostmaster {serial} 7200 3600 1209600 3600", "@ NS ns1",
             *(f"@ MX {one}" for one in mx), "ns1 A 192.0.2.53", "mx1 A 192.0.2.25",
             "mx2 A 198.51.100.25", "mx3 A 198.51.100.26"]
    if host:
        lines.append(host)
    if ident:
        lines.append(f'_mta-sts TXT "v=STSv1; id={ident}"')
    lines.append('_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.net"')
    return "\n".join(lines) + "\n" + more


def policy(mode="enforce", mx=("mx1",), max_age=1209600, end="\n"):
    lines = ["version: STSv1", f"mode: {mode}", *(f"mx: {one}.example.com" for one in mx),
             f"max_age: {max_age}"]
    return "".join(line + end for line in lines)


def both(zone_text, policy_text):
    return {name: text for name, text in ((ZONE, zone_text), (POLICY, policy_text)) if text}


class Repository:
    """A git work tree that is removed at the end."""

    def __init__(self):
        self.shelf = tempfile.mkdtemp()
        self.top = os.path.join(self.shelf, "work")
        os.mkdir(self.top)
        self.git("init", "--quiet", "--initial-branch=main")

    def __enter__(self):
        return self

    def __exit__(self, *_):
        shutil.rmtree(self.shelf)

    def git(self, *arguments, age=0, directory=None, wanted=0):
        date = f"{NOW - age * DAY} +0000"
        done = subprocess.run(
            ["git", "-c", "user.name=a", "-c", "user.email=a@example.com", *arguments],
            cwd=directory or self.top, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
            stderr=subprocess.PIPE, check=False,
            env={**OUTSIDE, "GIT_AUTHOR_DATE": date, "GIT_COMMITTER_DATE": date})
        if wanted is not None and done.returncode != wanted:
            raise RuntimeError(f"git {arguments}: {done.stderr.decode()}")
        return done.stdout.decode().strip()

    def write(self, files):
        """Makes the work tree FILES and nothing else."""
        for name in os.listdir(self.top):
            path = os.path.join(self.top, name)
            if name != ".git" and os.path.isdir(path) and not os.path.islink(path):
                shutil.rmtree(path)
            elif name != ".git":
                os.remove(path)
        write_files(self.top, files)

    def commit(self, files, age=1):
        self.write(files)
        self.git("add", "--all", age=age)
        self.git("commit", "--quiet", "--allow-empty", "--message", "m", age=age)

    def run(self, *arguments, directory=None, variables=None, stdin=b""):
        return subprocess.run(
            [*PROGRAM, "lint", "-f", "jsonl", "--now", str(NOW), *arguments],
            cwd=directory or self.top, input=stdin, env={**environment(), **(variables or {})},
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False, timeout=120)

    def changes(self, *arguments, **more):
        """{rule: [finding]} of the change-* rules; standard error and status are looked at."""
        done = self.run(*arguments, **more)
        if done.returncode not in (0, 1) or done.stderr:
            raise RuntimeError(f"status {done.returncode}: {done.stderr.decode()}")
        found = {}
        for line in done.stdout.decode().splitlines():
            one = json.loads(line)
            if one["rule"].startswith("change-"):
                found.setdefault(one["rule"], []).append(one)
        return found


def compare(name, found, expected):
    """EXPECTED: {rule: level}."""
    actual = {rule: one["level"] for rule, (one, *_) in found.items()}
    SUITE.check(name, "" if actual == expected else f"{actual} instead of {expected}")


# name, versions (zone, policy) from the oldest to that of the work tree, what is found
E, W, I = "error", "warning", "info"
STALE, NEEDLESS, REUSED = "change-id-stale", "change-id-needless", "change-id-reused"
ABRUPT, EARLY = "change-removed-abruptly", "change-removed-early"
BEFORE, DROPPED = "change-mx-before-policy", "change-mx-pattern-dropped"
UNREADY, UNTESTED = "change-enforce-unready", "change-enforce-untested"
SERIAL = "change-serial-stale"
TWO = ("mx1", "mx2")
MX_TWO = ("10 mx1", "20 mx2")
NONE = policy("none", max_age=86400)
OLD, NEW = 2026010101, 2026010102
WWW = "www A 192.0.2.81\n"
STEPS = (
    ("nothing", [(zone(), policy()), (zone(), policy())], {}),
    ("id stale: max_age", [(zone(), policy()), (zone(), policy(max_age=2419200))], {STALE: E}),
    ("id stale: a pattern more", [(zone(), policy()), (zone(), policy(mx=TWO))], {STALE: E}),
    ("id stale: the mode", [(zone(), policy("testing")), (zone(), policy())], {STALE: E}),
    ("id follows", [(zone(), policy()), (zone("2"), policy(max_age=2419200))], {}),
    ("line ends", [(zone(), policy()), (zone(), policy(end="\r\n"))], {}),
    ("case of a pattern", [(zone(), policy()), (zone(), policy(mx=("MX1",)))], {}),
    ("order of patterns", [(zone(), policy(mx=TWO)), (zone(), policy(mx=TWO[::-1]))], {}),
    ("a pattern that a wildcard covers goes", [(zone(), policy(mx=("*", "mx1"))), (zone(), policy(mx=("*",)))], {}),
    ("such a pattern comes", [(zone(), policy(mx=("*",))), (zone(), policy(mx=("mx1", "*")))], {}),
    ("a wildcard comes, which covers all", [(zone(), policy()), (zone(), policy(mx=("mx1", "*")))], {STALE: E}),
    ("a wildcard goes", [(zone(), policy(mx=("*", "mx1"))), (zone(), policy())], {STALE: E}),
    ("a pattern below that of the wildcard goes", [(zone(), policy(mx=("*", "mx1", "a.b"))),
                                                   (zone(), policy(mx=("*", "mx1")))], {STALE: E}),
    ("an extension", [(zone(), policy()), (zone(), policy() + "x: y\n")], {}),
    ("none and none", [(zone(), NONE), (zone(), policy("none", max_age=3600))], {}),
    ("a comment of the zone", [(zone(), policy()), (zone(more="; hello\n"), policy())], {}),
    ("id needless", [(zone(), policy()), (zone("2"), policy())], {NEEDLESS: I}),
    ("id needless: line ends", [(zone(), policy()), (zone("2"), policy(end="\r\n"))],
     {NEEDLESS: I}),
    ("id with a mended policy", [(zone(), "\n" + policy()), (zone("2"), policy())], {}),
    ("id that is a digest",
     [(zone(), policy()), (zone("d8c3cdad8f2a6d4cc4d3c9e5b2c0e9b1"), policy(max_age=2419200))], {}),
    ("id reused", [(zone("1"), policy()), (zone("2"), policy(max_age=2419200)),
                   (zone("1"), policy(mx=TWO))], {REUSED: E}),
    ("id comes back with its policy", [(zone("1"), policy()), (zone("2"), policy(max_age=2419200)),
                                       (zone("1"), policy())], {}),
    ("a third id", [(zone("1"), policy()), (zone("2"), policy(max_age=2419200)),
                    (zone("3"), policy(mx=TWO))], {}),
    ("id comes back with another policy", [(zone("1"), policy()), (zone(None, host=None), None),
                                           (zone("1"), policy(mx=TWO))], {REUSED: E, UNTESTED: I}),
    ("the policy deleted outright", [(zone(), policy()), (zone(), None)], {ABRUPT: E}),
    ("the record deleted", [(zone(), policy()), (zone(None), policy())], {ABRUPT: E}),
    ("the host deleted", [(zone(), policy()), (zone(host=None), policy())], {ABRUPT: E}),
    ("all deleted", [(zone(), policy()), (zone(None, host=None), None)], {ABRUPT: E}),
    ("all deleted in testing", [(zone(), policy("testing")), (zone(None, host=None), None)],
     {ABRUPT: W}),
    ("the record of an unseen policy deleted", [(zone(), None), (zone(None), None)], {ABRUPT: I}),
    ("hosting moved to a provider",
     [(zone(), policy()), (zone(host="mta-sts CNAME sts.example.net."), None)], {}),
    ("hosting moved to another address",
     [(zone(), policy()), (zone(host="mta-sts A 203.0.113.9"), None)], {}),
    ("the record moved to a provider",
     [(zone(), policy()), (zone(None, more="_mta-sts CNAME s.example.net.\n"), policy())], {}),
    ("a customer's zone leaves", [(zone(), policy()), (None, None)], {}),
    ("a customer's zone leaves, its policy stays", [(zone(), policy()), (None, policy())], {}),
    ("the domain takes no mail any more",
     [(zone(), policy()), (zone(None, host=None, mx=("0 .",)), None)], {}),
    ("none, and removed at once", [(zone(), policy()), (zone("2"), NONE),
                                   (zone(None, host=None), None)], {EARLY: W}),
    ("none over a short max_age", [(zone(), policy(max_age=86400)), (zone("2"), NONE),
                                   (zone(None, host=None), None)], {}),
    ("none over the end of a long max_age", [
        (zone(), policy(max_age=345600)), (zone("2"), policy(max_age=86400)), *[(zone("2"), policy(max_age=86400))] * 3,
        (zone("3"), NONE), (zone("3"), NONE), (zone(None, host=None), None)], {}),
    ("none within a long max_age", [
        (zone(), policy(max_age=345600)), (zone("2"), policy(max_age=86400)), (zone("3"), NONE), (zone("3"), NONE),
        (zone(None, host=None), None)], {EARLY: W}),
    ("enforce, then none", [(zone(), policy()), (zone("2"), NONE)], {}),
    ("MX and pattern at once", [(zone(), policy()), (zone("2", ("10 mx2",)), policy(mx=("mx2",)))],
     {BEFORE: W, DROPPED: I}),
    ("a backup and its pattern at once", [(zone(), policy()), (zone("2", MX_TWO), policy(mx=TWO))],
     {BEFORE: I}),
    ("policy first", [(zone(), policy()), (zone("2"), policy(mx=TWO))], {}),
    ("then the MX", [(zone(), policy()), (zone("2"), policy(mx=TWO)),
                     (zone("2", MX_TWO), policy(mx=TWO))], {}),
    ("MX and pattern at once, in testing",
     [(zone(), policy("testing")), (zone("2", ("10 mx2",)), policy("testing", mx=("mx2",)))],
     {DROPPED: I}),
    ("a new MX under a wildcard that was there",
     [(zone(), policy(mx=("*",))), (zone("1", ("10 mx1", "5 mx3")), policy(mx=("*",)))], {}),
    ("MX and pattern go at once", [(zone("1", MX_TWO), policy(mx=TWO)), (zone("2"), policy())],
     {DROPPED: I}),
    ("the MX goes first", [(zone("1", MX_TWO), policy(mx=TWO)), (zone("1"), policy(mx=TWO))], {}),
    ("then its pattern", [(zone("1"), policy(mx=TWO)), (zone("2"), policy())], {}),
    ("enforce with an uncovered MX",
     [(zone("1", MX_TWO), policy("testing")), (zone("2", MX_TWO), policy())], {UNREADY: E}),
    ("enforce with a faulty policy",
     [(zone(), policy("testing")), (zone("2"), policy() + "\n")], {UNREADY: E}),
    ("enforce when ready", [(zone(), policy("testing")), (zone("2"), policy())], {}),
    ("enforce stays with an uncovered MX",
     [(zone("1", MX_TWO), policy()), (zone("1", MX_TWO), policy())], {}),
    ("first published as enforce", [(zone(None, host=None), None), (zone(), policy())],
     {UNTESTED: I}),
    ("none to enforce", [(zone(), NONE), (zone("2"), policy())], {UNTESTED: I}),
    ("first published as testing", [(zone(None, host=None), None), (zone(), policy("testing"))],
     {}),
    ("a zone that comes with its policy", [(None, None), (zone(), policy())], {}),
    ("a policy that comes from a provider",
     [(zone(host="mta-sts CNAME sts.example.net."), None), (zone("2"), policy())], {}),
    ("serial stale",
     [(zone(serial=OLD), policy()), (zone(serial=OLD, more=WWW), policy())], {SERIAL: W}),
    ("serial raised",
     [(zone(serial=OLD), policy()), (zone(serial=NEW, more=WWW), policy())], {}),
    ("serial smaller",
     [(zone(serial=NEW), policy()), (zone(serial=OLD, more=WWW), policy())], {SERIAL: E}),
    ("serial over the end of the circle",
     [(zone(serial=4294967295), policy()), (zone(serial=5, more=WWW), policy())], {}),
    ("serial 0", [(zone(serial=0), policy()), (zone(serial=0, more=WWW), policy())], {}),
    ("another order of records",
     [(zone(serial=OLD, more=WWW + "a A 192.0.2.1\n"), policy()),
      (zone(serial=OLD, more="a A 192.0.2.1\nWWW 3600 IN A (192.0.2.81) ; x\n"), policy())], {}),
    ("a record that no rule reads", [(zone(serial=OLD, more="_s SRV 0 0 1 ns1\n"), policy()),
                                     (zone(serial=OLD, more="_s SRV 0 0 2 ns1\n"), policy())],
     {SERIAL: W}),
    ("its comment", [(zone(serial=OLD, more="_s SRV 0 0 1 ns1\n"), policy()),
                     (zone(serial=OLD, more="_s ( SRV 0 ; c\n 0 1 ns1 )\n"), policy())], {}),
    *((f"{text} for {old}", [(zone(serial=OLD, more=old + "\n"), policy()),
                              (zone(serial=OLD, more=text + "\n"), policy())], expected)
      for old, text, expected in (
          ("_s SRV 0 0 1 ns1", "_s SRV 0 0 1 NS1.example.com.", {}),
          ("_s SRV 0 0 1 ns1", "_s SRV 0 0 1 ns1.example.com", {SERIAL: W}),
          ("_s SRV 0 0 1 ns1", "_s SRV 0 0 1 ns1.example.net.", {SERIAL: W}),
          ("_s SRV 0 0 1 x.", "_s SRV 0 0 1 x", {SERIAL: W}),
          ("1 PTR @", "1 PTR example.com.", {}),
          ("1 PTR myexample.com.", "1 PTR my", {SERIAL: W}),
          ("h SSHFP 1 1 AABBCC", "h SSHFP ( 1 1 aab\n bcc )", {}),
          ("h SSHFP 1 1 AABBCC", "h SSHFP 1 1 AABBCD", {SERIAL: W}),
          ("h DNSKEY 256 3 8 AwEA", "h DNSKEY 256 3 8 Aw EA", {}),
          ("h DNSKEY 256 3 8 AwEA", "h DNSKEY 256 3 8 AwEa", {SERIAL: W}),
          ("h SRV 0 0 1 @", "h SRV 0 0 1 h", {SERIAL: W}))),
    ("a TTL", [(zone(serial=OLD, more="a 60 A 192.0.2.1\n"), policy()),
               (zone(serial=OLD, more="a 61 A 192.0.2.1\n"), policy())], {SERIAL: W}),
    ("a template", [(zone(serial=OLD, more="{{ more }}\n"), policy()),
                    (zone(serial=OLD, more="{{ more }}\n" + WWW), policy())], {}),
    ("a serial that never changed",
     [(zone(serial=OLD), policy()), (zone(serial=OLD, more="a A 192.0.2.1\n"), policy()),
      (zone(serial=OLD, more=WWW), policy())], {}),
    ("a serial that changed once",
     [(zone(serial=OLD), policy()), (zone(serial=NEW, more="a A 192.0.2.1\n"), policy()),
      (zone(serial=NEW, more=WWW), policy())], {SERIAL: W}),
)


# The same with versions that are all files.
MOVED, ZONE_MOVED = "www/mta-sts.example.com/mta-sts.txt", "dns/db.example.com"
OCTO = "config/example.com.yaml"
LONGER = policy(max_age=2419200)
OTHER = (ZONE.replace("com", "org"), POLICY.replace("com", "org"))


def files(*pairs):
    return dict(pairs)


def included(ident):
    return files((ZONE, zone(None, more="$INCLUDE sts.inc\n")), ("zones/sts.inc", f'_mta-sts TXT "v=STSv1; id={ident}"\n'))


def octo(ident):
    return files((OCTO, "'': { type: MX, value: { preference: 10, exchange: mx1.example.com. } }\n"
                  "mx1: { type: A, value: 192.0.2.1 }\nmta-sts: { type: A, value: 192.0.2.2 }\n"
                  f"_mta-sts: {{ type: TXT, value: v=STSv1\\; id={ident} }}\n"))


def bare_zone(ident):
    """It does not say whose it is."""
    return zone(ident).replace("$ORIGIN example.com.\n", "")


SUB_RECORDS = '{0}MX 10 mx1.example.com.\nmta-sts{1} A 192.0.2.81\n_mta-sts{1} TXT "v=STSv1; id={2}"\n'
SUB_POLICY = "mta-sts.sub.example.com/.well-known/mta-sts.txt"


def joined(ident, sub_policy):
    more = SUB_RECORDS.format("sub ", ".sub", ident)
    return {**both(zone(more=more), policy()), SUB_POLICY: sub_policy}


def split(ident, sub_policy):
    child = f"$ORIGIN sub.example.com.\n$TTL 60\n@ SOA ns1.example.com. h.example.com. 1 2 3 4 5\n@ NS ns1.example.com.\n"
    child += SUB_RECORDS.format("@ ", "", ident) if ident else "@ MX 10 mx1.example.com.\nmta-sts A 192.0.2.81\n"
    return {**both(zone(more="sub NS ns1\n"), policy()), SUB_POLICY: sub_policy, "zones/sub.example.com.zone": child}


ORGANISATION = zone().replace("$ORIGIN example.com", "$ORIGIN example.org")

MAPPED = "policies:\n  - { file: shared/mta-sts.txt, domains: [example.com] }\n"
CONFIGURATION = ".mtasts.yaml"


def mapped(policy_text, directory="shared"):
    return {ZONE: zone(), OTHER[0]: ORGANISATION, CONFIGURATION: MAPPED.replace("shared", directory),
            f"{directory}/mta-sts.txt": policy_text}


def unmapped(policy_text):
    return {**both(zone(), policy_text), OTHER[0]: ORGANISATION}


FILE_STEPS = (
    ("a configuration comes, and the policy goes to its place", [unmapped(policy()), mapped(policy())], {}),
    ("and changes", [unmapped(policy()), mapped(LONGER)], {STALE: E}),
    ("a configuration goes, and the policy with it", [mapped(policy()), unmapped(policy())], {}),
    ("a configuration goes, and the policy changes", [mapped(policy()), unmapped(LONGER)], {STALE: E}),
    ("a configuration names another place", [mapped(policy()), mapped(policy(), "common")], {}),
    ("another place and another policy", [mapped(policy()), mapped(LONGER, "common")], {STALE: E}),
    ("a configuration comes, and the policy goes", [unmapped(policy()), {**unmapped(None), CONFIGURATION: MAPPED}],
     {ABRUPT: E}),
    ("a configuration comes, and leaves the policy out", [
        unmapped(policy()), {**unmapped(policy()), CONFIGURATION: "exclude: ['mta-sts.*/']\n"}], {}),
    ("a configuration comes, and lists other zones", [
        unmapped(policy()), {**unmapped(policy()), CONFIGURATION: f"zones: [{ZONE}]\n"}], {}),
    ("a configuration that nobody understands was there", [
        {**unmapped(policy()), CONFIGURATION: "zoness: x\n"}, {**unmapped(LONGER), CONFIGURATION: "{}\n"}], {STALE: E}),
    ("a policy goes where nothing tells whose it is", [
        {**both(zone(), policy()), OTHER[0]: ORGANISATION},
        files((ZONE, zone()), (OTHER[0], ORGANISATION), ("site/mta-sts.txt", policy()))], {}),
    ("a policy goes, and such a one was there before", [
        {**both(zone(), policy()), OTHER[0]: ORGANISATION, OTHER[1]: policy(), "docs/mta-sts.txt": policy()},
        files((ZONE, zone()), (OTHER[0], ORGANISATION), (OTHER[1], policy()), ("docs/mta-sts.txt", policy()))],
     {ABRUPT: E}),
    ("a subdomain gets a zone of its own", [joined("1", policy()), split("1", policy())], {}),
    ("and its policy changes", [joined("1", policy()), split("1", LONGER)], {STALE: E}),
    ("and its record is forgotten", [joined("1", policy()), split(None, policy())], {ABRUPT: E}),
    ("a zone goes into the one above", [split("1", policy()), joined("1", policy())], {}),
    ("and the policy changes", [split("1", policy()), joined("1", LONGER)], {STALE: E}),
    ("id reused, in an include", [{**included("1"), POLICY: policy()}, {**included("2"), POLICY: policy(mx=TWO)},
                                  {**included("1"), POLICY: LONGER}], {REUSED: E}),
    ("id comes back with its policy, in an include", [
        {**included("1"), POLICY: policy()}, {**included("2"), POLICY: LONGER}, {**included("1"), POLICY: policy()}], {}),
    ("id reused after the zone was split", [both(zone("1"), policy()), {**included("2"), POLICY: policy(mx=TWO)},
                                            {**included("1"), POLICY: LONGER}], {REUSED: E}),
    ("id reused, in octoDNS", [{**octo("1"), POLICY: policy()}, {**octo("2"), POLICY: policy(mx=TWO)},
                               {**octo("1"), POLICY: LONGER}], {REUSED: E}),
    ("id reused after the policy moved", [
        both(zone("1"), policy()), both(zone("2"), policy(mx=TWO)), files((ZONE, zone("2")), (MOVED, policy(mx=TWO))),
        files((ZONE, zone("1")), (MOVED, LONGER))], {REUSED: E}),
    ("id reused after the zone moved, twice", [
        both(zone("1"), policy()), both(zone("2"), policy(mx=TWO)), files((ZONE_MOVED, zone("2")), (POLICY, policy(mx=TWO))),
        files(("db.example.com", zone("2")), (POLICY, policy(mx=TWO))),
        files(("db.example.com", zone("1")), (POLICY, LONGER))], {REUSED: E}),
    ("id reused while both move", [both(zone("1"), policy()), both(zone("2"), policy(mx=TWO)),
                                   files((ZONE_MOVED, zone("1")), (MOVED, LONGER))], {REUSED: E}),
    ("a third id after both moved", [both(zone("1"), policy()), both(zone("2"), policy(mx=TWO)),
                                     files((ZONE_MOVED, zone("3")), (MOVED, LONGER))], {}),
    ("the files of another domain become those of this one", [
        both(bare_zone("1"), policy()), both(bare_zone("2"), policy(mx=TWO)),
        files((OTHER[0], bare_zone("2")), (OTHER[1], policy(mx=TWO))),
        files((OTHER[0], bare_zone("1")), (OTHER[1], LONGER))], {}),
    ("none, moved, and removed at once", [both(zone(), policy()), both(zone("2"), NONE),
                                          files((ZONE, zone("2")), (MOVED, NONE)), files((ZONE, zone(None, host=None)))],
     {EARLY: W}),
)


def take_step(versions):
    """What the last of VERSIONS raises, the others being committed."""
    with Repository() as repository:
        for age, version in zip(range(len(versions) - 1, 0, -1), versions):
            repository.commit(version if isinstance(version, dict) else both(*version), age)
        last = versions[-1]
        repository.write(last if isinstance(last, dict) else both(*last))
        try:
            return repository.changes("--since", "HEAD")
        except RuntimeError as error:
            return {"-": [{"level": str(error)}]}


def steps():
    with ThreadPoolExecutor(2) as pool:
        found = pool.map(take_step, [versions for _, versions, _ in STEPS + FILE_STEPS])
        for (name, _, expected), actual in zip(STEPS + FILE_STEPS, found):
            compare(name, actual, expected)


def fresh():
    """An id that is proposed, or set, is one that the domain never had."""
    def wrong(repository, wanted, *arguments):
        done = repository.run("--since", "HEAD", *arguments)
        return "" if wanted in done.stdout.decode() else done.stdout.decode() + done.stderr.decode()

    def ident(repository):
        with open(os.path.join(repository.top, ZONE), encoding="utf-8") as file:
            return file.read().split("id=")[1].split('"')[0]

    with Repository() as repository:
        for number, patterns in (("1", ("mx1",)), ("2", TWO), ("3", ("mx2",)), ("1", ("mx1",))):
            repository.commit(both(zone(number), policy(mx=patterns)))
        repository.write(both(zone("1"), LONGER))
        SUITE.check("after a step back", wrong(repository, "write: id=4"))
        repository.run("--since", "HEAD", "--fix")
        SUITE.check("--fix after a step back", ident(repository) if ident(repository) != "4" else "")
        repository.write(both(zone("3"), LONGER))
        SUITE.check("for one that comes again", wrong(repository, "write: id=4"))
    with Repository() as repository:
        repository.commit(both(zone("2"), policy(mx=TWO)))
        repository.write(both(zone("1"), policy().replace("mode", "\nmode")))
        repository.run("--since", "HEAD", "--fix")
        SUITE.check("--fix beside an id that was counted down", ident(repository) if ident(repository) != "3" else "")


def testing():
    """policy-testing-stale goes by the history of the file, under any name."""
    for name, versions, wanted in (
            ("a policy that moved", [files((POLICY, policy("testing"))), files((MOVED, policy("testing")))], True),
            ("a policy that enforced before it moved", [files((POLICY, policy())), files((MOVED, policy("testing")))],
             False),
            ("the policy of another domain moved", [files((POLICY, policy("testing"))),
                                                    files((OTHER[1], policy("testing")))], False)):
        with Repository() as repository:
            for version, age in zip(versions, (200, 2)):
                repository.commit({"README": "x", **version}, age)
            done = repository.run("--select", "policy-testing-stale")
            SUITE.check(f"testing: {name}", "" if (b"policy-testing-stale" in done.stdout) == wanted else f"{done.stdout}")


def changed(repository, name, *arguments, expected=None, **more):
    """The run finds a stale id, or what is EXPECTED."""
    try:
        compare(name, repository.changes(*arguments, **more), {STALE: E} if expected is None else expected)
    except RuntimeError as error:
        SUITE.check(name, error)


def trouble(name, done, text):
    """DONE ends with status 2 and one line on standard error, besides notes, that holds TEXT."""
    lines = [line for line in done.stderr.decode("utf-8", "replace").splitlines()
             if not line.startswith("mtasts: note: ")]
    ok = done.returncode == 2 and len(lines) == 1 and text in lines[0]
    SUITE.check(name, "" if ok else f"status {done.returncode}: {lines}, without {text!r}")


BASE = both(zone(), policy())
STALE_NOW = both(zone(), policy(max_age=2419200))


def revisions():
    with Repository() as repository:
        changed(repository, "an unborn HEAD", "--since", "HEAD", expected={})
        repository.write(BASE)
        changed(repository, "everything is new", "--since", "HEAD", expected={})
        trouble("before an unborn HEAD", repository.run("--since", "HEAD~1"), "'HEAD~1' is no revision")
        repository.commit(BASE, 3)
        repository.git("tag", "--annotate", "--message", "x", "v1")
        repository.commit(STALE_NOW, 2)
        changed(repository, "HEAD~1", "--since", "HEAD~1")
        changed(repository, "HEAD", "--since", "HEAD", expected={})
        changed(repository, "a tag", "--since", "v1")
        changed(repository, "an id", "--since", repository.git("rev-parse", "v1^{commit}"))
        changed(repository, "a tree", "--since", repository.git("rev-parse", "v1^{tree}"))
        blob = repository.git("rev-parse", f"v1:{ZONE}")
        changed(repository, "the tree of a revision", "--since", "v1:")
        trouble("a directory of one", repository.run("--since", "v1:zones"), "is a directory of a revision")
        changed(repository, "by message", "--since", ":/^m", expected={})
        trouble("a blob", repository.run("--since", blob), "neither a commit nor a tree")
        for name in ("gone", "-x", "--output=x", "", "HEAD~7", "HEAD..v1", "^HEAD", "a\nb"):
            trouble(f"no revision: {name!r}", repository.run(f"--since={name}"), "is no revision")
        SUITE.check("no file made", "x made" if os.path.exists(os.path.join(repository.top, "x")) else "")
        changed(repository, "a dirty index and tree: the tree counts", "--since", "v1")
        repository.git("rm", "--quiet", "--cached", POLICY)
        changed(repository, "removed from the index, still there", "--since", "v1")
        repository.git("reset", "--quiet", "--hard", "v1")
        repository.git("mv", POLICY, "moved.txt")
        repository.git("mv", ZONE, "example.com.zone")
        os.makedirs(os.path.join(repository.top, "mta-sts.example.com", "w"))
        os.rename(os.path.join(repository.top, "moved.txt"),
                  os.path.join(repository.top, "mta-sts.example.com", "w", "mta-sts.txt"))
        changed(repository, "renames", "--since", "HEAD", expected={})
        write_files(repository.top, {"mta-sts.example.com/w/mta-sts.txt": policy(max_age=2419200)})
        changed(repository, "renames and a change", "--since", "HEAD")


def merges():
    with Repository() as repository:
        repository.commit(BASE, 5)
        repository.git("checkout", "--quiet", "-b", "side")
        repository.commit(both(zone("2"), policy(max_age=2419200)), 4)
        repository.git("checkout", "--quiet", "main")
        repository.commit({**BASE, "README": "x"}, 3)
        repository.git("merge", "--quiet", "--no-ff", "--message", "m", "side", age=2)
        changed(repository, "a merge", "--since", "HEAD^1", expected={})
        changed(repository, "a merge: its other side", "--since", "HEAD^2", expected={})
        repository.write({**both(zone("1"), policy(mx=TWO)), "README": "x"})
        changed(repository, "an id from before the merge", "--since", "HEAD", expected={REUSED: E})


def copies():
    """Work trees, clones, hooks, places from where to run."""
    with Repository() as repository:
        repository.commit(BASE, 3)
        repository.commit({**BASE, "README": "x"}, 2)
        shallow = os.path.join(repository.shelf, "shallow")
        repository.git("clone", "--quiet", "--depth", "1", f"file://{repository.top}", shallow)
        write_files(shallow, STALE_NOW)
        changed(repository, "a shallow clone", "--since", "HEAD", directory=shallow)
        trouble("beyond its edge", repository.run("--since", "HEAD~1", directory=shallow), "shallow")
        write_files(shallow, both(zone("7"), policy(max_age=2419200)))
        done = repository.run("--since", "HEAD", directory=shallow)
        SUITE.check("a history that is cut is said",
                    "" if b"history is cut" in done.stderr and done.returncode == 0 else done.stderr)
        tree = os.path.join(repository.shelf, "tree")
        repository.git("worktree", "add", "--quiet", "--detach", tree)
        write_files(tree, STALE_NOW)
        changed(repository, "a linked work tree", "--since", "HEAD", directory=tree)
        repository.write({**STALE_NOW, "README": "x"})
        changed(repository, "from a directory below", "--since", "HEAD", "..",
                directory=os.path.join(repository.top, "zones"))
        changed(repository, "from elsewhere", "--since", "HEAD", repository.top,
                directory=repository.shelf)
        if os.geteuid() == 0:
            for base, names, found in os.walk(repository.top):
                for one in (base, *(os.path.join(base, name) for name in names + found)):
                    os.chown(one, 65534, 65534, follow_symlinks=False)
            changed(repository, "of another owner", "--since", "HEAD")
            for base, names, found in os.walk(repository.top):
                for one in (base, *(os.path.join(base, name) for name in names + found)):
                    os.chown(one, 0, 0, follow_symlinks=False)
        os.symlink(repository.top, os.path.join(repository.shelf, "link"))
        changed(repository, "through a link", "--since", "HEAD", "link", directory=repository.shelf)
        changed(repository, "files by name", "--since", "HEAD", ZONE, POLICY)
        changed(repository, "options", "--since", "HEAD", "--zone", ZONE, "--policy",
                f"example.com={POLICY}")
        changed(repository, "a zone alone", "--since", "HEAD", ZONE, expected={})
        changed(repository, "standard input", "--since", "HEAD", "--stdin-filename", POLICY, "-", ZONE,
                stdin=policy(max_age=86400).encode())
        hook = os.path.join(repository.top, ".git", "hooks", "pre-commit")
        with open(hook, "w", encoding="utf-8") as out:
            out.write("#!/bin/sh\nexec " + " ".join(PROGRAM) + " lint --since HEAD >&2\n")
        os.chmod(hook, 0o755)
        for name, files in (("a stale id", STALE_NOW), ("only a deletion", {ZONE: zone()})):
            repository.write({**files, "README": "x"})
            repository.git("add", "--all")
            repository.git("commit", "--quiet", "--message", "m", wanted=1)
            SUITE.check(f"a hook refuses {name}", "")
        other = os.path.join(repository.shelf, "other")
        repository.git("init", "--quiet", other)
        elsewhere = {"GIT_DIR": os.path.join(other, ".git"), "GIT_WORK_TREE": other,
                     "GIT_INDEX_FILE": "/nowhere/index", "GIT_PREFIX": "zones/",
                     "GIT_OBJECT_DIRECTORY": "/nowhere"}
        repository.write({**STALE_NOW, "README": "x"})
        changed(repository, "variables that point elsewhere", "--since", "HEAD", variables=elsewhere)


def gone():
    """Paths that were there."""
    with Repository() as repository:
        repository.commit(BASE)
        os.remove(os.path.join(repository.top, POLICY))
        for name, paths in (("a deleted policy by name", [POLICY, ZONE]),
                            ("its directory", ["mta-sts.example.com", "zones"]), ("all", ["."])):
            changed(repository, name, "--since", "HEAD", *paths, expected={ABRUPT: E})
        trouble("what never was", repository.run("--since", "HEAD", "zones/gone.zone", "."), "no such file")


def places():
    with Repository() as repository:
        repository.commit(BASE)
        repository.write(STALE_NOW)
        (found,) = repository.changes("--since", "HEAD", repository.top, directory="/")[STALE]
        related = found["related"][-1]
        wanted = {"file": f"HEAD:{POLICY}", "start": {"line": 4, "column": 10, "offset": 58}}
        actual = {key: related.get(key) for key in wanted}
        SUITE.check("the earlier place", "" if actual == wanted else actual)
        done = subprocess.run([*PROGRAM, "lint", "--since", "HEAD"], cwd=repository.top, check=False,
                              stdout=subprocess.PIPE, env=environment())
        SUITE.check("its line is the earlier one",
                    "" if b"    4 | max_age: 1209600\n" in done.stdout else done.stdout.decode())


def editions_and_links():
    with Repository() as repository:
        files = {"inside/example.com.zone": zone(), "outside/example.com.zone": zone(), POLICY: policy()}
        repository.commit(files)
        repository.write({**files, "outside/example.com.zone": zone(None)})
        changed(repository, "the record of one edition", "--since", "HEAD", expected={ABRUPT: E})
        linked = {"data/real": zone(), POLICY: policy()}
        repository.write(linked)
        os.makedirs(os.path.join(repository.top, "zones"))
        os.symlink("../data/real", os.path.join(repository.top, ZONE))
        repository.git("add", "--all")
        repository.git("commit", "--quiet", "--message", "m")
        write_files(repository.top, {POLICY: policy(max_age=2419200)})
        changed(repository, "a zone through a link", "--since", "HEAD")
        included = {ZONE: zone(None, more="$INCLUDE sts.inc\n"), POLICY: policy(),
                    "zones/sts.inc": '_mta-sts TXT "v=STSv1; id=1"\n'}
        repository.commit(included)
        write_files(repository.top, {"zones/sts.inc": '; nothing\n'})
        changed(repository, "the record of an include", "--since", "HEAD", expected={ABRUPT: E})
        os.remove(os.path.join(repository.top, "zones/sts.inc"))
        changed(repository, "the include is missing: nothing is known", "--since", "HEAD", expected={})


HOSTILE = """#!/bin/sh
touch "$(dirname "$0")/ran"
cat
"""


def hostile():
    """Each of these makes plain git run a program, and must not under us."""
    cases = (
        ("fsmonitor", [("core.fsmonitor", "{}")], ["status"]),
        ("hook", [], ["commit", "--allow-empty", "-m", "m"]),
        ("filter", [("filter.x.clean", "{}"), ("filter.x.smudge", "{}")], ["add", "--renormalize", "."]),
        ("textconv", [("diff.x.textconv", "{}")], ["log", "-p"]),
        ("external diff", [("diff.external", "{}")], ["diff", "HEAD"]),
        ("signatures", [("log.showSignature", "true"), ("gpg.program", "{}")], ["log"]),
        ("alias", [("alias.x", "!{}")], ["x"]),
    )
    for name, settings, plain in cases:
        with Repository() as repository:
            program = os.path.join(repository.shelf, "program")
            with open(program, "w", encoding="utf-8") as out:
                out.write(HOSTILE)
            os.chmod(program, 0o755)
            mark = os.path.join(repository.shelf, "ran")
            repository.commit({**BASE, ".gitattributes": "* filter=x diff=x\n"}, 2)
            repository.commit({**both(zone(more="; x\n"), policy()),
                               ".gitattributes": "* filter=x diff=x\n", "README": "x"})
            if name == "signatures":
                raw = repository.git("cat-file", "commit", "HEAD") + "\n"
                raw = raw.replace("\n\n", "\ngpgsig -----BEGIN PGP SIGNATURE-----\n \n x\n"
                                  " -----END PGP SIGNATURE-----\n\n", 1)
                done = subprocess.run(["git", "hash-object", "-t", "commit", "-w", "--stdin"],
                                      cwd=repository.top, input=raw.encode(), env=OUTSIDE,
                                      stdout=subprocess.PIPE, check=True)
                repository.git("update-ref", "refs/heads/main", done.stdout.decode().strip())
            for key, value in settings:
                repository.git("config", key, value.format(program))
            if name == "hook":
                for hook in ("pre-commit", "post-index-change", "post-checkout", "reference-transaction"):
                    shutil.copy(program, os.path.join(repository.top, ".git", "hooks", hook))
                mark = os.path.join(repository.top, ".git", "hooks", "ran")
            # Same size, other bytes, at once: git has to look into such a file.
            repository.write({**both(zone(), policy(max_age=1209601)), "README": "y",
                              ".gitattributes": "* filter=x diff=x\n"})
            for arguments in (["--since", "HEAD"], ["--since", "HEAD~1"]):
                changed(repository, f"hostile {name}: {arguments[1]}", *arguments)
            repository.write({**both(zone("9"), policy(max_age=1209601)), "README": "y",
                              ".gitattributes": "* filter=x diff=x\n"})
            changed(repository, f"hostile {name}: with history", "--since", "HEAD", expected={})
            SUITE.check(f"hostile {name}: nothing ran", "it ran" if os.path.exists(mark) else "")
            repository.git(*plain, wanted=None)
            SUITE.check(f"hostile {name}: plain git runs it", "" if os.path.exists(mark) else "it does not")


def settings():
    """What a configuration says of the output of git does not change the history."""
    with Repository() as repository:
        for ident, patterns in (("1", ("mx1",)), ("2", TWO)):
            repository.commit({"README": ident, **both(zone(ident), policy(mx=patterns))})
        repository.commit({"README": "x", **files((ZONE_MOVED, zone("2")), (MOVED, policy(mx=TWO)))})
        repository.write(files((ZONE_MOVED, zone("1")), (MOVED, LONGER)))
        for key, value in (("i18n.logOutputEncoding", "UTF-16"), ("diff.renames", "false"), ("diff.relative", "true"),
                           ("diff.noprefix", "true"), ("log.decorate", "full"), ("core.quotePath", "true"),
                           ("diff.orderFile", os.path.join(repository.top, ZONE)), ("log.date", "human"),
                           ("format.pretty", "oneline"), ("log.follow", "true"), ("color.ui", "always"),
                           ("core.abbrev", "4"), ("diff.renameLimit", "1"), ("log.diffMerges", "combined")):
            repository.git("config", key, value)
            changed(repository, f"{key}={value}", "--since", "HEAD", expected={REUSED: E})
            repository.git("config", "--unset", key)


def odd():
    """Names, sizes, and repositories that are not whole."""
    with Repository() as repository:
        strange = {"zones/a\nb.zone": "$ORIGIN a.example.\n", "zones/\udcff.zone": "x", "z\ttab": "x",
                   "big": b"\0" * 3000000, "sub/dir/empty": ""}
        repository.commit({**BASE, **strange}, 2)
        repository.write(STALE_NOW)
        changed(repository, "strange names", "--since", "HEAD")
        repository.write({**STALE_NOW, **strange})
        changed(repository, "strange names that stay", "--since", "HEAD")
        blob = repository.git("rev-parse", f"HEAD:{POLICY}")
        path = os.path.join(repository.top, ".git", "objects", blob[:2], blob[2:])
        os.chmod(path, 0o644)
        with open(path, "wb") as out:
            out.write(b"damaged")
        trouble("a damaged object", repository.run("--since", "HEAD"), "HEAD:")
        os.remove(path)
        trouble("a missing object", repository.run("--since", "HEAD"), "HEAD:")
        tree = repository.git("rev-parse", "HEAD^{tree}")
        os.remove(os.path.join(repository.top, ".git", "objects", tree[:2], tree[2:]))
        trouble("a missing tree", repository.run("--since", "HEAD"), "--since")
        bare = os.path.join(repository.shelf, "bare")
        repository.git("init", "--quiet", "--bare", bare)
        trouble("a bare repository", repository.run("--since", "HEAD", directory=bare), "no git work tree")
        plain = os.path.join(repository.shelf, "plain")
        write_files(plain, BASE)
        trouble("no repository", repository.run("--since", "HEAD", directory=plain), "no git work tree")
        trouble("two repositories", repository.run("--since", "HEAD", ".", "../plain"), "no git work tree")
        with Repository() as other:
            other.commit(BASE)
            trouble("different repositories", repository.run("--since", "HEAD", ".", other.top),
                    "different repositories")
        nowhere = os.path.join(repository.shelf, "nowhere")
        os.mkdir(nowhere)
        trouble("no git", repository.run("--since", "HEAD", variables={"PATH": nowhere}), "git cannot be run")


def forged():
    """A tree of names that git itself never checks out."""
    with Repository() as repository:
        repository.commit(BASE)

        def tree(*entries):
            data = b"".join(mode + b" " + name + b"\0" + bytes.fromhex(one) for mode, name, one in entries)
            done = subprocess.run(["git", "hash-object", "-t", "tree", "-w", "--stdin", "--literally"],
                                  cwd=repository.top, input=data, env=OUTSIDE, stdout=subprocess.PIPE, check=True)
            return done.stdout.decode().strip()

        directory = {name: repository.git("rev-parse", f"HEAD:{name}") for name in ("zones", "mta-sts.example.com")}
        blob = repository.git("rev-parse", f"HEAD:{ZONE}")
        top = [(b"40000", name.encode(), one) for name, one in directory.items()]
        odd_names = [(b"40000", b"..", directory["zones"]), (b"100644", b".", blob), (b"40000", b".", directory["zones"]),
                     (b"100644", b"a/../b.zone", blob), (b"100644", b"/etc/c.zone", blob), (b"100644", b".git", blob)]
        forgery = tree(*sorted(odd_names, key=lambda entry: entry[1]))
        commit = repository.git("commit-tree", "-m", "m", tree((b"40000", b"a", forgery), *reversed(top)))
        repository.write(STALE_NOW)
        changed(repository, "forged names", "--since", commit)
        commit = repository.git("commit-tree", "-m", "m", tree(*sorted(odd_names + top, key=lambda entry: entry[1])))
        changed(repository, "forged names at the top", "--since", commit)


def nested():
    with Repository() as repository, Repository() as other:
        other.commit(BASE)
        repository.git("-c", "protocol.file.allow=always", "submodule", "--quiet", "add", other.top, "sub")
        repository.git("commit", "--quiet", "--message", "m")
        write_files(os.path.join(repository.top, "sub"), STALE_NOW)
        changed(repository, "a submodule is as it was", "--since", "HEAD", expected={})
        sparse = {**BASE, "other/x": "x"}
    with Repository() as repository:
        repository.commit(sparse)
        repository.git("sparse-checkout", "set", "zones")
        changed(repository, "what is not checked out is not gone", "--since", "HEAD", expected={})
        repository.git("sparse-checkout", "disable")
        partial = os.path.join(repository.shelf, "partial")
        repository.git("config", "uploadpack.allowFilter", "true")
        repository.commit({**sparse, "zones/example.com.zone": zone("2")})
        repository.git("clone", "--quiet", "--filter=blob:none", f"file://{repository.top}", partial)
        shutil.move(repository.top, repository.top + ".away")
        done = repository.run("--since", "HEAD~1", directory=partial)
        trouble("a partial clone fetches nothing", done, "HEAD~1")
        shutil.move(repository.top + ".away", repository.top)
        done = repository.run("--since", "HEAD~1", directory=partial)
        trouble("nor when it could", done, "HEAD~1")


def against():
    with tempfile.TemporaryDirectory() as shelf, Repository() as repository:
        write_files(shelf, {f"old/{name}": text for name, text in BASE.items()})
        write_files(shelf, {f"new/{name}": text for name, text in STALE_NOW.items()})
        old, new = os.path.join(shelf, "old"), os.path.join(shelf, "new")
        changed(repository, "--against, here", "--against", "../old", directory=new)
        changed(repository, "--against, a directory", "--against", "old", "new", directory=shelf)
        changed(repository, "--against, files", "--against", old, ZONE, POLICY, directory=new)
        changed(repository, "--against itself", "--against", ".", directory=new, expected={})
        done = repository.run("--against", "gone", directory=new)
        trouble("--against nothing", done, "'gone' is no directory")
        done = repository.run("--against", "old", "new/zones", "new/mta-sts.example.com", directory=shelf)
        SUITE.check("--against what lies elsewhere is said",
                    "" if done.returncode == 0 and b"nothing is compared" in done.stderr else done.stderr)
        trouble("--against and --since", repository.run("--against", old, "--since", "HEAD"),
                "one earlier version")


def main():
    if not SUITE.need("git", "git"):
        SUITE.finish()
    for part in (steps, fresh, testing, revisions, merges, copies, gone, places, editions_and_links, hostile, settings, odd, forged,
                 nested, against):
        part()
    SUITE.finish()


if __name__ == "__main__":
    sys.exit(main())
