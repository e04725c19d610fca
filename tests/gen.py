#!/usr/bin/env python3
"""`mtasts gen` from end to end: what is made lints clean and says what was asked, what is refused, how
files are written and what happens when that fails. Random specifications come from a fixed seed."""
import hashlib
import os
import random
import re
import shutil
import signal
import stat
import subprocess
import sys
import tempfile
import time

from support import PROGRAM, Suite, environment, findings, run, write_files

SPECIFICATIONS = 2000
KILLS = 12
NEW = ["--mx", "mx1.example.com", "--rua", "mailto:tlsrpt@example.com", "--host", "192.0.2.1"]
POLICY = "mta-sts.example.com/.well-known/mta-sts.txt"
ZONE = "example.com.mta-sts.zone"
ALPHABETS = ("abcdefghijklmnopqrstuvwxyz0123456789", "äöüéèåøñç", "абвгдежзиклмнопрст",
             "αβγδεζηθικλμν", "日本語中文字域名例", "가나다라마바사")

suite = Suite()


# What is asked for, at random.

def label(rng):
    letters = ALPHABETS[0] if rng.random() < 0.7 else rng.choice(ALPHABETS[1:])
    return "".join(rng.choice(letters) for _ in range(rng.randint(2, 12)))


def ascii_of(name):
    """A-labels; the labels above are in NFC, in lower case and stand in no mapping table."""
    return ".".join(part if part.isascii() else "xn--" + part.encode("punycode").decode()
                    for part in name.split("."))


def specification(rng, number):
    host = lambda: ".".join(label(rng) for _ in range(rng.randint(2, 4))) + ".example"
    mode = rng.choice(["testing", "enforce", "none"])
    hosts = ([rng.choice(["web.example.net", "wéb.example.net"])] if rng.random() < 0.4 else
             rng.sample(["192.0.2.1", "198.51.100.7", "2001:db8::1", "2001:db8::2:1"],
                        rng.randint(1, 4)))
    return {
        "domain": f"{label(rng)}-{number}.{label(rng)}.example" if rng.random() < 0.6
                  else f"{label(rng)}.d{number}.example",
        "mode": mode,
        "max_age": rng.choice([86400, 604800, 1209600, 31557600, rng.randint(86400, 31557600)]),
        "ttl": rng.choice([60, 3600, 86400]),
        "mx": list(dict.fromkeys(("*." if rng.random() < 0.3 else "") + host()
                                 for _ in range(rng.randint(0 if mode == "none" else 1, 6)))),
        "rua": [f"mailto:t{i}'{rng.randint(0, 99)}@{ascii_of(host())}" if rng.random() < 0.6
                else f"https://{ascii_of(host())}/r%2C{i}?a=$b&c" for i in range(rng.randint(1, 12))],
        "host": hosts,
    }


def quoted(text):
    return "'" + text.replace("'", "''") + "'"


def configuration(specifications, identity="sha256"):
    lines = [f"id: {identity}", "domains:"]
    for one in specifications:
        lists = "".join(f", {key}: [{', '.join(map(quoted, one[key]))}]" for key in
                        ("mx", "rua", "host") if one[key])
        lines.append(f"  {quoted(one['domain'])}: {{ mode: {one['mode']}, max_age: {one['max_age']}, "
                     f"ttl: {one['ttl']}{lists} }}")
    return "\n".join(lines) + "\n"


# What was made, read back by other means.

def read(path):
    with open(path, "rb") as file:
        return file.read()


def policy_of(one):
    lines = ["version: STSv1", f"mode: {one['mode']}", *(f"mx: {ascii_of(mx)}" for mx in one["mx"]),
             f"max_age: {one['max_age']}", ""]
    return "\r\n".join(lines).encode()


def records_of(text):
    """(owner, ttl, type, value) of the lines of a snippet; the strings of a TXT are joined."""
    found = set()
    for line in text.split("\n")[1:-1]:
        owner, ttl, _, kind, rdata = line.split("\t")
        if kind == "TXT":
            strings = re.findall(r'"((?:[^"\\]|\\.)*)"', rdata)
            assert all(len(part) <= 255 for part in strings), line
            rdata = "".join(strings)
        found.add((owner, int(ttl), kind, rdata))
    return found


def records_asked(one):
    identity = hashlib.sha256(policy_of(one).replace(b"\r", b"")).hexdigest()[:32]
    asked = {("_mta-sts", one["ttl"], "TXT", f"v=STSv1; id={identity};"),
             ("_smtp._tls", one["ttl"], "TXT", "v=TLSRPTv1; rua=" + ",".join(one["rua"]))}
    for host in one["host"]:
        kind = "AAAA" if ":" in host else "A" if host[-1].isdigit() else "CNAME"
        asked.add(("mta-sts", one["ttl"], kind, ascii_of(host) + "." if kind == "CNAME" else host))
    return asked


