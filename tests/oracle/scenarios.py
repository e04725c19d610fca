"""Scenarios for tests/oracle/delivery.py: one domain {d} each, with MX addresses {a} and {b}.

zone	lines after the SOA; policy	as it is served (None: nothing is)
hosts	MX hosts with a certificate (default: mx.{d}, at {a}); mx_certs, host_cert	how the
	certificates differ from right ones; to	the recipient's domain
"""

STS = '_mta-sts IN TXT "v=STSv1; id=1;"'
TLS = '_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tls@example.org"'
HOST = "mta-sts IN A 192.0.2.9"
MX = ["@ IN MX 10 mx", "mx IN A {a}"]
TWO = ["@ IN MX 10 mx", "@ IN MX 20 back", "mx IN A {a}", "back IN A {b}"]
GOOD = "version: STSv1\r\nmode: enforce\r\nmx: mx.{d}\r\nmax_age: 604800\r\n"
ELSE = GOOD.replace("mx: mx", "mx: elsewhere")  # would defer, were it obeyed
BOTH = ["mx.{d}", "back.{d}"]


def row(name, policy=GOOD, mx=None, record=STS, host=HOST, **more):
    lines = (MX if mx is None else mx) + ([record] if isinstance(record, str) else record)
    return {"name": name, "zone": lines + [host, TLS], "policy": policy, **more}


