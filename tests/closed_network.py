#!/usr/bin/env python3
"""What mtasts generates, on real servers, for a real sender, in a network that has only this machine.

NSD serves a zone that `mtasts gen --write` edited; nginx, Apache and Caddy in turn serve the generated
virtual hosts; mta-sts-query and Postfix with postfix-mta-sts-resolver use them. Network, mounts and
processes are in namespaces of their own and end with this script. Runs where CI or CLOSED_NETWORK is
set (`make closed-network`), as root.
"""
import ast
import glob
import http.client
import os
import re
import shutil
import signal
import socket
import ssl
import subprocess
import sys
import tempfile
import time

from support import PROGRAM, Suite, write_files

NEEDED = {"nsd": "nsd", "nginx": "nginx-light", "apache2": "apache2", "caddy": "caddy",
          "postfix": "postfix", "mta-sts-query": "postfix-mta-sts-resolver", "openssl": "openssl",
          "ip": "iproute2", "dig": "bind9-dnsutils"}
SECONDS = 115
WEB, COVERED, UNCOVERED = "192.0.2.9", "192.0.2.1", "192.0.2.2"
RUA = "mailto:tlsrpt@example.org"
PATH = "/.well-known/mta-sts.txt"

ZONE = """$TTL 300
$ORIGIN {domain}.
@       IN SOA  ns hostmaster (
                2026010101 ; serial
                1h 10m 1w 5m )
        IN NS   ns
        IN MX   10 mx1
ns      IN A    127.0.0.1 ; this machine
mx1     IN A    {address}
"""
NSD = """server:
 ip-address: 127.0.0.1
 username: ""
 zonesdir: "{d}"
 pidfile: "{d}/nsd.pid"
 xfrdfile: "{d}/xfrd.state"
 zonelistfile: "{d}/zone.list"
 logfile: "{d}/nsd.log"
 database: ""
 server-count: 1
remote-control:
 control-enable: no
zone:
 name: example.com
 zonefile: example.com.zone
zone:
 name: example.net
 zonefile: example.net.zone
"""
NGINX = """daemon off;
pid {d}/nginx.pid;
error_log {d}/nginx.log;
events {{ }}
http {{ access_log off; include {d}/out/nginx/*.conf; }}
"""
APACHE = """ServerRoot {d}
ServerName localhost
PidFile {d}/apache.pid
ErrorLog {d}/apache.log
Mutex file:{d}
LoadModule mpm_event_module /usr/lib/apache2/modules/mod_mpm_event.so
LoadModule alias_module /usr/lib/apache2/modules/mod_alias.so
LoadModule authz_core_module /usr/lib/apache2/modules/mod_authz_core.so
LoadModule mime_module /usr/lib/apache2/modules/mod_mime.so
LoadModule socache_shmcb_module /usr/lib/apache2/modules/mod_socache_shmcb.so
LoadModule ssl_module /usr/lib/apache2/modules/mod_ssl.so
TypesConfig /etc/mime.types
User www-data
Group www-data
Listen 443
IncludeOptional {d}/out/apache/*.conf
"""
CADDY = """{{
 admin off
 auto_https disable_redirects
 storage file_system {d}/caddy
}}
import {d}/out/caddy/*.caddyfile
"""
RECEIVER = """
import ssl, sys, time
from aiosmtpd.controller import Controller
class Mailbox:
    async def handle_DATA(self, server, session, envelope):
        print(envelope.rcpt_tos[0], "TLS" if session.ssl else "plain", flush=True)
        return "250 OK"
for address, name in zip(sys.argv[1::2], sys.argv[2::2]):
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(name + ".pem", name + ".key")
    Controller(Mailbox(), hostname=address, port=25, tls_context=tls).start()
print("ready", flush=True)
time.sleep(3600)
"""
RESOLVER = """host: 127.0.0.1
port: 8461
cache: {type: internal, options: {cache_size: 100}}
default_zone: {strict_testing: false, timeout: 4}
"""
POSTFIX = """compatibility_level = 3.6
queue_directory = {d}/spool
data_directory = {d}/data
myhostname = sender.example.org
mydestination =
alias_maps =
inet_interfaces = loopback-only
inet_protocols = ipv4
maillog_file = {d}/mail.log
maillog_file_prefixes = {d}
smtp_tls_security_level = may
smtp_tls_CAfile = {d}/ca.pem
smtp_tls_policy_maps = socketmap:inet:127.0.0.1:8461:postfix
"""


def wait_until(what, ready, seconds=15):
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if ready():
            return
        time.sleep(0.1)
    raise RuntimeError(f"{what} is not there after {seconds} s")


