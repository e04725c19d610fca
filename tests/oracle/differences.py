"""Where this program and a name server's tool may differ on a zone file, and why.

A row allows a difference of verdicts when the tool is among `tools`, its verdict is `peer`, our findings hold `slug`
(if one is given), its output matches `says`, and the file matches `text` (regular expressions; '.' matches newlines).
"""
import collections

Row = collections.namedtuple("Row", "tools peer slug says text why")
RecordRow = collections.namedtuple("RecordRow", "slug text why")

KNOT, NSD, NAMED, LDNS = ("knot",), ("nsd",), ("named",), ("ldns",)

DIFFERENCES = [
    # What this program reads and a server does not: zone-dialect says so where it is written.
    Row(NSD + KNOT, "rejects", "zone-dialect", "", r"(?i)(^|\n)\$GENERATE", "$GENERATE is BIND's"),
    Row(NSD + KNOT, "rejects", "zone-dialect", "nested|too many (left|right)|syntax|parenthes", r"\(", "nested parentheses are BIND's"),
    Row(NSD, "rejects", "zone-dialect", "syntax error", r"\s@(\s|$|\))", "NSD refuses a bare @ as a string of TXT data"),
    Row(NSD + KNOT, "rejects", "zone-dialect", "absolute|FQDN", r"(?i)\$ORIGIN", "a relative $ORIGIN is BIND's"),
    Row(KNOT, "rejects", "zone-dialect", "", r'"[^"\n]*""|[^\s(]"|"[^\s)"]', "Knot wants a blank between strings"),
    Row(KNOT, "rejects", "zone-dialect", "", r'(^|\n)"', "Knot takes no quoted owner"),
    Row(KNOT, "rejects", "zone-dialect", "CRLF|error", r"\r", "Knot 3.2 takes no CRLF line ends"),
    Row(KNOT, "rejects", "zone-dialect", "", r"[\x80-\xff]", "Knot takes no bytes above 127"),
    Row(KNOT, "rejects", "", "unsupported record type|owner is invalid|too many|invalid", r"CLASS1\b", "Knot 3.2 knows no CLASS1"),
    # What a server's tool checks beyond the form of the file; other rules of the run judge it, or none.
    Row(NAMED, "rejects", "", r"invalid NS owner name \(wildcard\)", "", "a wildcard NS has no meaning; no rule reads it"),
    Row(NAMED, "rejects", "", "extra input text", r"\$[A-Za-z]+[^\n]*$", "BIND refuses a directive on a last line without line end"),
    Row(LDNS, "rejects", "", "", "", "ldns-read-zone reads less than the format (multi-line, CLASS, TTL units, $GENERATE ...)"),
]

RECORD_DIFFERENCES = [
]
