#!/usr/bin/env python3
"""What .mtasts.yaml says takes effect in lint, stays inside its directory, and cannot be used to do
harm: each row is a configuration, files, options, and what must and must not be printed."""
import os
import sys
import tempfile

from support import Suite, TOP, run, write_files

with open(os.path.join(TOP, "testdata/fuzz/cert/bundle"), encoding="utf-8") as bundle:
    CERTIFICATE = bundle.read()

ZONE = """$TTL 3600
@ SOA ns1.example.net. h.example.net. 1 2 3 4 5
@ NS ns1.example.net.
@ MX 10 mx
mx A 192.0.2.1
mta-sts A 192.0.2.2
_mta-sts TXT "v=STSv1; id=1"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:a@example.net"
"""
POLICY = "version: STSv1\nmode: enforce\nmx: mx.example.com\nmax_age: 604800\n"
WELL = "mta-sts.example.com/.well-known/mta-sts.txt"
BOTH = {"example.com.zone": ZONE, WELL: POLICY}
BRIEF = POLICY.replace("604800", "90000")
LIST = ["--list-files"]
LOCAL = {"db.local": "$TTL 1h\n@ SOA localhost. root.localhost. 1 2 3 4 5\n@ NS localhost.\n@ A 127.0.0.1\n"}
SERVED = "server { listen 443 ssl; server_name %s; root /srv/www;\n location / { try_files $uri =404; } }\n"
LITERAL = "server { listen 443 ssl; server_name %s; return 200 \"" + POLICY.replace("\n", "\\n") + "\"; }\n"
FAR = ZONE.replace("mta-sts A 192.0.2.2", "mta-sts CNAME web.example.net.").replace("10 mx\n", "10 mail\n")

