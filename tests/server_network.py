#!/usr/bin/env python3
"""What is said of web servers' configuration, and what those servers do, in a network of their own.

testdata/server/{nginx,apache,caddy}.txt holds configurations. Each is headed by `## WHAT IT SHOWS`;
`host:` is the policy host that is asked (mta-sts.example.com), `lint:` the rules that speak of the
configuration at any level above info (`-`: none), `server:` what the server answers: `STATUS`, or
`200 TYPE policy` (the policy's bytes; `other`: others), `closed`, `tls` (the certificate is another
name's). `{d}` is a directory. A configuration of which no rule speaks must serve the policy, and each
rule must be right about what the server does.

The linter's part always runs; the servers' where CI or CLOSED_NETWORK is set, as root.
"""
import http.client
import os
import re
import signal
import socket
import ssl
import subprocess
import sys
import tempfile

from closed_network import Network, read, wait_until
from support import Suite, TOP, findings, write_files

POLICY = "version: STSv1\nmode: enforce\nmx: mail.example.com\nmax_age: 604800\n"
PATH = "/.well-known/mta-sts.txt"
NEEDED = {"nginx": "nginx-light", "apache2": "apache2", "caddy": "caddy", "openssl": "openssl", "ip": "iproute2"}
SECONDS = 170
NGINX = """daemon off;
pid {d}/nginx.pid;
error_log {d}/nginx.log;
events {{ }}
http {{ access_log off; ssl_certificate {d}/both.pem; ssl_certificate_key {d}/both.key;
{body}
}}
"""
APACHE = """ServerRoot {d}
ServerName localhost
PidFile {d}/apache.pid
ErrorLog {d}/apache.log
Mutex file:{d}
{modules}
TypesConfig /etc/mime.types
User www-data
Group www-data
Listen 443
SSLEngine on
SSLCertificateFile {d}/both.pem
SSLCertificateKeyFile {d}/both.key
{body}
"""
MODULES = ("mpm_event", "alias", "authz_core", "authz_host", "access_compat", "headers", "mime", "rewrite",
           "socache_shmcb", "ssl")
CADDY = """{{
	admin off
	auto_https disable_redirects
	storage file_system {d}/caddy
}}
(t) {{
	tls {d}/both.pem {d}/both.key
}}
{body}
"""
FRAMES = {"nginx": ("nginx.conf", NGINX), "apache": ("apache.conf", APACHE), "caddy": ("Caddyfile", CADDY)}
# What each rule says of a configuration must be so.
TRUTH = {"host-redirect": r"30\d", "host-blocked": r"[45]\d\d|closed", "host-content-type": r"200 (?!text/plain).*",
         "host-name-unserved": r"(?!200 text/plain policy).*", "policy-.*": r"200 text/plain other"}


def cases(name):
    with open(os.path.join(TOP, "testdata", "server", f"{name}.txt"), encoding="utf-8") as file:
        blocks = re.split(r"^## ", file.read(), flags=re.M)[1:]
    for block in blocks:
        title, rest = block.split("\n", 1)
        case = {"title": title, "host": "mta-sts.example.com"}
        while match := re.match(r"(host|lint|server): (.*)\n", rest):
            case[match[1]] = match[2]
            rest = rest[match.end():]
        yield {**case, "body": rest}


def configuration(name, directory, body):
    """The file's name and text."""
    body = body.replace("{d}", directory)
    modules = "\n".join(f"LoadModule {module}_module /usr/lib/apache2/modules/mod_{module}.so" for module in MODULES)
    file, text = FRAMES[name]
    return file, text.format(d=directory, body=body, modules=modules)


def linted(name, directory, case):
    """The rules that speak of the configuration."""
    file, text = configuration(name, directory, case["body"])
    with tempfile.TemporaryDirectory() as place:
        write_files(place, {file: text, f"{case['host']}/mta-sts.txt": POLICY})
        found = findings(["."], place, notes=True)  # a literal beside the file is a second policy
    return " ".join(sorted({one["rule"] for one in found if one["level"] != "info"})) or "-"


def check_lint(suite, name, case):
    said = linted(name, "/srv", case)
    suite.check(f"{name}: {case['title']}: lint", "" if said == case["lint"] else f"{said}, not {case['lint']}")
    wanted = [TRUTH[key] for rule in case["lint"].split() for key in TRUTH if re.fullmatch(key, rule)]
    for pattern in wanted or ["200 text/plain policy"]:
        suite.check(f"{name}: {case['title']}: the table",
                    "" if re.fullmatch(pattern, case["server"]) else f"{case['lint']} and {case['server']}")