def one_wrong(directory, one):
    name = ascii_of(one["domain"])
    policy = read(os.path.join(directory, f"mta-sts.{name}/.well-known/mta-sts.txt"))
    if policy != policy_of(one):
        return f"policy of {one}: {policy}"
    text = read(os.path.join(directory, f"{name}.mta-sts.zone")).decode()
    if not text.startswith(f"$ORIGIN {name}.\n"):
        return f"{name}: {text}"
    if records_of(text) != records_asked(one):
        return f"{name}: {sorted(records_of(text) ^ records_asked(one))}"
    return ""


def trees_differ(one, other):
    done = subprocess.run(["diff", "-r", one, other], stdout=subprocess.PIPE, check=False)
    return done.stdout.decode()[:2000]


def complaint(done, status=0):
    return "" if done.returncode == status and (status or not done.stderr) else \
        f"exit status {done.returncode}\n{done.stderr[:2000]}{done.stdout[:2000]}"


def properties(directory):
    rng = random.Random(8461)
    specifications = [specification(rng, i) for i in range(SPECIFICATIONS)]
    write_files(directory, {".mtasts.yaml": configuration(specifications)})
    command = ["gen", "--all", "--to", "policy,zone,octodns,terraform,dnscontrol,worker,rollout",
               "--now", "0", "--out"]
    suite.check("random: made", complaint(run([*command, "one"], directory)))
    suite.check("random: made again", complaint(run([*command, "two"], directory)))
    suite.check("random: the same bytes",
                trees_differ(os.path.join(directory, "one"), os.path.join(directory, "two")))
    suite.check("random: --check finds nothing", complaint(run([*command, "one", "--check"], directory)))
    for one in specifications:
        wrong = one_wrong(os.path.join(directory, "one"), one)
        if wrong:
            break
    suite.check("random: read back as asked", wrong)
    for name in ("terraform", "dnscontrol", "worker", "rollout"):
        shutil.rmtree(os.path.join(directory, "one", name))
    bad = [one for one in findings(["one"], directory) if one["level"] != "info"]
    suite.check("random: lints clean", "\n".join(map(str, bad[:5])))
    for one in specifications:
        os.remove(os.path.join(directory, "one", ascii_of(one["domain"]) + ".mta-sts.zone"))
    found = findings(["one"], directory)
    bad = [one for one in found if one["level"] != "info" or one["rule"] == "policy-orphan"]
    suite.check("random: lints clean with octoDNS alone", "\n".join(map(str, bad[:5])))
    run([*command, "one", "--force", "--eol", "lf"], directory)
    bad = [one for one in findings(["one"], directory) if one["level"] != "info"]
    suite.check("random: lints clean with LF, by the same ids", "\n".join(map(str, bad[:5])))


def whole_zones(directory):
    """The snippets as part of whole zones: nothing is hidden from lint then."""
    rng, files, kept = random.Random(8460), {}, []
    for number in range(200):
        one = specification(rng, number)
        one["mx"] = one["mx"] or ["mx1.example.net"]
        name = ascii_of(one["domain"])
        exchanges = "".join(f"@ MX 10 {ascii_of(mx).replace('*', 'a')}.\n" for mx in one["mx"])
        files[f"zones/{name}.zone"] = (f"$ORIGIN {name}.\n$TTL 3600\n@ SOA ns.example.net. h 1 7200 "
                                       f"3600 1209600 300\n@ NS ns.example.net.\n{exchanges}"
                                       f"$INCLUDE {name}.mta-sts.zone\n")
        kept.append(one)
    files["zones/.mtasts.yaml"] = configuration(kept)
    write_files(directory, files)
    zones = os.path.join(directory, "zones")
    suite.check("whole zones: made", complaint(run(["gen", "--all", "--out", "."], zones)))
    bad = [one for one in findings([], zones) if one["level"] != "info"]
    suite.check("whole zones: lint clean", "\n".join(map(str, bad[:5])))
    return zones


# Name servers, web servers and tools that are to take it.

def tool(arguments, **options):
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False,
                          env=os.environ | {"PATH": os.environ["PATH"] + ":/usr/sbin:/sbin"},
                          timeout=300, **options)
    return "" if done.returncode == 0 else f"{arguments}\n{done.stdout.decode()[:2000]}"


