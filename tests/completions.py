#!/usr/bin/env python3
"""What bash, zsh and fish offer with the scripts of `mtasts completion`, asked of the shells themselves;
and that every word that is offered for an option is one that the program takes."""
import os
import pty
import re
import select
import subprocess
import tempfile
import time

from support import Suite, run, write_files

# What is typed, and what must be offered; what begins with '!' must not.
CASES = (
    ("mtasts li", ["lint"]),
    ("mtasts ", ["lint", "gen", "rules", "config", "completion", "help"]),
    ("mtasts help ge", ["gen"]),
    ("mtasts completion ", ["bash", "zsh", "fish"]),
    ("mtasts rules mx-unc", ["mx-uncovered"]),
    ("mtasts lint --write-b", ["--write-baseline"]),
    ("mtasts gen --enforce", ["--enforce-now"]),
    ("mtasts gen --bas", ["!--baseline"]),
    ("mtasts lint --profile ", ["default", "relaxed", "strict", "!policies/"]),
    ("mtasts lint --profile re", ["relaxed", "!strict"]),
    ("mtasts lint --profile=re", ["relaxed", "!strict"]),
    ("mtasts lint --fail-on n", ["never"]),
    ("mtasts lint --color al", ["always"]),
    ("mtasts lint -f rd", ["rdjson"]),
    ("mtasts lint --format sar", ["sarif"]),
    ("mtasts lint --select mx-unc", ["mx-uncovered"]),
    ("mtasts lint --select tlsr", ["tlsrpt", "tlsrpt-missing"]),
    ("mtasts lint --ignore mx,policy-mode-t", ["policy-mode-testing"]),
    ("mtasts lint --level mx-uncov", ["mx-uncovered"]),
    ("mtasts lint --level mx-uncovered=w", ["warning", "!error"]),
    ("mtasts lint --policy ", ["policies", "example.com.zone"]),
    ("mtasts lint --zone example.com=exa", ["example.com.zone"]),
    ("mtasts lint --root p", ["policies", "!plain"]),
    ("mtasts lint exa", ["example.com.zone"]),
    ("mtasts lint --fix exa", ["example.com.zone"]),
    ("mtasts lint --now ", ["!example.com.zone"]),
    ("mtasts gen --to policy,ng", ["nginx"]),
    ("mtasts gen --mode t", ["testing"]),
    ("mtasts gen --eol c", ["crlf"]),
    ("mtasts gen --id t", ["timestamp"]),
    ("mtasts gen --from-zone e", ["example.com.zone"]),
    ("mtasts config --sch", ["--schema"]),
)
FILES = {"example.com.zone": "", "plain": "", "policies/mta-sts.txt": ""}

ZSH = r"""
autoload -Uz compinit
compinit -D -u
source SCRIPT
unsetopt beep
compadd() {
	local -a hits
	if [[ "${@[1,(i)(-|--)]}" != *-(O|A|D)' '* ]]; then
		builtin compadd -O hits "$@"
		print -rl -- $hits >>OUT
	fi
	builtin compadd "$@"
}
next-case() { BUFFER=; print -r -- '<next>' >>OUT; }
zle -N next-case
bindkey '^X' next-case
bindkey '^I' complete-word
zle-line-init() { print -r -- '<next>' >>OUT; }
zle -N zle-line-init
PS1=
"""


def bash(script, directory):
    """One call for all: the function as bash calls it, words broken at '=' too."""
    calls = []
    for line, _ in CASES:
        words = re.findall(r"=|[^ =]+", line) + ([""] if line.endswith(" ") else [])
        quoted = " ".join(f"'{word}'" for word in words)
        calls.append(f"COMP_WORDS=({quoted}); COMP_CWORD={len(words) - 1}; COMPREPLY=(); _mtasts\n"
                     "printf '%s\\n' \"${COMPREPLY[@]}\" '<next>'\n")
    done = subprocess.run(["bash", "--norc", "-c", f". '{script}'\n" + "".join(calls)], cwd=directory,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False)
    return [part.split("\n") for part in done.stdout.split("<next>\n")]


def fish(script, directory):
    offers = []
    for line, _ in CASES:
        done = subprocess.run(["fish", "--no-config", "-c", f"source '{script}'; complete -C '{line}'"],
                              cwd=directory, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,
                              env=os.environ | {"HOME": directory}, text=True, check=False)
        offers.append([one.split("\t")[0] for one in done.stdout.split("\n")])
    return offers


