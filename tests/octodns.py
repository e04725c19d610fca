#!/usr/bin/env python3
"""A zone of octoDNS and the same zone as a master file give the same findings.

Zones are made from a seed, mistakes included, and written both ways, the YAML in every style that a
scalar can have. Compared are rules, levels, domains and the text pointed at, decoded. Besides: YAML
that is meant to harm.
"""
import json
import os
import random
import re
import resource
import subprocess
import sys
import tempfile

from support import PROGRAM, Suite, run, write_files

MTASTS = PROGRAM
ZONES, EACH = 6, 120  # runs, and zones in each
# What only one of the formats can have, or where a finding is about a whole record or another place.
APART = {"zone-dialect", "zone-syntax", "octodns-syntax", "octodns-semicolon"}
TEXTS = ["v=STSv1; id=20260101000000", "v=STSv1;id=1", "v=STSv1; id=a b", "v=STSv1; id=", "v=STSv1 id=1",
         "v=STSv1; id=1; id=2", " v=STSv1; id=1", "v=STSv1; id=" + "a" * 33, "v=stsv1; id=1",
         "v=STSv1; id=1;; x=y", "v=STSv1; id={{ id }}x", "v=STSv1; id=1; a_b=it's", "google-verify=1",
         "v=STSv1; id=abc; note=a#b", "v=STSv1; i d=1", "v=TLSRPTv1; rua=mailto:a@example.net"]
REPORTS = ["v=TLSRPTv1; rua=mailto:a@example.net", "v=TLSRPTv1; rua=a@example.net", "v=TLSRPTv1;",
           "v=TLSRPTv1; rua=mailto:a b@example.net,https://", "v=TLSRPTv1; rua=mailto:a@b,mailto:",
           "v=TLSRPTv1; rua=https://example.net/" + "x" * 300]
EXCHANGES = ["mx1.NAME", "mx2.NAME", "mail.example.net", "missing.NAME", "alias.NAME", "192.0.2.1", "a_b.NAME"]


def make(rng, number):
    """A zone as (owner, type, ttl, values)."""
    name = f"zone{number}.example.com"
    sets = [("", "NS", 3600, ["ns1.example.net.", "ns2.example.net."])]
    if rng.random() < 0.9:
        chosen = rng.sample(EXCHANGES, rng.randint(1, 3))
        sets.append(("", "MX", 3600, [f"{rng.randint(0, 30)} {mx.replace('NAME', name)}." for mx in chosen]))
    sets.append(("mx1", "A", 300, ["192.0.2.1"]))
    sets.append(("mx2", "AAAA", 300, ["2001:db8::1"]))
    sets.append(("alias", "CNAME", 300, [f"mx1.{name}."]))
    if rng.random() < 0.3:
        sets.append(("*", rng.choice(["A", "MX"]), 60, None))
        sets[-1] = (*sets[-1][:3], ["192.0.2.9"] if sets[-1][1] == "A" else [f"5 mx1.{name}."])
    if rng.random() < 0.8:
        sets.append(("mta-sts", "CNAME", 300, [rng.choice([f"mx1.{name}.", f"gone.{name}.", "web.example.net."])]))
    owner = rng.choice(["_mta-sts"] * 8 + ["_mta_sts", "mta-sts._tls", "_mta-sts.sub"])
    sets.append((owner, "TXT", rng.choice([300, 100000]), rng.sample(TEXTS, rng.choice([1, 1, 1, 2]))))
    if rng.random() < 0.8:
        sets.append(("_smtp._tls", "TXT", 300, rng.sample(REPORTS, rng.choice([1, 1, 2]))))
    return name, sets


def master(name, sets):
    lines = [f"{name}. 3600 IN SOA ns1.example.net. h.example.net. 2024010101 7200 900 1209600 300"]
    for owner, kind, ttl, values in sets:
        for value in values:
            if kind == "TXT":
                parts = [value[i:i + 255] for i in range(0, len(value), 255)]
                value = " ".join('"' + part.replace('"', '\\"') + '"' for part in parts)
            lines.append(f"{owner + '.' if owner else ''}{name}. {ttl} IN {kind} {value}")
    return "\n".join(lines) + "\n"


