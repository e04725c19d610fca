#!/usr/bin/env python3
"""The formats of reports: golden files over one scenario, schemas, and hostile input read back.

testdata/formats/input is judged in every format and compared with testdata/formats/NAME; the texts of
the rules, the version and the address are left out. --update rewrites those files.
"""
import hashlib
import json
import os
import re
import shutil
import subprocess
import sys
import tarfile
import tempfile

from formats_read import READERS, commands, jsonl, matched
from support import PROGRAM, Suite, TOP, difference, environment, run, write_files

SUITE = Suite()
GOLDEN = os.path.join(TOP, "testdata", "formats")
SCHEMAS = os.path.join(TOP, "tests", "schemas")
CACHE = os.path.join(TOP, ".build", "npm")

# The official schema of SARIF, and the validator of its authors, come with this package.
MULTITOOL = "@microsoft/sarif-multitool-linux@5.7.0"
MULTITOOL_SHA512 = ("37151ba6ae884825a84d0fcd7ce604c040caab51de91afeb3282794792ccc9d7"
                    "006505ff5fb8399961dc8310ee6fed0cd3b2c2f7ab59e4b647bc5d50cb78234c")

SOA = b"$ORIGIN example.com.\n$TTL 1h\n@ SOA ns1.example.net. h.example.com. 1 1d 2h 4w 1h\n"
CONTROL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\xad\u061c\u200b-\u200f\u2028-\u202e"
                     "\u2060-\u206f\ufeff\ufffe\uffff]")

# What would be markup, a command or a trick if it came through.
HOSTILE = [
    b"::error file=x,line=1::forged", b"%0A::error::forged", b"##[error]forged",
    b"##vso[task.complete result=Failed;]", b"\x1b[31mred\x1b[0m", b"]]></failure>",
    b"</error></file><file name='x'>", b"'/><error line='1'/>", b"&lt;&#x0;", b"\xe2\x80\xaedesrever",
    b"\xff\xfe\xed\xa0\x80", b"\xef\xbf\xbf", b"\xc2\x85next line", b"\rreturn", b"\x00nul", b"{0} {{1}}",
    b"[click](https://example.net/)", b"x.zone:1:1: error: forged [mx-uncovered]", b"${{ env.X }}", b"\\u0000\\", b"x, title=y", b"<!--", b"<![CDATA[",
]
NAMES = [b"::error::forged.zone", b" ::warning::forged.zone", b"a\n::error::forged.zone",
         b"x,title=y%0A.zone", b"\xe2\x80\xae.zone", b"\xff\xfe.zone", b"<a href='x'>\"&.zone",
         b"##[error]forged.zone", b"x.zone:1:1: error: forged [mx-uncovered]", b"y:2:2: warning: y [mx].zone", b"c:\\x?y#z.zone", b"]]>.zone"]


def hostile_zone():
    """A zone in which every value of HOSTILE stands where a finding quotes it."""
    lines = [SOA]
    for number, value in enumerate(HOSTILE):
        value = value.replace(b"\x00", b"\x01")  # a file with NUL is taken for no zone
        quoted = value.replace(b"\\", b"\\\\").replace(b'"', b'\\"')
        lines.append(b'_mta-sts.d%d TXT "v=STSv1; id=%s"\n' % (number, quoted))
        lines.append(b'_mta-sts.e%d TXT "v=STSv1; id=1; \\010%s=\\010"\n' % (number, quoted))
        lines.append(b'_mta-sts.f%d TXT "v=STSv1; id=%s" ; mtasts: ignore[record] %s\n'
                     % (number, quoted, value))
        lines.append(b'_mta-sts.g%d TXT "%s"\n' % (number, quoted))
        lines.append(b"%s BOGUS x\n" % value.replace(b" ", b""))
    return b"".join(lines)


def hostile_files():
    files = {"hostile.zone": hostile_zone()}
    for name in NAMES:
        files[os.fsdecode(name)] = SOA + b'@ TXT "unclosed\n'
    for number, value in enumerate(HOSTILE):
        files[f"mta-sts.d{number}.example.com/mta-sts.txt"] = (
            b"version: STSv1\nmode: %s\nmx: %s\n%s: x\nmax_age: 604800\n" % (value, value, value))
    return files


def shown(name):
    """NAME, as os.fsdecode() gives it, as reports say it."""
    def one(match):
        code = ord(match[0])
        if 0xdc80 <= code <= 0xdcff:
            return f"\\x{code - 0xdc00:02x}"
        return f"\\x{code:02x}" if code < 0x80 else f"\\u{code:04x}"
    name = re.sub(r"#(?=#[A-Za-z]*\[)", r"\\x23", name)
    return re.sub(CONTROL.pattern[:-1] + "\n\udc80-\udcff]", one, name)