def ask(network, host):
    """What the server at port 443 answers, as the table says it."""
    context = ssl.create_default_context(cafile=f"{network.d}/ca.pem")
    try:
        with socket.create_connection(("127.0.0.1", 443), timeout=5) as plain:
            with context.wrap_socket(plain, server_hostname=host) as secure:
                secure.sendall(f"GET {PATH} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n".encode())
                answer = http.client.HTTPResponse(secure)
                answer.begin()
                body = answer.read().decode("utf-8", "replace").replace("\r\n", "\n")
    except ssl.SSLCertVerificationError:
        return "tls"
    except (http.client.HTTPException, OSError):
        return "closed"
    if answer.status != 200:
        return str(answer.status)
    kind = (answer.headers.get("Content-Type") or "-").split(";")[0]
    return f"200 {kind} {'policy' if body.rstrip() == POLICY.rstrip() else 'other'}"


def command(name, directory):
    return {"nginx": ["nginx", "-c", f"{directory}/nginx.conf"],
            "apache": ["apache2", "-D", "FOREGROUND", "-f", f"{directory}/apache.conf"],
            "caddy": ["caddy", "run", "--config", f"{directory}/Caddyfile", "--adapter", "caddyfile"]}[name]


def listens():
    with socket.socket() as sock:
        return sock.connect_ex(("127.0.0.1", 443)) == 0


def check_server(suite, network, name, case):
    file, text = configuration(name, network.d, case["body"])
    write_files(network.d, {file: text})
    server = network.start(*command(name, network.d))
    try:
        wait_until(name, lambda: listens() or server.poll() is not None)
        got = ask(network, case["host"]) if server.poll() is None else "does not start"
    finally:
        network.stop(server)
    wait_until(f"the end of {name}", lambda: not listens())
    suite.check(f"{name}: {case['title']}: {name} itself",
                "" if got == case["server"] else f"{got}, not {case['server']}\n"
                + read(f"{network.d}/{os.path.basename(command(name, '')[0])}.out")[-600:])


def prepare(network):
    network.run("ip", "link", "set", "lo", "up")
    network.run("openssl", "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                "-keyout", "ca.key", "-out", "ca.pem", "-days", "30", "-subj", "/CN=test CA")
    both = "DNS:mta-sts.example.com,DNS:mta-sts.example.org"
    for name, names in (("both", both), ("one", "DNS:mta-sts.example.com")):
        write_files(network.d, {f"{name}.ext": f"subjectAltName={names}\n"})
        network.run("openssl", "req", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes",
                    "-keyout", f"{name}.key", "-out", f"{name}.csr", "-subj", "/CN=x")
        network.run("openssl", "x509", "-req", "-in", f"{name}.csr", "-CA", "ca.pem", "-CAkey", "ca.key",
                    "-CAcreateserial", "-days", "20", "-out", f"{name}.pem", "-extfile", f"{name}.ext")
    write_files(network.d, {"www/.well-known/mta-sts.txt": POLICY, "www/policy.txt": POLICY})


def run_inside(suite):
    with tempfile.TemporaryDirectory() as directory:
        os.chmod(directory, 0o755)
        network = Network(suite, directory)
        try:
            prepare(network)
            for name in ("nginx", "apache", "caddy"):
                for case in cases(name):
                    check_server(suite, network, name, case)
        except (RuntimeError, OSError, subprocess.SubprocessError) as error:
            suite.check("the network", error)
        finally:
            for server in list(network.running):
                network.stop(server)


def out_of_time(number, frame):
    raise RuntimeError(f"still at work after {SECONDS} s")


def go_inside(suite):
    """Goes on in namespaces of its own; False where none can be made, or nobody asks for it."""
    if "CLOSED_NETWORK_INSIDE" in os.environ:
        return True
    if not (os.environ.get("CI") or os.environ.get("CLOSED_NETWORK")):
        suite.skipped += 1
        print("SKIPPED starts web servers (in a network of its own): make closed-network")
        return False
    if not all([suite.need(program, package) for program, package in NEEDED.items()]):
        return False
    inside = ["unshare", "--net", "--mount", "--pid", "--fork", "--kill-child", "--mount-proc"]
    if subprocess.run([*inside, "true"], stderr=subprocess.DEVNULL, check=False).returncode:
        suite.skipped += 1
        print("SKIPPED no namespaces can be made here (needs root: unshare --net --mount --pid)")
        return False
    os.environ["CLOSED_NETWORK_INSIDE"] = "1"
    os.execvp("unshare", [*inside, sys.executable, os.path.abspath(__file__)])


def main():
    suite = Suite()
    inside = go_inside(suite)
    for name in ("nginx", "apache", "caddy"):
        for case in cases(name):
            check_lint(suite, name, case)
    if inside:
        signal.signal(signal.SIGALRM, out_of_time)
        signal.alarm(SECONDS)
        run_inside(suite)
        signal.alarm(0)
    suite.finish()


if __name__ == "__main__":
    main()
