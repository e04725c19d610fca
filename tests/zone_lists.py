#!/usr/bin/env python3
"""Zone lists of name servers: what mtasts takes from configurations made at random, beside what BIND
and NSD themselves say is in them; and by hand what no other program tells."""
import os
import random
import re
import subprocess
import sys
import tempfile

from support import Suite, run, write_files

RUNS = 40
RECORD = "www A 192.0.2.1\n"
PATH = {**os.environ, "PATH": os.environ.get("PATH", "") + ":/usr/sbin:/sbin"}


def listed(directory, conf, *arguments):
    """path -> origins, as --list-files has them."""
    done = run(["lint", "--isolated", "--list-files", "--named-conf", conf, *arguments], directory)
    found = {}
    for line in done.stdout.splitlines():
        match = re.match(r"(\S+): zone of (.*?) (as was said|by its SOA) ", line)
        if match:
            found[match[1]] = sorted(match[2].split(", "))
    return found, done


class Bind:
    """Writes a named.conf with includes, views, comments and what is to be skipped."""

    def __init__(self, chance):
        self.chance, self.files, self.count, self.hinted = chance, {}, 0, False

    def blank(self):
        return self.chance.choice([" ", "\n", "\t", " /* } { \" */ ", " // { zone \"no\" {\n",
                                   " # };\n", "  "])

    def quote(self, word):
        return f'"{word}"' if self.chance.random() < 0.7 else word

    def zone(self):
        self.count += 1
        name, file = f"z{self.count}.example", f"db/z{self.count}"
        kind = self.chance.choice(["master", "primary", "primary", "slave", "hint", "forward"])
        self.files[file] = RECORD
        if kind == "hint":
            kind, name, self.hinted = ("forward", name, True) if self.hinted else (kind, ".", True)
        body = {"slave": f'masters {{ 192.0.2.1; }}; file "{file}";',
                "forward": "forwarders { 192.0.2.1; };"}.get(kind, f'file "{file}";')
        extra = self.chance.choice(["", "allow-query { any; };", "notify no;",
                                    "allow-transfer { !192.0.2.9; { any; }; };"])
        if kind in ("hint", "forward"):
            extra = ""
        parts = [f"type {kind};", body, extra]
        self.chance.shuffle(parts)
        text = f'zone{self.blank()}{self.quote(name)}{self.chance.choice([" ", " IN "])}{{'
        return text + self.blank() + self.blank().join(parts) + self.blank() + "};\n"

    def zones(self, depth):
        text = ""
        for _ in range(self.chance.randrange(1, 4)):
            if depth < 3 and self.chance.random() < 0.3:
                self.count += 1
                name = f"inc{self.count}.conf"
                self.files[name] = self.zones(depth + 1)
                text += f'include{self.blank()}"{name}"{self.blank()};\n'
            else:
                text += self.zone()
        return text

    def make(self):
        text = 'options { directory "."; recursion no; };\n' + 'acl "x" { 192.0.2.0/24; };\n'
        if self.chance.random() < 0.5:
            for name in ("in", "out"):
                text += f"view {self.quote(name)} {{ {self.blank()} {self.zones(0)} }};\n"
        else:
            text += self.zones(0)
        self.files["named.conf"] = text
        return self.files


def bind_says(directory):
    """The primary zones of `named-checkconf -p`."""
    done = subprocess.run(["named-checkconf", "-p", "named.conf"], cwd=directory, env=PATH, text=True,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
    if done.returncode:
        raise RuntimeError(done.stdout)
    found = {}
    for name, body in re.findall(r'zone "([^"]+)"[^{\n]*\{\n(.*?)\n\t*\};', done.stdout, re.S):
        file = re.search(r'^\t+file "([^"]+)"', body, re.M)
        if file and re.search(r"^\t+type (primary|master);", body, re.M):
            found.setdefault(file[1], []).append(name)
    return {file: sorted(set(names)) for file, names in found.items()}


def compare_bind(suite):
    for seed in range(RUNS):
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, Bind(random.Random(seed)).make())
            expected = bind_says(directory)
            actual, done = listed(directory, "named.conf")
            suite.check(f"BIND {seed}", "" if expected == actual else
                        f"BIND {expected}\nmtasts {actual}\n{done.stderr}")


def nsd_conf(chance):
    text, names, files = 'server:\n\tzonesdir: "db"\n\tusername: ""\n', [], {}
    text += 'pattern:\n\tname: "flat"\n\tzonefile: "%s.zone"\n'
    text += 'pattern:\n\tname: "deep"\n\tzonefile: "%1/%z/%s" # %s\n'
    text += 'pattern: name: "second" include-pattern: "flat" request-xfr: 192.0.2.1 NOKEY\n'
    for i in range(chance.randrange(1, 6)):
        name = f"{chance.choice('abc')}{i}.example"
        names.append(name)
        end = chance.choice([f'zonefile: "{name}.x"', "include-pattern: flat",
                             'include-pattern: "deep"', 'include-pattern: "second"',
                             f'zonefile: {name}.x\n\tnotify: 192.0.2.1 NOKEY'])
        text += f"zone:\n\tname: \"{name}\"\n\t{end}\n"
    files["nsd.conf"] = text
    return files, names


def nsd_says(directory, name, option):
    done = subprocess.run(["nsd-checkconf", "-z", name, "-o", option, "nsd.conf"], cwd=directory,
                          env=PATH, text=True, stdout=subprocess.PIPE, stderr=subprocess.PIPE,
                          check=False)
    if done.returncode:
        raise RuntimeError(done.stderr)
    return done.stdout.strip()


