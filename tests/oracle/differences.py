"""Where this program and a name server's tool may differ on a zone file, and why.

A row allows one complaint. On the side REFUSES the tool complains of what this program reads: `says` matches the
tool's words, and a finding `slug` of ours stands at the same record (or anywhere in the file, for what is said
once in a file: "SLUG anywhere"; "" where we say nothing). On the side READS this program complains of what the tool reads: `slug` is that error,
`says` matches its message. `text` matches the record. All are regular expressions that may match anywhere;
^ and $ are those of a line.
"""
import collections
import os
import re

REFUSES, READS = "refuses", "reads"


class Row(collections.namedtuple("Row", "tools side slug says text why")):
    @property
    def title(self):
        return f"{'/'.join(self.tools)} {self.side}: {self.why}"


class RecordRow(collections.namedtuple("RecordRow", "text why")):
    @property
    def title(self):
        return f"records: {self.why}"


NAMED, NSD, KNOT, LDNS = "named", "nsd", "knot", "ldns"

# What a zone holds is judged by other rules of this program, or by none: the question is what the file says.
CONTENT = [
    Row((NAMED,), REFUSES, "", r"^(NS '.*' (has no address records|is below a DNAME|is a CNAME)|has no NS records|"
        r"CDS/CDNSKEY consistency checks failed)", "", "BIND looks up name servers, and compares CDS with DNSKEY"),
    Row((NAMED,), REFUSES, "", r"invalid NS owner name \(wildcard\)", "", "BIND refuses NS at a wildcard"),
    Row((NAMED,), REFUSES, "", r"DS record at top of zone", r"\bDS\b", "BIND refuses DS at the apex"),
    Row((NAMED,), REFUSES, "", r"multiple RRs of singleton type", r"\bDNAME\b", "two DNAME records that differ: no rule reads them"),
    Row((NSD,), REFUSES, "", r"multiple DNAMEs", r"\bDNAME\b", "two DNAME records that differ: no rule reads them"),
    Row((NSD,), REFUSES, "", r"While checking node|DNAME at \\S+ has data below", "", "NSD refuses records below a DNAME; BIND and Knot hide them"),
    Row((NSD,), REFUSES, "", r"CNAME and other data", r"\b(KEY|CNAME)\b", "NSD refuses KEY beside CNAME, which RFC 2181 10.1 and RFC 3007 3 allow"),
    Row((NSD,), READS, "zone-cname-conflict", "", r"\bCNAME\b", "NSD takes the SIG of RFC 2535 beside CNAME"),
    Row((NAMED,), REFUSES, "", r"ran out of space", r"(?i)\bTXT\b", "BIND refuses TXT data that come close to 65535 octets"),
    Row((KNOT, LDNS), READS, "zone-cname-conflict", "", r"(?i)CNAME|TYPE5\b", "their loaders do not compare records"),
    Row((KNOT, LDNS), READS, "zone-soa-duplicate", "", r"(?i)SOA", "their loaders do not compare records"),
    Row((NAMED, KNOT, LDNS), READS, "zone-owner-outside", "", "", "BIND and Knot warn and leave the record out; ldns has no zone to be outside of"),
]

# Data of types that no rule reads are walked over: checking them is the name server's part.
READ_TYPES = {"A", "NS", "CNAME", "SOA", "MX", "TXT", "AAAA", "DNAME", "TLSA", "CAA"}
with open(os.path.join(os.path.dirname(os.path.abspath(__file__)), "../../lint/dns/types.def"), encoding="utf-8") as file:
    KNOWN_TYPES = dict(re.findall(r'TYPE\("([^"]+)", (\d+)\)', file.read()))
UNREAD = (r"(?i)(^|\s)(" + "|".join(set(KNOWN_TYPES) - READ_TYPES) + "|" +
          "|".join(f"TYPE{KNOWN_TYPES[name]}" for name in set(KNOWN_TYPES) - READ_TYPES) + r")\s")
TYPES = [
    Row((NAMED,), REFUSES, "", r"meta type|meta RR type|class 'ANY'", r"(?i)\b(TKEY|ANY|TYPE255)\b", "types of questions, never in zones: walked over"),
    Row((NAMED, NSD, KNOT), REFUSES, "", r"^(?!.*(owner|parenthes|time unit|directive|unknown RR type))", UNREAD, "RDATA of a type that no rule reads is not checked"),
    Row((NAMED, NSD, KNOT), REFUSES, "zone-type-unknown", "", "", "a type that is not known: it is said, and the record left out"),
]