def report(form, directory, *arguments):
    done = subprocess.run([*PROGRAM, "lint", "-f", form, *arguments], cwd=directory, check=False,
                          env=environment(), capture_output=True, timeout=300)
    if done.returncode not in (0, 1) or done.stderr:
        raise RuntimeError(f"exit status {done.returncode}: {done.stderr}")
    return done.stdout.decode("utf-8", "strict")


def reports(directory):
    return {form: report(form, directory) for form in READERS}


def without_column(facts):
    return [one[:4] for one in facts]


def facts_wrong(form, text, expected):
    """What is wrong with TEXT, a report that must hold the facts EXPECTED and no others."""
    try:
        found = READERS[form](text)
    except (AssertionError, ValueError, KeyError, SyntaxError) as error:
        return f"cannot be read: {error!r}"
    found = [(rule, level, shown(file) if form == "sarif" else file, line, column)
             for rule, level, file, line, column in found]
    if any(one[4] == 0 for one in found):
        found, expected = without_column(found), without_column(expected)
    found, expected = sorted(found), sorted(expected)
    if found == expected:
        return ""
    return difference("\n".join(map(str, expected)), "\n".join(map(str, found)))


def check_same(name, made):
    """All formats say what jsonl says, and nothing else; returns it."""
    expected = READERS["jsonl"](made["jsonl"])
    for form, text in made.items():
        SUITE.check(f"{name}: {form}", facts_wrong(form, text, expected))
    return expected


def strings(value, key=""):
    """The strings of a JSON value, without the bytes that edits write."""
    if isinstance(value, str):
        yield value
    for name, one in value.items() if isinstance(value, dict) else ():
        if name not in ("edits", "insertedContent", "suggestions", "rules"):
            yield from strings(one, name)
    for one in value if isinstance(value, list) else ():
        yield from strings(one, key)


def check_golden(update):
    with tempfile.TemporaryDirectory() as top:
        shutil.copytree(os.path.join(GOLDEN, "input"), top, dirs_exist_ok=True)
        made = reports(top)
        check_valid("scenario", made)
        check_same("scenario", made)
        check_suppressed(made)
        check_moved(top, made)
        check_several(top, made)
        check_failing(top)
        check_github(top, made)
    for form, text in made.items():
        text = re.sub(r'("name":"mtasts","version":)"[^"]*"', r'\1"VERSION"', text)
        text = re.sub(r'"help":\{"text":.*?\},"helpUri"', '"help":{},"helpUri"', text)
        path = os.path.join(GOLDEN, form)
        if update:
            with open(path, "w", encoding="utf-8") as file:
                file.write(text)
        with open(path, encoding="utf-8") as file:
            SUITE.check(f"testdata/formats/{form}", difference(file.read(), text))


def check_moved(top, made):
    """Twenty lines inserted above change no fingerprint."""
    path = os.path.join(top, "zones dir", "example.com.zone")
    with open(path, "rb") as file:
        old = file.read()
    with open(path, "wb") as file:
        file.write(b"; a line\n" * 20 + old)
    for form in ("json", "sarif", "gitlab"):
        before, after = (re.findall(r'"(?:fingerprint|mtasts/v1)":"(\w+)"', text)
                         for text in (made[form], report(form, top)))
        SUITE.check(f"moved: {form}", "" if before and before == after else f"{before}\n{after}")
    with open(path, "wb") as file:
        file.write(old)


def check_several(top, made):
    """Several formats in one run are what they are alone."""
    out = os.path.join(top, ".out")
    os.mkdir(out)
    forms = [form for form in READERS if form != "text"]
    text = report("text", top, *[word for form in forms for word in ("-f", f"{form}=.out/{form}")])
    SUITE.check("several: text", difference(made["text"], text))
    for form in forms:
        with open(os.path.join(out, form), encoding="utf-8") as file:
            SUITE.check(f"several: {form}", difference(made[form], file.read()))
    shutil.rmtree(out)


def check_failing(top):
    """In JUnit's terms a finding fails where the run does."""
    for level, wanted in (("error", ("error",)), ("info", ("error", "warning", "info")), ("never", ())):
        text = report("junit", top, "--fail-on", level)
        kinds = set(re.findall(r'<failure type="(\w+)"', text))
        levels = {one[1] for one in READERS["jsonl"](report("jsonl", top))}
        SUITE.check(f"junit --fail-on {level}",
                    "" if kinds == levels & set(wanted) else f"failures of level {kinds}")