def fold(rng, text):
    """TEXT with some blanks between words as line ends of a folded scalar."""
    words = re.sub(r"(?<=\S) (?=\S)", lambda _: rng.choice([" ", "\n"]), text).split("\n")
    return words if all(word.strip() == word and word for word in words) else [text]


def scalar(rng, text, indent):
    """TEXT as YAML, in a style that can say it."""
    pad = " " * indent
    styles = ["single", "double", "split"]
    if text.strip() == text and " #" not in text and ": " not in text + " " and text[0] not in "{[&*'\"|>%@`":
        styles += ["plain", "literal", "folded", "folds"]
    style = rng.choice(styles)
    if style == "plain":
        return text
    if style == "single":
        return "'" + text.replace("'", "''") + "'"
    if style == "literal":
        return f"|-\n{pad}{text}"
    if style == "folded":
        return ">-\n" + "\n".join(pad + line for line in fold(rng, text))
    if style == "folds":
        return ("\n" + pad).join(fold(rng, text))
    escaped = text.replace("\\", "\\\\").replace('"', '\\"')
    if style == "split" and len(text) > 4:
        at = rng.randint(1, len(escaped) - 2)
        while escaped[at - 1] == "\\" or escaped[at] == " ":
            at -= 1
        if at > 0 and escaped[at - 1] != "\\":
            escaped = escaped[:at] + "\\\n" + pad + escaped[at:]
    return f'"{escaped}"'


def value_of(rng, kind, value, indent):
    if kind == "TXT":
        return scalar(rng, value.replace(";", "\\;"), indent + 2)
    if kind == "MX":
        preference, exchange = value.split(" ")
        first, second = rng.choice([("preference", "exchange"), ("priority", "value")])
        pad = " " * (indent + 2)
        return rng.choice([f"{{ {first}: {preference}, {second}: {exchange} }}",
                           f"\n{pad}{second}: '{exchange}'\n{pad}{first}: {preference}"])
    return rng.choice([value, f"'{value}'"]) if ":" not in value else f"'{value}'"


def record(rng, kind, ttl, values, indent):
    pad = " " * indent
    lines = [f"type: {kind}", f"ttl: {ttl}"]
    rng.shuffle(lines)
    if len(values) == 1 and (kind == "CNAME" or rng.random() < 0.5):
        lines.append(f"value: {value_of(rng, kind, values[0], indent)}")
    else:
        lines.append("values:")
        lines += [f"- {value_of(rng, kind, value, indent)}" for value in values]
    return ("\n" + pad).join(lines)


def octodns(rng, sets):
    owners = {}
    for owner, *rest in sets:
        owners.setdefault(owner, []).append(rest)
    text = "---\n"
    for owner, records in owners.items():
        key = owner if re.match(r"[a-z_]", owner) else f"'{owner}'"
        if len(records) == 1:
            text += f"{key}:\n  {record(rng, *records[0], 2)}\n"
        else:
            text += f"{key}:\n" + "".join(f"- {record(rng, *one, 2)}\n" for one in records)
    return text


def decoded(text, octo):
    """The text pointed at, as both formats would say it."""
    if octo:
        text = re.sub(r"\\\n *", "", text).replace("\\\\;", ";").replace("\\;", ";")
        text = re.sub(r"^[|>]-\n *", "", text).replace("''", "'") if text not in ("''", "'") else text
    text = re.sub(r'" "', "", text)
    text = re.sub(r"\s+", " ", text)
    return text.strip("\"'").rstrip(".") if len(text) > 1 else text


def findings(directory, octo):
    done = subprocess.run([*MTASTS, "lint", "-f", "json", "--now", "0", "."], cwd=directory, check=False,
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE)
    found = []
    for one in json.loads(done.stdout)["findings"]:
        with open(os.path.join(directory, one["file"]), "rb") as file:
            data = file.read()[one["start"]["offset"]:one["end"]["offset"]].decode()
        zone = re.sub(r"\.(zone|yaml)$", "", one["file"])
        text = decoded(data, octo)
        if text.endswith("." + zone):
            text = text[:-len(zone) - 1]  # owners are relative in YAML
        if one["rule"].startswith("zone-") or text == zone:
            text = ""
        found.append((zone, one["rule"], one["level"], one.get("domain", ""), text))
    return sorted(found)


