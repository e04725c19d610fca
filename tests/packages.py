#!/usr/bin/env python3
"""The packages where nothing else is. Run by `make check-packages`; needs root, and a network for Debian.

Two directories give the same bytes; lintian finds nothing; in a Debian 12 of debootstrap, which is kept in
the directory of the packages, the .deb installs with what it needs, lints the demo and shows its manual;
the static program runs where there is nothing but it; pip and pre-commit take the wheel offline.
"""
import glob
import hashlib
import os
import shlex
import shutil
import subprocess
import sys
import tempfile

from support import Suite, TOP, environment, write_files

SUITE = Suite()
MIRROR = os.environ.get("DEBIAN_MIRROR", "")  # debootstrap's own, if none is given
DEMO = os.path.join(TOP, "testdata", "demo")
GEN = ["gen", "example.com", "--mx", "mx1.example.net", "--host", "192.0.2.1",
       "--rua", "mailto:tlsrpt@example.net", "--to", "zone"]
SUMMARY = "4 domains, 3 zones, 4 policies:"
VARIABLES = {key: value for key, value in environment().items()
             if not key.startswith(("GIT_", "PRE_COMMIT", "PIP_", "MAKE", "MFLAGS", "MTASTS"))}


def run(name, words, status=0, text="", **options):
    """Runs WORDS as a test: it ends with STATUS, and says TEXT."""
    variables = {**VARIABLES, "LC_ALL": "C.UTF-8", **options.pop("variables", {})}
    done = subprocess.run(words, env=variables, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE,
                          stderr=subprocess.STDOUT, check=False, timeout=900, **options)
    out = done.stdout.decode("utf-8", "replace")
    wrong = "" if done.returncode == status and text in out else f"exit status {done.returncode}\n{out}"
    return SUITE.check(name, wrong[-3000:])


def only(directory, pattern):
    found = [path for path in glob.glob(os.path.join(directory, pattern))
             if "-linux-" in pattern or "-linux-" not in os.path.basename(path)]
    SUITE.check(f"one {pattern}", "" if len(found) == 1 else f"there are {len(found)}")
    return found[0]


def digests(directory):
    found = {}
    for name in sorted(os.listdir(directory)):
        path = os.path.join(directory, name)
        if os.path.isfile(path) and name.endswith((".gz", ".deb", ".whl")):
            with open(path, "rb") as file:
                found[name] = hashlib.sha256(file.read()).hexdigest()
    return found


def same_bytes(packages, top):
    """The source unpacked elsewhere, without git, makes the same packages."""
    run("unpack", ["tar", "-xzf", only(packages, "mtasts-*.tar.gz"), "-C", top])
    other = glob.glob(os.path.join(top, "mtasts-*"))[0]
    if run("packages elsewhere", ["make", "-s", "-j2", "packages"], cwd=other):
        first, second = digests(packages), digests(os.path.join(other, ".build", "packages"))
        SUITE.check("four packages", "" if len(first) == 4 else f"there are {sorted(first)}")
        for name in sorted(first):
            SUITE.check(f"{name} elsewhere", "" if first[name] == second.get(name) else "other bytes")


def debian(packages):
    """A bare Debian 12, made once."""
    system = os.path.join(packages, "debian", "system")
    if not os.path.exists(system):
        os.makedirs(os.path.dirname(system), exist_ok=True)
        shutil.rmtree(system + ".new", ignore_errors=True)
        words = ["debootstrap", "--variant=minbase", "--include=man-db", "bookworm", system + ".new"]
        if not run("debootstrap", words + ([MIRROR] if MIRROR else [])):
            return None
        os.rename(system + ".new", system)
    return system


def in_debian(packages, top):
    system = debian(packages)
    if system is None:
        return
    root = os.path.join(top, "debian")
    run("copy", ["cp", "-a", system, root])
    shutil.copy("/etc/resolv.conf", os.path.join(root, "etc/resolv.conf"))
    shutil.copy(only(packages, "*.deb"), os.path.join(root, "mtasts.deb"))
    shutil.copytree(DEMO, os.path.join(root, "demo"))
    inside = {"PATH": "/usr/sbin:/usr/bin:/sbin:/bin", "HOME": "/root", "DEBIAN_FRONTEND": "noninteractive"}

    def shell(name, line, **more):
        return run(name, ["chroot", root, "sh", "-c", line], variables=inside, **more)

    shell("nothing of it is there", "command -v mtasts || test -e /usr/lib/*/libpsl.so.5", status=1)
    if shell(".deb installs", "apt-get update -qq && apt-get install -y --no-install-recommends /mtasts.deb"):
        shell(".deb lints", "cd /demo && mtasts lint", status=1, text=SUMMARY)
        shell(".deb digests", shlex.join(["mtasts", *GEN]), text="id=")
        shell(".deb shows its manual", "man -P cat mtasts-lint", text="EXIT STATUS")
        shell(".deb goes", "apt-get purge -y mtasts && ! test -e /usr/bin/mtasts")


def alone(packages, top):
    """Nothing but the static program and the demo."""
    root = os.path.join(top, "alone")
    os.makedirs(root)
    run("unpack", ["tar", "-xzf", only(packages, "mtasts-*-linux-*.tar.gz"), "--strip-components=1",
                   "-C", root])
    shutil.copytree(DEMO, os.path.join(root, "demo"))
    run("static program lints", ["chroot", root, "/mtasts", "lint", "demo"], status=1, text=SUMMARY)
    run("static program digests", ["chroot", root, "/mtasts", *GEN], text="id=")


def wheel(packages, top):
    path = only(packages, "*.whl")
    venv, site = os.path.join(top, "venv"), os.path.join(top, "site")
    python = os.path.join(venv, "bin", "python")
    offline = ["unshare", "--net"]
    run("venv", ["/usr/bin/python3", "-m", "venv", venv])
    run("pip installs", [*offline, python, "-m", "pip", "install", "--no-index", path])
    run("wheel lints", [os.path.join(venv, "bin", "mtasts"), "lint", DEMO], status=1, text=SUMMARY)
    run("pip uninstalls", [python, "-m", "pip", "uninstall", "-y", "mtasts"])
    shutil.copytree(DEMO, site)
    write_files(site, {".pre-commit-config.yaml": f"""repos:
  - repo: local
    hooks:
      - id: mtasts
        name: mtasts
        entry: mtasts lint
        language: python
        additional_dependencies: [{path}]
        pass_filenames: false
        always_run: true
"""})
    home = {"HOME": top, "PRE_COMMIT_HOME": os.path.join(top, "hooks"), "PIP_NO_INDEX": "1"}
    run("git", ["git", "init", "-q", site])
    run("pre-commit takes the wheel", [*offline, "pre-commit", "run", "--all-files"], status=1,
        text=SUMMARY, cwd=site, variables=home)


def main():
    if os.geteuid() != 0:
        print("SKIPPED packages: needs root, for chroot\n0 passed, 0 failed, 1 skipped")
        sys.exit(1 if os.environ.get("CI") else 0)
    packages = os.path.abspath(sys.argv[1])
    run("lintian", ["lintian", "--allow-root", "--fail-on", "error,warning", only(packages, "*.deb")])
    with tempfile.TemporaryDirectory(prefix="mtasts-packages-") as top:
        for part in (alone, wheel, in_debian, same_bytes):
            part(packages, top)
    SUITE.finish()


if __name__ == "__main__":
    sys.exit(main())
