"""Zone files made from a seed: every production of the master file format, and breakage of it.

zone(seed) returns (text, what): the bytes of a zone for the origin example.com, and the name of the
breakage put in, or "" for a zone that was not broken on purpose. Zones include INCLUDED, which lies beside them.
"""
import random

LABELS = ["a", "b", "mail", "mx1", "mx2", "www", "ns", "sub", "deep", "x-y", "_mta-sts", "_smtp", "_tls", "_25",
          "_tcp", "*", "60", "in", "mx", "1d", "txt", r"a\.b", r"a\046c", r"\052", "UPPER", "xn--caf-dma", r"q\ t",
          r"\@", r"s\;c", r"p\(x\)"]
UNITS = "wdhmsWDHMS"
TEXTS = ["v=STSv1; id=1", "v=TLSRPTv1; rua=mailto:a@example.net", "plain", "", "a;b", "x (y) z", r"\"quoted\"",
         r"back\\slash", r"\000\255\065", "tab\there", "@", "v=spf1 -all", "k" * 255]


INCLUDED = {
    "plain.inc": b'part A 192.0.2.77\n  TXT "of a part"\n',
    "ttl.inc": b"$TTL 77\nlater MX 5 mail\n",
    "origin.inc": b"$ORIGIN within.example.com.\n@ A 192.0.2.78\nhost 60 AAAA 2001:db8::78 ; no line end follows",
}