def same_findings(suite, seed):
    rng = random.Random(seed)
    zones = [make(rng, number) for number in range(EACH)]
    with tempfile.TemporaryDirectory() as top:
        both = []
        for octo in (False, True):
            directory = os.path.join(top, str(octo))
            os.mkdir(directory)
            for name, sets in zones:
                path = os.path.join(directory, name + (".yaml" if octo else ".zone"))
                with open(path, "w", encoding="utf-8") as file:
                    file.write(octodns(rng, sets) if octo else master(name, sets))
            both.append(findings(directory, octo))
        wrong = [f"- {one}" for one in both[0] if one not in both[1]] + \
                [f"+ {one}" for one in both[1] if one not in both[0]]
        if os.environ.get("KEEP") and wrong:
            subprocess.run(["cp", "-r", top, os.environ["KEEP"]], check=False)
        suite.check(f"same findings, seed {seed}", "\n".join(wrong[:12]))
        suite.check(f"many findings, seed {seed}", "" if len(both[0]) > EACH else f"only {len(both[0])}")


def bomb(levels, width):
    text = "a0: &a0 [{type: A, value: 192.0.2.1}]\n"
    for level in range(1, levels):
        text += f"a{level}: &a{level} [" + ", ".join([f"*a{level - 1}"] * width) + "]\n"
    return text


HOSTILE = {
    "aliases of aliases": bomb(30, 9),
    "aliases of many records": "'': &a [{type: TXT, values: &v [" + "x, " * 3000 + "x]}]\n" +
                               "".join(f"a{i}: {{type: TXT, values: *v}}\n" for i in range(3000)),
    "depth": "'': " + "[" * 300000,
    "depth in blocks": "'':\n" + "".join(" " * i + "-\n" for i in range(2000)),
    "an entry without end": "'': [" + "a, " * 2000000,
    "open quotes": "".join(f"a{i}: \"x\nb{i}: 'y\n" for i in range(30000)),
    "tabs": "a:\n\tb: c\n" * 100000,
    "many names": "".join(f"n{i}: {{type: A, value: 192.0.2.1}}\n" for i in range(300000)),
    "many documents": "'': {type: A, value: 192.0.2.1}\n---\n" * 100000,
    "one name": "a: {type: A, value: 192.0.2.1}\n" * 200000,
    "a long scalar": "'': {type: TXT, value: '" + "x" * 20000000 + "'}\n",
    "no text": "'': {type: A, value: 192.0.2.1}\n" + "\udcff" * 100000,
}


def limits():
    resource.setrlimit(resource.RLIMIT_AS, (1 << 30, 1 << 30))


def hostile(suite):
    for name, text in HOSTILE.items():
        with tempfile.TemporaryDirectory() as directory:
            with open(os.path.join(directory, "example.com.yaml"), "w", encoding="utf-8",
                      errors="surrogateescape") as file:
                file.write(text)
            with open(os.path.join(directory, "example.net.yaml"), "w", encoding="utf-8") as file:
                file.write("'': {type: TXT, value: 'a; b'}\n")
            done = subprocess.run([*MTASTS, "lint", "-f", "concise", "example.com.yaml", "example.net.yaml"],
                                  cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.PIPE, check=False,
                                  timeout=600,
                                  preexec_fn=None if "valgrind" in MTASTS[0] or os.environ.get("NO_LIMITS")
                                  else limits)
            wrong = "" if done.returncode in (0, 1, 2) else f"exit {done.returncode}: {done.stderr[-500:]}"
            if not wrong and b"octodns-semicolon" not in done.stdout:
                wrong = f"the other zone is not judged: {done.stdout[-300:]} {done.stderr[-300:]}"
            suite.check(f"hostile: {name}", wrong)


# How octoDNS and people write the same record of the apex.
SHAPES = {
    "an explicit key": "? ''\n: type: MX\n  values:\n  - {preference: 1, exchange: mx.example.com.}\n",
    "an explicit key, a list": "---\n? ''\n: - type: MX\n    values:\n    - preference: 1\n      exchange: a.example.com.\n",
    "an explicit key, more in it": "---\n? ''\n: - octodns:\n      lenient: true\n    type: MX\n    values:\n"
                                   "    - preference: 1\n      exchange: a.example.com.\n",
    "a list": "'':\n- ttl: 300\n  type: MX\n  values:\n  - preference: 1\n    exchange: a.example.com.\n",
    "indented": "'': # apex\n    -   ttl: 300\n        type: MX\n        values:\n        - {preference: 1, exchange: a.b.}\n",
}