# name, configuration, files, options, status, printed, not printed, on standard error
ROWS = [
    ("a glob", "zones: [ dns/* ]\n", {"dns/a": "$ORIGIN example.com.\n" + ZONE, "b.zone": ZONE}, LIST, 0,
     ["dns/a: zone of example.com", "b.zone: the configuration lists others"], [], ""),
    ("a glob taken back", "zones: [ 'dns/*', '!dns/*.txt' ]\n", {"dns/a.zone": ZONE, "dns/b.txt": "x\n"},
     LIST, 0, ["dns/a.zone: zone"], ["b.txt"], ""),
    ("an expression", "zones: [ path: 'dns/(?<domain>[^/]+)/z' ]\n", {"dns/example.org/z": ZONE}, LIST, 0,
     ["dns/example.org/z: zone of example.org"], [], ""),
    ("an expression that gives up", "zones: [ path: '(?<domain>(a+)+)' ]\n",
     {"a" * 40 + "c.zone": ZONE, **BOTH}, LIST, 2, [WELL], [], ".mtasts.yaml:1:16: with 'aaaa"),
    ("no domain name", "zones: [ path: 'dns/(?<domain>.+)' ]\n", {"dns/a..b": ZONE}, LIST, 0, [], [],
     "note: .mtasts.yaml:1:16: 'a..b' of 'dns/a..b' is no domain name"),
    ("zone and policy", "zones: [ x/* ]\npolicies: [ x/y ]\n", {"x/y": ZONE}, LIST, 2, ["x/y: zone"], [],
     ".mtasts.yaml:2:13: 'x/y' is in 'zones:'"),
    ("no file for it", "zones: [ '*.zone', 'old/*' ]\n", BOTH, LIST, 0, [], [],
     "note: .mtasts.yaml:1:20: no file here is for 'old/*'"),
    ("one policy for many", "policies: [ { file: p.txt, domains: [example.com, example.org] } ]\n",
     {"p.txt": POLICY}, LIST, 0, ["p.txt: policy of example.com, example.org"], [], ""),
    ("in a hidden directory", "policies: [ { file: .p/p.txt, domains: [example.com] } ]\n",
     {".p/p.txt": POLICY}, LIST, 0, [".p/p.txt: policy of example.com"], [], ""),
    ("a policy that is not there", "policies: [ { file: p.txt } ]\n", BOTH, [], 2, [], [],
     ".mtasts.yaml:1:21: 'p.txt' cannot be read: no such file"),
    ("a policy outside", "policies: [ { file: ../outside.txt } ]\n", BOTH, [".", ".."], 2, [], [],
     "'../outside.txt' cannot be read"),
    ("a root outside", "root: ..\n", BOTH, [], 2, [], [], ".mtasts.yaml:1:7: '..' leads out"),
    ("a root that is not there", "root: nowhere\n", BOTH, [], 2, [], [], ".mtasts.yaml:1:7: "),
    ("an include map outside", "includes: { /etc/bind: ../.. }\n", BOTH, [], 2, [], [],
     ".mtasts.yaml:1:24: '../..' leads out"),
    ("a link outside", "zones: [ '*.zone' ]\n", BOTH, LIST, 0, ["example.com.zone"], ["link"], ""),
    ("a narrow root", "root: a\n", {"a/example.com.zone": ZONE + "$INCLUDE ../b.inc\n", "b.inc": "x A 192.0.2.9\n"},
     [], 1, ["zone-include-outside"], [], ""),
    ("a map", "includes: { /etc/bind: b }\n", {"example.com.zone": ZONE + "$INCLUDE /etc/bind/x.inc\n",
                                              "b/x.inc": "x A 192.0.2.9\n"}, LIST, 0,
     ["b/x.inc: part of a zone: included by example.com.zone"], [], ""),
    ("a map for a web server", "includes: { /srv/web/: snips }\n",
     {**BOTH, "a.conf": "server { listen 443 ssl; server_name mta-sts.example.com; include /srv/web/r*.inc; }\n",
      "snips/r.inc": "return 301 https://x.example/;\n"}, [], 1, ["snips/r.inc:1:1", "host-redirect"], [], ""),
    ("likewise, listed", "includes: { /srv/web: ./snips }\n",
     {"a.conf": "server { listen 443 ssl; server_name mta-sts.example.com; include /srv/web/r.inc; }\n",
      "snips/r.inc": "return 301 https://x.example/;\n"}, LIST, 0,
     ["snips/r.inc: server configuration: included by a.conf"], [], ""),
    ("a map for a web server, outside", "root: web\nincludes: { /srv/web: snips }\n",
     {**BOTH, "web/a.conf": "server { listen 443 ssl; server_name mta-sts.example.com; include /srv/web/r.inc; }\n",
      "snips/r.inc": "return 301 https://x.example/;\n"}, [], 0, [], ["host-redirect"], ""),
    ("excluded", "exclude: [ vendor/ ]\n", {**BOTH, "vendor/a/example.org.zone": ZONE}, LIST, 0,
     ["vendor: excluded by 'vendor/'"], ["example.org"], ""),
    ("excluded and named", "exclude: [ vendor/ ]\n", {"vendor/a/example.org.zone": ZONE}, [*LIST, "vendor/a"],
     0, ["vendor/a/example.org.zone: zone of example.org"], [], ""),
    ("excluded and named, a file", "exclude: [ '*.zone' ]\n", BOTH, [*LIST, "example.com.zone"], 0,
     ["example.com.zone: zone of example.com"], [], ""),
    ("a named file that is not listed", "zones: [ other/* ]\n", BOTH, [*LIST, "example.com.zone"], 0,
     ["example.com.zone: zone of example.com"], [], ""),
    ("an option goes before it", "zones: [ path: '(?<domain>example\\.com)\\.zone' ]\n",
     {"example.com.zone": "www A 192.0.2.1\n"}, [*LIST, "--zone", "example.org=example.com.zone", "."], 0,
     ["zone of example.org"], ["zone of example.com"], ""),
    ("levels", "levels: { policy-max-age: error }\n", {**BOTH, WELL: BRIEF}, [], 1,
     ["error: max_age 90000"], [], ""),
    ("levels, the command line's", "levels: { policy-max-age: error }\n", {**BOTH, WELL: BRIEF},
     ["--level", "policy-max-age-brief=info"], 0, ["info: max_age 90000"], [], ""),
    ("levels, selected", "levels: { policy-max-age-brief: off }\n", {**BOTH, WELL: BRIEF},
     ["--select", "policy-max-age-brief"], 1, ["warning: max_age 90000"], [], ""),
    ("limits", "limits: { max-age-brief: 1d }\n", {**BOTH, WELL: BRIEF}, [], 0, [], ["max_age"], ""),
    ("a profile", "profile: strict\n", {**BOTH, WELL: POLICY + "mx: a.example.com\n"}, [], 1,
     ["warning", "mx-pattern-unused"], [], ""),
    ("a profile, the command line's", "profile: strict\n", {**BOTH, WELL: POLICY + "mx: a.example.com\n"},
     ["--profile", "default"], 0, ["info"], [], ""),
    ("a policy that is expected", "domains: { example.org: {} }\n", {**BOTH, "example.org.zone": ZONE}, [], 1,
     ["error: 'example.org' announces a policy that is not here"], [], ""),
    ("MX that are told", "domains: { example.com: { mx: [mx9.example.com] } }\n", {WELL: POLICY}, [], 1,
     ["mx-none-covered"], [], ""),
    ("MX that are told by default", "defaults: { mx: mx9.example.com }\ndomains: { example.com: {} }\n",
     {WELL: POLICY}, [], 1, ["mx-none-covered"], [], ""),
    ("MX that are told in part", "domains: { example.com: { mx: [mx.example.com, '*.example.net'] } }\n",
     {WELL: POLICY + "mx: mx7.example.org\n"}, [], 0, [], ["mx-pattern-unused"], ""),
    ("--mx goes before them", "domains: { example.com: { mx: [mx9.example.com] } }\n", {WELL: POLICY},
     ["--mx", "mx.example.com"], 0, [], ["mx-none-covered"], ""),
    ("two policies of one domain", "", {**BOTH, "old/" + WELL: BRIEF}, [], 0, [], [],
     "note: old/mta-sts.example.com/.well-known/mta-sts.txt: a policy of 'example.com', as is mta-sts.example.com/"),
    ("a copy of a policy", "", {**BOTH, "old/" + WELL: POLICY}, [], 0, [], [], ""),
    ("a zone that nothing names", "", {**LOCAL, WELL: POLICY}, ["--mx", "x.example.net"], 1, ["mx-none-covered"], [], ""),
    ("likewise, beside another", "", {**LOCAL, **BOTH, "example.com.zone": FAR}, [], 1,
     ["host-cname-external", "mx-target-address-missing"], ["mx-target-relative"], ""),
    ("likewise, a part of one", "", {"zones/usual": "$TTL 1h\n@ NS ns1.example.net.\n", WELL: POLICY},
     ["--mx", "x.example.net"], 1, ["mx-none-covered"], [], ""),
    ("likewise, and a policy", "", {"db.local": LOCAL["db.local"] + '_mta-sts TXT "v=STSv1; id=1"\n', "p/mta-sts.txt": POLICY},
     LIST, 0, ["policy of no domain that could be told"], [], ""),
    ("likewise, beside the only other", "", {**LOCAL, "example.com.zone": ZONE.replace("_mta-sts", "x"), "p/mta-sts.txt": POLICY},
     LIST, 0, ["policy of example.com as the only policy"], [], ""),
    ("likewise, listed", "", LOCAL, LIST, 0, ["db.local: zone of no domain that could be told"], [], ""),
    ("one server, and its policy", "", {"p/mta-sts.txt": POLICY, "a.conf": SERVED % "mta-sts.example.com"}, LIST, 0,
     ["policy of example.com as the only policy, from a server block"], [], ""),
    ("two servers", "", {"p/mta-sts.txt": POLICY, "a.conf": SERVED % "mta-sts.example.com" + SERVED % "mta-sts.example.org"},
     LIST, 0, ["policy of no domain"], [], ""),
    ("a server that passes on", "",
     {"p/mta-sts.txt": POLICY, "a.conf": (SERVED % "mta-sts.example.com").replace("try_files $uri =404", "proxy_pass http://a")},
     LIST, 0, ["policy of no domain"], [], ""),
    ("a server of many roots", "",
     {"p/mta-sts.txt": POLICY, "a.conf": (SERVED % "mta-sts.example.com").replace("$uri", "/$host$uri $uri")},
     LIST, 0, ["policy of no domain"], [], ""),
    ("a server that is not closed", "", {**BOTH, "a.conf": SERVED % "mta-sts.example.com" + "server {\n location / {\n"}, [], 0,
     [], [], "note: a.conf:4: not understood as configuration of nginx"),
    ("likewise, of other names", "", {**BOTH, "a.conf": SERVED % "www.example.com" + "server {\n location / {\n"}, [], 0,
     [], [], ""),
    ("likewise, listed", "", {"a.conf": SERVED % "www.example.com" + "}\n"}, LIST, 0,
     ["a.conf: server configuration that is not understood"], [], ""),
    ("a server of many names", "", {**BOTH, "example.com.zone": ZONE, "a.conf": LITERAL % " ".join(
        [f"mta-sts.d{i}.example" for i in range(60000)])}, [], 1, ["host-name-unserved"], [], ""),
    ("a misspelt key", "zone: []\n", BOTH, [], 2, [], [], "unknown key 'zone'; did you mean 'zones'?"),
    ("one domain twice", "domains: { example.com: {}, \"EXAMPLE.com.\": {} }\n", BOTH, [], 2, [], [],
     ".mtasts.yaml:1:29: 'EXAMPLE.com.' stands twice, first in line 1"),
    ("no level", "levels: { mx: fatal }\n", BOTH, [], 2, [], [],
     ".mtasts.yaml:1:15: unknown value 'fatal': here goes error, warning, info or off"),
    ("behind characters of several bytes", "exclude: ['\u65e5\u672c', { \u00e9: 1 }]\n", BOTH, [], 2, [], [],
     ".mtasts.yaml:1:17: here goes a text"),
    ("a configuration of octoDNS outside", "zones: [ octodns: ../outside.txt ]\n", BOTH, [], 2, [], [],
     ".mtasts.yaml:1:19: '../outside.txt' cannot be read: lies outside the root"),
    ("roots outside", "trust: ../outside.txt\n", {**BOTH, "c.pem": CERTIFICATE}, ["--cert", "mta-sts.example.com=c.pem", "."],
     2, [], [],
     ".mtasts.yaml:1:8: '../outside.txt' cannot be read: lies outside the root"),
    ("a bomb", "a: &a [x, x]\nb: &b [*a, *a]\nc: [*b, *b]\n", BOTH, [], 2, [], [], "aliases"),
    ("deep", "zones: " + "[" * 5000 + "\n", BOTH, [], 2, [], [], "nested too deep"),
    ("a tab", "zones:\n\t- a\n", BOTH, [], 2, [], [], ".mtasts.yaml:2:"),
    ("no UTF-8", b"root: \xff\n", BOTH, [], 2, [], [], "no UTF-8"),
    ("a long expression", "zones: [ path: '" + "a" * 5000 + "' ]\n", BOTH, [], 2, [], [], "too long"),
]


