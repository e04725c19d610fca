#!/usr/bin/env python3
"""`mtasts gen` in a repository that has the zones: where MX hosts come from, and which zones are edited."""
import os
import subprocess
import sys
import tempfile

from support import Suite, environment, run, write_files

CONFIG = "defaults: { rua: 'mailto:t@example.net', host: 192.0.2.1 }\ndomains: { example.com: {}, example.org: {} }\n"
GEN = ["gen", "--to", "policy"]
VALUES = ["--rua", "mailto:t@example.net", "--host", "192.0.2.1"]
VIEWS = 'view a { zone "example.com" { type primary; file "a/main"; }; };\n'


def zone(domain, *lines, origin=""):
    return "\n".join(([f"$ORIGIN {origin}."] if origin else []) + [
        "$TTL 3600", "@ SOA ns.example.net. h 1 7200 3600 1209600 300", "@ NS ns.example.net.",
        f"@ MX 10 mx1.{domain}.", *lines, ""])


BOTH = {".mtasts.yaml": CONFIG, "zones/example.com.zone": zone("example.com"),
        "zones/example.org.zone": zone("example.org"), "below/readme": ""}
INCLUDES = {".mtasts.yaml": "includes: { /etc/bind: bind }\n" + CONFIG,
            "example.com.zone": zone("example.com", "$INCLUDE /etc/bind/more.inc"),
            "bind/more.inc": "@ MX 20 mx2.example.com.\n"}

# name: (files, arguments, directory, exit status, parts of the output, parts of standard error)
CASES = {
    "no configuration": (BOTH, ["example.com", *VALUES, "--isolated"], ".", 0, ["mx: mx1.example.com"], []),
    "all of the configuration": (BOTH, ["--all"], ".", 0, ["mx: mx1.example.com", "mx: mx1.example.org"], []),
    "from a directory below": (BOTH, ["--all"], "below", 0, ["mx: mx1.example.com", "mx: mx1.example.org"], []),
    "--mx goes before": (BOTH, ["example.com", "--mx", "a.example.net"], ".", 0, ["mx: a.example.net"], []),
    "the configuration goes before": (
        BOTH | {".mtasts.yaml": CONFIG.replace("com: {}", "com: { mx: b.example.net }")}, ["--all"], ".", 0,
        ["mx: b.example.net", "mx: mx1.example.org"], []),
    "--from-zone goes before the configuration": (
        BOTH | {".mtasts.yaml": CONFIG.replace("com: {}", "com: { mx: b.example.net }")},
        ["example.com", "--from-zone", "zones/example.com.zone"], ".", 0, ["mx: mx1.example.com"], []),
    "mode none asks for none": ({".mtasts.yaml": CONFIG}, ["example.com", "--mode", "none"], ".", 0, ["mode: none"], []),
    "a domain inside a zone": ({"example.com.zone": zone("example.com", "sub MX 10 mx.sub")},
                               ["sub.example.com", *VALUES], ".", 0, ["mx: mx.sub.example.com"], []),
    "a delegated one": ({"example.com.zone": zone("example.com", "sub NS ns.example.net.")},
                        ["sub.example.com", *VALUES], ".", 2, [], ["example.com.zone: sub.example.com: its MX are not all"]),
    "no zone": ({"notes.txt": "none\n"}, ["example.com", *VALUES], ".", 2, [], ["no MX is known"]),
    "a part of a zone alone": ({"example.com.zone": "$ORIGIN example.com.\n@ MX 10 a\n"}, ["example.com", *VALUES],
                               ".", 2, [], ["no MX is known"]),
    "two editions": ({"a/example.com.zone": zone("example.com"), "b/example.com.zone": zone("example.com")},
                     ["example.com", *VALUES], ".", 2, [], ["a/example.com.zone and b/example.com.zone", "--from-zone"]),
    "the configuration says which of two": (
        {"a/example.com.zone": zone("example.com"), "b/example.com.zone": zone("example.org"),
         ".mtasts.yaml": "zones: [b/*.zone]\n" + CONFIG}, ["example.com"], ".", 0, ["mx: mx1.example.org"], []),
    "named.conf says whose": (
        {"named.conf": VIEWS, "a/main": zone("example.com"), ".mtasts.yaml": "zones: [{ named-conf: named.conf }]\n" + CONFIG},
        ["example.com"], ".", 0, ["mx: mx1.example.com"], []),
    "octoDNS": ({"config.yaml": "providers:\n  y: { class: octodns.provider.yaml.YamlProvider, directory: . }\n"
                                "zones:\n  example.com.: { sources: [y], targets: [] }\n",
                 "example.com.yaml": "? ''\n: - { type: MX, values: [{ preference: 1, exchange: mx.example.net. }] }\n"
                                     "  - { type: NS, values: [ns.example.net.] }\n"},
                ["example.com", *VALUES], ".", 0, ["mx: mx.example.net"], []),
    "includes of the configuration": (INCLUDES, ["example.com"], ".", 0,
                                      ["mx: mx1.example.com", "mx: mx2.example.com"], []),
    "likewise with --from-zone": (INCLUDES, ["example.com", "--from-zone", "example.com.zone"], ".", 0,
                                  ["mx: mx1.example.com", "mx: mx2.example.com"], []),
    "enforce where the zone has a record": (
        {"example.com.zone": zone("example.com", '_mta-sts TXT "v=STSv1; id=1;"')},
        ["example.com", *VALUES, "--mode", "enforce", "--mx", "a.example.net"], ".", 0, ["mode: enforce"], []),
    "enforce where it has none": (
        BOTH, ["example.com", "--mode", "enforce", "--mx", "a.example.net"], ".", 2, [], ["--mode testing"]),
}


