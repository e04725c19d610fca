#!/usr/bin/env python3
"""The same bytes come out for every number of threads, and in every process.

Over all of testdata, over repositories written from a seed (faults, and includes that zones share), and
over more faults than are kept for one file: which of them are kept is no matter of chance.
"""
import os
import random
import sys
import tempfile

from support import Suite, TOP, difference, run, write_files

TESTDATA = os.path.join(TOP, "testdata")
JOBS = ("1", "2", "8")
SOA = ("$ORIGIN {0}.\n$TTL 3600\n@ IN SOA ns1 hostmaster 1 14400 3600 1209600 600\n@ IN NS ns1\n"
       "ns1 IN A 192.0.2.53\n")
# What zones and policies are made of: lines that are right, and lines that are not.
LINES = ["mail IN A 192.0.2.1\n", "@ IN MX 10 mail\n", "@ IN MX 20 mail.{0}\n", "@ IN MX 30 {0}.\n",
         "*.sub IN MX 10 mail\n", "mta-sts.x.sub IN A 192.0.2.9\n", "mta-sts IN A 192.0.2.9\n",
         "mta-sts IN CNAME www\n", '_mta-sts IN TXT "v=STSv1; id=1"\n', '_mta-sts IN TXT "v=STSv1; id=a_b;"\n',
         "_mta-sts IN TXT v=STSv1; id=1\n", '_mta_sts IN TXT "v=STSv1; id=1;"\n', '_mta-sts IN CNAME elsewhere\n',
         '_smtp._tls IN TXT "v=TLSRPTv1; rua=mailto:a@{0}"\n', '_smtp._tls IN TXT "v=TLSRPTv1;rua=a@{0}"\n',
         "$INCLUDE shared0\n", "$INCLUDE shared1\n", "$INCLUDE own-{0}\n", "$INCLUDE none\n", "broken (\n",
         "child IN NS ns.child\n", "x.child IN MX 10 mail\n", 'apex IN TXT "v=STSv1; id=1"\n']
FIELDS = ["version: STSv1\n", "mode: enforce\n", "mode: testing\n", "mode: enforced\n", "mx: mail.{0}\n",
          "mx: *.{0}\n", "mx: mail.{0}.\n", "max_age: 604800\n", "max_age: 1d\n", "\n", "max-age: 1\n"]


def outcome(directory, jobs):
    done = run(["lint", "-f", "concise", "-j", jobs, "--level", "mx-unprotected=info", "."], directory)
    return done.stdout + done.stderr + str(done.returncode)


def check_jobs(suite, name, directory):
    expected = outcome(directory, JOBS[0])
    for jobs in JOBS[1:]:
        suite.check(f"{name}, -j {jobs}", difference(expected, outcome(directory, jobs)))
    return expected


def repository(source):
    """Files of some dozen domains, some of which include files of their own or of all."""
    files = {f"zones/shared{i}": "".join(source.sample(LINES[:15], 4)).replace("{0}", "example.com")
             for i in range(2)}
    for number in range(source.randrange(1, 80)):
        domain = f"d{number}.example"
        lines = "".join(source.sample(LINES, source.randrange(len(LINES))))
        fields = "".join(source.sample(FIELDS, source.randrange(len(FIELDS))))
        head = SOA if source.random() < 0.9 else "$ORIGIN {0}.\n"
        files[f"zones/{domain}.zone"] = (head + lines).replace("{0}", domain)
        files[f"zones/own-{domain}"] = 'extra IN TXT "v=STSv1; id=1"\n@ IN MX 1 mail.none\n'
        files[f"mta-sts.{domain}/mta-sts.txt"] = fields.replace("{0}", domain)
    return files


def flood(count):
    """A zone of so many faulty records, at as many names."""
    return SOA.format("example.com") + "".join(
        f'_mta-sts.n{number} IN TXT "v=STSv1; id=-{number}"\nx.n{number} IN MX 1 mail.x\n'
        for number in range(count))


def main():
    suite = Suite()
    check_jobs(suite, "testdata", TESTDATA)
    for seed in range(20):
        with tempfile.TemporaryDirectory() as directory:
            write_files(directory, repository(random.Random(f"jobs {seed}")))
            check_jobs(suite, f"repository {seed}", directory)
    with tempfile.TemporaryDirectory() as directory:
        write_files(directory, {"example.com.zone": flood(12000)})
        expected = check_jobs(suite, "flood", directory)
        suite.check("flood, another process", difference(expected, outcome(directory, "1")))
        suite.check("flood, the bound is said",
                    "" if "further ones are not shown" in expected else "it is not")
    suite.finish()


if __name__ == "__main__":
    sys.exit(main())