class Maker:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.alone = False  # the owner so far may not be inherited: it has a CNAME

    def pick(self, *choices):
        return self.r.choice(choices)

    def maybe(self, text, odds=0.5):
        return text if self.r.random() < odds else ""

    def blank(self):
        return self.pick(" ", "\t", "  ", " \t ", "\t\t")

    def ttl(self):
        if self.r.random() < 0.5:
            return str(self.pick(0, 1, 60, 300, 3600, 86400, 604800, 2147483647))
        units = self.r.sample("wdhms", self.r.randint(1, 3))
        return "".join(f"{self.r.randint(1, 30)}{u if self.r.random() < .7 else u.upper()}" for u in units)

    def relative(self):
        return ".".join(self.r.choice(LABELS) if i else self.pick(*LABELS) for i in range(self.r.choice([1, 1, 1, 2, 3])))

    def name(self, wild=True):
        choice = self.r.random()
        if choice < 0.1:
            return "@"
        if choice < 0.25:
            return self.relative() + ".example.com."
        if choice < 0.3:
            return self.relative() + ".Example.COM."
        return self.relative()

    def target(self):
        choice = self.r.random()
        if choice < 0.08:
            return "."
        if choice < 0.3:
            return self.pick("mail.example.net.", "mx.example.org.", "a.b.c.example.")
        return self.name()

    def string(self):
        text = self.r.choice(TEXTS)
        if self.r.random() < 0.75:
            return '"' + text + '"'
        bare = "".join("\\" + c if c in ' ;()"\t' else c for c in text.replace('\\"', "q"))
        return bare or '""'

    def rdata(self):
        r = self.r
        kind = r.choice(["A", "AAAA", "MX", "MX", "TXT", "TXT", "TXT", "TLSA", "CNAME", "NS", "CAA", "SRV", "TYPE65280", "HINFO",
                         "DNAME", "TXT#", "MX#", "A#", "TYPE16", "TYPE15", "PTR", "SSHFP"])
        if kind == "A":
            return "A", f"192.0.2.{r.randint(0, 255)}"
        if kind == "A#":
            return self.pick("A", "TYPE1"), r"\# 4 C0000201"
        if kind == "AAAA":
            return "AAAA", self.pick("2001:db8::1", "2001:DB8:0:0:0:0:0:2", "::", "::ffff:192.0.2.1", "2001:db8:1:2:3:4:5:6")
        if kind in ("MX", "TYPE15"):
            return kind, f"{self.pick(0, 5, 10, 65535)}{self.blank()}{self.target()}"
        if kind == "MX#":
            return self.pick("MX", "TYPE15"), r"\# 7 000A 036D 783100"
        if kind in ("TXT", "TYPE16"):
            return kind, self.blank().join(self.string() for _ in range(r.choice([1, 1, 1, 2, 3, 6])))
        if kind == "TXT#":
            return self.pick("TXT", "TYPE16"), self.pick(r"\# 5 0461626364", r"\# 5 04 6162 63 64", r"\# 1 00")
        if kind == "TLSA":
            digest = "".join(r.choice("0123456789abcdefABCDEF") for _ in range(64))
            return "TLSA", f"{self.pick(0, 1, 2, 3)} {self.pick(0, 1)} 1 " + self.pick(digest, digest[:10] + " " + digest[10:])
        if kind == "NS":
            return kind, self.pick("ns", "ns.example.com.", "ns.example.net.")
        if kind in ("CNAME", "DNAME", "PTR"):
            return kind, self.target()
        if kind == "CAA":
            return "CAA", f'{self.pick(0, 128)} {self.pick("issue", "iodef", "issuewild")} "{self.pick("ca.example.net", ";", "mailto:a@example.com")}"'
        if kind == "SRV":
            return "SRV", f"0 5 443 {self.target()}"
        if kind == "HINFO":
            return "HINFO", '"PC" "Linux"'
        if kind == "SSHFP":
            return "SSHFP", "1 1 " + "ab" * 20
        return kind, self.pick(r"\# 0", r"\# 3 abcdef", r"\# 3 ab cd ef")

    def wrap(self, rdata):
        """Parentheses, comments and line breaks around the blanks of RDATA that are outside quotes."""
        if self.r.random() < 0.75:
            return rdata
        parts, quoted, word = [], False, ""
        escaped = False
        for c in rdata:
            if escaped:
                word += c
                escaped = False
                continue
            escaped = c == "\\"
            if c == '"':
                quoted = not quoted
            if c in " \t" and not quoted:
                parts.append(word)
                word = ""
            else:
                word += c
        parts.append(word)
        parts = [p for p in parts if p]
        out = "( " + parts[0]
        for p in parts[1:]:
            out += self.pick(" ", "\n\t", " ; comment (\n", '\n  ; a "line"\n ', "\n") + p
        return out + self.pick(" )", ")", "\n)", " ; end\n\t)")

    def record(self, owner=None):
        kind, rdata = self.rdata()
        if owner is None:
            owner = self.name() if self.r.random() < 0.8 or self.alone else ""
        self.alone = kind == "CNAME"
        if self.alone:
            owner = f"alias{self.r.randint(0, 10 ** 6)}"
        if kind == "DNAME":
            owner = f"moved{self.r.randint(0, 10 ** 6)}"
        if kind == "NS" and self.r.random() < 0.5:
            owner = self.pick("sub", "cut", "@", "deleg.deep")
        middle = [self.maybe(self.ttl()), self.maybe(self.pick("IN", "IN", "IN", "in", "in", "CLASS1"), 0.4)]
        self.r.shuffle(middle)
        kind = kind if self.r.random() < 0.8 else kind.lower()
        fields = [f for f in middle if f] + [kind, self.wrap(rdata)]
        line = owner
        for f in fields:
            line += self.blank() + f
        return line + self.maybe(self.pick(" ; comment", ";x", "\t; (\"unbalanced", " "), 0.15)

    def directive(self):
        choice = self.r.random()
        if choice < 0.4:
            return self.pick("$TTL ", "$ttl\t", "$Ttl ") + self.ttl() + self.maybe(" ; default", 0.3)
        if choice < 0.8:
            return self.pick("$ORIGIN ", "$origin ") + self.pick("example.com.", "sub2.example.com.", "Example.Com.", "z.y.example.com.")
        if choice < 0.9:
            self.alone = True  # NSD would go on with the last owner of the included file
            return self.pick("$INCLUDE ", "$include\t") + self.r.choice(sorted(INCLUDED)) + self.pick(
                "", " ; a comment", " in.example.com.")
        low = self.r.randint(0, 5)
        return f"$GENERATE {low}-{low + self.r.randint(0, 4)}{self.pick('', '/1', '/2')} " + self.pick(
            "host$ A 192.0.2.$", "h${0,3,d} 60 IN A 192.0.2.1${0,1,d}", "g-$ CNAME host$", 'm$ MX "10 mx${0,2,d}"', "t-${1,2,x} TXT text$",
            r"d\$$ A 192.0.2.7", "n${0,4,n} A 192.0.2.8", "o${-1,2,o} A 192.0.2.9")

    def lines(self):
        soa_style = self.r.random()
        soa = "ns root 1 3600 600 86400 300" if soa_style < 0.5 else "ns.example.com. root (\n 2026010101 ; serial\n 1h 10m\n 1w 5m )"
        head = [self.maybe("$TTL 1h", 0.6), self.maybe("; a comment", 0.3), self.maybe("$ORIGIN example.com.", 0.5),
                f"{self.pick('@', 'example.com.')} {self.maybe('IN ')}SOA {soa}", f"{self.pick('@', '')} NS ns", "ns A 192.0.2.53"]
        body = []
        for _ in range(self.r.randint(3, 25)):
            choice = self.r.random()
            if choice < 0.08:
                body.append(self.directive())
            elif choice < 0.14:
                body.append(self.pick("", "   ", "; only a comment", "\t; indented comment", ";(\"("))
            else:
                body.append(self.record())
        return [l for l in head if l] + body


