#!/usr/bin/env python3
"""Certificates: verdicts beside `openssl verify`, TLSA digests beside ldns-dane, and bad files.

A seed makes certificates of random names, dates, purposes and chains with openssl(1); each is judged
as an MX host's, and must be refused exactly where openssl refuses it, but for the rows of DIFFERENCES.
Environment: CERTS, CERTS_SEED.
"""
import hashlib
import os
import random
import re
import subprocess
import sys
import tempfile
import time

from support import PROGRAM, Suite, findings, run, write_files

COUNT = int(os.environ.get("CERTS", "150"))
SEED = int(os.environ.get("CERTS_SEED", "1"))
HOST = "mail.example.com"
NOW = "2026-06-01T00:00:00Z"
ZONE = f"""$ORIGIN example.com.
$TTL 3600
@ SOA ns1 hostmaster 1 7200 3600 1209600 3600
@ NS ns1
@ MX 10 mail
ns1 A 192.0.2.53
mail A 192.0.2.25
mta-sts A 192.0.2.80
_mta-sts TXT "v=STSv1; id=1"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@example.net"
"""
POLICY = f"version: STSv1\nmode: enforce\nmx: {HOST}\nmax_age: 604800\n"

# Where the verdicts differ: the rule that we raise and openssl does not, and why.
DIFFERENCES = {
    "cert-common-name-only": "openssl falls back to the common name where there is no dNSName; RFC 8461 "
                             "4.2 and RFC 9525 do not",
    "cert-purpose": "openssl takes a certificate that may sign others for a server's; a CA that issues "
                    "by the Baseline Requirements makes none, and browsers' libraries refuse it",
    "cert-weak": "openssl verify without -auth_level looks at no key size and no digest",
}
# Errors that only -x509_strict makes: senders do not verify so, and neither do we.
STRICT = ("Missing Authority Key Identifier", "Missing Subject Key Identifier",
          "CA cert does not include key usage extension", "Basic Constraints of CA cert not marked critical",
          "keyUsage extension is not")

NAMES = [[HOST], ["*.example.com"], ["MAIL.example.COM"], ["example.com"], ["*.mail.example.com"],
         ["mail.*.com"], ["*"], ["*.com"], ["m*.example.com"], ["mail.example.com."], ["a.example", HOST],
         ["mail.example.org"], ["*.EXAMPLE.com", "b.example"], []]
DATES = [("2026-01-01", 365), ("2026-01-01", 90), ("2026-07-01", 90)]
PURPOSES = ["", "serverAuth", "clientAuth", "clientAuth,serverAuth", "emailProtection"]
CHAINS = ["root", "between", "between-missing", "other-root", "other-root-sent", "self",
          "between-expired", "between-no-authority", "two", "other-key"]


def openssl(directory, *arguments, at=None):
    """Runs openssl, as if at the day AT; raises RuntimeError when it fails."""
    command = ["openssl", *arguments]
    if at:
        command = ["faketime", "-f", f"{at} 00:00:00", *command]
    done = subprocess.run(command, cwd=directory, stdin=subprocess.DEVNULL, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, env={**os.environ, "TZ": "UTC"})
    if done.returncode:
        raise RuntimeError(f"{' '.join(command)}\n{done.stderr.decode()}")
    return done.stdout


KEY = ("ec", "-pkeyopt", "ec_paramgen_curve:P-256")
RSA = ("rsa:1024",)
PSS = ("rsa-pss", "-pkeyopt", "rsa_keygen_bits:1024")


def make(directory, name, subject, *options, by=None, at="2026-01-01", days=3650, key=KEY):
    """NAME.pem with NAME.key, signed by BY or itself."""
    signer = ["-CA", f"{by}.pem", "-CAkey", f"{by}.key"] if by else []
    openssl(directory, "req", "-x509", "-newkey", *key, "-nodes", *signer, "-days", str(days), "-subj", subject,
            *options, "-keyout", f"{name}.key", "-out", f"{name}.pem", at=at)


