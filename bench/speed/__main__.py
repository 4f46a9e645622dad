#!/usr/bin/env python3
"""Speed and memory of tamis beside its peers, and how its cost grows: one command, two tables, two plots.

    python3 bench/speed PAGES [--quick] [--large] [--only contest|growth] [--rounds 3] [--core 0] [--tamis PROGRAM]

PAGES is a folder of raw pages, *.html or *.html.gz. The command builds tamis, sets the peers up under
target/bench-speed (pinned: requirements.txt for Python, peers/Cargo.lock for Rust), and lets all of them do the
whole job in turns, held to one core: from files, or from one archive made of the same pages, to records or texts as
lines of JSON on disk. Pages a second are of CPU time (user and system) of the whole process, but for the start of
Python and its imports; memory is the largest resident set. Slow peers take every n-th page, and are compared with
tamis on just these. The growth is measured on archives of pages that are repeated (shorter than 30 kB, so that it
ends) or made (made.py), what a run over one page costs taken off.

The tables are put into bench/README.md, the plots beside it; with --quick (few pages, one round, a smoke run) all
goes to target/bench-speed. Takes some 20 minutes. Needs Python 3.11, cargo, and the registries at the first run.
"""

import argparse
import shutil
import sys
import time
from pathlib import Path

from contest import Row, contest
from growth import Axis, Growth, Threads
from plot import growth as growth_plot
from plot import speed as speed_plot
from report import Results, machine, markdown, put_into
from setup import INPUT, ROOT, WORK, Tools, set_up


def tell(words: str) -> None:
    print(words, file=sys.stderr, flush=True)


def measured(given: argparse.Namespace, tools: Tools) -> Results:
    thin, rounds = (20, 1) if given.quick else (1, given.rounds)
    rows: list[Row] = []
    axes: list[Axis] = []
    threads: Threads | None = None
    try:
        if given.only in (None, "contest"):
            rows = contest(tools, given.pages, thin, rounds, str(given.core), tell)
        if given.only in (None, "growth"):
            axes, threads = Growth(tools, given.pages, thin, rounds, str(given.core), tell).all(given.large)
    finally:
        shutil.rmtree(INPUT)
    return Results(time.strftime("%Y-%m-%d"), machine(), rounds, rows, axes, threads)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of *.html or *.html.gz")
    parser.add_argument("--quick", action="store_true", help="few pages, one round, nothing put into bench/")
    parser.add_argument("--only", choices=("contest", "growth"), help="one half; nothing put into bench/")
    parser.add_argument("--large", action="store_true", help="archives of 1 and 10 GB as well (needs 11 GB of disk)")
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--core", type=int, default=0, help="the core that all are held to")
    parser.add_argument("--tamis", type=Path, help="a program to measure instead of a release build")
    given = parser.parse_args()
    start = time.monotonic()
    tools = set_up(given.tamis)
    results = measured(given, tools)
    whole = not given.quick and not given.only
    out = ROOT / "bench" if whole else WORK
    if results.rows:
        (out / "speed.svg").write_text(speed_plot(results.rows), encoding="utf8")
    if results.axes:
        (out / "growth.svg").write_text(growth_plot(results.axes), encoding="utf8")
    if whole:
        put_into(ROOT / "bench/README.md", markdown(results))
    print(markdown(results))
    tell(f"{(time.monotonic() - start) / 60:.1f} minutes; plots in {out}")


if __name__ == "__main__":
    main()