def compare_nsd(suite):
    for seed in range(RUNS):
        with tempfile.TemporaryDirectory() as directory:
            files, names = nsd_conf(random.Random(seed))
            write_files(directory, files)
            expected = {}
            for name in names:
                if not nsd_says(directory, name, "request-xfr"):
                    file = nsd_says(directory, name, "zonefile")
                    file = file.replace("%s", name).replace("%1", name[0])
                    expected["db/" + file.replace("%z", name.split(".")[-1])] = [name]
            write_files(directory, {file: RECORD for file in expected})
            actual, done = listed(directory, "nsd.conf")
            suite.check(f"NSD {seed}", "" if expected == actual else
                        f"NSD {expected}\nmtasts {actual}\n{done.stderr}{files['nsd.conf']}")


KNOT = """server:
    listen: 127.0.0.1@5353  # a port
template:
  - id: default
    storage: db
    file: "%s.zone"
  - id: other
    file: "other/%s"
remote:
  - id: m
    address: 192.0.2.1
zone:
  - domain: a.example
  - domain: b.example.
    file: b
  - domain: c.example
    template: other
  - domain: d.example
    master: m
"""


def knot(suite):
    with tempfile.TemporaryDirectory() as directory:
        files = {"knot.conf": KNOT, "db/a.example.zone": RECORD, "db/b": RECORD,
                 "db/other/c.example": RECORD, "db/d.example.zone": RECORD}
        write_files(directory, files)
        if suite.need("knotc", "knot"):
            done = subprocess.run(["knotc", "-c", "knot.conf", "conf-check"], cwd=directory, env=PATH,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, check=False)
            suite.check("Knot accepts it", "" if done.returncode == 0 else done.stdout.decode())
        actual, done = listed(directory, "knot.conf")
        wanted = {"db/a.example.zone": ["a.example"], "db/b": ["b.example"],
                  "db/other/c.example": ["c.example"]}
        suite.check("Knot", "" if actual == wanted else f"{actual}\n{done.stderr}")


SHARED = """$TTL 3600
@ SOA ns.example.net. h.example.net. 1 2 3 4 5
@ NS ns.example.net.
www A 192.0.2.400
"""


def by_hand(suite):
    def check(name, files, status, out=(), err=(), arguments=("--named-conf", "named.conf")):
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, files)
            done = run(["lint", *arguments], directory)
        wrong = [f"without {text!r}" for text in out if text not in done.stdout]
        wrong += [f"errors without {text!r}" for text in err if text not in done.stderr]
        if done.returncode != status or (not err and done.stderr):
            wrong.append(f"exit status {done.returncode}")
        suite.check(name, "\n".join(wrong + [done.stdout, done.stderr]) if wrong else "")

    both = 'zone "example.com" { type primary; file "shared.db"; };\n' \
           'zone "example.org" { type primary; file "shared.db"; };\n'
    check("one file for two zones: the same finding once", {"named.conf": both, "shared.db": SHARED},
          1, ["2 zones", "1 error"], arguments=("--named-conf", "named.conf", "--ignore",
                                                            "host,policy,tlsrpt"))
    absolute = 'zone "example.com" { type primary; file "/etc/bind/zones/a.db"; };\n'
    check("a path of another machine", {"named.conf": absolute}, 0, err=["named.conf:1: ", "includes:"])
    check("a directory of another machine", {"named.conf": 'options { directory "/var/cache/bind"; };\n' + both}, 0,
          err=["'/var/cache/bind/shared.db' is not read", "includes:"])
    check("a directory that is mapped", {"named.conf": 'options { directory "/var/cache/bind"; };\n' + both,
                                         ".mtasts.yaml": "includes: { /var/cache: cache }\n", "cache/bind/x": ""}, 2,
          err=["named.conf:2: 'shared.db': no such file"])
    check("a path that is mapped", {"named.conf": absolute, "bind/zones/a.db": SHARED,
                                    ".mtasts.yaml": "includes: { /etc/bind: bind }\n"},
          0, ["bind/zones/a.db: zone of example.com"],
          arguments=("--list-files", "--named-conf", "named.conf"))
    check("in the configuration", {"named.conf": absolute, "bind/zones/a.db": SHARED, ".mtasts.yaml":
                                   "includes: { /etc/bind: bind }\nzones: [ named-conf: named.conf ]\n"},
          0, ["bind/zones/a.db: zone of example.com by its SOA (named.conf:1"],
          arguments=("--list-files",))
    check("a file that is not there", {"named.conf": both}, 2, err=["named.conf:1: 'shared.db': no such"])
    check("a file outside", {"named.conf": both.replace("shared.db", "../../../etc/passwd")}, 2,
          err=["named.conf:1: "])
    check("no such list", {}, 2, err=["named.conf: no such file"])
    check("in a circle", {"named.conf": 'include "named.conf";\n' + both, "shared.db": SHARED}, 2,
          err=["too many includes"], arguments=("--named-conf", "named.conf", "--ignore", "host,policy,tlsrpt,record"))
    check("not closed", {"named.conf": both + 'zone "x" { type primary;\n', "shared.db": SHARED}, 2,
          err=["a '{' that nothing closes"], arguments=("--named-conf", "named.conf", "--list-files"))
    check("a pattern of files", {"named.conf": 'include "conf.d/*.conf";\n', "conf.d/a.conf": both,
                                 "shared.db": SHARED}, 0, ["shared.db: zone of example.com"],
          arguments=("--named-conf", "named.conf", "--list-files"))


def main():
    suite = Suite()
    if suite.need("named-checkconf", "bind9-utils"):
        compare_bind(suite)
    if suite.need("nsd-checkconf", "nsd"):
        compare_nsd(suite)
    knot(suite)
    by_hand(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
