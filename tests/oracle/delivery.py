#!/usr/bin/env python3
"""Verdicts beside what happens to mail: Postfix with postfix-mta-sts-resolver sends to a real receiver
over TLS, one scenario after the other, in a network that has only this machine (`make oracle-delivery`,
as root).

A scenario is one domain: its zone, policy and certificates are served as they are, and judged as they
are. We say that mail fails where an error of a rule whose effect is lost mail stands, unless another
error says that senders drop the record or the policy: then there is nothing to obey. What Postfix does
must be the same, but for the rows of DIFFERENCES. tests/oracle/scenarios.py has the scenarios.
"""
import os
import re
import subprocess
import sys
import tempfile

TESTS = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
sys.path[:0] = [TESTS, os.path.dirname(os.path.abspath(__file__))]
import closed_network  # noqa: E402
from closed_network import NSD, POSTFIX, RESOLVER, Network, answers, read, wait_until  # noqa: E402
from scenarios import DIFFERENCES, SCENARIOS  # noqa: E402
from support import Suite, TOP, findings, write_files  # noqa: E402

WEB = "192.0.2.9"
SECONDS = 240
DAY = 86400

# One TLS context for each address; an argument is ADDRESS=NAME of a certificate with its key.
RECEIVER = """
import ssl, sys, time
from aiosmtpd.controller import Controller
class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        print(*envelope.rcpt_tos, "TLS" if session.ssl else "plain", flush=True)
        return "250 OK"
for pair in sys.argv[1:]:
    address, name = pair.split("=")
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.set_ciphers("DEFAULT:@SECLEVEL=0")
    tls.load_cert_chain(name + ".pem", name + ".key")
    Controller(Mailbox(), hostname=address, port=25, tls_context=tls).start()
print("ready", flush=True)
time.sleep(3600)
"""
NGINX = """daemon off;
pid {d}/nginx.pid;
error_log {d}/nginx.log;
worker_rlimit_nofile 4096;
events {{ }}
http {{
 access_log off;
 server_names_hash_bucket_size 128;
 default_type text/plain;
{servers}}}
"""
SITE = """ server {{
  listen {web}:443 ssl;
  server_name mta-sts.{domain};
  ssl_certificate {d}/{domain}/host.pem;
  ssl_certificate_key {d}/{domain}/host.key;
  root {d}/{domain}/mta-sts.{domain};
 }}
"""


class Scenario:
    """One row of SCENARIOS under a domain of its own, with an address for each MX host."""

    def __init__(self, number, row):
        self.number, self.row, self.name = number, row, row["name"]
        self.domain = f"d{number}.example"
        self.addresses = [f"198.51.100.{2 * number + 1}", f"198.51.100.{2 * number + 2}"]
        self.recipient = f"user@{self.fill(row.get('to', '{d}'))}"
        self.hosts = [self.fill(host) for host in row.get("hosts", ["mx.{d}"])]

    def fill(self, text):
        return text.replace("{d}", self.domain).replace("{a}", self.addresses[0]).replace(
            "{b}", self.addresses[1])

    def zone(self):
        lines = ["$TTL 300", f"$ORIGIN {self.domain}.", "@ IN SOA ns hostmaster 1 3600 600 604800 300",
                 "@ IN NS ns", "ns IN A 192.0.2.53"]
        lines += [self.fill(line) for line in self.row["zone"]]
        return "\n".join(lines) + "\n"

    def files(self):
        files = {"zone": self.zone()}
        if self.row["policy"] is not None:
            files[f"mta-sts.{self.domain}/.well-known/mta-sts.txt"] = self.fill(self.row["policy"])
        return {f"{self.domain}/{name}": text.encode("utf-8") for name, text in files.items()}

    def options(self):
        options = ["--cert", f"mta-sts.{self.domain}=host.pem"]
        for number, host in enumerate(self.hosts):
            options += ["--cert", f"{host}=mx{number}.pem"]
        return options + ["--zone", f"{self.domain}=zone", "."]


