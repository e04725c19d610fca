#!/usr/bin/env python3
"""The hooks: real pre-commit, both of its hooks, and the git hook without it, in repositories made here.

A commit that changes a policy and not its id must be refused, and pass after --fix; what has nothing to
do with mail passes; a commit that does nothing but delete the policy must be refused.
"""
import glob
import os
import re
import shlex
import shutil
import subprocess
import sys
import tempfile

from house import tracked
from support import PROGRAM, Suite, TOP, environment, write_files

SUITE = Suite()
ZONE = """$ORIGIN example.com.
$TTL 1h
@ SOA ns1.example.net. hostmaster.example.com. 2026010101 1d 2h 4w 1h
  NS ns1.example.net.
  MX 10 mx1
mx1 A 192.0.2.1
mta-sts A 192.0.2.2
_mta-sts TXT "v=STSv1; id=20260101"
_smtp._tls TXT "v=TLSRPTv1; rua=mailto:tlsrpt@example.net"
"""
POLICY = "version: STSv1\r\nmode: enforce\r\nmx: mx1.example.com\r\nmax_age: 604800\r\n"
POLICY_FILE = "mta-sts.example.com/.well-known/mta-sts.txt"
CHANGED = POLICY.replace("604800", "1209600")


class World:
    """A directory with a repository `site`, a home, and mtasts in the PATH of what runs there."""

    def __init__(self, top):
        self.top, self.site = top, os.path.join(top, "site")
        bin_directory = os.path.join(top, "bin")
        write_files(top, {"bin/mtasts": "#!/bin/sh\nexec " + shlex.join(PROGRAM) + ' "$@"\n',
                          "home/.gitconfig": "[user]\n\tname = x\n\temail = x@example.net\n"
                                             "[init]\n\tdefaultBranch = main\n"})
        os.chmod(os.path.join(bin_directory, "mtasts"), 0o755)
        self.variables = {key: value for key, value in environment().items()
                          if not key.startswith(("GIT_", "PRE_COMMIT"))}
        self.variables |= {
            "HOME": os.path.join(top, "home"), "GIT_CONFIG_NOSYSTEM": "1",
            "PRE_COMMIT_HOME": os.path.join(top, "home", "pre commit"),
            "PATH": f"{bin_directory}:{os.environ['PATH']}", "LC_ALL": "C.UTF-8",
            "CFLAGS": "-O0"}  # mtasts-build builds the whole
        self.offline = []

    def run(self, *words, directory=None, status=None):
        """Output and errors of a command, colour left out, and its exit status."""
        done = subprocess.run([*self.offline, *words], cwd=directory or self.site, check=False,
                              env=self.variables, stdin=subprocess.DEVNULL, timeout=600,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
        out = re.sub(r"\x1b\[[0-9;]*m", "", done.stdout.decode("utf-8", "replace"))
        if status is not None and done.returncode != status:
            raise RuntimeError(f"{shlex.join(words)}: exit status {done.returncode}\n{out}")
        return done.returncode, out

    def write(self, files):
        write_files(self.site, files)

    def read(self, name):
        with open(os.path.join(self.site, name), "rb") as file:
            return file.read().decode()

    def commit(self, name, wanted, *texts):
        """Commits what is staged. WANTED says whether it passes; TEXTS must be said."""
        status, out = self.run("git", "commit", "-m", name)
        wrong = [] if (status == 0) == wanted else [f"exit status {status}"]
        wrong += [f"without {text!r}" for text in texts if text not in out]
        SUITE.check(name, "\n".join(wrong + [out]) if wrong else "")

    def cut_off(self):
        """No network from here on."""
        words = ["unshare", "--net"]
        if subprocess.run([*words, "true"], check=False, capture_output=True).returncode == 0:
            self.offline = words


def in_hook(world, name):
    """A life of a repository with a hook installed."""
    world.write({"example.com.zone": ZONE, POLICY_FILE: POLICY, "README": "x\n",
                 ".gitattributes": "mta-sts.txt -text\n"})
    world.run("git", "add", "-A", status=0)
    world.commit(f"{name}: the first commit", True)
    world.write({POLICY_FILE: CHANGED})
    world.run("git", "add", "-A", status=0)
    world.commit(f"{name}: a policy without its id", False, "[change-id-stale]",
                 f"{POLICY_FILE}:")
    world.run("mtasts", "lint", "-q", "--fix", "--since", "HEAD")
    SUITE.check(f"{name}: --fix sets an id", "" if "20260101\"" not in world.read("example.com.zone")
                else world.read("example.com.zone"))
    world.commit(f"{name}: the index is judged, not the work tree", False, "[change-id-stale]")
    world.run("git", "add", "-A", status=0)
    world.write({POLICY_FILE: CHANGED.replace("enforce", "enforced")})
    world.commit(f"{name}: a policy with its id, worse in the work tree", True)
    world.run("git", "checkout", "-q", ".", status=0)
    world.write({"README": "y\n"})
    world.run("git", "add", "-A", status=0)
    world.commit(f"{name}: an unrelated commit", True)
    world.run("git", "rm", "-q", POLICY_FILE, status=0)
    world.commit(f"{name}: nothing but a deleted policy", False, "[change-removed-abruptly]")
    world.run("git", "commit", "-q", "--no-verify", "-m", "x", status=0)


def make_site(world):
    shutil.rmtree(world.site, ignore_errors=True)
    os.makedirs(world.site)
    world.run("git", "init", "-q", status=0)


def copy_of_house(world):
    """A repository with what this one would have at its next commit; returns the revision."""
    path = os.path.join(world.top, "house")
    for name in tracked():
        os.makedirs(os.path.dirname(os.path.join(path, name)), exist_ok=True)
        shutil.copy2(os.path.join(TOP, name), os.path.join(path, name))
    for words in (["init", "-q"], ["add", "-A"], ["commit", "-q", "-m", "x"]):
        world.run("git", *words, directory=path, status=0)
    return path, world.run("git", "rev-parse", "HEAD", directory=path, status=0)[1].strip()


def with_pre_commit(world):
    path, revision = copy_of_house(world)
    for hook in ("mtasts", "mtasts-build"):
        world.offline = []
        make_site(world)
        world.write({".pre-commit-config.yaml":
                     f"repos:\n  - repo: {path}\n    rev: {revision}\n    hooks:\n      - id: {hook}\n"})
        world.run("pre-commit", "install", "--install-hooks", status=0)
        world.cut_off()
        if hook == "mtasts-build":
            check_build(world)
        in_hook(world, hook)
    check_manifest(world, path)


def check_build(world):
    """Three runs that begin together build once; a build that fails says what to do."""
    (clone,) = glob.glob(os.path.join(world.variables["PRE_COMMIT_HOME"], "repo*"))
    program = os.path.join(clone, ".gates", "mtasts")
    world.variables["CC"] = "false"
    status, out = world.run(program, "--version")
    SUITE.check("mtasts-build: a build that fails", "" if status == 2 and "install.sh build" in out else out)
    log = os.path.join(world.top, "compiled")
    write_files(world.top, {"bin/compile": f'#!/bin/sh\necho >>{log}\nexec cc "$@"\n'})
    os.chmod(os.path.join(world.top, "bin", "compile"), 0o755)
    world.variables["CC"] = "compile"
    runs = [subprocess.Popen([*world.offline, program, "--version"], env=world.variables,
                             stdout=subprocess.PIPE, stderr=subprocess.STDOUT) for _ in range(3)]
    outs = [one.communicate()[0].decode() for one in runs]
    SUITE.check("mtasts-build: three at once",
                "" if all(re.fullmatch(r"mtasts [\d.]+\n", out) for out in outs) else "".join(outs))
    with open(log, encoding="utf-8") as file:
        calls = file.read().count("\n")
    units = sum(len(glob.glob(os.path.join(clone, pattern)))
                for pattern in ("lint/*.c", "lint/*/*.c", "gen/*.c", "cmd/*.c"))
    SUITE.check("mtasts-build: built once", "" if calls == units + 1 else f"{calls} calls, {units} files")
    del world.variables["CC"]


def check_manifest(world, path):
    """pre-commit finds nothing wrong with the manifest."""
    status, out = world.run("pre-commit", "validate-manifest",
                            os.path.join(path, ".pre-commit-hooks.yaml"), directory=path)
    SUITE.check(".pre-commit-hooks.yaml", out if status or out.strip() else "")


def check_generated(world):
    """What gen writes is the hook of this repository, key by key."""
    def keys(text, hook):
        part = re.search(rf"- id: {hook}\n((?: +\S.*\n)*)", text)[1]
        return set(map(str.strip, part.splitlines()))
    out = os.path.join(world.top, "gen")
    world.run("mtasts", "gen", "--to", "pre-commit", "--out", out, directory=world.top, status=0)
    with open(os.path.join(TOP, ".pre-commit-hooks.yaml"), encoding="utf-8") as file:
        hooks = keys(file.read(), "mtasts")
    with open(os.path.join(out, ".pre-commit-config.yaml"), encoding="utf-8") as file:
        made = keys(file.read(), "mtasts")
    left = {one for one in hooks if one.startswith(("description:", "minimum_"))}
    SUITE.check("gen --to pre-commit", "" if made == hooks - left else str(made ^ (hooks - left)))


def with_plain_hook(world):
    make_site(world)
    hook = os.path.join(world.site, ".git", "hooks", "pre-commit")
    os.makedirs(os.path.dirname(hook), exist_ok=True)
    shutil.copy(os.path.join(TOP, ".gates", "pre-commit"), hook)
    in_hook(world, "git hook")
    world.write({POLICY_FILE: POLICY.replace("mx1", "mx9")})
    world.write({"README": "z\n"})
    world.run("git", "add", "README", status=0)
    world.commit("git hook: what is not staged is not judged", True)
    world.run("git", "checkout", "-q", ".", status=0)
    check_exported(world)
    check_merge(world, hook)


def check_exported(world):
    """Two whole trees are compared, and nothing that is in neither of them."""
    world.write({"README": "a\n", POLICY_FILE: POLICY, "mta-sts.example.org/mta-sts.txt": POLICY,
                 ".gitattributes": "* -text export-ignore\n"})
    world.run("git", "add", "-A", ":!mta-sts.example.org", status=0)
    world.run("git", "add", "-N", "mta-sts.example.org", status=0)
    world.commit("git hook: what is only meant to be added is not judged", True)
    shutil.rmtree(os.path.join(world.site, "mta-sts.example.org"))
    world.write({POLICY_FILE: CHANGED})
    world.run("git", "add", "-A", status=0)
    world.commit("git hook: what is left out of archives is judged", False, "[change-id-stale]")
    world.variables["TMPDIR"] = os.path.join(world.top, "shared")
    write_files(world.top, {"shared/.mtasts.yaml": "levels: { change: off }\n"})
    world.commit("git hook: no configuration from above", False, "[change-id-stale]")
    del world.variables["TMPDIR"]
    world.run("git", "reset", "-q", "--hard", status=0)
    world.run("git", "sparse-checkout", "set", "--no-cone", "/README", status=0)
    world.write({"README": "b\n"})
    world.run("git", "add", "README", status=0)
    world.commit("git hook: what is not in the work tree is judged", True, "1 policy")
    world.run("git", "sparse-checkout", "disable", status=0)


def check_merge(world, hook):
    """As pre-merge-commit it judges what two branches make together."""
    shutil.copy(hook, os.path.join(os.path.dirname(hook), "pre-merge-commit"))
    world.run("git", "checkout", "-q", "-b", "side", status=0)
    world.write({POLICY_FILE: POLICY.replace("mx1", "mx2"), "example.com.zone": ZONE.replace("mx1", "mx2")})
    world.run("git", "add", "-A", status=0)
    world.run("git", "commit", "-q", "--no-verify", "-m", "side", status=0)
    world.run("git", "checkout", "-q", "main", status=0)
    world.write({"fragment.zone": "example.com. 1h MX 20 mx1.example.net.\n"})
    world.run("git", "add", "-A", status=0)
    world.run("git", "commit", "-q", "--no-verify", "-m", "main", status=0)
    status, out = world.run("git", "merge", "-m", "both", "side")
    SUITE.check("git hook: a merge", "" if status and "[mx-uncovered]" in out else out)


def main():
    with tempfile.TemporaryDirectory() as top:
        world = World(top)
        check_generated(world)
        with_plain_hook(world)
        if SUITE.need("pre-commit", "pre-commit"):
            with_pre_commit(world)
    SUITE.finish()


if __name__ == "__main__":
    sys.exit(main())