def check_github(top, made):
    """Where GitHub runs it: annotations behind the text, unless a format is named."""
    def log(*arguments, value="true"):
        done = subprocess.run([*PROGRAM, "lint", *arguments], cwd=top, check=False, timeout=60,
                              env=environment() | {"GITHUB_ACTIONS": value}, capture_output=True)
        return done.stdout.decode()
    SUITE.check("github is added", difference(made["text"] + made["github"], log()))
    SUITE.check("github is not added to another", difference(made["concise"], log("-f", "concise")))
    SUITE.check("github is not added elsewhere", difference(made["text"], log(value="false")))


def check_fixed():
    """What is left after --fix stands where a run of its own finds it."""
    with tempfile.TemporaryDirectory() as top:
        shutil.copytree(os.path.join(GOLDEN, "input"), top, dirs_exist_ok=True)
        fixed = report("jsonl", top, "--fix")
        SUITE.check("places after --fix", difference(report("jsonl", top), fixed))


def check_hostile():
    files = hostile_files()
    with tempfile.TemporaryDirectory() as top:
        write_files(top, files)
        made = reports(top)
        found = check_same("hostile", made)
        check_valid("hostile", made)
        named = {one[2] for one in found}
        SUITE.check("hostile: every file has a finding",
                    "\n".join(sorted({shown(name) for name in files} - named)))
        for form, text in made.items():
            match = CONTROL.search(text)
            SUITE.check(f"hostile: {form} is plain", match and f"holds {match[0]!r}")
            if form != "github":
                SUITE.check(f"hostile: {form} gives no command", "\n".join(map(str, commands(text))))
        for form in ("json", "sarif", "gitlab", "rdjson"):
            wrong = [one for one in strings(json.loads(made[form])) if CONTROL.search(one)]
            SUITE.check(f"hostile: {form} has plain strings", "\n".join(map(repr, wrong)))
        SUITE.check("hostile: problem matcher", difference(
            "\n".join(map(str, READERS["concise"](made["concise"]))),
            "\n".join(map(str, matched(made["concise"])))))
        reasons = [one["suppressed"] for one in jsonl(made["jsonl"]) if "suppressed" in one]
        SUITE.check("hostile: reasons", "" if len(reasons) > len(HOSTILE) / 2 else str(reasons))
        links = [one for one in re.findall(r'"text":"((?:[^"\\\\]|\\\\.)*)"', made["sarif"]) if "](" in one]
        SUITE.check("hostile: no link in SARIF", "\n".join(links))
        for option in ("--list-files", "-v"):
            done = run(["lint", option, "-f", "gitlab=/dev/null", ".", "::error::nothing"], top)
            SUITE.check(f"hostile: {option} gives no command",
                        "\n".join(map(str, commands(done.stdout + done.stderr))))


def check_earlier():
    """What stands in an earlier version is named, and is no file of the repository."""
    zone = SOA + b'  MX 10 mx1\nmx1 A 192.0.2.1\nmta-sts A 192.0.2.2\n_mta-sts TXT "v=STSv1; id=1"\n'
    policy = b"version: STSv1\nmode: enforce\nmx: mx1.example.com\nmax_age: 604800\n"
    name = "mta-sts.example.com/mta-sts.txt"
    with tempfile.TemporaryDirectory() as top:
        write_files(top, {"old/example.com.zone": zone, f"old/{name}": policy,
                          "new/example.com.zone": zone,
                          f"new/{name}": policy.replace(b"604800", b"1209600")})
        new = os.path.join(top, "new")
        made = {form: report(form, new, "--against", "../old") for form in READERS}
        check_same("earlier", made)
        check_valid("earlier", made)
        related = [one for result in json.loads(made["sarif"])["runs"][0]["results"]
                   for one in result.get("relatedLocations", ())]
        files = {one["physicalLocation"]["artifactLocation"]["uri"] for one in related
                 if "physicalLocation" in one}
        named = [one["message"]["text"] for one in related if "physicalLocation" not in one]
        SUITE.check("earlier: sarif", "" if files <= {name, "example.com.zone"} and
                    any(f"../old/{name}:4)" in one for one in named) else str(related))


def check_clean():
    with tempfile.TemporaryDirectory() as top:
        made = reports(top)
        check_valid("nothing", made)
        expected = check_same("nothing", made)
        SUITE.check("nothing", expected and str(expected))


def check_suppressed(made):
    """What is suppressed counts nowhere, but json, jsonl and sarif say that it is there, and why."""
    hidden = [one["suppressed"] for one in jsonl(made["jsonl"]) if "suppressed" in one]
    SUITE.check("suppressed: by both", "" if {one["by"] for one in hidden} ==
                {"comment", "configuration"} else str(hidden))
    results = json.loads(made["sarif"])["runs"][0]["results"]
    given = [(one["suppressions"][0]["kind"], one["suppressions"][0]["justification"])
             for one in results if one["suppressions"]]
    kinds = {"comment": "inSource", "configuration": "external"}
    SUITE.check("suppressed: sarif", "" if given == [(kinds[one["by"]], one["reason"])
                                                     for one in hidden] else str(given))


