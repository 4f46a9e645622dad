#!/usr/bin/env python3
"""Pages a second of tamis beside Resiliparse: the whole job, on one core, in turn.

    python3 bench/peers.py PAGES [--tamis target/release/tamis] [--rounds 5] [--core 0]

PAGES is a folder of raw pages, *.html or *.html.gz. Resiliparse (`pip install resiliparse`) does for
each of them what its documentation shows for main content: unpack, detect the charset, decode, extract.
tamis runs on the same folder with one thread and writes its records (JSONL, the CSV tables aside) to a
temporary folder. Both are held to one core and take turns (A B A B), because a shared machine changes
its speed: the ratio is taken round by round, and medians are printed. Times are CPU seconds (user and
system) and wall seconds of the whole process but for Python's imports; the first round is not counted.
"""

import argparse
import gzip
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

WORKER = "--one-pass"


def resiliparse_pass(pages: Path) -> None:
    """Extracts every page once and prints CPU seconds, wall seconds and characters of text."""
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    cpu, wall, letters = time.process_time(), time.perf_counter(), 0
    for path in page_files(pages):
        data = path.read_bytes()
        if data.startswith(b"\x1f\x8b"):
            data = gzip.decompress(data)
        html = bytes_to_str(data, detect_encoding(data))
        letters += len(extract_plain_text(html, main_content=True, alt_texts=False, links=False))
    print(time.process_time() - cpu, time.perf_counter() - wall, letters)


def page_files(pages: Path) -> list[Path]:
    """The pages of the folder, in order of their names."""
    return sorted(path for path in pages.iterdir() if path.name.endswith((".html", ".html.gz")))


def time_resiliparse(pages: Path) -> tuple[float, float]:
    """CPU and wall seconds of one pass in a process of its own."""
    command = [sys.executable, __file__, str(pages), WORKER]
    cpu, wall, _ = subprocess.run(command, check=True, capture_output=True, text=True).stdout.split()
    return float(cpu), float(wall)


def time_tamis(tamis: Path, pages: Path) -> tuple[float, float]:
    """CPU and wall seconds of one run of tamis."""
    with tempfile.TemporaryDirectory() as out:
        command = [tamis, "extract", pages, "--out", out, "--threads", "1", "--format", "jsonl", "--no-rules", "-q"]
        before, wall = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        code = subprocess.run(command).returncode
        wall = time.perf_counter() - wall
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        if code not in (0, 2):
            sys.exit(f"tamis ended with exit code {code}")
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime, wall


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of *.html or *.html.gz")
    parser.add_argument("--tamis", type=Path, default=Path("target/release/tamis"))
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=0, help="the core that both are held to")
    parser.add_argument(WORKER, action="store_true", help=argparse.SUPPRESS)
    args = parser.parse_args()
    if args.one_pass:
        return resiliparse_pass(args.pages)
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {args.core})  # Both children inherit it.
    count, rounds = len(page_files(args.pages)), []
    for number in range(args.rounds + 1):
        tamis, peer = time_tamis(args.tamis, args.pages), time_resiliparse(args.pages)
        if number > 0:
            rounds.append((tamis, peer))
            print(f"round {number}: tamis {tamis[0]:.2f} s CPU, Resiliparse {peer[0]:.2f} s CPU", flush=True)
    print(f"{count} pages, medians of {args.rounds} rounds")
    for at, kind in enumerate(("CPU", "wall")):
        own = statistics.median(tamis[at] for tamis, _ in rounds)
        other = statistics.median(peer[at] for _, peer in rounds)
        ratio = statistics.median(peer[at] / tamis[at] for tamis, peer in rounds)
        print(f"{kind:>4}: tamis {count / own:.0f} pages/s, Resiliparse {count / other:.0f} pages/s, tamis/Resiliparse {ratio:.2f}")


if __name__ == "__main__":
    main()