def name_servers(zones):
    sample = sorted(name for name in os.listdir(zones)
                    if name.endswith(".zone") and ".mta-sts." not in name)[::10]
    for program, package, order in (("named-checkzone", "bind9-utils", "-k fail"),
                                    ("nsd-checkzone", "nsd", ""),
                                    ("kzonecheck", "knot-dnssecutils", "-o")):
        if not suite.need(program, package):
            continue
        for name in sample:
            apex = name[:-len(".zone")]
            arguments = (["kzonecheck", "-o", apex, name] if program == "kzonecheck"
                         else [program, *order.split(), apex, name])
            suite.check(f"{program} {name}", tool(arguments, cwd=zones))


def certificate(directory):
    key, cert = os.path.join(directory, "key.pem"), os.path.join(directory, "cert.pem")
    wrong = tool(["openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256",
                  "-nodes", "-keyout", key, "-out", cert, "-days", "1", "-subj", "/CN=test"])
    suite.check("openssl makes a certificate", wrong)
    return key, cert


def web_servers(directory):
    key, cert = certificate(directory)
    arguments = ["gen", "--isolated", "example.com", *NEW, "--to", "policy,nginx,apache,caddy", "--key",
                 key, "--certificate", cert, "--document-root", f"{directory}/{{host}}", "--out", "."]
    if not suite.check("virtual hosts: made", complaint(run(arguments, directory))):
        return
    host = "mta-sts.example.com"
    done = run(["lint", "--isolated", "-f", "concise", "-q", "."], directory)
    loud = [line for line in done.stdout.splitlines() if ": info: " not in line]
    suite.check("virtual hosts: lint", done.stderr + "\n".join(loud))
    listed = run(["lint", "--isolated", "--list-files", "."], directory).stdout
    suite.check("virtual hosts: read by lint", "" if listed.count("server configuration") == 3 else listed)
    if suite.need("nginx", "nginx-light"):
        text = read(os.path.join(directory, f"nginx/{host}.conf")).decode()
        # Ports that anybody may open, and no second family where there is none.
        text = re.sub(r"\tlisten \[::\]:443 ssl;\n", "", text).replace("listen 443", "listen 18443")
        write_files(directory, {"nginx.conf": f"pid {directory}/pid;\nerror_log stderr;\nevents {{ }}\n"
                                f"http {{\naccess_log off;\n{text}}}\n"})
        suite.check("nginx -t", tool(["nginx", "-t", "-q", "-p", directory, "-c",
                                      f"{directory}/nginx.conf"]))
    if suite.need("apache2", "apache2"):
        modules = "".join(f"LoadModule {name}_module /usr/lib/apache2/modules/mod_{name}.so\n" for name in
                          ("mpm_event", "ssl", "alias", "authz_core", "mime"))
        write_files(directory, {"apache.conf": f"ServerRoot {directory}\nServerName localhost\n{modules}"
                                f"PidFile {directory}/pid\nErrorLog {directory}/log\nTypesConfig "
                                f"/dev/null\nInclude {directory}/apache/{host}.conf\n"})
        suite.check("apache2 -t", tool(["apache2", "-t", "-f", f"{directory}/apache.conf"]))
    if suite.need("caddy", "caddy"):
        suite.check("caddy validate", tool(["env", f"HOME={directory}", "caddy", "validate", "--adapter",
                                            "caddyfile", "--config", f"{directory}/caddy/{host}.caddyfile"]))


WORKER = """
import worker from "./worker/mta-sts.example.com.mjs";
import { readFileSync } from "node:fs";
const ask = (path, method = "GET") =>
  worker.fetch(new Request("https://mta-sts.example.com" + path, { method }));
const wanted = readFileSync("mta-sts.example.com/.well-known/mta-sts.txt", "latin1");
const fail = (text) => { console.error(text); process.exit(1); };
const good = await ask("/.well-known/mta-sts.txt");
if (good.status !== 200 || good.headers.get("content-type") !== "text/plain") fail("not 200 text/plain");
if (await good.text() !== wanted) fail("another policy");
const head = await ask("/.well-known/mta-sts.txt", "HEAD");
if (head.status !== 200 || await head.text() !== "") fail("HEAD");
if ((await ask("/.well-known/mta-sts.txt", "POST")).status !== 405) fail("POST");
for (const path of ["/", "/.well-known/mta-sts.txt/", "/.well-known/mta-sts.txtx", "/.well-known"])
  if ((await ask(path)).status !== 404) fail("no 404 at " + path);
if ((await ask("/.well-known/mta-sts.txt?x")).status !== 200) fail("a query");
"""