# Each takes (maker, lines) and breaks the zone in one place.
BREAKAGE = {
    "quote-open": lambda m, b: 'q TXT "open',
    "quote-newline": lambda m, b: 'q TXT "two\nlines"',
    "paren-open": lambda m, b: "p TXT ( one two",
    "paren-close": lambda m, b: "p TXT one )",
    "paren-nested": lambda m, b: "p TXT ( one ( two ) three )",
    "escape-256": lambda m, b: r'e TXT "\256"',
    "escape-short": lambda m, b: r"e TXT \1a",
    "escape-name": lambda m, b: r"e\300x A 192.0.2.1",
    "label-long": lambda m, b: "l" * 64 + " A 192.0.2.1",
    "name-long": lambda m, b: ".".join(["n" * 50] * 5) + " A 192.0.2.1",
    "label-empty": lambda m, b: "a..b A 192.0.2.1",
    "dot-leading": lambda m, b: ".a A 192.0.2.1",
    "ttl-tail": lambda m, b: "t 1h30 A 192.0.2.1",
    "ttl-twice": lambda m, b: "t 60 IN 60 A 192.0.2.1",
    "class-twice": lambda m, b: "t IN 60 IN A 192.0.2.1",
    "ttl-huge": lambda m, b: "t 2147483648 A 192.0.2.1",
    "ttl-repeat": lambda m, b: "t 1h1h A 192.0.2.1",
    "type-unknown": lambda m, b: "u BOGUS data",
    "type-number": lambda m, b: "u TYPE65536 \\# 0",
    "class-other": lambda m, b: "c CH TXT chaos",
    "class-number": lambda m, b: "c CLASS3 TXT chaos",
    "address-bad": lambda m, b: "a A 192.0.2.256",
    "address-short": lambda m, b: "a A 192.0.2",
    "address6-bad": lambda m, b: "a AAAA 2001:db8:::1",
    "mx-preference": lambda m, b: "m MX 65536 mail",
    "mx-quoted": lambda m, b: 'm MX "10" mail',
    "mx-missing": lambda m, b: "m MX 10",
    "mx-extra": lambda m, b: "m MX 10 mail more",
    "txt-none": lambda m, b: "t TXT",
    "txt-256": lambda m, b: 't TXT "' + "x" * 256 + '"',
    "txt-255": lambda m, b: 't TXT "' + r"\120" * 255 + '"',
    "txt-adjacent": lambda m, b: 't TXT "a""b"',
    "txt-glued": lambda m, b: 't TXT a"b c"d',
    "txt-at": lambda m, b: "t TXT @",
    "generic-length": lambda m, b: r"g TXT \# 9 0461626364",
    "generic-odd": lambda m, b: r"g TYPE65281 \# 2 abc",
    "generic-hex": lambda m, b: r"g TYPE65281 \# 2 xyzw",
    "generic-quoted": lambda m, b: r'g TYPE65281 "\#" 0',
    "tlsa-hex": lambda m, b: "_25._tcp.a TLSA 3 1 1 abc",
    "tlsa-range": lambda m, b: "_25._tcp.a TLSA 256 1 1 ab",
    "soa-again": lambda m, b: "@ SOA other root 9 9 9 9 9",
    "soa-below": lambda m, b: "below SOA ns root 1 1 1 1 1",
    "cname-other": lambda m, b: "cc CNAME a\ncc A 192.0.2.1",
    "cname-two": lambda m, b: "cc CNAME a\ncc CNAME b",
    "outside": lambda m, b: "out.example.net. A 192.0.2.1",
    "directive-unknown": lambda m, b: "$BOGUS x",
    "directive-indented": lambda m, b: " $TTL 60",
    "origin-missing": lambda m, b: "$ORIGIN",
    "origin-relative": lambda m, b: "$ORIGIN rel\nx A 192.0.2.1\n$ORIGIN example.com.",
    "ttl-directive-bad": lambda m, b: "$TTL x",
    "generate-reversed": lambda m, b: "$GENERATE 5-1 g$ A 192.0.2.1",
    "generate-step": lambda m, b: "$GENERATE 1-5/0 g$ A 192.0.2.1",
    "include-missing": lambda m, b: "$INCLUDE missing.inc",
    "owner-quoted": lambda m, b: '"q1" A 192.0.2.1',
    "owner-dollar": lambda m, b: r"\$x A 192.0.2.1",
    "rdata-trailing": lambda m, b: "a A 192.0.2.1 192.0.2.2",
    "no-type": lambda m, b: "nt 60 IN",
    "owner-only": lambda m, b: "lonely",
    "vertical-tab": lambda m, b: "v\x0bt A 192.0.2.1",
    "carriage": lambda m, b: "c\rr A 192.0.2.1",
    "high-byte": lambda m, b: 'h TXT "caf\xe9"',
    "ttl-sign": lambda m, b: m.pick("t -1 A 192.0.2.1", "t +60 A 192.0.2.1", "t 1.5h A 192.0.2.1"),
    "ttl-unit": lambda m, b: "t h A 192.0.2.1",
    "tlsa-empty": lambda m, b: "_25._tcp.a TLSA 3 1 1",
    "generic-known": lambda m, b: m.pick(r"a A \# 3 C00002", r"m MX \# 2 000A", r"t TXT \# 3 056162", r"c CNAME \# 3 016100",
                                         r"c CNAME \# 2 0161", r"t TXT \# 0", r"t TXT \# text"),
    "generic-not": lambda m, b: "g TYPE65281 abc",
    "generic-huge": lambda m, b: r"g TYPE65281 \# 65536 00",
    "class-any": lambda m, b: "c ANY A 192.0.2.1",
    "owner-strange": lambda m, b: m.pick("x!y", "a'b", "x@y", "\xfcber", "[x]") + " A 192.0.2.1",
    "target-strange": lambda m, b: "t CNAME " + m.pick("x!y", "a'b", "x@y", "\xfcber"),
    "mail-address": lambda m, b: "@ RP root@example.com. .",
    "origin-at": lambda m, b: "$ORIGIN @",
    "origin-quoted": lambda m, b: '$ORIGIN "example.com."',
    "include-at": lambda m, b: "$INCLUDE plain.inc @\nx A 192.0.2.1",
    "include-quoted": lambda m, b: '$INCLUDE "plain.inc"\nx A 192.0.2.1',
    "include-owner": lambda m, b: "$INCLUDE plain.inc\n  A 192.0.2.1",
    "soa-first-again": lambda m, b: next(line for line in b if " SOA " in line or "\tSOA " in line),
    "mark": lambda m, b: "\xef\xbb\xbfbom A 192.0.2.1",
    "txt-control": lambda m, b: 't TXT "a\x07b"',
    "aaaa-short": lambda m, b: m.pick("a AAAA 2001:db8", "a AAAA ::1::", "a AAAA 1:2:3:4:5:6:7:8:9", "a AAAA 192.0.2.1", "a AAAA fe80::1%eth0"),
    "address-form": lambda m, b: m.pick("a A 192.0.2.01", "a A 192.0.2.1.", "a A 0xC0000201", "a A 3221225985", "a A 192.0.2.1/24"),
    "nul": lambda m, b: 'n TXT "a\0b"',
}


def zone(seed):
    m = Maker(seed)
    lines = m.lines()
    what = ""
    if seed % 2:
        what = m.r.choice(sorted(BREAKAGE))
        lines.insert(m.r.randint(4, len(lines)), BREAKAGE[what](m, lines))
    text = "\n".join(lines) + m.pick("\n", "\n", "\n", "")
    if m.r.random() < 0.1:
        text = text.replace("\n", "\r\n")
    data = text.encode("latin-1")
    if seed % 10 == 9:
        what = "mutated"
        data = bytearray(data)
        for _ in range(m.r.randint(1, 4)):
            at = m.r.randrange(len(data))
            action = m.r.random()
            byte = m.r.choice(b' \t\n\r"();\\.$@*0aZ\x00\xff')
            if action < 0.4:
                data[at] = byte
            elif action < 0.7:
                data.insert(at, byte)
            else:
                del data[at]
        data = bytes(data)
    return data, what