SCENARIOS = [
    # who is covered
    row("covered"),
    row("covered, other letters", GOOD.replace("mx.{d}", "MX.{d}"), ["@ IN MX 10 Mx", "mX IN A {a}"]),
    row("not covered", ELSE),
    row("two, none covered", ELSE, TWO, hosts=BOTH),
    row("two, both covered", GOOD.replace("max", "mx: back.{d}\r\nmax"), TWO, hosts=BOTH),
    row("backup not covered", GOOD, TWO, hosts=BOTH),
    row("primary not covered", GOOD.replace("mx.{d}", "back.{d}"), TWO, hosts=BOTH),
    row("wildcard, one label", GOOD.replace("mx.{d}", "*.{d}")),
    row("wildcard, two labels", GOOD.replace("mx.{d}", "*.{d}"), ["@ IN MX 10 mx.deep", "mx.deep IN A {a}"],
        hosts=["mx.deep.{d}"]),
    row("wildcard, no label", GOOD.replace("mx.{d}", "*.mx.{d}")),
    row("no MX, domain covered", GOOD.replace("mx.{d}", "{d}"), ["@ IN A {a}"], hosts=["{d}"]),
    row("no MX, certificate for another name", GOOD.replace("mx.{d}", "{d}"), ["@ IN A {a}"], hosts=["{d}"],
        mx_certs=[{"names": ["mx.{d}"]}]),
    row("no MX, domain not covered", GOOD, ["@ IN A {a}"], hosts=["{d}"]),
    # modes
    row("testing, not covered", ELSE.replace("enforce", "testing")),
    row("none, not covered", ELSE.replace("enforce", "none")),
    row("testing, self-signed", GOOD.replace("enforce", "testing"), mx_certs=[{"signed": None}]),
    row("none, self-signed", GOOD.replace("enforce", "none"), mx_certs=[{"signed": None}]),
    # the certificate of the MX host
    row("certificate for another name", mx_certs=[{"names": ["www.{d}"]}]),
    row("certificate for the domain", mx_certs=[{"names": ["{d}"]}]),
    row("certificate with a wildcard", mx_certs=[{"names": ["*.{d}"]}]),
    row("certificate with a deeper wildcard", mx_certs=[{"names": ["*.mx.{d}"]}]),
    row("certificate for another host of the pattern", GOOD.replace("mx.{d}", "*.{d}"),
        mx_certs=[{"names": ["www.{d}"]}]),
    row("certificate expired", mx_certs=[{"begin": -60, "days": 30}]),
    row("certificate not yet valid", mx_certs=[{"begin": 30, "days": 30}]),
    row("certificate self-signed", mx_certs=[{"signed": None}]),
    row("certificate of an unknown root", mx_certs=[{"signed": "other"}]),
    row("certificate of an unknown root that is sent", mx_certs=[{"signed": "other", "chain": ["other"]}]),
    row("common name only", mx_certs=[{"names": [], "common": "mx.{d}"}]),
    row("intermediate sent", mx_certs=[{"signed": "between", "chain": ["between"]}]),
    row("intermediate missing", mx_certs=[{"signed": "between"}]),
    row("intermediate and root sent", mx_certs=[{"signed": "between", "chain": ["between", "ca"]}]),
    row("intermediate expired", mx_certs=[{"signed": "between-expired", "chain": ["between-expired"]}]),
    row("intermediate that is no authority", mx_certs=[{"signed": "no-authority", "chain": ["no-authority"]}]),
    row("intermediate for other names", mx_certs=[{"signed": "limited", "chain": ["limited"]}]),
    row("certificate for clients", mx_certs=[{"usage": "clientAuth"}]),
    row("certificate for servers", mx_certs=[{"usage": "serverAuth"}]),
    row("certificate of an authority", mx_certs=[{"authority": True}]),
    row("RSA of 2048 bits", mx_certs=[{"key": "rsa:2048"}]),
    row("RSA of 1024 bits", mx_certs=[{"key": "rsa:1024"}]),
    row("signed with SHA-1", mx_certs=[{"more": ["-sha1"]}]),
    row("backup's certificate expired", GOOD.replace("max", "mx: back.{d}\r\nmax"), TWO, hosts=BOTH,
        mx_certs=[{}, {"begin": -60, "days": 30}]),
    # the record: an invalid one announces nothing
    row("record without id", ELSE, record='_mta-sts IN TXT "v=STSv1;"'),
    row("record with a bad id", ELSE, record='_mta-sts IN TXT "v=STSv1; id=a-b"'),
    row("record in other letters", ELSE, record='_mta-sts IN TXT "v=stsv1; id=1"'),
    row("record of a later version", ELSE, record='_mta-sts IN TXT "v=STSv2; id=1"'),
    row("record not quoted", ELSE, record="_mta-sts IN TXT v=STSv1; id=1"),
    row("record doubled", ELSE, record=[STS, STS.replace("=1", "=2")]),
    row("record missing", ELSE, record=[]),
    row("record at another name", ELSE, record=STS.replace("_mta-sts", "_mta_sts")),
    row("record without blank", ELSE, record='_mta-sts IN TXT "v=STSv1;id=1"'),
    row("record in two strings", ELSE, record='_mta-sts IN TXT "v=STSv1; i" "d=1"'),
    row("record and other text", ELSE, record=[STS, '_mta-sts IN TXT "other"']),
    row("record through an alias", ELSE, record=["_mta-sts IN CNAME sts", 'sts IN TXT "v=STSv1; id=1;"']),
    row("record through an alias to nothing", ELSE, record=["_mta-sts IN CNAME sts"]),
    # the policy: an invalid one is dropped
    row("policy not there", None),
    row("policy empty", ""),
    row("policy with LF", ELSE.replace("\r", "")),
    row("policy with a BOM", "\ufeff" + ELSE),
    row("policy with a blank line", ELSE.replace("mode", "\r\nmode")),
    row("policy with a comment line", ELSE.replace("mode", "# a comment\r\nmode")),
    row("policy without version", ELSE.replace("version: STSv1\r\n", "")),
    row("policy of another version", ELSE.replace("STSv1", "STSv2")),
    row("policy without mode", ELSE.replace("mode: enforce\r\n", "")),
    row("policy with mode Enforce", ELSE.replace("enforce", "Enforce")),
    row("policy with another mode", ELSE.replace("enforce", "enforced")),
    row("policy without max_age", ELSE.replace("max_age: 604800\r\n", "")),
    row("policy with max_age 1w", ELSE.replace("604800", "1w")),
    row("policy with max_age above a year", ELSE.replace("604800", "31557601")),
    row("policy without mx", ELSE.replace("mx: elsewhere.{d}\r\n", "")),
    row("policy with nmx", ELSE.replace("mx:", "nmx:")),
    row("policy with a final dot", GOOD.replace("mx.{d}", "mx.{d}.")),
    row("policy with a list of mx", GOOD.replace("mx.{d}", "mx.{d}, www.{d}")),
    row("policy is HTML", "<!DOCTYPE html>\n<html><body>404</body></html>\n"),
    # the policy host: without it nothing is obeyed
    row("policy host missing", ELSE, host="www IN A 192.0.2.9"),
    row("policy host an alias", ELSE, host="mta-sts IN CNAME www\nwww IN A 192.0.2.9"),
    row("policy host an alias to nothing", ELSE, host="mta-sts IN CNAME www"),
    row("policy host's certificate for another name", ELSE, host_cert={"names": ["www.{d}"]}),
    row("policy host's certificate for the provider", ELSE, host="mta-sts IN CNAME www\nwww IN A 192.0.2.9",
        host_cert={"names": ["www.{d}"]}),
    row("policy host's certificate expired", ELSE, host_cert={"begin": -60, "days": 30}),
    row("policy host's certificate self-signed", ELSE, host_cert={"signed": None}),
    row("policy host's certificate of an unknown root", ELSE, host_cert={"signed": "other"}),
    row("policy host's certificate with a wildcard", ELSE, host_cert={"names": ["*.{d}"]}),
    # MX records that lead nowhere
    row("MX without final dot", GOOD, ["@ IN MX 10 mx.{d}", "mx IN A {a}"]),
    row("MX host without address", GOOD, ["@ IN MX 10 mx", 'mx IN TXT "x"']),
    row("MX host not there", GOOD, ["@ IN MX 10 mx"]),
    row("MX host is an alias, which is covered", GOOD, ["@ IN MX 10 mx", "mx IN CNAME real", "real IN A {a}"]),
    row("MX host is an address", GOOD, ["@ IN MX 10 198.51.100.1", "mx IN A {a}"]),
    row("wildcard MX, blocked", GOOD, ["@ IN MX 10 mx", "* IN MX 10 mx", "mx IN A {a}",
                                       '_smtp._tls.shop IN TXT "v=TLSRPTv1; rua=mailto:tls@example.org"'],
        to="shop.{d}"),
]