DNSCONTROL = """
const made = [];
const TTL = (ttl) => ({ ttl });
const record = (type) => (name, value, ...rest) => made.push([name, rest[0].ttl, type, value]);
const TXT = record("TXT"), A = record("A"), AAAA = record("AAAA"), CNAME = record("CNAME");
const D_EXTEND = (zone, ...rest) => made.push(zone);
eval(require("fs").readFileSync(process.argv[2], "utf8"));
console.log(JSON.stringify(made));
"""

HCL = """
const { parse } = require("@cdktf/hcl2json");
const fs = require("fs");
parse("x.tf", fs.readFileSync(process.argv[2], "utf8")).then((all) => console.log(JSON.stringify(all)));
"""


def output(arguments, **options):
    done = subprocess.run(arguments, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                          timeout=300, **options)
    if done.returncode:
        raise RuntimeError(f"{arguments}\n{done.stderr.decode()[:2000]}")
    return done.stdout


def asked_for_code():
    return [specification(random.Random(seed), seed) | {"mode": "testing", "mx": ["mx1.example.net"]}
            for seed in range(12)]


def by_dnscontrol(directory, one):
    import json
    write_files(directory, {"dnscontrol.cjs": DNSCONTROL})
    name = ascii_of(one["domain"])
    made = json.loads(output(["node", "dnscontrol.cjs", f"dnscontrol/mta-sts.{name}.js"], cwd=directory))
    wrong = {tuple(item) for item in made[:-1]} ^ records_asked(one)
    return "" if not wrong and made[-1] == name else f"{made[-1]}: {sorted(wrong)}"


def by_terraform(directory, one, modules):
    import json
    write_files(directory, {"hcl.cjs": HCL})
    name, found = ascii_of(one["domain"]), set()
    text = output(["node", "hcl.cjs", f"terraform/mta-sts.{name}.tf"], cwd=directory,
                  env=os.environ | {"NODE_PATH": modules})
    kinds = {"dns_txt_record_set": ("TXT", "txt"), "dns_a_record_set": ("A", "addresses"),
             "dns_aaaa_record_set": ("AAAA", "addresses"), "dns_cname_record": ("CNAME", "cname")}
    for kind, resources in json.loads(text)["resource"].items():
        mnemonic, attribute = kinds[kind]
        for (body,) in resources.values():
            values = body[attribute] if isinstance(body[attribute], list) else [body[attribute]]
            if body["zone"] != f"{name}.":
                return f"zone {body['zone']}"
            found |= {(body["name"], body["ttl"], mnemonic, value) for value in values}
    return "" if found == records_asked(one) else str(sorted(found ^ records_asked(one)))


def by_octodns(directory, one, yaml):
    name, found = ascii_of(one["domain"]), set()
    data = yaml.safe_load(read(os.path.join(directory, f"octodns/{name}.yaml")))
    if list(data) != sorted(data):
        return "keys are not sorted"
    for owner, items in data.items():
        for item in items if isinstance(items, list) else [items]:
            for value in item.get("values", [item.get("value")]):
                if item["type"] == "TXT" and re.search(r"(?<!\\);", value):
                    return f"an unescaped ';': {value}"
                found.add((owner, item["ttl"], item["type"], value.replace("\\;", ";")))
    return "" if found == records_asked(one) else str(sorted(found ^ records_asked(one)))


