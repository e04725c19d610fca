#!/usr/bin/env python3
"""Asks NSD and Knot what mtasts is asked: random zones, random questions, no unexplained difference.

Zones are small and dense: wildcards, empty non-terminals, delegations, CNAME and DNAME chains within and
between zones, child zones with and without a delegation in their parent. The servers run on loopback in
a network namespace of their own. A server follows aliases only within a zone, so the chain is followed
here, question by question. Environment: ORACLE_SEED, ORACLE_ZONES.

Not generated, because servers refuse or define them differently: records below a DNAME, a wildcard that
owns NS or DNAME (RFC 4592 4.2, 4.4), CNAME beside other data; a parent's records at or below the apex
of a child zone that is served too (NSD keeps the names of all zones in one tree).
"""
import fcntl
import os
import random
import select
import socket
import struct
import subprocess
import sys
import tempfile
import time

from support import Suite, TOP, write_files

ZONES = int(os.environ.get("ORACLE_ZONES", "1500"))
QUESTIONS = 12 * ZONES
SEED = int(os.environ.get("ORACLE_SEED", "1"))
PORTS = {"nsd": 5301, "knot": 5302}
TYPES = {"A": 1, "CNAME": 5, "SOA": 6, "NS": 2, "MX": 15, "TXT": 16, "DNAME": 39}
MAX_CHAIN = 16
NSD = """server:
 ip-address: 127.0.0.1@{port}
 username: ""
 zonesdir: "{directory}"
 pidfile: "{directory}/nsd.pid"
 xfrdfile: "{directory}/xfrd.state"
 zonelistfile: "{directory}/zone.list"
 logfile: "{directory}/nsd.log"
 database: ""
 rrl-ratelimit: 0
 server-count: 1
remote-control:
 control-enable: no
"""
KNOT = """server:
 rundir: {directory}
 listen: 127.0.0.1@{port}
 udp-workers: 1
 tcp-workers: 1
 background-workers: 1
database:
 storage: {directory}/knot
log:
 - target: {directory}/knot.log
   any: warning
template:
 - id: default
   storage: {directory}
   file: "%s.zone"
   semantic-checks: off
   journal-content: none
   zonefile-sync: -1
zone:
"""


def random_name(rng, apex, labels, depth):
    return ".".join([rng.choice(labels) for _ in range(rng.randint(0, depth))] + [apex])


def is_below(name, apex):
    return name.endswith("." + apex)


class Zone:
    """The records of one zone, kept loadable."""

    def __init__(self, apex):
        self.apex = apex
        self.sets = {apex: {"SOA", "NS"}}
        self.lines = [f"{apex}. 60 SOA ns.invalid. h.invalid. 1 7200 3600 1209600 60",
                      f"{apex}. 60 NS ns.invalid."]

    def allows(self, owner, kind):
        own = self.sets.get(owner, set())
        if "CNAME" in own or (kind == "CNAME" and own) or kind in own:
            return False
        if kind in ("NS", "DNAME") and (owner.startswith("*") or owner == self.apex or own):
            return False
        if kind == "DNAME" and any(is_below(other, owner) for other in self.sets):
            return False
        if "NS" in own or ("DNAME" in own and kind == "CNAME"):
            return False
        return not any("DNAME" in kinds and is_below(owner, other)
                       for other, kinds in self.sets.items())

    def add(self, owner, kind, data):
        if self.allows(owner, kind):
            self.sets.setdefault(owner, set()).add(kind)
            self.lines.append(f"{owner}. 60 {kind} {data}")


