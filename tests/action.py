#!/usr/bin/env python3
"""What runs in CI: the steps of the GitHub Action, the problem matcher, the GitLab job, the container.

The shell parts run here, with the variables that the services set, in repositories made here.
"""
import json
import os
import re
import shlex
import subprocess
import sys
import tempfile

from formats_read import READERS, commands, matched
from support import PROGRAM, Suite, TOP, difference, environment, run, write_files

SUITE = Suite()
ACTION = os.path.join(TOP, ".github", "action")
FILES = {
    "example.com.zone": "$ORIGIN example.com.\n$TTL 1h\n"
                        "@ SOA ns1.example.net. h.example.com. 1 1d 2h 4w 1h\n  MX 10 mx1\n"
                        "mx1 A 192.0.2.1\nmta-sts A 192.0.2.2\n_mta-sts TXT \"v=STSv1; id=1\"\n",
    "mta-sts.example.com/mta-sts.txt":
        "version: STSv1\nmode: enforce\nmx: mx2.example.com\nmax_age: 604800\n",
}


def read(*parts):
    with open(os.path.join(*parts), encoding="utf-8") as file:
        return file.read()


class Site:
    """A repository with two commits on main and one on a branch; what mtasts is called with is kept."""

    def __init__(self, top):
        self.top, self.path = top, os.path.join(top, "site")
        write_files(top, {"mtasts": f'#!/bin/sh\nprintf "%s\\n" "$@" >"{top}/arguments"\n'
                                    f'exec {shlex.join(PROGRAM)} "$@"\n'})
        os.chmod(os.path.join(top, "mtasts"), 0o755)
        self.variables = {
            **{key: value for key, value in environment().items() if not key.startswith("GIT_")},
            "HOME": top, "GIT_CONFIG_NOSYSTEM": "1", "GITHUB_ACTIONS": "true",
            "GITHUB_OUTPUT": os.path.join(top, "output"), "GITHUB_ACTION_PATH": ACTION,
            "MTASTS_PROGRAM": os.path.join(top, "mtasts"), "PATH": f"{top}:{os.environ['PATH']}"}
        write_files(self.path, FILES)
        self.git("init", "-q", "-b", "main")
        self.commit("first")
        self.first = self.git("rev-parse", "HEAD")
        self.commit("second")
        self.second = self.git("rev-parse", "HEAD")
        self.git("update-ref", "refs/remotes/origin/main", self.second)
        self.git("checkout", "-q", "-b", "topic")
        self.commit("third")

    def git(self, *words):
        return subprocess.run(["git", "-c", "user.name=x", "-c", "user.email=x@example.net", *words],
                              cwd=self.path, env=self.variables, check=True,
                              stdout=subprocess.PIPE).stdout.decode().strip()

    def commit(self, name):
        write_files(self.path, {"log": name})
        self.git("add", "-A")
        self.git("commit", "-q", "-m", name)

    def step(self, command, **variables):
        """Runs a step; returns exit status, log, and the arguments that mtasts had."""
        for name in ("arguments", "output"):
            if os.path.exists(os.path.join(self.top, name)):
                os.unlink(os.path.join(self.top, name))
        done = subprocess.run(["sh", "-e", "-c", command], cwd=self.path, check=False,
                              env=self.variables | variables, stdin=subprocess.DEVNULL,
                              stdout=subprocess.PIPE, stderr=subprocess.STDOUT, timeout=300)
        arguments = os.path.join(self.top, "arguments")
        words = read(arguments).splitlines() if os.path.exists(arguments) else []
        return done.returncode, done.stdout.decode(), words


def steps():
    """The shell parts of the action, by name, and which inputs its text names."""
    text = read(ACTION, "action.yml")
    found = dict(re.findall(r"- name: (.+)\n(?: {6}.*\n)*? {6}run: (.+)\n", text))
    used = set(re.findall(r"\$\{\{ inputs\.(\w+) \}\}", text))
    given = set(re.findall(r"^  (\w+):$", text.partition("\noutputs:")[0], re.M))
    SUITE.check("action: inputs", "" if used == given == {"path", "args", "sarif"} else f"{used} {given}")
    SUITE.check("action: no expression in a shell part",
                "\n".join(part for part in found.values() if "${{" in part))
    return found


def after(words, option):
    return words[words.index(option) + 1] if option in words else None


