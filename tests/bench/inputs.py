"""The inputs of the benchmarks, written from a seed: the same bytes on every machine.

    tld/N.zone      a delegation zone like a top-level domain's: NS, glue, some DS
    hosting/N.zone  a hosting zone: A, MX, TXT, CNAME, and DKIM keys in parentheses
    dump/N.zone     the hosting zone as BIND dumps it: $ORIGIN per name, owners inherited, SOA on many lines
    many/N/         a git work tree of N small zones, each with the records and the policy of MTA-STS
"""
import base64
import json
import os
import random
import subprocess

SEED = 8461
MB = 1000 * 1000
WORDS = ("acorn amber basil birch cedar clover copper dale ember fern flint frost garnet hazel heron indigo "
         "ivory jasper juniper kelp larch linden maple moss nettle oak olive onyx opal pine quartz reed robin "
         "rowan sage sorrel spruce thistle umber violet willow wren yarrow").split()
SOA = ("{apex} 3600 IN SOA ns1.{apex} hostmaster.{apex} 2026040301 14400 3600 1209600 600\n"
       "{apex} 3600 IN NS ns1.{apex}\n{apex} 3600 IN NS ns2.{apex}\n"
       "ns1.{apex} 3600 IN A 192.0.2.53\nns2.{apex} 3600 IN A 198.51.100.53\n")


def label(source, number):
    """A new label each time, of the lengths that people register."""
    return f"{source.choice(WORDS)}{source.choice(('', '-', source.choice(WORDS)))}{number}"


def address(source):
    return f"{source.choice(('192.0.2', '198.51.100', '203.0.113'))}.{source.randrange(1, 255)}"


def delegation(source, number):
    """One name of a top-level domain's zone: text, records that are kept, names.

    Of a large file nothing is kept that is read again when it is asked for: addresses, aliases, delegations.
    """
    name = f"{label(source, number)}.example."
    if source.random() < 0.25:
        lines = [f"{name} 172800 IN NS ns{i}.{name}\n" for i in (1, 2)]
        lines += [f"ns{i}.{name} 172800 IN A {address(source)}\n" for i in (1, 2)]
        lines += [f"ns1.{name} 172800 IN AAAA 2001:db8:{source.randrange(65536):x}::53\n"]
    else:
        host = f"{source.choice(WORDS)}{source.randrange(5000)}.net."
        lines = [f"{name} 172800 IN NS ns{i}.{host}\n" for i in (1, 2)]
    own = len(lines) > 2
    if source.random() < 0.1:
        lines.append(f"{name} 86400 IN DS {source.randrange(65536)} 8 2 {source.randbytes(32).hex()}\n")
    return "".join(lines), 0, 3 if own else 1


def key_strings(source):
    """A DKIM key as two strings."""
    text = "v=DKIM1; k=rsa; p=" + base64.b64encode(source.randbytes(294)).decode()
    return text[:250], text[250:]


def hosting(source, number):
    """One customer of a hosting zone: likewise."""
    name = f"{label(source, number)}.example."
    first, second = key_strings(source)
    return (f"{name} 3600 IN A {address(source)}\n"
            f"{name} 3600 IN MX 10 mail{source.randrange(50)}.example.\n"
            f'{name} 3600 IN TXT "v=spf1 mx include:_spf.example.net -all"\n'
            f"www.{name} 3600 IN CNAME {name}\n"
            f"ftp.{name} 3600 IN A {address(source)}\n"
            f'_dmarc.{name} 3600 IN TXT "v=DMARC1; p=none; rua=mailto:dmarc@{name[:-1]}"\n'
            f's1._domainkey.{name} 3600 IN TXT ( "{first}"\n\t\t"{second}" )\n'), 1, 6


def dump(source, number):
    """The same as BIND writes it."""
    name = label(source, number)
    first, second = key_strings(source)
    return (f"{name:<24}A\t{address(source)}\n"
            f"\t\t\tMX\t10 mail{source.randrange(50)}.example.\n"
            f'\t\t\tTXT\t"v=spf1 mx include:_spf.example.net -all"\n'
            f"$ORIGIN {name}.example.\n"
            f'_dmarc\t\t\tTXT\t"v=DMARC1; p=none; rua=mailto:dmarc@{name}.example"\n'
            f"ftp\t\t\tA\t{address(source)}\n"
            f"www\t\t\tCNAME\t{name}.example.\n"
            f"$ORIGIN _domainkey.{name}.example.\n"
            f's1\t\t\tTXT\t( "{first}"\n\t\t\t\t"{second}" )\n'
            f"$ORIGIN example.\n"), 1, 6


DUMP_HEAD = """\
$ORIGIN .
$TTL 3600	; 1 hour
example			IN SOA	ns1.example. hostmaster.example. (
				2026040301 ; serial
				14400      ; refresh (4 hours)
				3600       ; retry (1 hour)
				1209600    ; expire (2 weeks)
				600        ; minimum (10 minutes)
				)
			NS	ns1.example.
			NS	ns2.example.
$ORIGIN example.
ns1			A	192.0.2.53
ns2			A	198.51.100.53
"""
ZONES = {
    "tld": (SOA.format(apex="example."), delegation),
    "hosting": (SOA.format(apex="example."), hosting),
    "dump": (DUMP_HEAD, dump),
}