def zsh(script, directory):
    """A line editor on a terminal: keys go in, what compadd is told comes out in a file."""
    with tempfile.TemporaryDirectory() as home:
        out = os.path.join(home, "out")
        with open(os.path.join(home, ".zshrc"), "w", encoding="utf-8") as file:
            file.write(ZSH.replace("SCRIPT", script).replace("OUT", out))
        pid, terminal = pty.fork()
        if pid == 0:
            os.chdir(directory)
            os.execvpe("zsh", ["zsh", "-d", "-i"], os.environ | {
                "ZDOTDIR": home, "HOME": home, "TERM": "vt100"})
        for count, (line, _) in enumerate(CASES, 1):
            wait_for(out, count, terminal)
            os.write(terminal, f"{line}\t\x18".encode())
        wait_for(out, len(CASES) + 1, terminal)
        os.close(terminal)
        os.waitpid(pid, 0)
        with open(out, encoding="utf-8") as file:
            return [part.split("\n") for part in file.read().split("<next>\n")[1:]]


def wait_for(out, count, terminal):
    end = time.monotonic() + 60
    while time.monotonic() < end:
        if select.select([terminal], [], [], 0.01)[0]:
            os.read(terminal, 65536)
        if os.path.exists(out):
            with open(out, encoding="utf-8") as file:
                if file.read().count("<next>\n") >= count:
                    return
    raise RuntimeError(f"zsh says nothing after {count - 1} lines")


def ends(offer, word):
    """Shells differ in what they repeat of the word before it: '=', ',' and the directory."""
    return re.fullmatch(r"(?:.*[=,])?" + re.escape(word) + r"[/= ]?", offer)


def check_shell(suite, name, offers):
    for (line, words), offered in zip(CASES, offers + [[]] * len(CASES)):
        offered = [one for one in offered if one]
        wrong = [f"offers {word[1:]}" if word[0] == "!" else f"does not offer {word}"
                 for word in words
                 if (word[0] == "!") == any(ends(one, word.lstrip("!")) for one in offered)]
        suite.check(f"{name}: {line!r}", wrong and "\n".join(wrong + ["-- it offers", *offered[:20]]))


def words_of(script, name):
    match = re.search(rf"^\t{name}\) echo '([^']*)'", script, re.M)
    return match[1].split() if match else []


def check_words(suite, script):
    """The program takes each word that the table of completions has for an option."""
    for command, option, first, form in re.findall(
            r"^\t(\w+):(--[a-z-]+)(?: \| \S+)?\) echo '(\S+) \S+ (\S+)'", script, re.M):
        for word in words_of(script, first)[:40]:
            value = f"{word}=off" if form == "pair" else word
            done = run([command, option, value, "--help"], None)
            suite.check(f"{command} {option} {value}", done.stderr)
    for command in words_of(script, "commands"):
        if command == "help":  # its --help is that of the program
            continue
        shown = re.findall(r"--([a-z-]+)", re.sub(r"(?m)^(.{32}).*$", r"\1",
                                                 run([command, "--help"], None).stdout))
        offered = re.search(rf"^\t{command}\) echo '(--[^']*)'", script, re.M)
        offered = offered[1].split() if offered else []
        wrong = [name for name in shown if f"--{name}" not in offered and command in ("lint", "gen")]
        suite.check(f"options of {command}", wrong and f"not offered: {wrong}")


def main():
    suite = Suite()
    with tempfile.TemporaryDirectory() as directory, tempfile.TemporaryDirectory() as scripts:
        write_files(directory, FILES)
        for name, ask in (("bash", bash), ("zsh", zsh), ("fish", fish)):
            made = run(["completion", name], directory)
            write_files(scripts, {name: made.stdout})
            suite.check(f"completion {name}", made.stderr)
            if suite.need(name, name):
                check_shell(suite, name, ask(os.path.join(scripts, name), directory))
            if name == "bash":
                check_words(suite, made.stdout)
    for arguments, text in ((["fis"], "did you mean 'fish'"), ([], "takes one shell")):
        done = run(["completion", *arguments], None)
        suite.check(f"completion {arguments}", "" if done.returncode == 2 and text in done.stderr
                    else done.stderr)
    suite.finish()


if __name__ == "__main__":
    main()