# Scenarios where Postfix with postfix-mta-sts-resolver does otherwise than we say, and why.
DIFFERENCES = {
    "backup not covered": "mail goes to the host that is covered; the other one is refused while that is down",
    "primary not covered": "likewise: refused there, delivered to the backup",
    "backup's certificate expired": "likewise",
    "wildcard, two labels": "lax: postfix-mta-sts-resolver hands '.NAME' to Postfix, which matches any depth "
                            "and only the certificate; RFC 8461 4.1 and all other senders match one label",
    "testing, not covered": "mail flows in mode testing; it is an error all the same when no host matches at "
                            "all, since enforce would then stop all mail",
    "certificate for another host of the pattern": "lax: the certificate is matched with the policy's patterns "
                                                   "(Postfix before 3.10.5) and not with the host's name; mox, "
                                                   "go-mtasts, chasquid and others refuse it",
    "common name only": "lax: OpenSSL falls back to the common name; RFC 8461 4.2 does not, nor do senders "
                        "in Go and Rust",
    "certificate of an authority": "lax: OpenSSL takes an authority's certificate for a server's; webpki and "
                                   "NSS do not",
    "record with a bad id": "lax: takes any id; mox, tlspol and aykevl drop the record",
    "policy with a blank line": "lax: skips it; mox, go-mtasts and tlspol drop the policy",
    "policy with a comment line": "lax: skips lines without colon; mox, go-mtasts and tlspol drop the policy",
    "policy with a final dot": "takes the value as it is, and never matches it; mox drops the policy, others "
                               "match it: mail waits at this sender, and the message says who does what",
    "policy with a list of mx": "takes the line as one name, which Postfix cannot use: mail waits at this "
                                "sender; mox and tlspol drop the policy",
}