AUTHORITY = ["-addext", "basicConstraints=critical,CA:TRUE"]


def authorities(directory):
    make(directory, "ca", "/O=Example Authority")
    make(directory, "other", "/O=Other Authority")
    make(directory, "twin", "/O=Example Authority")  # the same name, another key
    make(directory, "between", "/O=Between", *AUTHORITY, by="ca")
    make(directory, "second", "/O=Second", *AUTHORITY, by="between")
    make(directory, "between-expired", "/O=Between", *AUTHORITY, by="ca", days=100)
    make(directory, "between-no-authority", "/O=Between", "-addext", "basicConstraints=critical,CA:FALSE",
         by="ca")
    write_files(directory, {".mtasts.yaml": "trust: ca.pem\n", "example.com.zone": ZONE,
                            "mta-sts.example.com/mta-sts.txt": POLICY})


# Who signs the leaf, and what is sent with it.
SIGNERS = {
    "root": ("ca", []), "between": ("between", ["between"]), "between-missing": ("between", []),
    "other-root": ("other", []), "other-root-sent": ("other", ["other"]), "self": (None, []),
    "between-expired": ("between-expired", ["between-expired"]),
    "between-no-authority": ("between-no-authority", ["between-no-authority"]),
    "two": ("second", ["second", "between"]), "other-key": ("twin", []),
}