def answers(address, port):
    with socket.socket() as sock:
        sock.settimeout(1)
        return sock.connect_ex((address, port)) == 0


def read(path):
    try:
        with open(path, encoding="utf-8", errors="replace") as file:
            return file.read()
    except FileNotFoundError:
        return ""


class Network:
    """The servers, and the directory with all that is theirs."""

    def __init__(self, suite, directory):
        self.suite, self.d = suite, directory
        self.environment = dict(os.environ, SSL_CERT_FILE=f"{directory}/ca.pem", HOME=directory,
                                XDG_DATA_HOME=directory, XDG_CONFIG_HOME=directory)
        self.running = []

    def run(self, *command, check=True):
        done = subprocess.run(command, cwd=self.d, env=self.environment, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=30, text=True,
                              check=False)
        if check and done.returncode:
            raise RuntimeError(f"{command}: exit status {done.returncode}\n{done.stdout}{done.stderr}")
        return done

    def start(self, *command):
        log = open(f"{self.d}/{os.path.basename(command[0])}.out", "ab")
        server = subprocess.Popen(command, cwd=self.d, env=self.environment, stdout=log,
                                  stdin=subprocess.DEVNULL, stderr=log)
        log.close()
        self.running.append(server)
        return server

    def stop(self, server):
        server.terminate()
        try:
            server.wait(10)
        except subprocess.TimeoutExpired:
            server.kill()
            server.wait()
        self.running.remove(server)

    def certificate(self, name):
        """NAME.pem and NAME.key, signed by the test CA, for that DNS name."""
        write_files(self.d, {f"{name}.ext": f"subjectAltName=DNS:{name}\n"})
        self.run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=x")
        self.run("openssl", "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                 "-CAcreateserial", "-days", "20", "-out", f"{name}.pem", "-extfile", f"{name}.ext")

    def prepare(self):
        for command in (["ip", "link", "set", "lo", "up"],
                        *(["ip", "addr", "add", a + "/32", "dev", "lo"] for a in (WEB, COVERED, UNCOVERED))):
            self.run(*command)
        write_files(self.d, {"resolv.conf": "nameserver 127.0.0.1\n"})
        self.run("mount", "--bind", f"{self.d}/resolv.conf", "/etc/resolv.conf")
        self.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                 "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=test CA")
        for domain in ("example.com", "example.net"):
            self.certificate(f"mta-sts.{domain}")
            self.certificate(f"mx1.{domain}")
        write_files(self.d, {
            "example.com.zone": ZONE.format(domain="example.com", address=COVERED),
            "example.net.zone": ZONE.format(domain="example.net", address=UNCOVERED),
            "nsd.conf": NSD.format(d=self.d), "nginx.conf": NGINX.format(d=self.d),
            "apache.conf": APACHE.format(d=self.d), "Caddyfile": CADDY.format(d=self.d),
            "sts.yml": RESOLVER, "receiver.py": RECEIVER, "pf/main.cf": POSTFIX.format(d=self.d)})

    def generate(self, domain, *options):
        """Policy and virtual hosts below out/, the records into the zone."""
        common = [*PROGRAM, "gen", domain, "--from-zone", f"{domain}.zone", "--mode", "enforce",
                  "--enforce-now", "--rua", RUA, "--host", WEB, *options]
        self.run(*common, "--to", "policy,nginx,apache,caddy", "--out", "out", "--force",
                 "--certificate", f"{self.d}/{{host}}.pem", "--key", f"{self.d}/{{host}}.key",
                 "--document-root", f"{self.d}/out/{{host}}")
        self.run(*common, "--write")

    def dig(self, name, kind="TXT"):
        return self.run("dig", "+short", "+tries=1", "+time=2", "@127.0.0.1", kind, name, check=False).stdout

    def start_nsd(self):
        self.run("nsd-checkconf", "nsd.conf")
        server = self.start("nsd", "-d", "-c", "nsd.conf")
        wait_until("NSD", lambda: self.dig("_mta-sts.example.net"))
        return server


def policy_of(network, domain):
    return read(f"{network.d}/out/mta-sts.{domain}{PATH}")


def record_id(network, domain):
    match = re.search(r"id=(\w+)", network.dig(f"_mta-sts.{domain}"))
    return match[1] if match else ""


def expected_policy(text):
    """What mta-sts-query prints of the policy TEXT."""
    policy = {"mx": []}
    for line in text.splitlines():
        key, value = line.split(": ", 1)
        if key == "mx":
            policy["mx"].append(value)
        else:
            policy[key] = int(value) if key == "max_age" else value
    return policy