def below(suite):
    """A configuration above the current directory."""
    with tempfile.TemporaryDirectory() as top:
        write_files(top, {".mtasts.yaml": "zones: [ 'dns/*' ]\nincludes: { /etc/bind: b }\n", "b/x": "x A 192.0.2.9\n",
                          "dns/a": "$ORIGIN example.com.\n" + ZONE + "$INCLUDE /etc/bind/x\n"})
        done = run(["lint", "--list-files"], os.path.join(top, "dns"))
        suite.check("from below", "" if done.stdout.startswith("../b/x: part of a zone: included by a\n"
                                                               "a: zone of example.com") else done)
        write_files(top, {".mtasts.yaml": "zones: [ 'dns/*' ]\nbad: 1\n"})
        done = run(["lint"], os.path.join(top, "dns"))
        suite.check("its name from below", "" if "../.mtasts.yaml:2:1: " in done.stderr else done)


def dangling(suite):
    """A configuration that is a link to nothing is not the same as none."""
    with tempfile.TemporaryDirectory() as top:
        write_files(top, BOTH)
        os.symlink("nowhere", os.path.join(top, ".mtasts.yaml"))
        done = run(["lint"], top)
        suite.check("a link to nothing", "" if done.returncode == 2 and "no such file" in done.stderr else done)