class Authority:
    """Makes certificates with openssl(1); those of a directory NAME are NAME/FILE.pem and .key."""

    def __init__(self, network):
        self.network = network

    def make(self, name, options, signer=None, begin=-1, days=30, key="ec", chain=()):
        key = {"ec": ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"]}.get(key, [key])
        by = ["-CA", f"{signer}.pem", "-CAkey", f"{signer}.key"] if signer else []
        self.network.run("faketime", "-f", f"{begin:+d}d", "openssl", "req", "-x509", "-newkey", *key,
                         "-nodes", *by, "-days", str(days), *options, "-keyout", f"{name}.key", "-out",
                         f"{name}.pem")
        if chain:
            with open(f"{self.network.d}/{name}.pem", "a", encoding="ascii") as file:
                file.write("".join(read(f"{self.network.d}/{part}.pem") for part in chain))

    def roots(self):
        authority = ["-addext", "basicConstraints=critical,CA:TRUE"]
        self.make("ca", ["-subj", "/O=Test Authority"], begin=-400, days=800)
        self.make("other", ["-subj", "/O=Other Authority"], begin=-400, days=800)
        self.make("between", ["-subj", "/O=Between", *authority], "ca", begin=-400, days=800)
        self.make("between-expired", ["-subj", "/O=Expired", *authority], "ca", begin=-400, days=300)
        self.make("no-authority", ["-subj", "/O=No Authority", "-addext", "basicConstraints=CA:FALSE"], "ca",
                  begin=-400, days=800)
        self.make("limited", ["-subj", "/O=Limited", *authority, "-addext",
                              "nameConstraints=critical,permitted;DNS:elsewhere.example"], "ca", begin=-400, days=800)

    def leaf(self, path, names, common="x", usage=None, authority=False, signed="ca", **more):
        options = ["-subj", f"/CN={common}", "-addext", f"basicConstraints=CA:{'TRUE' if authority else 'FALSE'}"]
        if names:
            options += ["-addext", "subjectAltName=" + ",".join(f"DNS:{name}" for name in names)]
        if usage:
            options += ["-addext", f"extendedKeyUsage={usage}"]
        options += more.pop("more", [])
        self.make(path, options, signed, **more)


def certificates(authority, scenario):
    """Those that the row asks for; what it does not say is right."""
    fill = lambda values: {key: [scenario.fill(name) for name in value] if key == "names" else
                           scenario.fill(value) if key == "common" else value for key, value in values.items()}
    host = {"names": [f"mta-sts.{scenario.domain}"], **fill(scenario.row.get("host_cert", {}))}
    authority.leaf(f"{scenario.domain}/host", **host)
    for number, name in enumerate(scenario.hosts):
        given = scenario.row.get("mx_certs", [{}] * 2)
        authority.leaf(f"{scenario.domain}/mx{number}", **{"names": [name], **fill(given[number])})


def effects():
    text = read(os.path.join(TOP, "lint", "diag", "rules.def"))
    return dict(re.findall(r'^RULE\(\w+, "([^"]+)", \w+, \w+, \w+, \w+, EFFECT_(\w+)', text, re.M))


def verdict(scenario, directory, effect):
    """What we say happens, and why."""
    found = [one for one in findings(scenario.options(), f"{directory}/{scenario.domain}", notes=True)
             if one["level"] == "error"]
    lost, dropped = [], []
    for one in found:
        if one["file"].endswith("host.pem") or effect[one["rule"]] == "DROPPED":
            dropped.append(one["rule"])
        elif effect[one["rule"]] == "MAIL":
            lost.append(one["rule"])
    return "fails" if lost and not dropped else "sent", sorted({one["rule"] for one in found})


def prepare(network, scenarios):
    for command in (["ip", "link", "set", "lo", "up"], ["ip", "addr", "add", "192.0.2.0/24", "dev", "lo"],
                    ["ip", "addr", "add", "198.51.100.0/24", "dev", "lo"]):
        network.run(*command)
    write_files(network.d, {"resolv.conf": "nameserver 127.0.0.1\n"})
    network.run("mount", "--bind", f"{network.d}/resolv.conf", "/etc/resolv.conf")
    authority = Authority(network)
    authority.roots()
    servers = ""
    nsd = NSD[:NSD.index("zone:\n")].format(d=network.d)
    for scenario in scenarios:
        write_files(network.d, scenario.files())
        write_files(network.d, {f"{scenario.domain}/.mtasts.yaml": "trust: ca.pem\n",
                                f"{scenario.domain}/ca.pem": read(f"{network.d}/ca.pem")})
        certificates(authority, scenario)
        servers += SITE.format(web=WEB, domain=scenario.domain, d=network.d)
        nsd += f"zone:\n name: {scenario.domain}\n zonefile: {scenario.domain}/zone\n"
    write_files(network.d, {"nsd.conf": nsd, "nginx.conf": NGINX.format(d=network.d, servers=servers),
                            "sts.yml": RESOLVER, "receiver.py": RECEIVER,
                            "pf/main.cf": POSTFIX.format(d=network.d)})


def start(network, scenarios):
    network.run("nsd-checkconf", "nsd.conf")
    network.start("nsd", "-d", "-c", "nsd.conf")
    wait_until("NSD", lambda: network.dig(f"ns.{scenarios[-1].domain}", "A"))
    network.start("nginx", "-c", f"{network.d}/nginx.conf")
    wait_until("nginx", lambda: answers(WEB, 443))
    master = re.sub(r"^smtp      inet.*", "#", read("/usr/share/postfix/master.cf.dist"), flags=re.M)
    master = re.sub(r"^(\S+ +unix +\S+ +\S+ +)y", r"\1n", master, flags=re.M)
    write_files(network.d, {"pf/master.cf": master})
    for name in ("spool", "data"):
        os.mkdir(f"{network.d}/{name}")
    network.run("chown", "postfix", f"{network.d}/data")
    pairs = [f"{address}={scenario.domain}/mx{number}" for scenario in scenarios
             for number, address in enumerate(scenario.addresses[:len(scenario.hosts)])]
    network.start("/usr/bin/python3", "receiver.py", *pairs)
    network.start("mta-sts-daemon", "-c", "sts.yml", "-l", "sts.log")
    wait_until("the receiver", lambda: "ready" in read(f"{network.d}/python3.out"))
    wait_until("mta-sts-daemon", lambda: answers("127.0.0.1", 8461))
    network.run("postfix", "-c", f"{network.d}/pf", "start")


def fates(network, scenarios):
    """What became of the message of each scenario: Postfix's own words."""
    for scenario in scenarios:
        subprocess.run(["sendmail", "-C", f"{network.d}/pf", "-f", "a@sender.example.org", scenario.recipient],
                       check=True, input="Subject: test\n\nHello.\n", text=True, env=network.environment,
                       timeout=20)
    def found():
        log = read(f"{network.d}/mail.log")
        return {recipient: f"{status} {why}" for recipient, status, why in
                reversed(re.findall(r"to=<([^>]+)>.*?status=(\w+) (.*)", log))}
    wait_until("the fate of all", lambda: all(one.recipient in found() for one in scenarios), 120)
    return found()


def judge(suite, network, scenarios):
    effect = effects()
    outcome = fates(network, scenarios)
    used = set()
    for scenario in scenarios:
        said, why = verdict(scenario, network.d, effect)
        fate = outcome[scenario.recipient]
        happened = "sent" if fate.startswith("sent") else "fails"
        text = f"we say: {said} {why}\nPostfix: {fate}"
        if os.environ.get("DELIVERY_VERBOSE"):
            print(f"{scenario.name}: {text}")
        if scenario.name in DIFFERENCES:
            used.add(scenario.name)
            suite.check(scenario.name, "" if said != happened else f"listed as a difference, but\n{text}")
        else:
            suite.check(scenario.name, "" if said == happened else text)
    for name in sorted(set(DIFFERENCES) - used):
        suite.check(f"difference: {name}", "no scenario has this name")
    suite.check("scenarios", "" if len(scenarios) >= 40 else f"only {len(scenarios)}")


def run_inside(suite):
    scenarios = [Scenario(number, row) for number, row in enumerate(SCENARIOS)]
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        network = Network(suite, directory)
        try:
            prepare(network, scenarios)
            start(network, scenarios)
            judge(suite, network, scenarios)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            logs = "".join(f"\n-- {name}\n{read(f'{directory}/{name}')[-1500:]}"
                           for name in sorted(os.listdir(directory)) if name.endswith((".log", ".out")))
            suite.check("the network", f"{error}{logs}")
        finally:
            network.run("postfix", "-c", f"{directory}/pf", "abort", check=False)
            for server in list(network.running):
                network.stop(server)


def main():
    needed = {**closed_network.NEEDED, "faketime": "faketime"}
    for name in ("apache2", "caddy"):
        del needed[name]
    closed_network.main_with(needed, __file__, run_inside, SECONDS)


if __name__ == "__main__":
    sys.exit(main())
