#!/usr/bin/env python3
"""wheel.py VERSION HOMEPAGE ROOT OUT: a Python wheel of the program without shared libraries.

ROOT holds the program and the terms of use, and the wheel is written to the directory OUT. It has no
Python code: pip puts the program beside the python of the environment.
"""
import base64
import hashlib
import os
import platform
import sys
import time
import zipfile

METADATA = """Metadata-Version: 2.1
Name: mtasts
Version: {version}
Summary: Linter and generator for MTA-STS and SMTP TLS reporting
Home-page: {homepage}
License: MIT
"""
WHEEL = """Wheel-Version: 1.0
Generator: mtasts {version}
Root-Is-Purelib: false
Tag: {tag}
"""


def files_of(version, homepage, root, tag):
    """(name in the wheel, mode, bytes)"""
    info = f"mtasts-{version}.dist-info"
    with open(os.path.join(root, "mtasts"), "rb") as program:
        yield f"mtasts-{version}.data/scripts/mtasts", 0o755, program.read()
    licenses = ["LICENSE"] + [f"licenses/{name}" for name in os.listdir(os.path.join(root, "licenses"))]
    for name in sorted(licenses):
        with open(os.path.join(root, name), "rb") as text:
            yield f"{info}/{name}", 0o644, text.read()
    yield f"{info}/METADATA", 0o644, METADATA.format(version=version, homepage=homepage).encode()
    yield f"{info}/WHEEL", 0o644, WHEEL.format(version=version, tag=tag).encode()


def add(wheel, name, mode, data):
    when = time.gmtime(max(int(os.environ["SOURCE_DATE_EPOCH"]), 315532800))[:6]  # zip begins in 1980
    entry = zipfile.ZipInfo(name, when)
    entry.create_system = 3  # Unix, whose modes these are
    entry.external_attr = (0o100000 | mode) << 16
    entry.compress_type = zipfile.ZIP_DEFLATED
    wheel.writestr(entry, data, compresslevel=9)


def main():
    version, homepage, root, out = sys.argv[1:]
    tag = f"py3-none-linux_{platform.machine()}"
    os.makedirs(out, exist_ok=True)
    path = os.path.join(out, f"mtasts-{version}-{tag}.whl")
    record = ""
    with zipfile.ZipFile(path + ".new", "w") as wheel:
        for name, mode, data in files_of(version, homepage, root, tag):
            digest = base64.urlsafe_b64encode(hashlib.sha256(data).digest()).rstrip(b"=").decode()
            record += f"{name},sha256={digest},{len(data)}\n"
            add(wheel, name, mode, data)
        name = f"mtasts-{version}.dist-info/RECORD"
        add(wheel, name, 0o644, f"{record}{name},,\n".encode())
    os.rename(path + ".new", path)


if __name__ == "__main__":
    sys.exit(main())