def random_zones(rng):
    """Apex -> Zone. Every third has a child zone, and every second of these is delegated to it."""
    apexes = [f"z{i}.test" for i in range(ZONES)]
    apexes += [f"{rng.choice('ab')}.{apex}" for apex in apexes[::3]]
    zones = {apex: Zone(apex) for apex in apexes}
    for apex, zone in zones.items():
        if apex.count(".") == 2 and rng.random() < 0.5:
            zones[apex.partition(".")[2]].add(apex, "NS", "ns.invalid.")
        for _ in range(rng.randint(1, 9)):
            owner = random_name(rng, apex, "aab*", 3)
            kind = rng.choice(("A", "A", "MX", "TXT", "CNAME", "CNAME", "DNAME", "NS"))
            if zone_of(zones, owner) != apex:
                continue
            near = apex if rng.random() < 0.7 else rng.choice(apexes)
            target = random_name(rng, near, "aabc", 2) if rng.random() < 0.95 else "x.example"
            data = {"A": "192.0.2.1", "MX": "10 mail.invalid.", "TXT": '"v=STSv1"',
                    "NS": "ns.invalid.", "CNAME": target + ".", "DNAME": target + "."}[kind]
            zone.add(owner, kind, data)
    return zones


def wire_name(name):
    return b"".join(bytes([len(label)]) + label.encode() for label in name.split(".")) + b"\0"


def read_name(message, at):
    labels, end = [], None
    while message[at]:
        if message[at] >= 0xc0:
            end = end or at + 2
            at = struct.unpack_from("!H", message, at)[0] & 0x3fff
            continue
        labels.append(message[at + 1:at + 1 + message[at]].decode().lower())
        at += message[at] + 1
    return ".".join(labels), end or at + 1


def read_message(message):
    """Response code, answers, authority; a record is (owner, type, target or None)."""
    flags, questions, answers, authority = struct.unpack_from("!HHHH", message, 2)
    at, sections = 12, []
    for _ in range(questions):
        at = read_name(message, at)[1] + 4
    for count in (answers, authority):
        records = []
        for _ in range(count):
            owner, at = read_name(message, at)
            kind, length = struct.unpack_from("!H6xH", message, at)
            at += 10
            named = kind in (TYPES["CNAME"], TYPES["DNAME"])
            records.append((owner, kind, read_name(message, at)[0] if named else None))
            at += length
        sections.append(records)
    return flags & 15, *sections


def ask_all(port, questions):
    """The raw answer to each question, many in flight at a time; what is lost is asked again."""
    answers, waiting = {}, list(range(len(questions)))
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        sock.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 1 << 22)
        sock.connect(("127.0.0.1", port))
        for _ in range(20):
            for start in range(0, len(waiting), 200):
                batch = waiting[start:start + 200]
                for slot, number in enumerate(batch):
                    name, kind = questions[number]
                    sock.send(struct.pack("!6H", slot, 0, 1, 0, 0, 0) + wire_name(name) +
                              struct.pack("!HH", TYPES[kind], 1))
                left = len(batch)
                while left and select.select([sock], [], [], 1)[0]:
                    message = sock.recv(65535)
                    number = batch[struct.unpack_from("!H", message)[0]]
                    name, end = read_name(message, 12)
                    if (name, message[end:end + 2]) == (
                            questions[number][0], struct.pack("!H", TYPES[questions[number][1]])):
                        left -= number not in answers
                        answers[number] = message
            waiting = [number for number in waiting if number not in answers]
            if not waiting:
                return [answers[number] for number in range(len(questions))]
    raise RuntimeError(f"port {port}: {len(waiting)} questions without an answer")


def zone_of(apexes, name):
    labels = name.split(".")
    return next((".".join(labels[i:]) for i in range(len(labels))
                 if ".".join(labels[i:]) in apexes), None)