def leaf(directory, chance):
    """Makes leaf.pem and rest.pem; returns what was chosen, for people."""
    names, (at, days) = chance.choice(NAMES), chance.choice(DATES)
    purpose, chain = chance.choice(PURPOSES), chance.choice(CHAINS)
    common, authority = chance.choice([HOST, "x"]), chance.random() < 0.1
    signer, sent = SIGNERS[chain]
    options = ["-addext", f"basicConstraints=CA:{'TRUE' if authority else 'FALSE'}"]
    if names:
        options += ["-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
    if purpose:
        options += ["-addext", f"extendedKeyUsage={purpose}"]
    make(directory, "leaf", f"/CN={common}", *options, by=signer, at=at, days=days)
    read = lambda name: open(os.path.join(directory, f"{name}.pem"), encoding="ascii").read()
    parts = [read("leaf")] + [read(name) for name in sent]
    if not authority and signer:
        chance.shuffle(parts)
    write_files(directory, {"rest.pem": "".join(read(name) for name in sent) or read("leaf"),
                            "bundle.pem": "".join(parts)})
    return f"{names} {at}+{days} '{purpose}' {chain} CN={common}{' CA' if authority else ''}"


def openssl_refuses(directory):
    """The errors of openssl verify for leaf.pem; none when it is content."""
    command = ["openssl", "verify", "-x509_strict", "-verify_hostname", HOST, "-purpose", "sslserver",
               "-attime", "1780272000", "-no-CApath", "-no-CAstore", "-CAfile", "ca.pem", "-untrusted",
               "rest.pem", "leaf.pem"]
    done = subprocess.run(command, cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, text=True, check=False)
    errors = re.findall(r"^error \d+ at \d+ depth lookup: (.*)$", done.stdout, re.M)
    if done.returncode and not errors:
        raise RuntimeError(done.stdout)
    return [error for error in errors if not error.startswith(STRICT)]


def ours(directory):
    found = findings(["--now", NOW, "--cert", f"{HOST}=bundle.pem", "."], directory)
    return sorted({one["rule"] for one in found if one["level"] == "error"})


def case_wrong(directory, what):
    mine, theirs = ours(directory), openssl_refuses(directory)
    if bool(mine) == bool(theirs) or (not theirs and all(rule in DIFFERENCES for rule in mine)):
        return ""
    return f"{what}\nwe: {mine}\nopenssl: {theirs}"


def test_matrix(suite):
    if not suite.need("faketime", "faketime"):
        return
    chance = random.Random(SEED)
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        for number in range(COUNT):
            what = leaf(directory, chance)
            suite.check(f"certificate {number}", case_wrong(directory, what))


def test_tlsa(suite):
    """The records of gen, beside ldns-dane; and lint knows the certificate by each of them."""
    if not suite.need("ldns-dane", "ldnsutils"):
        return
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        make(directory, "leaf", "/CN=x", "-addext", f"subjectAltName=DNS:{HOST}", "-addext",
             "basicConstraints=CA:FALSE", by="ca", days=365)
        made = run(["gen", "example.com", "--to", "tlsa", "--mx", HOST, "--cert", "leaf.pem"], directory)
        for usage, selector, matching in ((3, 1, 1), (3, 0, 1), (3, 1, 2), (3, 0, 2), (3, 1, 0), (3, 0, 0)):
            theirs = subprocess.run(
                ["ldns-dane", "-n", "-c", "leaf.pem", "create", HOST, "25", str(usage), str(selector),
                 str(matching)], cwd=directory, stdout=subprocess.PIPE, text=True, check=False).stdout
            if (usage, selector, matching) == (3, 1, 1):
                suite.check("gen --to tlsa", "" if made.stdout.lower().split() == theirs.lower().split() else
                            f"we: {made.stdout}{made.stderr}ldns-dane: {theirs}")
            write_files(directory, {"example.com.zone": ZONE + theirs})
            found = [one["rule"] for one in findings(
                ["--now", NOW, "--cert", f"{HOST}=leaf.pem", "."], directory)]
            suite.check(f"TLSA {usage} {selector} {matching} fits", "" if theirs and not found else found)
            write_files(directory, {"example.com.zone": ZONE + theirs[:-3] + "\n"})
            found = [one["rule"] for one in findings(
                ["--now", NOW, "--cert", f"{HOST}=leaf.pem", "."], directory)]
            suite.check(f"TLSA {usage} {selector} {matching} cut", "" if found == ["dane-tlsa-invalid"] else found)


def tlsa(directory, usage, selector, matching, name):
    """The data of a TLSA record for NAME.pem."""
    data = openssl(directory, "x509", "-in", f"{name}.pem", "-outform", "DER")
    if selector:
        write_files(directory, {"key.pem": openssl(directory, "x509", "-in", f"{name}.pem", "-noout", "-pubkey")})
        data = openssl(directory, "pkey", "-pubin", "-in", "key.pem", "-outform", "DER")
    digest = {0: None, 1: hashlib.sha256, 2: hashlib.sha512}[matching]
    return f"{usage} {selector} {matching} {digest(data).hexdigest() if digest else data.hex()}"


def openssl_dane(directory, records, leaf_name, sent):
    """A TLS client of openssl's that knows RECORDS takes the certificate of a server, over a local socket."""
    write_files(directory, {"sent.pem": "".join(
        open(os.path.join(directory, f"{name}.pem"), encoding="ascii").read() for name in [leaf_name, *sent])})
    path = os.path.join(directory, "socket")
    server = subprocess.Popen(["openssl", "s_server", "-unix", path, "-unlink", "-cert", f"{leaf_name}.pem", "-key",
                               f"{leaf_name}.key", "-cert_chain", "sent.pem", "-quiet", "-naccept", "1"],
                              cwd=directory, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                              stderr=subprocess.DEVNULL)
    try:
        for _ in range(500):
            if os.path.exists(path):
                break
            time.sleep(0.01)
        options = [part for record in records for part in ("-dane_tlsa_rrdata", record)]
        done = subprocess.run(["faketime", "-f", "2026-06-01 00:00:00", "openssl", "s_client", "-unix", path,
                               "-dane_tlsa_domain", HOST, *options, "-brief"], cwd=directory, check=False,
                              stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True)
    finally:
        server.kill()
        server.wait()
        if os.path.exists(path):
            os.unlink(path)
    if "CONNECTION ESTABLISHED" not in done.stdout and "verif" not in done.stdout.lower():
        raise RuntimeError(done.stdout)
    return "Verification: OK" in done.stdout


def test_dane(suite):
    """TLSA records of every kind beside what a TLS client makes of them. A row is a name, the records, whose
    certificate it is, what is sent with it, and the level of our finding: a warning where what is not sent
    may be the authority."""
    if not suite.need("faketime", "faketime"):
        return
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        options = ["-addext", f"subjectAltName=DNS:{HOST}", "-addext", "basicConstraints=CA:FALSE"]
        make(directory, "leaf", "/CN=x", *options, by="between", days=365)
        make(directory, "own", "/CN=x", "-addext", f"subjectAltName=DNS:{HOST}", days=365)
        for name, records, whose, sent, level in (
                ("the key", [(3, 1, 1, "leaf")], "leaf", ["between"], ""),
                ("the certificate", [(3, 0, 2, "leaf")], "leaf", ["between"], ""),
                ("another key", [(3, 1, 1, "other")], "leaf", ["between"], "error"),
                ("one of two", [(3, 1, 1, "other"), (3, 0, 0, "leaf")], "leaf", ["between"], ""),
                ("an authority that is sent", [(2, 1, 1, "between")], "leaf", ["between"], ""),
                ("the root that is sent", [(2, 0, 1, "ca")], "leaf", ["between", "ca"], ""),
                ("the root that is not sent", [(2, 0, 1, "ca")], "leaf", ["between"], "warning"),
                ("an authority of others", [(2, 1, 1, "other")], "leaf", ["between", "other"], "error"),
                ("another authority, all are sent", [(2, 1, 1, "twin")], "leaf", ["between", "ca"], "error"),
                ("usage 2 for the host's own", [(2, 1, 1, "leaf")], "leaf", ["between"], "error"),
                ("usage 2 for one that signed itself", [(2, 0, 1, "own")], "own", [], "error"),
                ("the root in the record", [(2, 0, 0, "ca")], "leaf", ["between"], ""),
                ("the root's key in the record", [(2, 1, 0, "ca")], "leaf", ["between"], ""),
                ("the issuer's key in the record", [(2, 1, 0, "between")], "leaf", [], ""),
                ("another root in the record", [(2, 0, 0, "other")], "leaf", ["between"], "error"),
                ("a twin's key in the record", [(2, 1, 0, "twin")], "leaf", ["between"], "error")):
            data = [tlsa(directory, *record) for record in records]
            theirs = openssl_dane(directory, data, whose, sent)
            write_files(directory, {"example.com.zone": ZONE + "".join(f"_25._tcp.mail TLSA {one}\n" for one in data)})
            found = [one["level"] for one in findings(
                ["--now", NOW, "--select", "dane", *(part for one in [whose, *sent] for part in (
                    "--cert", f"{HOST}={one}.pem")), "."], directory)]
            suite.check(f"TLSA: {name}", "" if found == [level] * bool(level) and theirs == (not level) else
                        f"we: {found}, openssl takes it: {theirs}")


def test_keys(suite):
    """Nothing of a private key leaves the program, in any format, whatever the file is taken for."""
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        key = openssl(directory, "pkey", "-in", "ca.key").decode()
        secret = [line for line in key.splitlines() if not line.startswith("-----")]
        both = ZONE + '_mta-sts.x TXT v=STSv1; id=1\n'
        write_files(directory, {
            "ca.key": key, "both.pem": key + open(os.path.join(directory, "ca.pem"), encoding="ascii").read(),
            "damaged.pem": key.replace("-----END", "!!!!!END"),
            "one-line.pem": "-----BEGIN PRIVATE KEY-----" + secret[0] + "\n",
            "yaml.pem": "key: |\n" + "".join(f"  {line}\n" for line in key.splitlines()),
            "quoted.pem": "".join(f"> {line}\n" for line in key.splitlines()),
            "escaped.pem": '$ORIGIN example.com.\n@ TXT "' + key.replace("\n", "\\n") + '"\n',
            "fixable.pem": both + key})
        for name in ("ca.key", "both.pem", "damaged.pem", "one-line.pem", "yaml.pem", "quoted.pem", "escaped.pem",
                     "fixable.pem"):
            for option in ("--cert", "--zone", "--policy"):
                for form in (["-f", "text"], ["-f", "concise"], ["-f", "json"], ["-f", "jsonl"], ["--diff"],
                             ["--list-files"]):
                    done = run(["lint", option, name, *form, "-v"], directory)
                    told = [part for part in secret if part[:20] in done.stdout + done.stderr]
                    suite.check(f"{option} {name} {form}", f"prints {told}" if told else "")
        place = "mta-sts.example.com/.well-known/mta-sts.txt"
        write_files(directory, {f"out/{place}": key})
        done = run(["gen", "example.com", "--mx", HOST, "--host", "192.0.2.1", "--to", "policy", "--out", "out",
                    "--check"], directory)
        suite.check("gen --check", "" if done.returncode == 1 and "+mx: " in done.stdout and secret[0] not in
                    done.stdout else f"{done.returncode} {done.stdout}{done.stderr}")


def test_chains(suite):
    """What is said of chains, exactly: the rule, the file and the level, and no consequence of it besides."""
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        for name, options, more in (
                ("short", AUTHORITY, {"key": RSA}), ("end", AUTHORITY, {"days": 151}),
                ("no-authority", ["-addext", "basicConstraints=critical,CA:FALSE"], {}),
                ("no-sign", [*AUTHORITY, "-addext", "keyUsage=critical,digitalSignature"], {}),
                ("limited", [*AUTHORITY, "-addext", "nameConstraints=critical,permitted;DNS:example.org"], {})):
            make(directory, name, f"/O={name}", *options, by="ca", **more)
        make(directory, "old", "/O=Old", at="2020-01-01", days=1000)
        for what, signer, key, roots, expected in (
                ("a short key above", "short", KEY, "ca", [("cert-weak", "short.pem", "warning")]),
                ("a short key of its own", "ca", RSA, "ca", [("cert-weak", "leaf.pem", "warning")]),
                ("a short key for RSA-PSS", "ca", PSS, "ca", [("cert-weak", "leaf.pem", "warning")]),
                ("the last second above", "end", KEY, "ca", [("cert-expired", "end.pem", "error")]),
                ("no authority above", "no-authority", KEY, "ca", [("cert-untrusted", "no-authority.pem", "error")]),
                ("one that may not sign", "no-sign", KEY, "ca", [("cert-untrusted", "no-sign.pem", "error")]),
                ("for other names", "limited", KEY, "ca", [("cert-untrusted", "leaf.pem", "error")]),
                ("a root that expired", "old", KEY, "old", [("cert-untrusted", "leaf.pem", "error")]),
                ("a root that is none", "between", KEY, "between", [("cert-untrusted", "leaf.pem", "error")]),
                ("a root that is not sent", "other", KEY, "ca", [("cert-untrusted", "other.pem", "error")])):
            write_files(directory, {".mtasts.yaml": f"trust: {roots}.pem\n"})
            make(directory, "leaf", "/CN=x", "-addext", f"subjectAltName=DNS:{HOST}", "-addext",
                 "basicConstraints=CA:FALSE", by=signer, days=365, key=key)
            sent = ["leaf.pem"] + ([f"{signer}.pem"] if signer != roots else [])
            found = [(one["rule"], one["file"], one["level"]) for one in findings(
                ["--now", NOW, *(part for name in sent for part in ("--cert", f"{HOST}={name}")), "."], directory)]
            suite.check(f"chain: {what}", "" if found == expected else found)


def test_whose(suite):
    """Whose a certificate is: told by HOST=, by the configuration, or by the hosts that it covers. One that is
    for no host of the run is never passed over in silence, but where the configuration finds more than that."""
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        for name, host in (("mail", HOST), ("wild", "*.example.com"), ("mx", "mx.xn--bcher-kva.example"),
                           ("www", "www.example.org")):
            make(directory, name, "/CN=x", "-addext", f"subjectAltName=DNS:{host}", "-addext",
                 "basicConstraints=CA:FALSE", by="ca", days=1)
        idn = "xn--bcher-kva.example"
        write_files(directory, {
            f"{idn}.zone": ZONE.replace("example.com", idn).replace("MX 10 mail", "MX 10 mx") + "mx A 192.0.2.25\n",
            f"mta-sts.{idn}/mta-sts.txt": POLICY.replace(HOST, f"mx.{idn}")})
        for what, options, status, hosts in (
                ("nobody says", ["mail.pem"], 1, [HOST]),
                ("a wildcard", ["wild.pem"], 1, [HOST, "mta-sts.example.com"]),
                ("an A-label", ["mx.pem"], 1, [f"mx.{idn}"]),
                ("HOST in capitals", [f"{HOST.upper()}.=mail.pem"], 1, [HOST]),
                ("HOST with a U-label", ["mx.b\u00fccher.example=mx.pem"], 1, [f"mx.{idn}"]),
                ("HOST of nobody", ["mail.exmaple.com=mail.pem"], 0, []),
                ("the domain for HOST", ["example.com=mail.pem"], 0, []),
                ("for nobody", ["www.pem"], 2, []),
                ("two of one host", [f"{HOST}=mail.pem", "wild.pem"], 1, [HOST, HOST, "mta-sts.example.com"])):
            done = run(["lint", "--now", NOW, "-f", "jsonl", "--select", "cert-expired",
                        *(part for option in options for part in ("--cert", option)), "."], directory)
            told = sorted(re.findall(r"host '([^']+)' expired", done.stdout))
            suite.check(f"whose: {what}", "" if (done.returncode, told) == (status, sorted(hosts)) and
                        bool(done.stderr) == (status != 1) else f"{done.returncode} {told} {done.stderr}")
        make(directory, "sts", "/CN=x", "-addext", "subjectAltName=DNS:mta-sts.example.com", "-addext",
             "basicConstraints=CA:FALSE", by="ca", days=365)
        make(directory, "own", "/CN=x", "-addext", f"subjectAltName=DNS:{HOST}", days=365)
        for what, names, rules in (("of many", ["sts", "mail", "www"], ["cert-expired"]),
                                   ("that signed itself", ["sts", "own"], ["cert-self-signed"])):
            write_files(directory, {"all.pem": "".join(
                open(os.path.join(directory, f"{name}.pem"), encoding="ascii").read() for name in names)})
            found = [one["rule"] for one in findings(["--now", NOW, "--cert", "all.pem", "--select", "cert", "."],
                                                     directory)]
            suite.check(f"whose: one file {what}", "" if found == rules else found)
        for what, entry, hosts, notes in (
                ("all", "certs/*.pem", [HOST], 1), ("by host", "{path: 'certs/(?<host>[^/]+)[.]pem'}", [HOST], 0)):
            for name, place in (("mail", HOST), ("www", "www.example.org"), ("www", "other.example.org")):
                with open(os.path.join(directory, f"{name}.pem"), "rb") as file:
                    write_files(directory, {f"certs/{place}.pem": file.read()})
            write_files(directory, {".mtasts.yaml": f"trust: ca.pem\ncertificates:\n  - {entry}\n"})
            done = run(["lint", "--now", NOW, "-f", "jsonl", "--select", "cert-expired", "."], directory)
            told = re.findall(r"host '([^']+)' expired", done.stdout)
            suite.check(f"whose: configured {what}", "" if (done.returncode, told, done.stderr.count("\n")) ==
                        (1, hosts, notes) else f"{done.returncode} {told} {done.stderr}")


def test_roots(suite):
    """Where the roots are from, and what is said when they are not there. Without any, chains are not judged."""
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        make(directory, "leaf", "/CN=x", "-addext", f"subjectAltName=DNS:{HOST}", "-addext",
             "basicConstraints=CA:FALSE", by="ca", days=365)
        before = dict(os.environ)
        for what, configured, given, status, rules, said in (
                ("the configuration's", "ca.pem", "nowhere", 0, [], ""),
                ("not the configuration's", "other.pem", "ca.pem", 1, ["cert-chain-incomplete"], ""),
                ("missing in the configuration", "none.pem", "ca.pem", 2, [], ".mtasts.yaml:1:8: 'none.pem' cannot be read: no such file"),
                ("the environment's", "system", "ca.pem", 0, [], ""),
                ("not the environment's", "system", "other.pem", 1, ["cert-chain-incomplete"], ""),
                ("missing in the environment", "system", "none.pem", 2, [], "SSL_CERT_FILE: 'none.pem': no such file"),
                ("without certificates", "system", "leaf.key", 2, [], "SSL_CERT_FILE: 'leaf.key': it holds no certificate")):
            write_files(directory, {".mtasts.yaml": f"trust: {configured}\n"})
            os.environ["SSL_CERT_FILE"] = given
            done = run(["lint", "--now", NOW, "--cert", f"{HOST}=leaf.pem", "-f", "jsonl", "."], directory)
            found = re.findall(r'"rule":"([^"]+)"', done.stdout)
            suite.check(f"roots: {what}", "" if (done.returncode, found) == (status, rules) and
                        done.stderr == (said and f"mtasts: {said}\n") else f"{done.returncode} {found} {done.stderr}")
        os.environ.clear()
        os.environ.update(before)
        test_no_roots(suite, directory)


def test_no_roots(suite, directory):
    """As on a machine that has none: what hides them are mounts that only this program sees."""
    write_files(directory, {".mtasts.yaml": "trust: system\n"})
    hide = 'for d in /etc/ssl /etc/pki /usr/local/share/certs; do [ ! -d "$d" ] || mount -t tmpfs none "$d"; done; exec "$@"'
    command = ["unshare", "-m", "sh", "-c", f"unset SSL_CERT_FILE; {hide}", "sh"]
    if subprocess.run([*command, "true"], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL, check=False).returncode:
        return
    done = subprocess.run([*command, *PROGRAM, "lint", "--now", NOW, "--cert", f"{HOST}=leaf.pem", "-f", "jsonl", "."],
                          cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    suite.check("no roots", "" if done.returncode == 0 and not done.stdout and done.stderr.count("\n") == 1 and
                "no trusted roots on this machine" in done.stderr else f"{done.returncode} {done.stdout}{done.stderr}")


def test_repository(suite):
    """A key in a repository is an error whoever says that the file is a certificate's; one outside is not."""
    if not suite.need("git", "git"):
        return
    with tempfile.TemporaryDirectory() as directory:
        work, outside = os.path.join(directory, "work"), os.path.join(directory, "outside.pem")
        os.mkdir(work)
        authorities(work)
        both = "".join(open(os.path.join(work, name), encoding="ascii").read() for name in ("ca.pem", "ca.key"))
        write_files(work, {"certs/mail.example.com.pem": both, ".mtasts.yaml":
                           "trust: ca.pem\ncertificates:\n  - path: 'certs/(?<host>[^/]+)[.]pem'\n"})
        write_files(directory, {"outside.pem": both, "work/-odd/key.pem": both, "work/.gitignore": "-odd/\n"})
        subprocess.run(["git", "init", "-q"], cwd=work, check=True)
        named = ["--cert", f"{HOST}=certs/{HOST}.pem"]
        for what, options, level in (("found", [], "error"), ("named", named, "error"),
                                     ("outside", ["--cert", f"{HOST}={outside}"], "info"),
                                     ("ignored", ["--cert", f"{HOST}=-odd/key.pem"], "info")):
            found = findings(["--now", NOW, "--select", "cert-private-key", *options, "."], work)
            places = {"outside": "outside", "ignored": "-odd"}
            levels = [one["level"] for one in found if places.get(what, "certs/") in one["file"]]
            suite.check(f"key {what} in a repository", "" if levels == [level] else found)


def test_forms(suite, directory):
    """Certificates as they are found, where programs do not: a finding at the place, and all is read."""
    options = ["-addext", f"subjectAltName=DNS:{HOST}", "-addext", "basicConstraints=CA:FALSE"]
    make(directory, "leaf", "/CN=x", *options, by="between", days=365)
    make(directory, "odd", "/CN=x", *options[2:], "-addext", "subjectAltName=DER:3005820A6161", by="ca", days=365)
    leaf_text, chain, odd = (open(os.path.join(directory, f"{name}.pem"), encoding="ascii").read()
                             for name in ("leaf", "between", "odd"))
    der = openssl(directory, "x509", "-in", "leaf.pem", "-outform", "DER")
    key = open(os.path.join(directory, "leaf.key"), encoding="ascii").read()
    indented = "".join(f"  {line}\n" for line in leaf_text.splitlines())
    lines, unreadable = chain.count("\n"), "cert-unreadable"
    for name, text, places in (
            ("a byte order mark", "\ufeff" + leaf_text + chain, [(unreadable, 1, 2)]),
            ("blanks before each line", chain + indented, [(unreadable, lines + 1, 3)]),
            ("no line end between two", leaf_text.rstrip("\n") + chain,
             [(unreadable, leaf_text.count("\n"), 26)]),
            ("UTF-16", leaf_text.encode("utf-16"), [(unreadable, 1, 1)]),
            ("two in DER", der + der, [(unreadable, 1, 1)]),
            ("an extension that is broken", odd, [(unreadable, 1, 1)]),
            ("a time that is none", der.replace(b"260101000000Z", b"26Xi01000000Z"), [(unreadable, 1, 1)]),
            ("a leaf that cannot be read", leaf_text[:99] + chain, [(unreadable, 1, 1)]),
            ("an authority that cannot be read", leaf_text + chain[:99], [(unreadable, leaf_text.count("\n") + 1, 1)]),
            ("a mark within text", "see -----BEGIN CERTIFICATE-----\n" + leaf_text + chain, []),
            ("a key behind a byte order mark", "\ufeff" + key + leaf_text + chain, [("cert-private-key", 1, 2)])):
        write_files(directory, {"form.pem": text})
        found = [(one["rule"], one["start"]["line"], one["start"]["column"]) for one in findings(
            ["--now", NOW, "--cert", f"{HOST}=form.pem", "."], directory)]
        suite.check(f"form: {name}", "" if found == places else found)


def test_bad(suite):
    """Files that are large, many, or damaged: a finding, the rest judged, little memory."""
    with tempfile.TemporaryDirectory() as directory:
        authorities(directory)
        test_forms(suite, directory)
        one = open(os.path.join(directory, "ca.pem"), encoding="ascii").read()
        for name, text, rule, line in (
                ("large.pem", "x" * 63 + "\n" + "y" * (10 << 20), "cert-unreadable", 1),
                ("huge.pem", one + "\n" * (33 << 20), "cert-unreadable", 1),
                ("many.pem", one * 1001, "cert-unreadable", 1000 * one.count("\n") + 1),
                ("cut.pem", one[:200], "cert-unreadable", 1),
                ("middle.pem", one + one[:200] + "\n" + one, "cert-unreadable", one.count("\n") + 1)):
            write_files(directory, {name: text})
            found = findings(["--now", NOW, "--cert", f"{HOST}={name}", "."], directory)
            places = [(one["rule"], one["start"]["line"]) for one in found if one["rule"] == rule]
            suite.check(name, "" if places == [(rule, line)] else found[:5])
        done = subprocess.run(["sh", "-c", 'ulimit -v 262144; exec "$@"', "sh", *PROGRAM, "lint", "--cert",
                               f"{HOST}=many.pem", "."], cwd=directory, stdout=subprocess.PIPE,
                              stderr=subprocess.PIPE, check=False)
        if "sanitized" not in os.environ.get("MTASTS", "") and "again" not in os.environ.get("MTASTS", ""):
            suite.check("1001 certificates in 256 MiB", "" if done.returncode == 1 else done.stderr)


def main():
    suite = Suite()
    if suite.need("openssl", "openssl"):
        test_matrix(suite)
        test_tlsa(suite)
        test_dane(suite)
        test_keys(suite)
        test_chains(suite)
        test_whose(suite)
        test_roots(suite)
        test_repository(suite)
        test_bad(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