def hcl_modules():
    """Where npm put hcl2json, below the build results; it stays there for the next run."""
    top = os.path.join(os.path.dirname(os.path.dirname(os.path.abspath(__file__))), ".build", "npm")
    modules = os.path.join(top, "node_modules")
    if not os.path.isdir(os.path.join(modules, "@cdktf", "hcl2json")):
        os.makedirs(top, exist_ok=True)
        subprocess.run(["npm", "install", "--silent", "--no-save", "--ignore-scripts", "--no-audit",
                        "--prefix", top, "@cdktf/hcl2json@0.21.0"], check=False, timeout=300,
                       stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    if os.path.isdir(os.path.join(modules, "@cdktf", "hcl2json")):
        return modules
    line = "needs @cdktf/hcl2json, which npm could not install"
    if os.environ.get("CI"):
        suite.check("hcl2json", line)
    else:
        suite.skipped += 1
        print(f"SKIPPED {line}", flush=True)
    return None


def as_code(directory):
    asked = asked_for_code()
    write_files(directory, {".mtasts.yaml": configuration(asked)})
    suite.check("code: made", complaint(run(
        ["gen", "--all", "--to", "octodns,terraform,dnscontrol", "--out", "."], directory)))
    try:
        import yaml
        for one in asked:
            suite.check(f"octodns {one['domain']}", by_octodns(directory, one, yaml))
    except ImportError:
        suite.need("python3-yaml", "python3-yaml")
    if not suite.need("node", "nodejs"):
        return
    for one in asked:
        suite.check(f"dnscontrol {one['domain']}", by_dnscontrol(directory, one))
    made = run(["gen", "--isolated", "example.com", *NEW, "--to", "policy,worker", "--out", "."], directory)
    suite.check("worker: made", complaint(made))
    write_files(directory, {"ask.mjs": WORKER})
    suite.check("worker answers", tool(["node", "ask.mjs"], cwd=directory))
    modules = hcl_modules() if suite.need("npm", "npm") else None
    for one in asked if modules else []:
        suite.check(f"terraform {one['domain']}", by_terraform(directory, one, modules))


# What is refused: arguments, and a part of what is said.

REFUSED = [
    (["example.com", *NEW[2:]], "no MX is known"),
    (["example.com", *NEW[:2], *NEW[4:]], "no address for TLS reports"),
    (["example.com", *NEW[:4]], "nothing says where 'mta-sts.example.com' lies"),
    (["example.com", *NEW, "--mode", "enforce"], "--enforce-now"),
    (["a..b", *NEW], "is no domain name"),
    (["-x.example", "--", *NEW], "unknown option"),
    (["exa_mple.com", *NEW], "is no domain name"),
    (["\U0001f600.example", *NEW], "is no domain name"),
    (["com", *NEW], "a single label"),
    ([".".join(["a" * 60] * 4), *NEW], "too long"),
    (["example.com", "example.COM.", *NEW], "the same domain twice"),
    (["example.com", *NEW, "--mx", "192.0.2.1"], "is no MX host"),
    (["example.com", *NEW, "--mx", "[192.0.2.1]"], "is no MX host"),
    (["example.com", *NEW, "--mx", "mail"], "policy-mx-single-label"),
    (["example.com", *NEW, "--mx", "*.co.uk"], "policy-mx-wildcard-broad"),
    (["example.com", *NEW, "--mx", "*.com"], "policy-mx-wildcard-broad"),
    (["example.com", *NEW, "--mx", "a.*.example"], "is no MX host"),
    (["example.com", *NEW, "--mx", "*"], "is no MX host"),
    (["example.com", *NEW, "--rua", "tlsrpt@example.com"], "has no scheme"),
    (["example.com", *NEW, "--rua", "mailto:a@example.com,mailto:b@example.com"], "is not one URI"),
    (["example.com", *NEW, "--rua", "mailto:a@example.com; x=y"], "is not one URI"),
    (["example.com", *NEW, "--rua", "http://example.com/"], "tlsrpt-rua-scheme"),
    (["example.com", *NEW, "--rua", "mailto:é@example.com"], "tlsrpt-"),
    (["example.com", *NEW, "--rua", "mailto:a@example.com\nx"], "tlsrpt-"),
    (["example.com", *NEW, "--max-age", "1h", "--mode", "enforce", "--enforce-now"],
     "policy-max-age-short"),
    (["example.com", *NEW, "--max-age", "60w"], "policy-max-age-too-long"),
    (["example.com", *NEW, "--max-age", "1x"], "is no duration"),
    (["example.com", *NEW, "--id", "a-b"], "record-id-invalid"),
    (["example.com", *NEW, "--id", "a" * 33], "record-id-invalid"),
    (["example.com", *NEW, "--host", "web.example.com"], "a name stands alone"),
    (["example.com", *NEW[:4], "--host", "1.2.3.4.5 "], "neither an address nor a host name"),
    (["example.com", *NEW[:4], "--host", "mta-sts.example.com"], "cannot lead to itself"),
    (["example.com", *NEW, "--key", "/a b"], "is no path"),
    (["example.com", *NEW, "--key", "a.pem"], "is no path"),
    (["example.com", *NEW, "--certificate", "/a;}"], "is no path"),
    (["example.com", *NEW, "--document-root", "/$x"], "is no path"),
    (["example.com", *NEW, "--to", "nginxx"], "did you mean 'nginx'"),
    (["example.com", *NEW, "--to", "tlsa"], "add --cert"),
    (["example.com", *NEW, "--to", "tlsa", "--cert", "nowhere.pem"], "no such file"),
    (["example.com", *NEW, "--mode", "enforced"], "did you mean 'enforce'"),
    (["--to", "github,zone"], "no domain"),
    (["example.com", *NEW, "--eol", "cr"], "--eol: 'cr' is not crlf or lf"),
    (["example.com", *NEW, "--check"], "--check needs --out"),
    (["example.com", *NEW, "--force"], "--force needs --out"),
    (["example.com", *NEW, "--from-zone", "nowhere.zone"], "no such file"),
    (["example.com", *NEW, "--from-zone", "."], "directory"),
    ([*NEW], "no domain"),
    (["--all"], "--isolated"),
]


def refusals(directory):
    for arguments, part in REFUSED:
        done = run(["gen", "--isolated", *arguments], directory)
        wrong = "" if done.returncode == 2 and part in done.stderr and not done.stdout else \
            f"exit status {done.returncode}\n{done.stderr}{done.stdout}"
        suite.check(f"refused: {' '.join(arguments)!r:.60}: {part}", wrong)
    suite.check("refused: nothing was written", "\n".join(os.listdir(directory)))


def zone_text(*lines):
    return "\n".join(["$ORIGIN example.com.", "$TTL 3600", "@ SOA ns.example.net. h 1 7200 3600 1209600 300",
                      "@ NS ns.example.net.", *lines, ""])


def from_zone(directory):
    rest = ["example.com", *NEW[2:], "--from-zone", "example.com.zone", "--isolated"]

    def ask(*lines, more=()):
        write_files(directory, {"example.com.zone": zone_text(*lines)})
        return run(["gen", *rest, *more], directory)
    one = ask("@ MX 20 B", "@ MX 10 a.example.net.", "@ MX 30 b").stdout
    suite.check("from zone: sorted, in lower case, once",
                "" if "mx: a.example.net\r\nmx: b.example.com\r\nmax_age" in one.replace("\n", "\r\n")
                or "mx: a.example.net\r\nmx: b.example.com\r\nmax_age" in one else one)
    other = ask("@ MX 5 b", "@ MX 1 a.example.net.").stdout
    suite.check("from zone: another order, the same bytes", "" if one == other and one else other)
    for lines, part in ((["@ MX 0 ."], "takes no mail"), ([], "no MX there"),
                        (["@ MX 10 mx1", "$INCLUDE gone"], ""), (["@ MX 10 mx1", "@ MX ("], "not all"),
                        (["@ MX 10 192.0.2.1."], "is no MX host")):
        done = ask(*lines)
        if part:
            suite.check(f"from zone: refused: {lines}", complaint(done, 2) or
                        ("" if part in done.stderr else done.stderr))
    done = ask("@ MX 10 mx1", more=["--mode", "enforce"])
    suite.check("from zone: enforce, no record yet", complaint(done, 2))
    done = ask("@ MX 10 mx1", '_mta-sts TXT "v=STSv1; id=1"', more=["--mode", "enforce"])
    suite.check("from zone: enforce, and it has a record", complaint(done))
    write_files(directory, {"example.com.zone": zone_text("sub MX 10 mx1.sub")})
    done = run(["gen", "sub.example.com", *rest[1:], "--to", "dnscontrol"], directory)
    suite.check("from zone: a domain inside a zone",
                "" if 'D_EXTEND("example.com"' in done.stdout and '"_mta-sts.sub"' in done.stdout
                else done.stdout + done.stderr)


# Files.

def writing(directory):
    out = os.path.join(directory, "out")
    gen = ["gen", "--isolated", "example.com", *NEW, "--out", "out"]
    policy, zone = os.path.join(out, POLICY), os.path.join(out, ZONE)

    def ask(*more):
        return run([*gen, *more], directory)
    suite.check("check before", complaint(ask("--check"), 1))
    done = ask("--dry-run")
    suite.check("dry run", complaint(done) or ("" if f"{ZONE}: new" in done.stdout else done.stdout))
    suite.check("dry run writes nothing", "" if not os.path.exists(out) else "it does")
    suite.check("write", complaint(ask()))
    before = read(policy), read(zone), os.stat(policy).st_mtime_ns
    suite.check("CRLF", "" if before[0].count(b"\r\n") == 4 else repr(before[0]))
    suite.check("write again", complaint(ask()) or
                ("" if os.stat(policy).st_mtime_ns == before[2] else "it was touched"))
    suite.check("check after", complaint(ask("--check")))
    done = ask("--max-age", "2w")
    suite.check("another file is there", complaint(done, 2) or
                ("" if POLICY in done.stderr and "--force" in done.stderr else done.stderr))
    suite.check("nothing was written", "" if (read(policy), read(zone)) == before[:2] else "it was")
    done = ask("--max-age", "2w", "--check")
    suite.check("the difference", complaint(done, 1) or
                ("" if "-max_age: 604800" in done.stdout and "+max_age: 1209600" in done.stdout
                 else done.stdout))
    os.chmod(zone, 0o640)
    suite.check("force", complaint(ask("--max-age", "2w", "--force")))
    suite.check("force writes", "" if b"1209600" in read(policy) else repr(read(policy)))
    suite.check("the mode stays", "" if stat.S_IMODE(os.stat(zone).st_mode) == 0o640 else "it does not")
    done = ask("--mode", "enforce", "--force")
    suite.check("enforce where a policy is", complaint(done))
    write_files(out, {".gitattributes": "*.png binary"})
    suite.check("a line is added", complaint(ask("--force")) or
                ("" if read(os.path.join(out, ".gitattributes")) == b"*.png binary\nmta-sts.txt -text\n"
                 else "it is not"))
    suite.check("no leavings", leavings(out))


def leavings(directory):
    return "\n".join(name for _, _, names in os.walk(directory) for name in names
                     if name.endswith(".mtasts-new"))


def links(directory):
    gen = ["gen", "--isolated", "example.com", *NEW, "--out", "out", "--force"]
    out, elsewhere = os.path.join(directory, "out"), os.path.join(directory, "elsewhere")
    os.makedirs(out)
    os.makedirs(elsewhere)
    os.symlink(elsewhere, os.path.join(out, "mta-sts.example.com"))
    done = run(gen, directory)
    suite.check("a directory that is a link", complaint(done, 2) or
                ("" if "a link" in done.stderr else done.stderr))
    suite.check("nothing elsewhere", "\n".join(os.listdir(elsewhere)))
    os.unlink(os.path.join(out, "mta-sts.example.com"))
    write_files(elsewhere, {"zone": "mine\n"})
    os.symlink(os.path.join(elsewhere, "zone"), os.path.join(out, ZONE))
    done = run(gen, directory)
    suite.check("a file that is a link", complaint(done, 2) or
                ("" if "a link" in done.stderr else done.stderr))
    suite.check("it stays", "" if read(os.path.join(elsewhere, "zone")) == b"mine\n" else "it does not")
    os.unlink(os.path.join(out, ZONE))
    os.makedirs(os.path.join(out, ZONE))
    suite.check("a directory where a file goes", complaint(run(gen, directory), 2))
    os.rmdir(os.path.join(out, ZONE))
    os.mkfifo(os.path.join(out, ZONE))
    suite.check("a pipe where a file goes", complaint(run(gen, directory), 2))
    os.unlink(os.path.join(out, ZONE))
    write_files(out, {"mta-sts.example.com": "a file\n"})
    suite.check("a file where a directory goes", complaint(run(gen, directory), 2))
    write_files(directory, {"file": ""})
    suite.check("--out is a file", complaint(run([*gen[:-3], "--out", "file"], directory), 2))
    suite.check("--out below nothing", complaint(run([*gen[:-3], "--out", "a/b/c"], directory), 2))


def as_nobody(arguments, directory):
    prefix = ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"] if os.getuid() == 0 else []
    return subprocess.run([*prefix, *PROGRAM, *arguments], cwd=directory, env=environment(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)


def no_room(directory):
    gen = ["gen", "--isolated", "example.com", *NEW, "--to", "policy,zone,nginx,apache,rollout"]
    with open("/dev/full", "wb") as full:
        done = subprocess.run([*PROGRAM, *gen], stdout=full, stderr=subprocess.PIPE, text=True, check=False)
    suite.check("/dev/full", "" if done.returncode == 2 and "standard output" in done.stderr else
                f"{done.returncode} {done.stderr}")
    closed = os.path.join(directory, "closed")
    os.makedirs(closed)
    os.chmod(directory, 0o755)
    os.chmod(closed, 0o555)
    done = as_nobody([*gen, "--out", closed], "/")
    suite.check("unwritable directory", complaint(done, 2) or
                ("" if "ermission denied" in done.stderr else done.stderr))
    script = ('mount -t tmpfs -o size=16k none "$1" && cd "$1" && mkdir out && '
              'dd if=/dev/zero of=fill bs=4k count=2 2>/dev/null; shift; "$@"; status=$?; '
              'find out -type f; exit $status')
    done = subprocess.run(["unshare", "-m", "sh", "-c", script, "sh", closed, *PROGRAM, *gen, "--out",
                           "out"], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True, check=False)
    if "unshare" in done.stderr or "mount:" in done.stderr:
        suite.skipped += 1
        print(f"SKIPPED a full disk: no mount here: {done.stderr.strip()[:100]}", flush=True)
        return
    suite.check("full disk", "" if done.returncode == 2 and "No space" in done.stderr and not done.stdout
                else f"{done.returncode} {done.stderr}{done.stdout}")


def killed(directory):
    """Old bytes or new bytes, whenever it is killed; and the next run is as if nothing had been."""
    names = [f"d{i}.example" for i in range(400)]
    lines = "".join(f"  {name}: {{}}\n" for name in names)
    write_files(directory, {".mtasts.yaml": "defaults: { mx: mx1.example.net, rua: 'mailto:a@example.net', "
                            f"host: web.example.net }}\ndomains:\n{lines}"})
    gen = ["gen", "--all", "--out", "out", "--force"]
    suite.check("kill: first", complaint(run([*gen, "--max-age", "1w"], directory)))
    start = time.monotonic()
    suite.check("kill: undisturbed", complaint(run([*gen, "--max-age", "2w"], directory)))
    took, wrong, rng = time.monotonic() - start, "", random.Random(9)
    for number in range(KILLS):
        age = ("1w", "2w")[number % 2]
        process = subprocess.Popen([*PROGRAM, *gen, "--max-age", age], cwd=directory, env=environment(),
                                   stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        time.sleep(rng.uniform(0, took))
        process.send_signal(signal.SIGKILL)
        process.wait()
        for name in names:
            text = read(os.path.join(directory, f"out/mta-sts.{name}/.well-known/mta-sts.txt"))
            if not re.fullmatch(rb"version: STSv1\r\nmode: testing\r\nmx: mx1.example.net\r\n"
                                rb"max_age: (604800|1209600)\r\n", text):
                wrong = f"{name}: {text}"
    suite.check("kill: old or new", wrong)
    suite.check("kill: and again", complaint(run([*gen, "--max-age", "3w"], directory)))
    suite.check("kill: no leavings", leavings(directory))


CONFIGURATIONS = [
    ("idd: sha256\n", ".mtasts.yaml:1:1: unknown key 'idd'; did you mean 'id'?"),
    ("id: sha-256\n", ".mtasts.yaml:1:5: unknown value 'sha-256'; did you mean 'sha256'?"),
    ("id: sha256\nid: sha256\n", ".mtasts.yaml:2:1: 'id' stands twice, first in line 1"),
    ("domains: [example.com]\n", ".mtasts.yaml:1:10: here goes a mapping of domains"),
    ("domains:\n  example.com: { max_age: 1y }\n", ".mtasts.yaml:2:27: '1y' is no duration"),
    ("domains:\n  a..b: {}\n", ".mtasts.yaml:2:3: 'a..b' is no domain name"),
    ("defaults: { rua: [[a]] }\n", ".mtasts.yaml:1:19: here goes a text"),
    ("levels: { mx-uncoverd: off }\n", ".mtasts.yaml:1:11: 'mx-uncoverd' is no rule"),
    ("a: &x [1]\nb: *x\n", "aliases"),
    ("a: [\n", ".mtasts.yaml:"),
    ("--- {}\n--- {}\n", "a second document"),
    ("\xe9: 1\n".encode("latin-1"), "no UTF-8"),
]


def configurations(directory):
    for text, part in CONFIGURATIONS:
        write_files(directory, {".mtasts.yaml": text})
        for command in (["gen", "example.com", *NEW], ["lint"]):
            done = run(command, directory)
            suite.check(f"configuration {text!r:.40} {command[0]}", complaint(done, 2) or
                        ("" if part in done.stderr else done.stderr))
    suite.check("--isolated", complaint(run(["gen", "example.com", *NEW, "--isolated"], directory)))
    os.makedirs(os.path.join(directory, "deep/er"))
    write_files(directory, {".mtasts.yaml": "defaults: { max_age: 3w }\n"})
    done = run(["gen", "example.com", *NEW], os.path.join(directory, "deep/er"))
    suite.check("found above", "" if "max_age: 1814400" in done.stdout else done.stdout + done.stderr)
    done = run(["gen", "--all"], directory)
    suite.check("--all without domains", complaint(done, 2))


def main():
    parts = (properties, refusals, from_zone, writing, links, no_room, killed, configurations,
             web_servers, as_code)
    for part in parts:
        with tempfile.TemporaryDirectory(prefix="mtasts-gen-") as directory:
            part(directory)
    with tempfile.TemporaryDirectory(prefix="mtasts-gen-") as directory:
        name_servers(whole_zones(directory))
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