class Chain:
    """One question on its way through the zones."""

    def __init__(self, name, kind):
        self.name, self.kind, self.steps, self.end = name, kind, 0, None

    def feed(self, message, apexes):
        """Takes a server's answer about self.name; sets self.end or the next name."""
        code, answers, authority = read_message(message)
        asked, home = self.name, zone_of(apexes, self.name)
        aliases = {owner: target for owner, kind, target in answers if kind == TYPES["CNAME"]}
        while self.end is None and self.name in aliases and self.kind != "CNAME":
            self.name = aliases[self.name]
            self.steps += 1
            if self.steps > MAX_CHAIN:
                self.end = "absent loop 0"
            elif zone_of(apexes, self.name) is None:
                self.end = "unknown outside 0"
            elif zone_of(apexes, self.name) != home:
                return
        if self.end is None:
            self.end = self.status(code, answers, authority)
        if self.end is None and self.name == asked:
            self.end = f"server code {code}"

    def status(self, code, answers, authority):
        """None: the server went some steps of a long chain and stopped."""
        count = sum(owner == self.name and kind == TYPES[self.kind] for owner, kind, _ in answers)
        if count:
            return f"found - {count}"
        if code in (3, 6):  # NXDOMAIN; YXDOMAIN: a DNAME makes too long a name
            return "absent no-name 0"
        if any(kind == TYPES["SOA"] for _, kind, _ in authority):
            return "absent no-data 0"
        if any(kind == TYPES["NS"] for _, kind, _ in authority):
            return "unknown delegated 0"
        return None

    def text(self):
        return self.end if self.end == "absent loop 0" else f"{self.end} {self.name}"


def serve_answers(port, questions, apexes):
    chains = [Chain(*question) for question in questions]
    while True:
        open_chains = [chain for chain in chains if chain.end is None]
        if not open_chains:
            return [chain.text() for chain in chains]
        asked = [(chain.name, chain.kind) for chain in open_chains]
        for chain, message in zip(open_chains, ask_all(port, asked)):
            chain.feed(message, apexes)


def our_answers(directory, questions):
    program = os.path.join(TOP, ".build", "tests", "oracle", "lookup")
    text = "".join(f"{name} {kind}\n" for name, kind in questions)
    done = subprocess.run([program], cwd=directory, input=text, stdout=subprocess.PIPE, text=True,
                          check=True)
    lines = done.stdout.splitlines()
    return ["absent loop 0" if line.startswith("absent loop") else line for line in lines]


def loopback_up():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sock:
        fcntl.ioctl(sock, 0x8914, struct.pack("16sH14x", b"lo", 0x41))  # SIOCSIFFLAGS: up, running


def start(directory, apexes):
    """The servers; they do not answer yet."""
    os.mkdir(os.path.join(directory, "knot"))
    with open(os.path.join(directory, "nsd.conf"), "w", encoding="ascii") as conf:
        conf.write(NSD.format(directory=directory, port=PORTS["nsd"]))
        conf.writelines(f"zone:\n name: {apex}\n zonefile: {apex}.zone\n" for apex in apexes)
    with open(os.path.join(directory, "knot.conf"), "w", encoding="ascii") as conf:
        conf.write(KNOT.format(directory=directory, port=PORTS["knot"]))
        conf.writelines(f" - domain: {apex}\n" for apex in apexes)
    quiet = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
    return [
        subprocess.Popen(["/usr/sbin/nsd", "-d", "-c", directory + "/nsd.conf"], **quiet),
        subprocess.Popen(["/usr/sbin/knotd", "-c", directory + "/knot.conf"], **quiet),
    ]


def wait_for(port, questions):
    """Until the server at PORT answers for every zone."""
    deadline, refused = time.monotonic() + 20, [apex for apex, _ in questions]
    while time.monotonic() < deadline:
        try:
            codes = [read_message(message)[0] for message in ask_all(port, questions)]
        except (ConnectionRefusedError, RuntimeError):
            time.sleep(0.2)
            continue
        if not any(codes):
            return
        refused = [question[0] for question, code in zip(questions, codes) if code]
        time.sleep(0.5)
    raise RuntimeError(f"port {port} does not answer for {refused[:5]}")


