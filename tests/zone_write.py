#!/usr/bin/env python3
"""`mtasts gen --write`: what changes in a zone file, byte by byte and record by record.

Cases by hand are files before and after. Random zones (tests/oracle/corpus.py) get records in all shapes
mixed in; then a dry run's patch applied by patch(1) and git gives the same bytes as writing, writing again
changes nothing, named-compilezone sees no other record differ, and lint is content. Environment:
ZONE_WRITE_ZONES, ZONE_WRITE_SEED.
"""
import os
import random
import re
import shutil
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, TOP, difference, environment, findings, run, write_files

sys.path.insert(0, os.path.join(TOP, "tests", "oracle"))
import corpus  # noqa: E402

ZONES = int(os.environ.get("ZONE_WRITE_ZONES", "150"))
SEED = int(os.environ.get("ZONE_WRITE_SEED", "1"))
RUA, HOST, NOW = "mailto:tls@example.org", "192.0.2.9", "2026-11-23T12:00:00Z"
STS, TLS = "v=STSv1; id={id};", f"v=TLSRPTv1; rua={RUA}"

HEAD = """$TTL 1h
$ORIGIN example.com.
@ IN SOA ns root 7 1h 10m 1w 5m
  IN NS ns
  IN MX 10 mx
ns IN A 192.0.2.53
mx IN A 192.0.2.1
"""
NEXT = HEAD.replace("root 7", "root 8")
RIGHT = '_mta-sts IN TXT "{sts}"\n_smtp._tls IN TXT "{tls}"\nmta-sts IN A 192.0.2.9\n'

