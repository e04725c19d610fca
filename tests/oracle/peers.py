"""The name servers' own tools as oracles: what each says of a zone file, and named-compilezone's canonical records."""
import collections
import ipaddress
import os
import re
import subprocess

TYPES = {"A": 1, "NS": 2, "CNAME": 5, "SOA": 6, "MX": 15, "TXT": 16, "AAAA": 28, "TLSA": 52}

TOOLS = ("named", "nsd", "knot", "ldns")
LENIENT = "-i none -k ignore -m ignore -n ignore -r ignore -S ignore -M ignore -T ignore -W ignore".split()
COMMANDS = {
    "named": lambda origin, path: ["named-compilezone", *LENIENT, "-s", "full", "-o", "-", origin, path],
    "nsd": lambda origin, path: ["nsd-checkzone", origin, path],
    "knot": lambda origin, path: ["kzonecheck", "-v", "-o", origin, path],
    "ldns": lambda origin, path: ["ldns-read-zone", path],
}

# Where a tool says what it refuses: groups `line` (of the file) and `message`.
COMPLAINTS = {
    "named": r"^(?:(?:dns_\w+: |\$GENERATE: )?(?P<path>/[^\n:]+):(?P<line>\d+)|zone \S+(?=: (?!not loaded|loading))): "
             r"(?P<message>.*)$",
    "nsd": r"error: (?:(?P<path>/[^\n:]+):(?P<line>\d+): |(?=While checking))(?P<message>.*)$",
    "knot": r"zone loader, (?:fatal )?error in zone, file '(?P<path>[^']+)', line (?P<line>\d+) \((?P<message>.*)\)$",
    "ldns": r"(?P<path>)^(?P<message>.*) at (?:line )?(?P<line>\d+)$",
}

# What named-compilezone says on the way and then accepts.
NAMED_WARNS = re.compile(
    r"file does not end with newline|record with inherited owner|using RFC1035 TTL semantics|"
    r"no TTL specified; using SOA MINTTL|TTL set to prior TTL|ignoring out-of-zone data|bad (owner )?name|"
    r"> MAXTTL, setting TTL to 0|file '.*' included|is deprecated|unable to convert")

# What a tool says because of an error before it; and the error of ours behind which NSD reads on in the string.
SEQUELS = (r"previous owner is invalid|unclosed last multiline block|has no SOA record|unrecognized RR type|"
           r"no TTL specified; zone rejected")
OPEN_QUOTE = r"the quote that opens here"

Complaint = collections.namedtuple("Complaint", "path line message")
Verdict = collections.namedtuple("Verdict", "accepted complaints output")


def run(tool, origin, path):
    """What TOOL says of the zone file PATH."""
    command = COMMANDS[tool](origin, path)
    try:
        done = subprocess.run(command, capture_output=True, cwd=os.path.dirname(path), timeout=60)
    except subprocess.TimeoutExpired:
        return Verdict(False, [Complaint(path, 0, "timeout")], "")
    output = (done.stdout + done.stderr).decode("latin-1")
    accepted = done.returncode == 0
    if tool == "knot":  # its checks of what a zone should hold are not the question: does it read the file?
        accepted = "failed to load zone" not in output and "zone loader, fatal" not in output
    if accepted:
        return Verdict(True, [], output if tool == "named" else "")
    return Verdict(False, complaints(tool, path, output), "")


def complaints(tool, path, output):
    """Why TOOL refused, line by line; or, where it names no line, its last words."""
    found = []
    for match in re.finditer(COMPLAINTS[tool], output, re.M):
        if tool != "named" or not NAMED_WARNS.search(match["message"]):
            found.append(Complaint(match["path"] or path, int(match["line"] or 0), match["message"]))
    return found or [Complaint(path, 0, " | ".join(output.strip().splitlines()[-3:]))]


def name_wire(text):
    out, label, i = b"", b"", 0
    if text == ".":
        return b"\0"
    while i < len(text):
        if text[i] == "\\":
            if text[i + 1].isdigit():
                label += bytes([int(text[i + 1:i + 4])])
                i += 4
            else:
                label += text[i + 1].encode("latin-1")
                i += 2
            continue
        if text[i] == ".":
            out += bytes([len(label)]) + label
            label = b""
        else:
            label += text[i].encode("latin-1")
        i += 1
    return out + b"\0"


def strings_wire(text):
    out = b""
    for quoted in re.findall(r'"((?:[^"\\]|\\.)*)"', text, re.S):
        data = re.sub(r"\\(\d{3}|.)", lambda m: chr(int(m[1])) if len(m[1]) == 3 else m[1], quoted, flags=re.S)
        data = data.encode("latin-1")
        out += bytes([len(data)]) + data
    return out


def rdata_wire(kind, text):
    words = text.split()
    if words and words[0] == r"\#":
        return bytes.fromhex("".join(words[2:]))
    if kind == "TXT":
        return strings_wire(text)
    if kind in ("A", "AAAA"):
        return ipaddress.ip_address(words[0]).packed
    if kind in ("NS", "CNAME"):
        return name_wire(words[0])
    if kind == "MX":
        return int(words[0]).to_bytes(2, "big") + name_wire(words[1])
    if kind == "SOA":
        return name_wire(words[0]) + name_wire(words[1]) + b"".join(int(w).to_bytes(4, "big") for w in words[2:7])
    return bytes(int(w) for w in words[:3]) + bytes.fromhex("".join(words[3:]))


def canonical(output):
    """The records of the types that are compared, as (owner wire, ttl, type, RDATA), names in lower case."""
    records = set()
    for line in output.splitlines():
        match = re.match(r"((?:[^\s\\]|\\.)+)\s+(\d+)\s+IN\s+(\S+)\s+(.*)$", line)
        if match and match[3] in TYPES:
            records.add(fold(name_wire(match[1]), int(match[2]), TYPES[match[3]], rdata_wire(match[3], match[4])))
    return records


def fold(owner, ttl, kind, rdata):
    """Names fold case; TXT data does not."""
    head = 2 if kind == 15 else 0
    if kind in (2, 5, 15):
        rdata = rdata[:head] + rdata[head:].lower()
    if kind == 6:
        rdata = rdata[:-20].lower() + rdata[-20:]
    return owner.lower(), ttl, kind, rdata