DIALECTS = [
    Row((NSD, KNOT), REFUSES, "zone-dialect anywhere", "", r"(?i)^\$GENERATE", "$GENERATE is BIND's"),
    Row((NSD, KNOT), REFUSES, "zone-dialect", "", r"(?i)^\$DATE", "$DATE is BIND's"),
    Row((NSD, KNOT), REFUSES, "zone-dialect", r"nested|syntax|parenthes|right|left", r"\(", "nested parentheses are BIND's"),
    Row((NSD, KNOT), REFUSES, "zone-dialect", r"absolute|FQDN|origin", r"(?i)^\$(ORIGIN|INCLUDE)", "a relative $ORIGIN is BIND's"),
    Row((NSD,), REFUSES, "zone-dialect", r"syntax error", r"\s@(\s|$|\))", "NSD refuses a bare @ as a string of TXT data"),
    Row((NSD,), REFUSES, "zone-dialect", r"SOA record was already encountered", r"(?i)\bSOA\b", "NSD refuses a zone as a transfer prints it, which ends with the SOA again"),
    Row((KNOT,), REFUSES, "zone-dialect", "", r'^"', "Knot takes no quoted owner"),
    Row((KNOT,), REFUSES, "zone-dialect", r"text character", r"[\x80-\xff\x01-\x1f\x7f]", "Knot takes only printable ASCII in strings"),
    Row((KNOT,), REFUSES, "zone-dialect", "", r'""|[^\s(]"|"[^\s)"]', "Knot wants a blank between strings"),
    Row((KNOT,), REFUSES, "zone-dialect", r"domain name character|owner is invalid|record data", r"[^A-Za-z0-9_ \t\r\n.*/-]", "Knot takes no such characters in a name without a backslash"),
    Row((NSD,), REFUSES, "zone-dialect", r"syntax error", r"", "NSD refuses a last line without line end where $INCLUDE was used"),
    Row((NSD,), REFUSES, "zone-dialect", r"cannot open include file '\"", r'^\$(?i:include)\s+"', "NSD takes quotes for a part of the file name"),
    Row((NAMED,), REFUSES, "zone-dialect", r"extra input text", r"^\$[A-Za-z]+", "BIND refuses a directive on a last line without line end"),
    Row((KNOT,), REFUSES, "", r"invalid number", r"\\\t", "Knot takes no tab behind a backslash"),
    Row((KNOT,), REFUSES, "", r"invalid number", r"\bTXT\s+\\#\s+[^\d\s]", "Knot takes \\# for the form of RFC 3597 where no number follows either"),
    Row((KNOT,), REFUSES, "", r"CRLF", r"\r", "Knot 3.2 takes no CRLF line ends"),
    Row((KNOT,), REFUSES, "", r"unsupported record type|invalid number", r"(?i)\bCLASS1\b", "Knot 3.2 knows no CLASS1"),
]

# Faults that a tool lets pass, most often by reading something else than what was meant.
LENIENT = [
    Row((NSD,), READS, "zone-syntax", r"is not an escape", r"\\", "NSD reads \\256 and \\1a as characters"),
    Row((KNOT,), READS, "zone-syntax", r"is not an escape", r"^\S*\\[3-9]\d\d|^\S*\\2[6-9]\d", "Knot 3.2 cuts \\300 in a name down to 8 bits"),
    Row((NSD, LDNS), READS, "zone-syntax", r"quote that opens", r'"', "NSD and ldns let a string go on to the next line"),
    Row((NSD, LDNS), READS, "zone-syntax", r"never closed|closes nothing", r"[()]", "NSD forgives a ( that the end of the file closes, ldns any"),
    Row((KNOT,), READS, "zone-syntax", r"closes nothing", r"\)\s*\Z", "Knot overlooks a ) on a last line without line end"),
    Row((NSD, LDNS), READS, "zone-syntax", r"no owner, and none", r"", "NSD and ldns take the origin for a first owner that is missing"),
    Row((NAMED, NSD, KNOT, LDNS), READS, "zone-ttl-invalid", r"is above 2147483647", r"\d", "RFC 2181 8: BIND reads 0, the others the number"),
    Row((NSD, LDNS), READS, "zone-ttl-invalid", r"is not a TTL", r"\d[wdhmsWDHMS]\d+\b", "NSD and ldns read a TTL whose last number has no unit"),
    Row((LDNS,), READS, "zone-ttl-invalid", r"is not a TTL", r"\d\.\d", "ldns stops at the dot of a TTL"),
    Row((NSD, LDNS), READS, "zone-rdata-invalid", r"a number from 0 to (255|65535)", r"(?i)MX|TLSA|TYPE15", "NSD and ldns cut the number down to its last bits"),
    Row((NSD,), READS, "zone-rdata-invalid", r"quotes around", r'"', "NSD reads quotes around a number"),
    Row((KNOT,), READS, "zone-rdata-invalid", r"one holds at most 255", r"", "Knot 3.2 splits the string"),
    Row((NSD,), READS, "zone-rdata-invalid", r"the length after '\\#'", r"\\#", "NSD takes any length after \\#"),
    Row((NSD,), READS, "zone-rdata-invalid", r"these octets are not TXT", r"\\# 0\b", "NSD takes a TXT of no string in RFC 3597 form"),
    Row((KNOT, LDNS), READS, "zone-rdata-invalid", r"these octets are not", r"\\#", "Knot and ldns do not look into data after \\#"),
    Row((LDNS,), READS, "zone-rdata-invalid", r"hexadecimal digits", r"\\#|TLSA", "ldns takes any hexadecimal digits"),
    Row((LDNS,), READS, "zone-ttl-invalid", r"is not a TTL", r"(?i)^\$TTL", "ldns skips a $TTL that it cannot read"),
    Row((LDNS,), READS, "zone-class-mismatch", r"in a zone of class IN", r"", "ldns reads records of any class"),
    Row((LDNS,), READS, "zone-directive-invalid", r"", r"^\$", "ldns skips a directive that it does not know"),
    Row((NAMED, NSD, LDNS), READS, "zone-encoding", r"NUL byte", r"\0", "no zone file holds a NUL byte on purpose"),
]

DIFFERENCES = DIALECTS + CONTENT + TYPES + LENIENT + [
    Row((LDNS,), REFUSES, "", "", "", "ldns-read-zone reads less than the format: what it refuses matters where another tool does too"),
]

RECORD_DIFFERENCES = [
]