# name: (options beside the usual ones, before, after); {sts} and {tls} are the records' values.
CASES = {
    "all three are added": ([], HEAD, NEXT + RIGHT),
    "nothing changes when they are right": ([], HEAD + RIGHT, HEAD + RIGHT),
    "right in another spelling": ([], *[HEAD + """$TTL 5
_MTA-STS.example.com. TYPE16 ( "v=STSv1;" ; here
    "{sts8}" )
_smtp._tls TXT "{tls}"
mta-sts TYPE1 \\# 4 C0000209
"""] * 2),
    "no final newline": ([], HEAD[:-1], NEXT + RIGHT[:-1]),
    "CRLF": ([], HEAD.replace("\n", "\r\n"), (NEXT + RIGHT).replace("\n", "\r\n")),
    "a value is replaced where it stands, comments stay": ([], HEAD + """; ours
_mta-sts  300 IN  TXT ( "v=STSv1;"   ; version
              "id=1" ) ; id
_smtp._tls TXT v=TLSRPTv1\\;rua=mailto:old@example.org ; old
mta-sts   A   192.0.2.7   ; web
www A 192.0.2.7
""", NEXT + """; ours
_mta-sts  300 IN  TXT ( "{sts}"   ; version
               ) ; id
_smtp._tls TXT "{tls}" ; old
mta-sts   A   192.0.2.9   ; web
www A 192.0.2.7
"""),
    "the host was a CNAME": ([], HEAD + RIGHT.replace("IN A 192.0.2.9", "60 IN CNAME web.example.net. ; x"),
                             NEXT + RIGHT.replace("IN A 192.0.2.9", "60 IN A 192.0.2.9 ; x")),
    "a second record goes, its comment and who inherits its owner stay": ([], HEAD + RIGHT + """mta-sts  A 192.0.2.7
         AAAA 2001:db8::7 ; six
         TXT "other"
""", NEXT + RIGHT + """; six
mta-sts  TXT "other"
"""),
    "beside their like, in its columns": ([], HEAD + """_mta-sts        IN      TXT     "{sts}"
www             IN      A       192.0.2.1
""", NEXT + """_mta-sts        IN      TXT     "{sts}"
_smtp._tls      IN      TXT     "{tls}"
mta-sts         IN      A       192.0.2.9
www             IN      A       192.0.2.1
"""),
    "behind all that takes the owner of their like": ([], HEAD + """_mta-sts IN TXT "{sts}"
; a comment

  IN TXT "other"
www IN A 192.0.2.1
""", NEXT + """_mta-sts IN TXT "{sts}"
; a comment

  IN TXT "other"
_smtp._tls IN TXT "{tls}"
mta-sts IN A 192.0.2.9
www IN A 192.0.2.1
"""),
    "behind another $ORIGIN, too": ([], HEAD + """_mta-sts IN TXT "{sts}"
$ORIGIN example.com.
  IN TXT "other"
www IN A 192.0.2.1
""", NEXT + """_mta-sts IN TXT "{sts}"
$ORIGIN example.com.
  IN TXT "other"
_smtp._tls IN TXT "{tls}"
mta-sts IN A 192.0.2.9
www IN A 192.0.2.1
"""),
    "at the end where a later record would take their TTL": ([],
        HEAD.replace("$TTL 1h\n", "").replace("@ IN SOA", "@ 2h IN SOA") + '_mta-sts IN TXT "{sts}"\nwww IN A 192.0.2.1\n',
        NEXT.replace("$TTL 1h\n", "").replace("@ IN SOA", "@ 2h IN SOA") + '_mta-sts IN TXT "{sts}"\nwww IN A 192.0.2.1\n' +
        RIGHT.split("\n", 1)[1].replace(" IN ", " 3600 IN ")),
    "absolute names behind another $ORIGIN": ([], HEAD + "$ORIGIN sub.example.com.\n$TTL 60\nx IN A 192.0.2.2\n",
        NEXT + "$ORIGIN sub.example.com.\n$TTL 60\nx IN A 192.0.2.2\n" +
        RIGHT.replace("_mta-sts IN", "_mta-sts.example.com. IN").replace("_tls IN", "_tls.example.com. IN")
        .replace("\nmta-sts IN", "\nmta-sts.example.com. IN")),
    "absolute names where all are": ([], HEAD + "a.example.com. IN A 192.0.2.2\nb.example.com. IN A 192.0.2.2\n"
        "c.example.com. IN A 192.0.2.2\n",
        NEXT + "a.example.com. IN A 192.0.2.2\nb.example.com. IN A 192.0.2.2\nc.example.com. IN A 192.0.2.2\n" +
        RIGHT.replace("_mta-sts IN", "_mta-sts.example.com. IN").replace("_tls IN", "_tls.example.com. IN")
        .replace("\nmta-sts IN", "\nmta-sts.example.com. IN")),
    "a TTL where no $TTL holds": ([], HEAD.replace("$TTL 1h\n", "").replace("@ IN SOA", "@ 1h IN SOA"),
        NEXT.replace("$TTL 1h\n", "").replace("@ IN SOA", "@ 1h IN SOA") + RIGHT.replace(" IN ", " 3600 IN ")),
    "the TTL that is asked for": (["--ttl", "5m"], HEAD + RIGHT.replace("_mta-sts IN", "_mta-sts 1d"),
        NEXT + RIGHT.replace("_mta-sts IN", "_mta-sts 300").replace("tls IN", "tls 300 IN").replace("sts IN A", "sts 300 IN A")),
    "TXT of others stay": ([], HEAD + '_mta-sts IN TXT "other"\n  IN TXT "v=STSv1; id=1"\n',
                           NEXT + '_mta-sts IN TXT "other"\n  IN TXT "{sts}"\n' + RIGHT.split("\n", 1)[1]),
    "date serial": ([], HEAD.replace(" 7 ", " 2026112207 "), HEAD.replace(" 7 ", " 2026112301 ") + RIGHT),
    "date serial of today": ([], HEAD.replace(" 7 ", " 2026112307 "), HEAD.replace(" 7 ", " 2026112308 ") + RIGHT),
    "date serial to come": ([], HEAD.replace(" 7 ", " 2027010100 "), HEAD.replace(" 7 ", " 2027010101 ") + RIGHT),
    "time serial": ([], HEAD.replace(" 7 ", " 1700000000 "), HEAD.replace(" 7 ", " 1795435200 ") + RIGHT),
    "serial in parentheses, with a digit more": ([], HEAD.replace(" 7 ", " (\n   99  ; serial\n").replace("5m\n", "5m )\n"),
        HEAD.replace(" 7 ", " (\n   100 ; serial\n").replace("5m\n", "5m )\n") + RIGHT),
    "serial at the end of its circle": ([], HEAD.replace(" 7 ", " 4294967295 "), HEAD.replace(" 7 ", " 0000000001 ") + RIGHT),
}
INCLUDED = {"soa.inc": "@ SOA ns root 41 1h 10m 1w 5m\n@ NS ns\n", "empty.inc": ""}
WILD = HEAD + "* IN MX 20 mx\n  IN A 192.0.2.80\n"

