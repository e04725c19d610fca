#!/usr/bin/env python3
"""Random mistakes in random pairs, and `--fix`: no finding is there afterwards that neither the broken pair
nor the right one has; what --diff prints is what --fix does; a second --fix changes nothing; and every record
that is not about MTA-STS, TLSRPT or a mended target stays as named-compilezone reads it.
Arguments: the number of pairs, and the first seed."""
import os
import random
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor

from support import Suite, environment, findings, run, write_files

NOW = ["--now", "2026-06-01T12:00:00Z"]
ZONE, POLICY = "zones/example.com.zone", "mta-sts.example.com/mta-sts.txt"
PAIRS, JOBS = 250, 2
COMPILE = "named-compilezone"
# What some mistakes add is seen once the line is readable, and so is that a line is lost.
REVEALED = ("mx-pattern-unused", "policy-mx-duplicate", "policy-mx-wildcard-own", "tlsrpt-field-unknown")
LOST = ("mx-uncovered", "mx-none-covered")


def strings(rng, value):
    """VALUE as the strings of a TXT: cut anywhere, quoted or not, escaped here and there, over lines."""
    cuts = sorted(rng.sample(range(1, len(value)), rng.choice([0, 0, 1, 2, 5])))
    parts = [value[a:b] for a, b in zip([0] + cuts, cuts + [len(value)])]
    words = []
    for part in parts:
        quote = rng.random() < 0.8
        out = ""
        for char in part:
            if rng.random() < 0.03:
                out += f"\\{ord(char):03d}"
            elif not quote and char == " ":
                out += "\\032"
            elif (not quote and char in ';()"\\') or char in '"\\' or (char == ";" and rng.random() < 0.2):
                out += "\\" + char
            else:
                out += char
        words.append(f'"{out}"' if quote else out)
    if len(words) > 1 and rng.random() < 0.5:
        return "( " + rng.choice(["\n\t\t", " ", " ; cut\n "]).join(words) + " )"
    return " ".join(words)


class Pair:
    """A right pair; `mistakes` break its parts."""

    def __init__(self, rng):
        self.rng = rng
        self.hosts = rng.sample(["mx1", "mx2", "backup", "relay.eu"], rng.randint(1, 3))
        self.sts = "v=STSv1;" + rng.choice(["", " "]) + "id=" + rng.choice(["20260101000000Z", "7", "1767225600000",
                                                                         "a1b2c3d4e5f60718", "policy1"])
        self.sts += rng.choice(["", ";", "; ext=1"])
        self.report = "v=TLSRPTv1;" + rng.choice(["", " "]) + "rua=" + rng.choice([
            "mailto:tls@example.net", "https://example.net/report", "mailto:a@example.net,mailto:b@example.net"])
        self.lines = ["version: STSv1", f"mode: {rng.choice(['enforce', 'testing', 'none'])}"]
        self.lines += [f"mx: {host}.example.com" for host in self.hosts] + ["max_age: 604800"]
        self.end = rng.choice(["\n", "\r\n"])
        self.last_end = rng.random() < 0.8
        self.raw = lambda data: data
        self.owner = rng.choice(["_mta-sts", "_mta-sts.example.com."])
        self.mx_text = {host: rng.choice([host, f"{host}.example.com."]) for host in self.hosts}
        self.unquoted = self.lost = False

    def files(self):
        rng = random.Random(self.rng.random())
        serial = rng.choice(["2026010101", "41", "1767225600", "2026053199 ; raised"])
        zone = ["$ORIGIN example.com.", "$TTL 1h", f"@ IN SOA ns.example.net. hostmaster ( {serial}", " 2h 1h 2w 5m )",
                "@ NS ns.example.net.", 'other TXT "keep  this" ; and this', "mta-sts A 192.0.2.9"]
        zone += [f"@ MX {i}0 {self.mx_text[host]}" for i, host in enumerate(self.hosts)]
        zone += [f"{host} A 192.0.2.{i + 1}" for i, host in enumerate(self.hosts)]
        sts = self.sts if self.unquoted else strings(rng, self.sts)
        zone += [f"{self.owner} TXT {sts}", f"_smtp._tls\t3600 IN\tTXT\t{strings(rng, self.report)} ; reports",
                 "last AAAA 2001:db8::1"]
        policy = self.end.join(self.lines) + (self.end if self.last_end else "")
        return {ZONE: ("\n".join(zone) + "\n").encode(), POLICY: self.raw(policy.encode())}

    def line(self, start, change):
        self.lines = [change(line) if line.startswith(start) else line for line in self.lines]