def random_questions(rng, zones):
    """CNAME is not asked for below a DNAME: servers answer with the one that they make up."""
    rewritten = {owner for zone in zones.values() for owner, kinds in zone.sets.items()
                 if "DNAME" in kinds}
    apexes = list(zones)
    questions = set()
    for _ in range(QUESTIONS):
        zone = zones[rng.choice(apexes)]
        near = rng.choice([zone.apex, *zone.sets])
        name = random_name(rng, near, "aabc*", 2 if near != zone.apex else 4)
        labels = name.split(".")
        below = any(".".join(labels[i:]) in rewritten for i in range(1, len(labels)))
        kinds = ("A", "A", "MX", "TXT") if below else ("A", "A", "MX", "TXT", "CNAME")
        questions.add((name, rng.choice(kinds)))
    return sorted(questions)


def compare(suite, questions, answers):
    """Ours against each server, and what the servers say differently."""
    for server in PORTS:
        wrong = [f"{name} {kind}: {server} {theirs}, mtasts {ours}" for (name, kind), theirs, ours
                 in zip(questions, answers[server], answers["mtasts"]) if theirs != ours]
        suite.check(f"{len(questions)} questions as {server} answers them",
                    "\n".join([f"{len(wrong)} differ"] + wrong[:10]) if wrong else "")
    ends = [" ".join(answer.split()[:2]) for answer in answers["mtasts"]]
    print("answers:", ", ".join(f"{end} {ends.count(end)}" for end in sorted(set(ends))))


def hide(rng, line):
    """LINE as a template that could be anything, at its owner or at any name."""
    if " SOA " in line or rng.random() > 0.15:
        return line
    return line.split()[0] + " {{ x }}" if rng.random() < 0.8 else "{{ x }}"


def compare_hidden(suite, rng, zones, questions, answers):
    """Where templates stand for some of the records, nothing is absent that is there in truth."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {f"{apex}.zone": "\n".join(hide(rng, line) for line in zone.lines) +
                                "\n" for apex, zone in zones.items()})
        partly = our_answers(directory, questions)
    wrong = [f"{name} {kind}: {part}, in truth {full}" for (name, kind), part, full
             in zip(questions, partly, answers)
             if part.startswith("absent") and not full.startswith("absent")]
    suite.check("absent only where nothing hidden could be",
                "\n".join([f"{len(wrong)} wrong"] + wrong[:10]) if wrong else "")


def run_oracle(suite):
    rng = random.Random(SEED)
    zones = random_zones(rng)
    questions = random_questions(rng, zones)
    loopback_up()
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {f"{apex}.zone": "\n".join(zone.lines) + "\n"
                                for apex, zone in zones.items()})
        servers = start(directory, list(zones))
        try:
            for port in PORTS.values():
                wait_for(port, [(apex, "SOA") for apex in zones])
            answers = {server: serve_answers(port, questions, zones)
                       for server, port in PORTS.items()}
        finally:
            for server in servers:
                server.terminate()
                server.wait()
        answers["mtasts"] = our_answers(directory, questions)
    compare(suite, questions, answers)
    compare_hidden(suite, rng, zones, questions, answers["mtasts"])


def main():
    suite = Suite()
    if not (suite.need("nsd", "nsd") and suite.need("knotd", "knot")):
        suite.finish()
    if "ORACLE_INSIDE" not in os.environ:
        if subprocess.run(["unshare", "-rnm", "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            suite.skipped += 1
            print("SKIPPED no network namespace can be made here (unshare -rnm)")
            suite.finish()
        os.environ["ORACLE_INSIDE"] = "1"
        os.execvp("unshare", ["unshare", "-rnm", sys.executable, os.path.abspath(__file__)])
    plain = {key: value for key, value in os.environ.items()
             if key not in ("MAKEFLAGS", "MFLAGS", "BUILD", "CFLAGS", "CC")}
    subprocess.run(["make", "-s", ".build/tests/oracle/lookup"], cwd=TOP, env=plain, check=True)
    run_oracle(suite)
    suite.finish()


if __name__ == "__main__":
    main()