def links(suite):
    """Links of several domains to one policy say whose it is."""
    with tempfile.TemporaryDirectory() as top:
        write_files(top, {"common/mta-sts.txt": POLICY, "com.zone": "$ORIGIN example.com.\n" + ZONE,
                          "org.zone": "$ORIGIN example.org.\n" + ZONE})
        for domain in "example.com", "example.org":
            os.makedirs(os.path.join(top, f"mta-sts.{domain}"))
            os.symlink("../common/mta-sts.txt", os.path.join(top, f"mta-sts.{domain}/mta-sts.txt"))
        done = run(["lint", "-f", "concise", "--root", "."], top)
        suite.check("links to one policy", "" if "mx-none-covered" in done.stdout and "policy-orphan" not in done.stdout else done)
        done = run(["lint", "--list-files", "--root", "."], top)
        suite.check("links to one policy, listed", "" if "common/mta-sts.txt: policy, whose links to it tell" in done.stdout
                    and "policy of example.org by its path" in done.stdout else done)


def main():
    suite = Suite()
    for name, configuration, files, options, status, printed, absent, errors in ROWS:
        with tempfile.TemporaryDirectory() as top:
            inside = os.path.join(top, "repository")
            write_files(top, {"outside.txt": POLICY, "outside.zone": ZONE})
            write_files(inside, {**files, ".mtasts.yaml": configuration})
            os.symlink("../outside.zone", os.path.join(inside, "link.zone"))
            done = run(["lint", *options], inside)
        wrong = [f"exit status {done.returncode}"] if done.returncode != status else []
        wrong += [f"without {text!r}" for text in printed if text not in done.stdout]
        wrong += [f"with {text!r}" for text in absent if text in done.stdout]
        if errors not in done.stderr or (not errors and done.stderr):
            wrong.append("other errors")
        suite.check(name, "\n".join([*wrong, done.stdout, done.stderr]) if wrong else "")
    below(suite)
    dangling(suite)
    links(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
