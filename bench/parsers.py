#!/usr/bin/env python3
"""Instructions a byte and pages a second of parsing, beside other parsers, in one run.

    cargo build --release --manifest-path bench/parsers/Cargo.toml
    python3 bench/parsers.py PAGES [--cleaned] [--every 15] [--rounds 5] [--core 0]

PAGES is a folder of raw pages, *.html or *.html.gz; with --cleaned, scripts, styles and comments are taken
out first. Instructions are counted by callgrind (valgrind) over every n-th page, what reading costs taken
off. Pages a second are medians of rounds in which all parsers take turns on one core, over all pages.
Resiliparse (`pip install resiliparse`) is timed where it is there; callgrind cannot tell its parser from
Python. The variable TAMIS_BENCH_PARSERS names the program, where it was built elsewhere.
"""

import argparse
import gzip
import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

BUILT = Path(__file__).parent / "parsers/target/release/tamis-bench-parsers"
PROGRAM = Path(os.environ.get("TAMIS_BENCH_PARSERS", BUILT))
PARSERS = ("document", "blocks", "scraper", "html5gum", "lol_html")
DROPPED = re.compile(rb"(?is)<!--.*?-->|<script\b.*?</script\s*>|<style\b.*?</style\s*>")


def page(path: Path) -> bytes:
    data = path.read_bytes()
    return gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def pages(folder: Path) -> list[Path]:
    """The pages of the folder, in order of their names."""
    return sorted(path for path in folder.iterdir() if path.name.endswith((".html", ".html.gz")))


def one_pass(parser: str, folder: Path, every: int, lead: list[str]) -> tuple[int, int, float, str]:
    """Pages, bytes and seconds of one pass, and what was said on standard error."""
    command = [*lead, PROGRAM, parser, folder, str(every)]
    run = subprocess.run(command, check=True, capture_output=True, text=True)
    count, size, seconds = run.stdout.split()
    return int(count), int(size), float(seconds), run.stderr


def instructions(parser: str, folder: Path, every: int) -> tuple[int, int]:
    """Instructions of a pass, and its bytes."""
    lead = ["valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null"]
    _, size, _, said = one_pass(parser, folder, every, lead)
    return int(re.search(r"Collected : (\d+)", said)[1]), size


def resiliparse_pass(folder: Path) -> tuple[int, float]:
    """Pages and CPU seconds of Resiliparse's parse alone."""
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding
    from resiliparse.parse.html import HTMLTree

    texts = [bytes_to_str(data, detect_encoding(data)) for data in map(page, pages(folder))]
    start = time.process_time()
    for text in texts:
        HTMLTree.parse(text)
    return len(texts), time.process_time() - start


def measure(folder: Path, every: int, rounds: int) -> None:
    base, size = instructions("read", folder, every)
    counts = {parser: (instructions(parser, folder, every)[0] - base) / size for parser in PARSERS}
    speeds = {parser: [] for parser in (*PARSERS, "resiliparse")}
    for _ in range(rounds):
        for parser in PARSERS:
            count, _, seconds, _ = one_pass(parser, folder, 1, [])
            speeds[parser].append(count / seconds)
        try:
            count, seconds = resiliparse_pass(folder)
            speeds["resiliparse"].append(count / seconds)
        except ImportError:
            pass
    for parser, own in speeds.items():
        if own:
            count = f"{counts[parser]:6.1f}" if parser in counts else "     –"
            print(f"{parser:12} {count} instructions a byte {statistics.median(own):9.0f} pages/s")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("pages", type=Path, help="folder of *.html or *.html.gz")
    parser.add_argument("--cleaned", action="store_true", help="take scripts, styles and comments out first")
    parser.add_argument("--every", type=int, default=15, help="callgrind counts every n-th page")
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--core", type=int, default=0, help="the core that all are held to")
    args = parser.parse_args()
    if not PROGRAM.exists():
        sys.exit(f"{PROGRAM} is missing: see the first lines of this file")
    if hasattr(os, "sched_setaffinity"):
        os.sched_setaffinity(0, {args.core})  # All children inherit it.
    if not args.cleaned:
        return measure(args.pages, args.every, args.rounds)
    with tempfile.TemporaryDirectory() as folder:
        for path in pages(args.pages):
            Path(folder, path.name.removesuffix(".gz")).write_bytes(DROPPED.sub(b"", page(path)))
        measure(Path(folder), args.every, args.rounds)


if __name__ == "__main__":
    main()