def sub(attribute, old, new):
    def change(pair):
        setattr(pair, attribute, getattr(pair, attribute).replace(old, new, 1))
    return change


def policy_line(start, change):
    return lambda pair: pair.line(start, change)


def insert(text):
    return lambda pair: pair.lines.insert(pair.rng.randint(1, len(pair.lines)), text)


def raw(change):
    def apply(pair):
        before = pair.raw
        pair.raw = lambda data: change(before(data), pair.rng)
    return apply


def relative(pair):
    host = pair.rng.choice(pair.hosts)
    pair.mx_text[host] = f"{host}.example.com"


def lose(pair):
    hosts = [line for line in pair.lines if line.lower().startswith(("mx", "nmx"))]
    if len(hosts) > 1:
        pair.lines.remove(pair.rng.choice(hosts))
        pair.lost = True


def version_last(pair):
    pair.lines.append(pair.lines.pop(0))


def mixed(data, rng):
    lines = data.split(b"\n")
    i = rng.randrange(len(lines))
    lines[i] = lines[i][:-1] if lines[i].endswith(b"\r") else lines[i] + b"\r"
    return b"\n".join(lines)


def unquoted(pair):
    pair.unquoted = True


MISTAKES = [
    sub("sts", "v=STSv1", "V=stsv1"), sub("sts", "v=STSv1;", "v=STSv1 ;"), sub("sts", "v=", " v="),
    sub("sts", "id=", "id = "), sub("sts", "id=", "id ="), sub("sts", ";", ";;"), lambda pair: setattr(pair, "sts", pair.sts + " "),
    sub("sts", "v=STSv1", "v=STS1"), sub("sts", "v=STSv1;", "v=STSv1\\;"), unquoted,
    sub("owner", "_mta-sts", "mta-sts"), sub("owner", "_mta-sts", "_mta_sts"),
    sub("report", "mailto:", ""), sub("report", "example.net", "example.net!10m"), sub("report", "rua=", "ext=1; rua="),
    sub("report", "rua=", "rua=mailto:b@example.net, mailto:b@example.net,"), sub("report", "TLSRPTv1;", "TLSRPTv1  ; "),
    sub("report", "v=TLSRPTv1", "v=tlsrptV1"), sub("report", ",", ";"), sub("report", "rua=", "rua= "),
    policy_line("mode", lambda line: line.title()), policy_line("mode", str.upper), policy_line("mode", lambda line: " " + line),
    policy_line("mode", lambda line: line.replace(":", " :")), policy_line("version", str.lower),
    policy_line("max_age", lambda line: line.replace("604800", "1w")), policy_line("max_age", lambda line: line.replace("_", "-")),
    policy_line("max_age", lambda line: line.replace("604800", "604,800")), policy_line("mx", lambda line: line + "."),
    policy_line("mx", lambda line: line.replace("mx", "nmx", 1)), policy_line("mx", lambda line: "MX" + line[2:]),
    policy_line("mx", lambda line: line + ", spare.example.com"), insert(""), insert("  "), insert("mode: none"),
    insert("version: STSv1"), insert("mx: *.example.com"), insert("mx: mx1.example.com"), insert("# a note"),
    insert("mx: b\u00fccher.example.com"), version_last, relative, lose,
    raw(lambda data, rng: b"\xef\xbb\xbf" + data), raw(mixed), raw(lambda data, rng: data + b"\n\n"),
    raw(lambda data, rng: data.replace(b"\r\n", b"\n").replace(b"\n", b"\r")), raw(lambda data, rng: data.replace(b"\n", b"\r\n", 1)),
]


def tree(directory):
    result = {}
    for name in (ZONE, POLICY):
        with open(os.path.join(directory, name), "rb") as file:
            result[name] = file.read()
    return result