def ask(network, domain, *known):
    """The result's name, id and policy, as mta-sts-query prints them."""
    text = network.run("mta-sts-query", domain, *known, check=False).stdout
    match = re.match(r"\(<STSFetchResult\.(\w+): \d+>, (.*)\)$", text.strip(), re.S)
    if not match:
        return text, None, None
    value = ast.literal_eval(match[2])
    return (match[1], *value) if value else (match[1], None, None)


def check_fetch(suite, network, server):
    """The sender's look-up and fetch through SERVER finds what was generated."""
    for domain in ("example.com", "example.net"):
        result, found_id, policy = ask(network, domain)
        wanted = expected_policy(policy_of(network, domain))
        got = {key: policy.get(key) for key in wanted} if isinstance(policy, dict) else policy
        suite.check(f"{server}: mta-sts-query {domain}",
                    "" if (result, found_id, got) == ("VALID", record_id(network, domain), wanted)
                    else f"{result} {found_id} {got}, not VALID {record_id(network, domain)} {wanted}")


def get(network, host, path, version=None):
    context = ssl.create_default_context(cafile=f"{network.d}/ca.pem")
    if version:
        context.maximum_version = context.minimum_version = version
    connection = http.client.HTTPSConnection(host, timeout=5, context=context)
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    connection.close()
    return answer.status, answer.headers.get("Content-Type") or "", body.decode("utf-8", "replace")


def check_http(suite, network, server):
    """As RFC 8461 3.3 wants it: 200, text/plain, the bytes; elsewhere 404, never a redirect."""
    host = "mta-sts.example.com"
    status, kind, body = get(network, host, PATH)
    with open(f"{network.d}/out/{host}{PATH}", encoding="ascii", newline="") as file:
        wanted = file.read()
    suite.check(f"{server}: the policy",
                "" if (status, kind.split(";")[0], body) == (200, "text/plain", wanted)
                else f"{status} {kind} {body!r}, not {wanted!r}")
    for path in ("/", "/.well-known/", "/.well-known", "/.well-known/mta-sts.txt/", "/mta-sts.txt"):
        status = get(network, host, path)[0]
        suite.check(f"{server}: {path}", "" if status == 404 else f"status {status}, not 404")
    for version, name in ((ssl.TLSVersion.TLSv1_2, "1.2"), (ssl.TLSVersion.TLSv1_3, "1.3")):
        suite.check(f"{server}: TLS {name}", "" if get(network, host, PATH, version)[0] == 200 else "not 200")


def web_servers(network):
    d = network.d
    return {"nginx": ["nginx", "-c", f"{d}/nginx.conf"],
            "apache": ["apache2", "-D", "FOREGROUND", "-f", f"{d}/apache.conf"],
            "caddy": ["caddy", "run", "--config", f"{d}/Caddyfile", "--adapter", "caddyfile"]}


def start_web(network, name):
    server = network.start(*web_servers(network)[name])
    wait_until(name, lambda: answers(WEB, 443))
    return server


def check_web_servers(suite, network):
    for name in web_servers(network):
        server = start_web(network, name)
        check_http(suite, network, name)
        check_fetch(suite, network, name)
        network.stop(server)
        wait_until(f"the end of {name}", lambda: not answers(WEB, 443))


def start_sender(network):
    d = network.d
    master = read("/usr/share/postfix/master.cf.dist")
    master = re.sub(r"^smtp      inet.*", "#", master, flags=re.M)
    master = re.sub(r"^(\S+ +unix +\S+ +\S+ +)y", r"\1n", master, flags=re.M)
    write_files(d, {"pf/master.cf": master})
    for name in ("spool", "data"):
        os.mkdir(f"{d}/{name}")
    shutil.chown(f"{d}/data", "postfix")
    network.start("/usr/bin/python3", "receiver.py", COVERED, "mx1.example.com", UNCOVERED, "mx1.example.net")
    network.start("mta-sts-daemon", "-c", "sts.yml", "-l", "sts.log")
    network.run("postfix", "-c", f"{d}/pf", "start")
    wait_until("the receiver", lambda: answers(COVERED, 25) and answers(UNCOVERED, 25))
    wait_until("mta-sts-daemon", lambda: answers("127.0.0.1", 8461))


