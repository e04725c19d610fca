"""The zone files of Debian's bind9 and knot source packages: fetched once into a cache directory, and found in it.

The packages come through an apt configuration of its own, whose deb-src entries are made from the machine's own
deb entries; nothing of the system's apt state is written.
"""
import collections
import glob
import os
import re
import subprocess
import tarfile

PACKAGES = ("bind9", "knot")
APT_CONF = """Dir::State "{0}/state";
Dir::State::lists "{0}/lists";
Dir::State::status "/var/lib/dpkg/status";
Dir::Cache "{0}/cache";
Dir::Etc::sourcelist "/dev/null";
Dir::Etc::sourceparts "{0}/sources";
Acquire::Languages "none";
"""


def source_entries():
    """(file name, text) of the machine's apt sources as sources of source packages, Debian's where that can be told."""
    entries = []
    for path in sorted(glob.glob("/etc/apt/sources.list") + glob.glob("/etc/apt/sources.list.d/*")):
        with open(path, encoding="utf-8", errors="replace") as file:
            text = file.read()
        if path.endswith(".sources"):
            for stanza in re.split(r"\n\s*\n", text):
                if re.search(r"(?m)^Types:.*\bdeb\b", stanza):
                    entries.append(("sources", re.sub(r"(?m)^Types:.*$", "Types: deb-src", stanza)))
        elif path.endswith(".list"):
            entries += [("list", "deb-src" + line[3:]) for line in re.findall(r"(?m)^deb[ \t].*$", text)]
    debian = [entry for entry in entries if re.search(r"://\S*/debian\b", entry[1])]
    return debian or entries


def fetch(cache):
    """Downloads the packages into CACHE. None, or why that failed."""
    os.makedirs(f"{cache}/sources", exist_ok=True)
    for directory in ("state", "lists/partial", "cache/archives/partial"):
        os.makedirs(f"{cache}/{directory}", exist_ok=True)
    for i, (kind, text) in enumerate(source_entries()):
        with open(f"{cache}/sources/{i}.{kind}", "w", encoding="utf-8") as out:
            out.write(text + "\n")
    with open(f"{cache}/apt.conf", "w", encoding="utf-8") as out:
        out.write(APT_CONF.format(cache))
    environment = dict(os.environ, APT_CONFIG=f"{cache}/apt.conf")
    for command in (["apt-get", "-q", "update"],
                    ["apt-get", "-q", "source", "--download-only", "--tar-only", *PACKAGES]):
        try:
            done = subprocess.run(command, cwd=cache, env=environment, stdin=subprocess.DEVNULL,
                                  stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        except (OSError, subprocess.TimeoutExpired) as error:
            return str(error)
        if done.returncode != 0:
            return done.stdout.decode("utf-8", "replace").strip().splitlines()[-1]
    return None


def unpack(cache):
    """The directories of the packages in CACHE, fetched when they are not there; or why they are not."""
    if not tarballs(cache):
        why = fetch(cache)
        if why:
            return [], why
    directories = []
    for package in PACKAGES:
        path = tarballs(cache)[package]
        directory = re.sub(r"\.orig\.tar\.\w+$", "", path)
        if not os.path.isdir(directory):
            with tarfile.open(path) as archive:
                safely = {"filter": "data"} if hasattr(tarfile, "data_filter") else {}
                archive.extractall(directory + ".new", **safely)
            os.rename(directory + ".new", directory)
        directories.append(directory)
    return directories, None


def tarballs(cache):
    """The newest tarball of each package, if all are there."""
    found = {package: sorted(glob.glob(f"{cache}/{package}_*.orig.tar.*[a-z0-9]")) for package in PACKAGES}
    found = {package: [p for p in paths if not p.endswith(".asc")] for package, paths in found.items()}
    return {package: paths[-1] for package, paths in found.items()} if all(found.values()) else {}


NO_ZONES = re.compile(r"\.(c|h|py|pl|pm|sh|rst|am|ac|po|lua|md|txt|xml|html|rl|t[0-9]|sgml|docbook|[0-9](in)?|dns)$|"
                      r"/(doc|distro|NEWS|CHANGES|README|contrib|fuzz/dns_rdata\w*)\b")
SOA = re.compile(r"(?im)^(?P<owner>[^\s;\"]*)[ \t]+(?:(?:IN|CH|HS|CLASS\d+|\d\w*)[ \t]+)*SOA\b[ \t]+[^\s;]")
ORIGIN = re.compile(r"(?im)^\$ORIGIN[ \t]+(\S*\.)(?:\s|$)")
STATEMENT = re.compile(r'zone\s+"?([^"\s{]+)"?\s*(?:IN|in|CH|ch)?\s*\{(.*?)\n?\s*\}\s*;', re.S)


def configured(directory):
    """path -> origin, from the zone statements of the configurations of name servers in DIRECTORY."""
    origins = {}
    for where, _, names in os.walk(directory):
        for name in names:
            if not re.search(r"\.conf(\.in)?$|named.*\.conf", name):
                continue
            with open(os.path.join(where, name), encoding="latin-1") as file:
                text = re.sub(r"(?m)(//|#).*$", "", file.read())
            for zone, body in STATEMENT.findall(text):
                for path in re.findall(r'\bfile\s+"([^"]+)"', body):
                    origins.setdefault(os.path.normpath(os.path.join(where, path)), zone)
    return origins


def origin_of(path, text, origins):
    """The name of the zone in PATH: its SOA's owner if that is absolute, else as configured, else from the file name."""
    soa = SOA.search(text)
    before = ORIGIN.findall(text[:soa.start()])
    owner, path = soa["owner"], re.sub(r"\.in$", "", path)
    if owner.endswith("."):
        return owner
    if before and owner in ("@", ""):
        return before[-1]
    if before:
        return f"{owner}.{before[-1].lstrip('.')}"
    if path in origins:
        return origins[path]
    name = re.sub(r"\.(db|zone|signed)\b.*$|^db\.", "", os.path.basename(path))
    return name if "." in name else "example.com"


def zones(directory):
    """[(origin, path)] of the zone files in DIRECTORY, and how many files were left out, by reason."""
    found, skipped, origins = [], collections.Counter(), configured(directory)
    for where, _, names in sorted(os.walk(directory)):
        for name in sorted(names):
            path = os.path.join(where, name)
            if not os.path.isfile(path) or os.path.islink(path) or NO_ZONES.search(path[len(directory):]):
                continue
            with open(path, "rb") as file:
                data = file.read()
            why = no_zone(name, data.decode("latin-1"))
            if why:
                skipped[why] += why != "other"
            else:
                found.append((origin_of(path, data.decode("latin-1"), origins), path))
    return found, skipped


def no_zone(name, text):
    """Why a file is not a zone as a whole, or None."""
    looks = re.search(r"\.(db|zone)\b|^db\.", name)
    if "\0" in text:
        return "raw" if looks else "other"
    if not SOA.search(text):
        return "fragment" if looks else "other"
    if re.search(r"(?m)^[^;\n]*@[A-Z_]{2,}@", text):
        return "template"
    return None
