"""What the test scripts share: counting, running the program, files from text, and needed tools."""
import difflib
import json
import os
import shlex
import shutil
import subprocess
import sys

TOP = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))
PROGRAM = shlex.split(os.environ.get("MTASTS") or os.path.join(TOP, ".build", "mtasts"))


class Suite:
    """Counts; prints what failed and, at the end, the line that tests/tally.py reads."""

    def __init__(self):
        self.passed = self.failed = self.skipped = 0

    def check(self, name, wrong):
        """WRONG is empty when the test passed, else says what is wrong."""
        if wrong:
            self.failed += 1
            print(f"FAIL {name}\n    " + str(wrong).rstrip("\n").replace("\n", "\n    "), flush=True)
        else:
            self.passed += 1
        return not wrong

    def need(self, program, package):
        """True if PROGRAM is there. If not: a failure in CI, a loud skip elsewhere."""
        if shutil.which(program, path=os.environ.get("PATH", "") + ":/usr/sbin:/sbin"):
            return True
        line = f"needs {program}: apt-get install -y --no-install-recommends {package}"
        if os.environ.get("CI"):
            self.check(program, line)
        else:
            self.skipped += 1
            print(f"SKIPPED {line}", flush=True)
        return False

    def finish(self):
        print(f"{self.passed} passed, {self.failed} failed, {self.skipped} skipped")
        sys.exit(1 if self.failed or self.passed + self.skipped == 0 else 0)


def environment():
    """Of the caller only what does not change a report."""
    dropped = ("NO_COLOR", "CLICOLOR_FORCE", "FORCE_COLOR", "GITHUB_ACTIONS")
    return {key: value for key, value in os.environ.items() if key not in dropped}


def run(arguments, directory, stdin=b""):
    """Runs mtasts; output and errors are text."""
    done = subprocess.run(PROGRAM + arguments, cwd=directory, input=stdin, env=environment(),
                          stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=300, check=False)
    done.stdout = done.stdout.decode("utf-8", "backslashreplace")
    done.stderr = done.stderr.decode("utf-8", "backslashreplace")
    return done


def findings(arguments, directory, notes=False):
    """The findings of `mtasts lint ARGUMENTS` as a list of dictionaries. Raises on anything else, but for
    NOTES on standard error."""
    done = run(["lint", *arguments, "-f", "jsonl"], directory)
    trouble = [line for line in done.stderr.splitlines() if not (notes and line.startswith("mtasts: note: "))]
    if done.returncode not in (0, 1) or trouble:
        raise RuntimeError(f"exit status {done.returncode}\n{done.stderr}{done.stdout}")
    return [json.loads(line) for line in done.stdout.splitlines()]


def write_files(directory, files):
    """FILES: relative path -> text or bytes."""
    for name, text in files.items():
        path = os.path.join(directory, name)
        os.makedirs(os.path.dirname(path), exist_ok=True)
        with open(path, "wb") as out:
            out.write(text if isinstance(text, bytes) else text.encode())


def difference(expected, actual):
    """Empty for equal texts."""
    return "\n".join(difflib.unified_diff(expected.split("\n"), actual.split("\n"), "expected",
                                          "actual", lineterm=""))


def show(found):
    """A finding on one line, for people who mend a test."""
    start = found.get("start", {})
    return (f"{found.get('file', '-')}:{start.get('line', 0)}:{start.get('column', 0)}: "
            f"{found['level']}: {found['message']} [{found['rule']}]")