def write_zone(path, kind, size):
    """Writes a zone of about SIZE bytes, and beside it how many records and names a lint keeps of it."""
    head, one = ZONES[kind]
    source = random.Random(f"{SEED} {kind}")
    number, written, records, names = 0, len(head), 5, 4
    with open(path + ".new", "w", encoding="ascii") as out:
        out.write(head)
        while written < size:
            text, more, named = one(source, number)
            number, written = number + 1, written + len(text)
            records, names = records + more, names + named
            out.write(text)
    with open(path + ".json", "w", encoding="ascii") as out:
        json.dump({"records": records, "names": names}, out)
    os.replace(path + ".new", path)


# What is kept of a small zone: all records but the SPF text; its names and their ancestors but the root.
SMALL_RECORDS, SMALL_NAMES = 14, 12


def small_zone(source, domain):
    return (f"$ORIGIN {domain}.\n$TTL 3600\n"
            f"@ IN SOA ns1.{domain}. hostmaster.{domain}. ( 2026040301 14400 3600 1209600 600 )\n"
            f"@ IN NS ns1\n@ IN NS ns2\nns1 IN A {address(source)}\nns2 IN A {address(source)}\n"
            f"@ IN A {address(source)}\n@ IN MX 10 mail\n@ IN MX 20 backup\n"
            f'@ IN TXT "v=spf1 mx -all"\nwww IN CNAME @\n'
            f"mail IN A {address(source)}\nbackup IN A {address(source)}\nmta-sts IN A {address(source)}\n"
            f'_mta-sts IN TXT "v=STSv1; id=2026040301"\n'
            f'_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:tlsrpt@{domain}"\n')


def small_policy(domain):
    return f"version: STSv1\nmode: enforce\nmx: mail.{domain}\nmx: backup.{domain}\nmax_age: 1209600\n"


# What is kept of a mail domain in a zone of many: MX, the two texts, the address of the policy's host.
DOMAIN_RECORDS, DOMAIN_NAMES = 4, 5


def domain(number):
    name = f"customer{number}.example."
    return (f"{name} A 192.0.2.1\n{name} MX 10 mail.example.\n"
            f'_mta-sts.{name} TXT "v=STSv1; id=20260101"\nmta-sts.{name} A 192.0.2.80\n'
            f'_smtp._tls.{name} TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.net"\n')


def domains(top, count):
    """The path of a zone of COUNT mail domains, which is written if it is not there."""
    path = f"{top}/domains/{count}.zone"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path):
        put(path, "$TTL 3600\n" + SOA.format(apex="example.") + "mail.example. A 192.0.2.25\n"
            + "".join(map(domain, range(count))))
    return path


def put(path, text):
    os.makedirs(os.path.dirname(path), exist_ok=True)
    with open(path, "w", encoding="ascii") as out:
        out.write(text)


def write_many(directory, count):
    """Writes COUNT zones with their policies, and adds them to a git repository."""
    source = random.Random(f"{SEED} many")
    for number in range(count):
        domain = f"{label(source, number)}.example"
        put(f"{directory}/zones/{domain}.zone", small_zone(source, domain))
        put(f"{directory}/mta-sts.{domain}/.well-known/mta-sts.txt", small_policy(domain))
    for arguments in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", directory, *arguments], check=True)


def octodns_zone(source, domain):
    """The same kind of zone as small_zone(), as octoDNS has it."""
    return f"""---
'':
  - type: MX
    ttl: 3600
    values:
      - {{ preference: 10, exchange: mx1.{domain}. }}
      - {{ preference: 20, exchange: mx2.{domain}. }}
  - {{ type: TXT, value: v=spf1 mx -all }}
_mta-sts: {{ type: TXT, value: v=STSv1\\; id={source.randrange(10 ** 14):014} }}
_smtp._tls: {{ type: TXT, value: 'v=TLSRPTv1\\; rua=mailto:tlsrpt@{domain}' }}
mta-sts: {{ type: A, value: {address(source)} }}
mx1: {{ type: A, value: {address(source)} }}
mx2: {{ type: A, values: [{address(source)}, {address(source)}] }}
www: {{ type: CNAME, value: {domain}. }}
"""


def write_octodns(directory, count):
    """Writes COUNT zones of octoDNS, and adds them to a git repository."""
    source = random.Random(f"{SEED} octodns")
    for number in range(count):
        domain = f"{label(source, number)}.example"
        put(f"{directory}/zones/{domain}.yaml", octodns_zone(source, domain))
    for arguments in (["init", "-q"], ["add", "-A"]):
        subprocess.run(["git", "-C", directory, *arguments], check=True)


def octodns(top, count):
    """The path of such a work tree, which is written if it is not there."""
    path = f"{top}/octodns/{count}"
    if not os.path.exists(f"{path}/.git/index"):
        write_octodns(path, count)
    return path


def zone(top, kind, size):
    """The path of such a zone, which is written if it is not there, and the counts of write_zone()."""
    path = f"{top}/{kind}/{size}.zone"
    os.makedirs(os.path.dirname(path), exist_ok=True)
    if not os.path.exists(path):
        write_zone(path, kind, size)
    with open(path + ".json", encoding="ascii") as counts:
        return path, json.load(counts)


def many(top, count):
    """The path of such a work tree, likewise."""
    path = f"{top}/many/{count}"
    if not os.path.exists(f"{path}/.git/index"):
        write_many(path, count)
    return path