# name: (domain, before, what the message holds)
REFUSALS = {
    "syntax error": ("example.com", HEAD + 'x TXT "open\n', r"zone:8:7: .*\[zone-syntax\]"),
    "fragment": ("example.com", "$ORIGIN example.com.\n@ MX 10 mx\n", "no SOA"),
    "template": ("example.com", HEAD + "x A {{ address }}\n", "zone-template"),
    "include missing": ("example.com", HEAD + "$INCLUDE missing.inc\n", "zone-include-failed"),
    "$GENERATE": ("example.com", HEAD + '$GENERATE 1-1 _mta-sts TXT "v=STSv1\\; id=$"\n', r"\$GENERATE"),
    "in an include": ("example.com", HEAD + "$INCLUDE sts.inc\n", "sts.inc:1:.*included"),
    "from a wildcard": ("sub.example.com", HEAD + '* TXT "v=STSv1; id=1"\nsub MX 10 mx\n_x._mta-sts.sub A 192.0.2.1\n'
                        '*.sub TXT "v=TLSRPTv1; rua=mailto:a@example.org"\n', "wildcard"),
    "delegated": ("sub.example.com", HEAD + "sub NS ns.example.net.\n", "delegated"),
    "a CNAME to who holds the record": ("example.com", HEAD + "_mta-sts CNAME x.example.net.\n", "is a CNAME"),
    "signed": ("example.com", HEAD + "@ NSEC a.example.com. A NS\n", "signed"),
    "wildcard of what nobody knows": ("sub.example.com", HEAD + "* MX 10 mx\n* LUA x\n", "wildcard"),
    "two zones": ("example.com", HEAD + "@ SOA ns root 9 1h 1h 1h 1h\n", "second SOA"),
    "serial in general form": ("example.com", HEAD.replace("ns root 7 1h 10m 1w 5m", "\\# 38 026E7300 04726F6F7400 "
                               "00000007 00000E10 00000258 00093A80 0000012C 000000000000000000"), "general form|rdata"),
}


def gen(directory, domain, path, *options):
    return run(["gen", domain, "--from-zone", path, "--mx", "mx.example.com", "--rua", RUA, "--now", NOW, "--write",
                *options] + ([] if "--host" in options else ["--host", HOST]), directory)


def read(directory, name):
    with open(os.path.join(directory, name), "rb") as file:
        return file.read()


def sts_id(directory):
    write_files(directory, {"example.com.zone": HEAD})
    gen(directory, "example.com", "example.com.zone")
    return re.search(rb"id=(\w+)", read(directory, "example.com.zone"))[1].decode()


def fill(text, found):
    sts = STS.format(id=found)
    return text.replace("{sts}", sts).replace("{sts8}", sts[8:]).replace("{tls}", TLS)


def check_cases(suite, found):
    for name, (options, before, after) in CASES.items():
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, {"example.com.zone": fill(before, found)})
            done = gen(directory, "example.com", "example.com.zone", *options)
            actual = read(directory, "example.com.zone").decode()
            wrong = difference(fill(after, found), actual) or done.stderr
            suite.check(name, wrong or ("" if done.returncode == 0 else f"status {done.returncode}"))
            again = gen(directory, "example.com", "example.com.zone", *options)
            suite.check(name + ", again", again.stderr + difference(actual, read(directory, "example.com.zone").decode()))


def check_refusals(suite):
    for name, (domain, before, message) in REFUSALS.items():
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, {"example.com.zone": before, "sts.inc": '_mta-sts TXT "v=STSv1; id=1"\n'})
            done = gen(directory, domain, "example.com.zone")
            wrong = "" if done.returncode == 2 and re.search(message, done.stderr) else f"{done.returncode} {done.stderr}"
            if read(directory, "example.com.zone") != before.encode():
                wrong += " the file changed"
            suite.check(f"refused: {name}", wrong or ("" if len(os.listdir(directory)) == 2 else "a file was left"))