def check_cases(suite):
    for name, (files, arguments, below, status, out, err) in CASES.items():
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, files)
            done = run([*GEN, *arguments], os.path.join(directory, below))
            wrong = "" if done.returncode == status else f"exit status {done.returncode}"
            wrong += "".join(f"\nno {part!r}" for part in out if part not in done.stdout)
            wrong += "".join(f"\nno {part!r}" for part in err if part not in done.stderr)
            suite.check(name, wrong and wrong + "\n" + done.stdout + done.stderr)


def contents(directory):
    found = {}
    for above, _, names in os.walk(directory):
        for name in names:
            with open(os.path.join(above, name), encoding="utf-8") as file:
                found[os.path.relpath(os.path.join(above, name), directory)] = file.read()
    return found


def check_write(suite):
    """Each zone gets its own records, from anywhere, and the patch for all is what is written."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, BOTH)
        below = os.path.join(directory, "below")
        patch = run(["gen", "--all", "--write", "--dry-run"], directory).stdout
        done = run(["gen", "--all", "--write"], below)
        after = contents(directory)
        suite.check("--all --write", done.stderr + "".join(
            f"{name}: {text}" for name, text in after.items()
            if name.endswith(".zone") and ("v=STSv1" not in text or " h 2 " not in text)))
        suite.check("again", run(["gen", "--all", "--write", "--check"], below).stdout)
        write_files(directory, BOTH)
        for name in ("example.com", "example.org"):
            suite.check(f"the patch has {name}", "" if f"--- a/zones/{name}.zone" in patch or f"--- a/{name}.zone" in patch
                        else patch)
        suite.check("it lints", run(["lint", "-q", "--fail-on", "error", "zones"], directory).stderr)


def check_write_includes(suite):
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, INCLUDES)
        done = run(["gen", "example.com", "--write"], directory)
        after = contents(directory)
        suite.check("a zone with mapped includes", done.stderr or (
            "" if "v=STSv1" in after["example.com.zone"] and after["bind/more.inc"] == INCLUDES["bind/more.inc"]
            else str(after)))


REFUSED = {
    "no zone of its own": ({"notes": ""}, ["example.com", "--mx", "a.example.net"], "no zone here is its own"),
    "octoDNS": ({"example.com.yaml": "? ''\n: { type: MX, value: { preference: 1, exchange: mx.example.net. } }\n"},
                ["example.com", "--mx", "a.example.net"], "--to octodns"),
    "two files": ({"example.com.zone": zone("example.com"), "more/a.db": "$ORIGIN example.com.\n_mta-sts TXT \"v=STSv1; id=1\"\n"},
                  ["example.com", "--mx", "a.example.net"], "more/a.db"),
    "one of two": (BOTH | {"zones/example.org.zone": zone("example.org", "$INCLUDE gone")},
                   ["--all", "--mx", "a.example.net"], "gone"),
}


def check_refused(suite):
    for name, (files, arguments, part) in REFUSED.items():
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, files)
            done = run(["gen", *arguments, *VALUES, "--write"], directory)
            wrong = "" if done.returncode == 2 and part in done.stderr else f"{done.returncode} {done.stderr}"
            suite.check(f"--write refused: {name}", wrong or ("" if contents(directory) == files else "it wrote"))


def check_broken_root(suite):
    """A link that leads out of the repository is not edited."""
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"out/example.com.zone": zone("example.com"), "in/x": ""})
        inside = os.path.join(directory, "in")
        subprocess.run(["git", "init", "-q", inside], check=True, env=environment())
        os.symlink("../out/example.com.zone", os.path.join(inside, "example.com.zone"))
        done = run(["gen", "example.com", *VALUES, "--write"], inside)
        suite.check("a link out", "" if done.returncode == 2 and "v=STSv1" not in
                    contents(directory)["out/example.com.zone"] else done.stdout + done.stderr)


def main():
    suite = Suite()
    check_cases(suite)
    check_write(suite)
    check_write_includes(suite)
    check_refused(suite)
    check_broken_root(suite)
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
