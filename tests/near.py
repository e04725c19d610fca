#!/usr/bin/env python3
"""Inputs right beside what a rule speaks of: testdata/near/SLUG.txt, for each rule.

At least three of them must not raise the rule, and at least one must, at the places told and nowhere
else; tests/examples.py tells how they are written. Arguments are the slugs to run; without any, all.
"""
import os
import sys
from concurrent.futures import ThreadPoolExecutor

from examples import catalogue, files_not_read, near_blocks, near_files, run_example
from support import Suite, TOP

JOBS = 2
SHOWN = 20  # findings of an example that is wrong
LEAST = {"silent": 3, "raises": 1}


def block_wrong(slug, block):
    """What is wrong with the findings of BLOCK, as near_blocks() gives it."""
    _, verdict, places, why, text = block
    if verdict is None or bool(places) != (verdict == "raises"):
        return "the heading is neither `silent WHY` nor `raises FILE:LINE:COLUMN... WHY`"
    if not why:
        return "does not say why"
    try:
        found = run_example(text)
        unread = files_not_read(text) if verdict == "silent" else []
    except RuntimeError as error:
        return error
    if unread:
        return f"silent only because nothing reads {', '.join(unread)}"
    if sorted({place for rule, place, _ in found if rule == slug}) == sorted(places):
        return ""
    return "\n".join([f"{verdict} {' '.join(places)}, but found:"] + [line for _, _, line in found[:SHOWN]])


def count_wrong(slug, blocks):
    for verdict, least in LEAST.items():
        count = sum(block[1] == verdict for block in blocks)
        if count < least:
            return (f"{count} with the heading '## {verdict} ...' in testdata/near/{slug}.txt, fewer "
                    f"than {least}")
    return ""


def main():
    suite = Suite()
    files = near_files()
    slugs = [slug for _, slug in catalogue()]
    for slug in sorted(set(files) - set(slugs)):
        suite.check(f"{slug}.txt", "names no rule")
    cases = []
    for slug in sys.argv[1:] or slugs:
        blocks = near_blocks(files[slug]) if slug in files else []
        suite.check(f"{slug}: number of examples", count_wrong(slug, blocks))
        cases += [(slug, block) for block in blocks]
    with ThreadPoolExecutor(JOBS) as pool:
        for (slug, block), wrong in zip(cases, pool.map(lambda case: block_wrong(*case), cases)):
            name = os.path.relpath(files[slug], TOP)
            suite.check(f"{name}:{block[0]}: {block[3]}", wrong)
    suite.finish()


if __name__ == "__main__":
    main()