def check_wildcard(suite, found):
    """What the wildcard gave to `sub` is there afterwards, and said."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"example.com.zone": WILD})
        done = gen(directory, "sub.example.com", "example.com.zone")
        wanted = WILD.replace("root 7", "root 8") + "sub IN MX 20 mx.example.com.\nsub IN A 192.0.2.80\n" + fill(
            RIGHT, found).replace("sts IN", "sts.sub IN").replace("_tls IN", "_tls.sub IN")
        suite.check("a wildcard's MX", difference(wanted, read(directory, "example.com.zone").decode()))
        suite.check("a wildcard's MX is said", "" if "sub.example.com. MX" in done.stderr else done.stderr)
        suite.check("no name is blocked", "\n".join(
            item["rule"] for item in findings(["."], directory) if item["rule"] == "mx-wildcard-blocked"))


def check_soa_in_include(suite, found):
    with tempfile.TemporaryDirectory() as directory:
        text = "$TTL 1h\n$INCLUDE soa.inc\nns A 192.0.2.53\n@ MX 10 mx\nmx A 192.0.2.1\n"
        write_files(directory, dict(INCLUDED, **{"example.com.zone": text}))
        gen(directory, "example.com", "example.com.zone")
        suite.check("the serial in an include", difference(INCLUDED["soa.inc"].replace(" 41 ", " 42 "),
                                                           read(directory, "soa.inc").decode()))
        suite.check("the zone around it", difference(text + fill(RIGHT, found).replace(" IN ", " "),
                                                     read(directory, "example.com.zone").decode()))


def check_options(suite):
    """--dry-run and --check print the patch and write nothing; --out writes the policy as well."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"example.com.zone": HEAD})
        for option, status in (("--dry-run", 0), ("--check", 1)):
            done = gen(directory, "example.com", "example.com.zone", option)
            suite.check(option, "" if done.returncode == status and done.stdout.startswith("--- a/example.com.zone\n")
                        and read(directory, "example.com.zone") == HEAD.encode() else f"{done.returncode}\n{done.stdout}")
        gen(directory, "example.com", "example.com.zone", "--out", ".")
        done = gen(directory, "example.com", "example.com.zone", "--check")
        suite.check("--check when all is well", "" if (done.returncode, done.stdout) == (0, "") else done.stdout)
        write_files(directory, {"example.com.zone": HEAD, ".mtasts.yaml": "serial: managed\n"})
        gen(directory, "example.com", "example.com.zone")
        text = read(directory, "example.com.zone").decode()
        suite.check("a managed serial", "" if " root 7 " in text and "_mta-sts" in text else text)
        bad = [item for item in findings(["."], directory) if item["level"] != "info"]
        suite.check("it lints", str(bad) if bad else "")


def check_root(suite, found):
    """Includes may lie anywhere in the git work tree, and patches are for its top."""
    with tempfile.TemporaryDirectory() as directory:
        subprocess.run(["git", "init", "-q"], cwd=directory, check=True)
        lines = HEAD.splitlines(True)
        write_files(directory, {"zones/example.com.zone": "".join(lines[:4]) + "$INCLUDE ../inc/mx\n" + "".join(lines[5:]),
                                "inc/mx": lines[4]})
        done = gen(os.path.join(directory, "zones"), "example.com", "example.com.zone", "--dry-run")
        suite.check("an include elsewhere in the work tree", done.stderr)
        suite.check("the patch is for its top", "" if done.stdout.startswith("--- a/zones/example.com.zone\n") and
                    fill(RIGHT, found).splitlines()[0] in done.stdout else done.stdout)


SHAPES = {
    "_mta-sts": ['TXT "v=STSv1; id=1;"', 'TXT ( "v=STSv1;" ; comment\n   " id=1" ) ; end', r"300 IN TXT v=STSv1\;\ id=7",
                 'TXT "other"\n TXT "v=STSv1; id=9"', 'IN 5 TXT "v=STSv1; id=8" ; x\n 5 TXT "v=STSv1; id=10"\n\t 5 TXT stays'],
    "_smtp._tls": ['TXT "v=TLSRPTv1; rua=mailto:b@example.com"', 'TXT "v=TLSRPTv1;" "rua=mailto:tls@example.org"'],
    "mta-sts": ["A 192.0.2.7", "CNAME web.example.net.", "60 IN AAAA ( 2001:db8::9 ; six\n )", "A 192.0.2.9",
                'A 192.0.2.1\n   AAAA 2001:db8::7 ; hi\n\tTXT "left"'],
}


def random_zone(rng, seed, domain):
    """A zone without mistakes, with records for DOMAIN in it now and then."""
    maker = corpus.Maker(seed)
    lines = [line for line in maker.lines() if line.split("\n")[0]]
    place = "" if domain == "example.com" else "." + domain[:-len(".example.com")]
    at = next(i for i, line in enumerate(lines) if " SOA " in line) + 3
    for label, shapes in SHAPES.items():
        if rng.random() < 0.4:
            owner = label + place if rng.random() < 0.7 else f"{label}.{domain}."
            lines.insert(rng.randint(at, len(lines)), f"{owner} {rng.choice(shapes)}")
    text = "\n".join(lines) + rng.choice(["\n", "\n", ""])
    return (text.replace("\n", "\r\n") if rng.random() < 0.2 else text).encode("latin-1")