def compiled(data):
    """The records that named-compilezone reads in a zone; None when it refuses it."""
    with tempfile.NamedTemporaryFile() as file:
        file.write(data)
        file.flush()
        done = subprocess.run([COMPILE, "-i", "none", "-k", "ignore", "-n", "ignore", "-m", "ignore", "-M", "ignore",
                               "-S", "ignore", "-o", "-", "example.com", file.name], stdout=subprocess.PIPE,
                              stderr=subprocess.DEVNULL, text=True, check=False,
                              env=dict(environment(), PATH=os.environ.get("PATH", "") + ":/usr/sbin"))
    return sorted(" ".join(line.split()) for line in done.stdout.splitlines()) if done.returncode == 0 else None


def may_change(line):
    kind = line.split()[3]
    return kind in ("SOA", "MX") or (kind == "TXT" and "keep  this" not in line and "keep this" not in line)


def zone_wrong(before, after):
    old, new = compiled(before), compiled(after)
    if new is None:
        return "" if old is None else "named-compilezone refuses the zone afterwards"
    if old is None:
        return ""
    if len(old) != len(new):
        return f"{len(old)} records, {len(new)} afterwards"
    changed = set(old) ^ set(new)
    return "\n".join(line for line in changed if not may_change(line))


def summary(found):
    return {(one["rule"], one.get("domain", "")) for one in found}


def masked(rule, before):
    """A fault of the version, for which the rest of the record was not judged, hides what RULE says."""
    family = rule.split("-")[0]
    return any(one[0] in (f"{family}-version-invalid", f"{family}-unquoted-semicolon") for one in before)


def found_in(directory):
    return findings([*NOW], directory)


def patched(files, patch):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, files)
        done = subprocess.run(["patch", "-p1", "-s", "--binary"], cwd=directory, input=patch, stdout=subprocess.PIPE,
                              stderr=subprocess.STDOUT, check=False)
        if done.returncode:
            raise RuntimeError(f"patch: {done.stdout.decode()}")
        return tree(directory)


def diff(directory, flags):
    done = run(["lint", *NOW, "--diff", "-q", *flags], directory)
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"--diff: {done.returncode} {done.stderr}")
    return done.stdout.encode("utf-8", "surrogateescape")


def property_wrong(seed, can_compile):
    rng = random.Random(seed)
    pair = Pair(random.Random(seed))
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, pair.files())
        right = summary(found_in(directory))
    pair = Pair(random.Random(seed))
    for mistake in rng.sample(MISTAKES, rng.choice([1, 1, 2, 3, 6])):
        mistake(pair)
    flags = rng.choice([[], ["--unsafe-fixes"]])
    files = pair.files()
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, files)
        before = found_in(directory)
        patch = diff(directory, flags)
        done = run(["lint", *NOW, "--fix", "-q", *flags], directory)
        after, left = tree(directory), found_in(directory)
        shown = f"\n{patch.decode('utf-8', 'replace')}"
        if done.returncode == 2:
            return done.stderr
        added = {one for one in summary(left) - summary(before) - right
                 if one[0] not in REVEALED + (LOST if pair.lost else ()) and not masked(one[0], summary(before))}
        if added:
            return f"adds {added}{shown}"
        if diff(directory, flags):
            return f"a second --fix changes something{shown}{diff(directory, flags).decode()}"
        if (patched(files, patch) if patch else files) != after:
            return f"--diff is not what --fix does{shown}"
        offered = [one for one in left for fix in one.get("fixes", []) if fix["safe"] or flags]
        if offered:
            return f"left, though it has a fix: {offered}{shown}"
    wrong = zone_wrong(files[ZONE], after[ZONE]) if can_compile else ""
    return wrong and wrong + shown


def guarded(seed, can_compile):
    try:
        return property_wrong(seed, can_compile)
    except RuntimeError as error:
        return str(error)


def main():
    suite = Suite()
    count, first = (int(word) for word in (sys.argv[1:] + [str(PAIRS), "0"])[:2]) if len(sys.argv) != 2 \
        else (int(sys.argv[1]), 0)
    can_compile = suite.need(COMPILE, "bind9-utils")
    with ThreadPoolExecutor(JOBS) as pool:
        for seed, wrong in enumerate(pool.map(lambda seed: guarded(seed, can_compile), range(first, first + count)), first):
            suite.check(f"seed {seed}", wrong)
    suite.finish()


if __name__ == "__main__":
    main()