def check_install(site):
    """In a container one is root, and there is no sudo."""
    write_files(site.top, {"sudo": "#!/bin/sh\nexit 99\n"})
    os.chmod(os.path.join(site.top, "sudo"), 0o755)
    status, log, _ = site.step(steps()["install what building needs"])
    SUITE.check("action: sudo is for those who are not root", "" if status == (99 if os.geteuid() else 0)
                else f"{status}\n{log}")
    os.unlink(os.path.join(site.top, "sudo"))


def check_action(site):
    lint = steps()["lint"]
    status, log, words = site.step(lint, GITHUB_BASE_REF="main", MTASTS_SARIF="out.sarif")
    SUITE.check("action: fails", "" if status == 1 else f"{status}\n{log}")
    SUITE.check("action: annotations", "" if "mx-none-covered" in
                [one[1].get("title") for one in commands(log)] else log)
    SUITE.check("action: the log is for people", "" if "1 domain, 1 zone, 1 policy" in log else log)
    SUITE.check("action: SARIF", "" if "mx-none-covered" in
                [one[0] for one in READERS["sarif"](read(site.path, "out.sarif"))] else "no result")
    SUITE.check("action: its output", difference("sarif=out.sarif\n", read(site.top, "output")))
    SUITE.check("action: since the merge base", difference(site.second, str(after(words, "--since"))))
    os.unlink(os.path.join(site.path, "out.sarif"))
    for name, wanted, variables in (
            ("a push", site.first, {"MTASTS_BEFORE": site.first}),
            ("a new branch", None, {"MTASTS_BEFORE": "0" * 40}),
            ("nothing known", None, {}),
            ("a base that is not here", None, {"GITHUB_BASE_REF": "other"}),
            ("a revision given", "deployed", {"MTASTS_ARGS": "--since deployed"}),
            ("a directory given", None, {"MTASTS_ARGS": "--against=old", "MTASTS_BEFORE": site.first})):
        status, log, words = site.step(lint, **variables)
        SUITE.check(f"action: {name}", difference(str(wanted), str(after(words, "--since"))))
        notice = "fetch-depth" in log
        SUITE.check(f"action: {name}: says what is missing",
                    "" if notice == (wanted is None and "given" not in name) else log)


def check_inputs(site):
    """Inputs are words, never shell."""
    lint = steps()["lint"]
    os.makedirs(os.path.join(site.path, "a b"))
    status, log, words = site.step(lint, MTASTS_PATH="a b", MTASTS_ARGS="--fail-on never --select mx")
    SUITE.check("action: path and args", "" if words[-2:] == ["--", "a b"] and
                words[-6:-2] == ["--fail-on", "never", "--select", "mx"] and status == 0 else f"{words}\n{log}")
    for evil in ("$(touch forged)", "`touch forged`", ";touch forged", "*", "-f\ntext"):
        for variable in ("MTASTS_PATH", "MTASTS_ARGS", "MTASTS_BEFORE", "GITHUB_BASE_REF"):
            _, log, words = site.step(lint, **{variable: evil})
            wrong = os.path.exists(os.path.join(site.path, "forged")) or \
                (variable == "MTASTS_ARGS" and evil == "*" and "log" in words)
            SUITE.check(f"action: {variable}={evil!r}", log if wrong else "")


def check_matcher(site):
    """The matchers find every finding of concise output, once."""
    done = run(["lint", "-f", "concise", "testdata/demo"], TOP)
    wanted = READERS["concise"](done.stdout)
    found = matched(done.stdout)
    SUITE.check("problem matcher", "" if wanted and found == wanted else f"{found}\n{wanted}")
    matchers = json.loads(read(ACTION, "problem-matcher.json"))["problemMatcher"]
    levels = [one.get("severity") for one in matchers]
    SUITE.check("problem matcher: severities", "" if levels == [None, "notice"] else str(levels))
    generated(site)