def compiled(directory, name):
    done = subprocess.run(["named-compilezone", "-q", "-i", "local", "-k", "ignore", "-m", "ignore", "-M", "ignore", "-n",
                           "ignore", "-S", "ignore", "-T", "ignore", "-s", "full", "-o", "-", "example.com", name],
                          cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return set(done.stdout.decode("latin-1").splitlines()) if done.returncode == 0 else None


def unexpected(old, new, domain, said):
    """Records that differ and are not those of DOMAIN, the SOA, or said to be added."""
    owners = {f"{label}.{domain}." for label in SHAPES}
    for line in old ^ new:
        owner, _, _, kind = line.split(None, 4)[:4]
        if kind != "SOA" and owner.lower() not in owners and not (line in new and f"also '{owner.lower()}" in said.lower()):
            yield line


def patched(directory, tool, before, patch):
    work = os.path.join(directory, "work")
    os.makedirs(work, exist_ok=True)
    write_files(work, {"example.com.zone": before})
    done = subprocess.run(tool, cwd=work, input=patch, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    return read(work, "example.com.zone") if done.returncode == 0 else done.stdout


def wrong_zone(directory, rng, seed, counts):
    domain = rng.choice(["example.com"] * 3 + ["sub.example.com", "x.y.example.com", "mail.example.com"])
    options = ["--host", rng.choice([HOST, "2001:db8::9", "web.example.net"])] + rng.choice([[], [], ["--ttl", "30m"]])
    before = random_zone(rng, seed, domain)
    write_files(directory, {"example.com.zone": before, "before": before})
    dry = patch_of(directory, domain, options)
    done = gen(directory, domain, "example.com.zone", *options)
    after = read(directory, "example.com.zone")
    if done.returncode == 2:
        counts["refused"] += 1
        return "refused, and changed" if after != before else "VERIFY" if "without a change of others" in done.stderr else ""
    counts["same" if after == before else "changed"] += 1
    if done.returncode:
        return f"status {done.returncode}: {done.stderr}"
    for tool in ["patch", "--binary", "-p1", "-s"], ["git", "apply", "--whitespace=nowarn", "-"]:
        if shutil.which(tool[0]) and dry and patched(directory, tool, before, dry) != after:
            return f"{tool[0]} makes something else"
    gen(directory, domain, "example.com.zone", *options)
    if read(directory, "example.com.zone") != after:
        return "a second run changes it again"
    old = compiled(directory, "before") if counts["named"] is not None else None
    if old is None:
        return ""
    counts["named"] += 1
    new = compiled(directory, "example.com.zone")
    return "named-compilezone refuses it" if new is None else "\n".join(unexpected(old, new, domain, done.stderr))


def patch_of(directory, domain, options):
    """The dry run's bytes, as a patch tool gets them."""
    done = subprocess.run(PROGRAM + ["gen", domain, "--from-zone", "example.com.zone", "--mx", "mx.example.com", "--rua", RUA,
                                     "--now", NOW, "--write", "--dry-run", *options], cwd=directory, env=environment(),
                          stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, check=False)
    return done.stdout


def check_random(suite):
    has_named = suite.need("named-compilezone", "bind9-utils")
    counts = {"changed": 0, "same": 0, "refused": 0, "named": 0 if has_named else None}
    wrong = []
    with tempfile.TemporaryDirectory() as directory:
        for seed in range(SEED, SEED + ZONES):
            text = wrong_zone(directory, random.Random(seed), seed, counts)
            if text:
                wrong.append(f"seed {seed}: {text}")
    print("random zones:", counts)
    suite.check(f"{ZONES} random zones", "\n".join(wrong[:10]))
    suite.check("most of them are edited", "" if counts["changed"] > ZONES // 2 else str(counts))


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as directory:
        found = sts_id(directory)
    check_cases(suite, found)
    check_refusals(suite)
    check_wildcard(suite, found)
    check_soa_in_include(suite, found)
    check_options(suite)
    check_root(suite, found)
    check_random(suite)
    suite.finish()


if __name__ == "__main__":
    main()