class Tools:
    """What reads schemas; each is None where it is not there."""

    def __init__(self):
        self.xmllint = SUITE.need("xmllint", "libxml2-utils")
        self.jsonschema = self.import_jsonschema()
        self.schema, self.validator = self.multitool()

    @staticmethod
    def miss(what):
        if os.environ.get("CI"):
            SUITE.check(what, f"needs {what}")
        else:
            SUITE.skipped += 1
            print(f"SKIPPED needs {what}", flush=True)

    def import_jsonschema(self):
        try:
            import jsonschema
            return jsonschema
        except ImportError:
            self.miss("python3-jsonschema")
            return None

    def multitool(self):
        """The schema as Python has it, and the path of the validator."""
        paths = [os.path.join(CACHE, name) for name in ("sarif-2.1.0.json", "Sarif.Multitool")]
        if not all(map(os.path.exists, paths)) and not self.fetch(CACHE):
            self.miss(MULTITOOL)
            return None, None
        with open(paths[0], encoding="utf-8-sig") as file:
            return json.load(file), paths[1]

    @staticmethod
    def fetch(directory):
        if shutil.which("npm") is None:
            return False
        with tempfile.TemporaryDirectory() as top:
            subprocess.run(["npm", "pack", "--silent", MULTITOOL], cwd=top, check=False, timeout=300,
                           stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for name in os.listdir(top):
                with open(os.path.join(top, name), "rb") as file:
                    if hashlib.sha512(file.read()).hexdigest() != MULTITOOL_SHA512:
                        raise RuntimeError(f"{MULTITOOL} is not what it was")
                os.makedirs(directory, exist_ok=True)
                with tarfile.open(os.path.join(top, name)) as archive:
                    for member in ("sarif-2.1.0.json", "Sarif.Multitool"):
                        path = os.path.join(directory, member)
                        with open(path + ".new", "wb") as out:
                            shutil.copyfileobj(archive.extractfile(f"package/{member}"), out)
                        os.chmod(path + ".new", 0o755)
                        os.rename(path + ".new", path)
                return True
        return False


def json_wrong(schema, text):
    validator = TOOLS.jsonschema.validators.validator_for(schema)(schema)
    return "\n".join(f"{list(error.path)}: {error.message[:300]}"
                     for error in validator.iter_errors(json.loads(text)))


def multitool_wrong(text):
    """What the validator calls an error or a warning, with GitHub's own rules. It is offline: that no
    address answers is a note."""
    with tempfile.TemporaryDirectory() as top:
        write_files(top, {"report.sarif": text})
        done = subprocess.run(
            [TOOLS.validator, "validate", "report.sarif", "--rule-kind", "Sarif;Ghas", "--level",
             "Error;Warning", "--output", "wrong.sarif", "--log", "ForceOverwrite"],
            cwd=top, env=environment() | {"DOTNET_SYSTEM_GLOBALIZATION_INVARIANT": "1", "HOME": top},
            check=False, capture_output=True, text=True, timeout=300)
        try:
            with open(os.path.join(top, "wrong.sarif"), encoding="utf-8-sig") as file:
                (judged,) = json.load(file)["runs"]
        except OSError:
            return done.stdout + done.stderr
        return "\n".join(f"{one['ruleId']}: {one['message']}" for one in judged["results"])


def xml_wrong(name, text):
    done = subprocess.run(["xmllint", "--nonet", "--noout", "--schema", os.path.join(SCHEMAS, name),
                           "-"], input=text.encode(), capture_output=True, check=False)
    return "" if done.returncode == 0 else done.stderr.decode()


def check_valid(name, made):
    for form in ("checkstyle", "junit"):
        if TOOLS.xmllint:
            SUITE.check(f"{name}: schema of {form}", xml_wrong(f"{form}.xsd", made[form]))
    for form in ("gitlab", "rdjson"):
        if TOOLS.jsonschema:
            with open(os.path.join(SCHEMAS, f"{form}.json"), encoding="utf-8") as file:
                SUITE.check(f"{name}: schema of {form}", json_wrong(json.load(file), made[form]))
    if TOOLS.schema and TOOLS.jsonschema:
        SUITE.check(f"{name}: schema of SARIF", json_wrong(TOOLS.schema, made["sarif"]))
    if TOOLS.validator:
        SUITE.check(f"{name}: SARIF's validator", multitool_wrong(made["sarif"]))


TOOLS = Tools()


def main():
    check_golden(sys.argv[1:] == ["--update"])
    check_fixed()
    check_hostile()
    check_earlier()
    check_clean()
    SUITE.finish()


if __name__ == "__main__":
    main()