def generated(site):
    """What gen writes is what this repository has."""
    out = os.path.join(site.top, "gen")
    run(["gen", "--to", "github,gitlab", "--out", out], site.top)
    several = run(["gen", "example.com", "example.net", "--to", "github,gitlab", "--out", out, "--check"], site.top)
    SUITE.check("gen: the same for every domain, and for none", several.stdout)
    job = "".join(line for line in read(TOP, ".gates", "gitlab.yml").splitlines(True)
                  if not line.startswith("#"))
    SUITE.check("gen --to gitlab", difference(job, read(out, ".gitlab-ci.yml")))
    workflow = read(out, ".github", "workflows", "mta-sts.yml")
    wrong = [] if "fetch-depth: 0" in workflow else ["not the whole history"]
    for script in re.findall(r'"\$RUNNER_TEMP/mtasts/(\S+)"', workflow):
        if not os.path.isfile(os.path.join(TOP, script)):
            wrong.append(f"there is no {script}")
    for name in set(re.findall(r"MTASTS_BEFORE: .*", read(ACTION, "action.yml"))):
        if name not in workflow:
            wrong.append(f"without {name}")
    lint = re.search(r"- name: lint\n(?:.*\n)*? +run: (.+)\n", workflow)[1]
    os.makedirs(os.path.join(site.top, "temp"), exist_ok=True)
    if not os.path.lexists(os.path.join(site.top, "temp", "mtasts")):
        os.symlink(TOP, os.path.join(site.top, "temp", "mtasts"))
    status, log, words = site.step(lint, RUNNER_TEMP=os.path.join(site.top, "temp"),
                                   MTASTS_BEFORE=site.first)
    if status != 1 or after(words, "--since") != site.first or not commands(log):
        wrong.append(log)
    SUITE.check("gen --to github", "\n".join(wrong))


def check_gitlab(site):
    text = read(TOP, ".gates", "gitlab.yml")
    script = re.search(r"^  script:\n((?:    .*\n)+)", text, re.M)[1].replace(">-\n      ", "")
    lines = [" ".join(line.split()) for line in re.split("^    - ", script, flags=re.M)[1:]]
    command = "\n".join(line for line in lines if not line.startswith("git config"))
    command = command.replace("/tmp/mtasts/.gates/mtasts", "mtasts")
    nothing = "0" * 40
    for name, wanted, variables in (
            ("a merge request", site.second, {"CI_MERGE_REQUEST_DIFF_BASE_SHA": site.second,
                                              "CI_COMMIT_BEFORE_SHA": nothing}),
            ("a push", site.first, {"CI_COMMIT_BEFORE_SHA": site.first}),
            ("a new branch", "HEAD", {"CI_COMMIT_BEFORE_SHA": nothing}),
            ("what is live", site.first, {"MTASTS_SINCE": site.first, "CI_COMMIT_BEFORE_SHA": nothing})):
        status, log, words = site.step(command, **variables)
        report = os.path.join(site.path, "gl-code-quality-report.json")
        wrong = [] if status == 1 and after(words, "--since") == wanted else [f"{status} {words}"]
        wrong += [] if "1 domain, 1 zone, 1 policy" in log else [log]
        wrong += [] if READERS["gitlab"](read(report)) else ["an empty report"]
        SUITE.check(f"gitlab: {name}", "\n".join(wrong))
        os.unlink(report)
    SUITE.check("gitlab: the artifact", "" if "codequality: gl-code-quality-report.json" in text else text)


def check_container():
    """The container has the libraries that the program is linked with."""
    if len(PROGRAM) > 1 or not SUITE.need("ldd", "libc-bin") or not SUITE.need("dpkg", "dpkg"):
        return
    needed = {"libssl3", "git"}
    for path in re.findall(r"=> (\S+)", subprocess.run(["ldd", *PROGRAM], check=True, text=True,
                                                       stdout=subprocess.PIPE).stdout):
        for one in (path, f"/usr{path}", os.path.realpath(path)):
            done = subprocess.run(["dpkg", "-S", one], check=False, text=True, capture_output=True)
            if done.returncode == 0:
                needed.add(done.stdout.partition(":")[0])
                break
    text = read(TOP, ".gates", "Containerfile").rpartition("FROM ")[2]
    given = set(re.search(r"--no-install-recommends \\\n\t(.*) && ", text)[1].split())
    extra = {"libc6", "libunistring2", "libasan8", "libubsan1", "libgcc-s1", "libstdc++6"}
    SUITE.check("container", "" if given <= needed and needed <= given | extra else
                f"has {sorted(given)}, needs {sorted(needed)}")


def main():
    with tempfile.TemporaryDirectory() as top:
        site = Site(top)
        check_install(site)
        check_action(site)
        check_inputs(site)
        check_matcher(site)
        check_gitlab(site)
        check_container()
    SUITE.finish()


if __name__ == "__main__":
    sys.exit(main())