def send(network, domain):
    """Sends a message; the line that Postfix logs of its fate."""
    message = f"Subject: test\n\nTo {domain}.\n"
    subprocess.run(["sendmail", "-C", f"{network.d}/pf", "-f", "a@example.org", f"user@{domain}"], check=True,
                   input=message, text=True, env=network.environment, timeout=20)
    fate = re.compile(rf"to=<user@{re.escape(domain)}>.*status=.*")
    wait_until(f"the fate of mail to {domain}", lambda: fate.search(read(f"{network.d}/mail.log")), 25)
    return fate.search(read(f"{network.d}/mail.log"))[0]


def check_mail(suite, network):
    start_sender(network)
    fate = send(network, "example.com")
    suite.check("mail to a host that the policy covers", "" if "status=sent" in fate else fate)
    suite.check("it came over TLS", "" if "user@example.com TLS" in read(f"{network.d}/python3.out")
                else read(f"{network.d}/python3.out"))
    fate = send(network, "example.net")
    suite.check("mail to a host that the policy does not cover",
                "" if "status=deferred" in fate and "not verified" in fate else fate)
    suite.check("it did not come", "" if "user@example.net" not in read(f"{network.d}/python3.out") else "it did")
    network.run("postfix", "-c", f"{network.d}/pf", "stop", check=False)


def serial(network):
    return int(network.dig("example.com", "SOA").split()[2])


def check_change(suite, network, nsd):
    """Another policy: another id, a greater serial, and the sender takes it."""
    old, before = record_id(network, "example.com"), serial(network)
    suite.check("the known id", "" if ask(network, "example.com", old)[0] == "NOT_CHANGED"
                else str(ask(network, "example.com", old)))
    network.generate("example.com", "--max-age", "3w")
    nsd.send_signal(signal.SIGHUP)
    wait_until("the new id", lambda: record_id(network, "example.com") not in ("", old))
    result, found, policy = ask(network, "example.com", old)
    suite.check("the new id is seen", "" if result == "VALID" and found != old and policy["max_age"] == 1814400
                else f"{result} {found} {policy}")
    suite.check("the serial is greater", "" if serial(network) > before else f"{before}, then {serial(network)}")


def check_zones(suite, network):
    for domain in ("example.com", "example.net"):
        for name, kind in (("_mta-sts", "TXT"), ("_smtp._tls", "TXT"), ("mta-sts", "A")):
            suite.check(f"{kind} at {name}.{domain}",
                        "" if len(network.dig(f"{name}.{domain}", kind).splitlines()) == 1 else "not one")


def run_inside(suite):
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        network = Network(suite, directory)
        try:
            network.prepare()
            network.generate("example.com")
            network.generate("example.net", "--mx", "mx2.example.net")
            nsd = network.start_nsd()
            check_zones(suite, network)
            check_web_servers(suite, network)
            web = start_web(network, "nginx")
            check_mail(suite, network)
            check_change(suite, network, nsd)
            network.stop(web)
        except (RuntimeError, OSError, subprocess.SubprocessError, http.client.HTTPException) as error:
            logs = "".join(f"\n-- {os.path.basename(name)}\n{read(name)[-1500:]}"
                           for name in sorted(glob.glob(f"{directory}/*.log") + glob.glob(f"{directory}/*.out")))
            suite.check("the network", f"{error}{logs}")
        finally:
            network.run("postfix", "-c", f"{directory}/pf", "abort", check=False)
            for server in list(network.running):
                network.stop(server)


def out_of_time(number, frame):
    raise RuntimeError("still at work after all the time there is")


def main_with(needed, script, inside_run, seconds):
    """Runs INSIDE_RUN(suite) in namespaces of its own, at most SECONDS; SCRIPT is the caller."""
    suite = Suite()
    if not (os.environ.get("CI") or os.environ.get("CLOSED_NETWORK")):
        suite.skipped += 1
        print("SKIPPED starts mail, web and name servers (in a network of its own): make closed-network")
        suite.finish()
    if not all([suite.need(program, package) for program, package in needed.items()]):
        suite.finish()
    if "CLOSED_NETWORK_INSIDE" not in os.environ:
        inside = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
        if subprocess.run([*inside, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
            suite.skipped += 1
            print("SKIPPED no namespaces can be made here (needs root: unshare --net --mount --pid)")
            suite.finish()
        os.environ["CLOSED_NETWORK_INSIDE"] = "1"
        os.execvp("unshare", [*inside, sys.executable, os.path.abspath(script)])
    signal.signal(signal.SIGALRM, out_of_time)
    signal.alarm(seconds)
    inside_run(suite)
    suite.finish()


if __name__ == "__main__":
    main_with(NEEDED, __file__, run_inside, SECONDS)