def files(suite):
    """Which files are zones, by their lines."""
    for name, text in SHAPES.items():
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, {"zones/example.com.yaml": text})
            done = run(["lint", "--list-files"], directory)
            suite.check(f"a zone: {name}", "" if "zone of example.com" in done.stdout else "it is none: " + done.stdout + done.stderr)


PLAIN = "'':\n  type: NS\n  value: ns.example.net.\n_mta-sts:\n  type: TXT\n  value: v=STSv1; id=1\n"
PROVIDERS = "c:\n  class: octodns.provider.yaml.YamlProvider\n  directory: zones\n  escaped_semicolons: false\n"
# name: (production configuration, what it includes, a part of standard error)
PRODUCTIONS = {
    "without includes": ("providers:\n  " + PROVIDERS.replace("\n", "\n  ") + "\nzones:\n  example.com.: {sources: [c]}\n", {}, ""),
    "providers and zones": ("providers: !include parts/p.yaml\nzones: !include ./parts/z.yaml\n",
                            {"parts/p.yaml": PROVIDERS, "parts/z.yaml": "example.com.: !include one.yaml\n",
                             "parts/one.yaml": "sources: [c]\n"}, ""),
    "merged": ("providers: !include p.yaml\nzones:\n  example.com.:\n    <<: !include one.yaml\n    targets: [r]\n",
               {"p.yaml": PROVIDERS, "one.yaml": "sources: [c]\n"}, ""),
    "a list of merges": ("x: &x {sources: [c]}\nproviders: !include p.yaml\nzones:\n  example.com.: {<<: [{lenient: false}, *x]}\n",
                         {"p.yaml": PROVIDERS}, ""),
    "one that is gone": ("providers: !include p.yaml\nzones: {}\nmanager: !include gone.yaml\n", {"p.yaml": PROVIDERS},
                         "config/production.yaml:3:10: 'gone.yaml' is not included: no such file"),
    "one outside": ("providers: !include p.yaml\nzones: {}\nmanager: !include ../../x/y\n", {"p.yaml": PROVIDERS},
                    "'../../x/y' is not included"),
    "one of itself": ("providers: !include p.yaml\nzones: {}\nmanager: !include self.yaml\n",
                      {"p.yaml": PROVIDERS, "self.yaml": "- !include self.yaml\n- !include self.yaml\n"}, "too much is included"),
    "no YAML": ("providers: !include p.yaml\nzones: {}\nmanager: !include bad.yaml\n", {"p.yaml": PROVIDERS, "bad.yaml": "\n["},
                "line 3 of it is no YAML"),
}


def productions(suite):
    """What the production configuration says of semicolons counts, wherever it says so; what is wrong is said once."""
    for name, (text, more, part) in PRODUCTIONS.items():
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, {f"config/{path}": one for path, one in more.items()} |
                        {"config/production.yaml": text, "zones/example.com.yaml": PLAIN})
            for paths in ["."], ["config/production.yaml"]:
                done = run(["lint", "-f", "concise", "--root", ".", *paths], directory)
                wrong = "octodns-semicolon" in done.stdout or "host-missing" not in done.stdout or \
                    done.stderr.count("\n") != (1 if part else 0) or part not in done.stderr
                suite.check(f"production: {name}, {paths[0]}", done.stdout + done.stderr if wrong else "")


def production_bomb(suite):
    """A mapping of many keys that aliases give to many zones."""
    text = "x: &x {" + ", ".join(f"k{i}: 1" for i in range(200000)) + "}\nproviders: {c: {class: YamlProvider, directory: .}}\n" \
        "zones:\n" + "".join(f"  z{i}.com.: *x\n" for i in range(20000))
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"p.yaml": text, ".mtasts.yaml": "zones: [{ octodns: p.yaml }]\n", "example.com.yaml": PLAIN})
        done = run(["lint", "-f", "concise"], directory)
        suite.check("production: a bomb", "" if "octodns-semicolon" in done.stdout else done.stdout + done.stderr)


def main():
    suite = Suite()
    files(suite)
    productions(suite)
    production_bomb(suite)
    for seed in range(ZONES):
        same_findings(suite, seed)
    hostile(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
