#!/usr/bin/env python3
"""What tamis takes each block of the labelled pages for: a table of confusion by role, and the worst pages.

    python3 bench/quality/roles.py ../shared [--tamis target/release/tamis] [--dumps] [--worst 10]

Reads the pages of gold-dev with --blocks, every page by the models that have not seen its site, lays the words of
our blocks beside those of the labels in their order, and prints Markdown: for every role of the labels, the share
of its words that carry each of our roles. The worst pages are those with the most words of another role.
"""

import argparse
import difflib
import json
import re
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
sys.path.insert(0, str(ROOT / ".ci"))
from floors import FOLDS, gold_pages, list_of  # noqa: E402

ROLES = (
    "title", "byline", "body", "numbered", "toc", "menu", "breadcrumb", "prev_next", "teaser", "comments", "promo",
    "footer", "other",
)
# The role of our words where the labels' words are not found among them.
MISSING = "missing"
WORD = re.compile(r"\w+")


def records(tamis, pages, work):
    """Records with blocks, each by the models of its fold."""
    fold_of = json.loads((FOLDS / "folds.json").read_text(encoding="utf8"))
    by_fold = {}
    for page in pages:
        by_fold.setdefault(fold_of.get(page.name.split(".")[0], 0), []).append(page)
    for fold, own in sorted(by_fold.items()):
        out = Path(work) / str(fold)
        command = [tamis, "-q", "extract", "-", "--out", out, "--format", "jsonl", "--no-rules", "--blocks"]
        command += ["--models", FOLDS / f"fold{fold}"]
        run = subprocess.run(command, input="".join(f"{page}\n" for page in own), text=True)
        if run.returncode not in (0, 2):
            sys.exit(f"tamis extract failed with {run.returncode}")
        with open(out / "pages.jsonl", encoding="utf8") as lines:
            yield from map(json.loads, lines)


def words(blocks):
    """The words of blocks in order, and the role of each."""
    found = [(word, block["role"]) for block in blocks for word in WORD.findall(block["text"].lower())]
    return [word for word, _ in found], [role for _, role in found]


def confusion(gold, ours):
    """How many of the labels' words carry which of our roles."""
    (wanted, roles), (have, taken) = words(gold), words(ours)
    seen = [MISSING] * len(wanted)
    for start, at, count in difflib.SequenceMatcher(None, wanted, have, autojunk=False).get_matching_blocks():
        seen[start : start + count] = taken[at : at + count]
    return Counter(zip(roles, seen))


def table(counts):
    columns = [*ROLES, MISSING]
    print("| labels | words | " + " | ".join(columns) + " |\n" + "|---" * (len(columns) + 2) + "|")
    for role in ROLES:
        total = sum(count for (own, _), count in counts.items() if own == role)
        shares = [counts[role, other] / total if total else 0 for other in columns]
        cells = [f"{share:.2f}".lstrip("0") if share >= 0.005 else "" for share in shares]
        print(f"| {role} | {total:,} | " + " | ".join(cells) + " |")


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--tamis", type=Path, default=ROOT / "target/release/tamis")
    parser.add_argument("--dumps", action="store_true", help="the text dumps of the pages")
    parser.add_argument("--worst", type=int, default=10)
    asked = parser.parse_args()
    data = asked.shared / "data"
    labels = data / "gold-dev" / ("text" if asked.dumps else "html")
    pages = list_of(data / "gold-dev" / "dumps", ".txt") if asked.dumps else gold_pages(data)
    counts, by_page = Counter(), {}
    with tempfile.TemporaryDirectory() as work:
        for record in records(asked.tamis.resolve(), pages, work):
            ident = Path(record["id"]).name.split(".")[0]
            gold = json.loads((labels / f"{ident}.json").read_text(encoding="utf8"))
            by_page[ident] = confusion(gold["blocks"], record["blocks"])
            counts += by_page[ident]
    table(counts)
    wrong = {page: Counter({pair: n for pair, n in own.items() if pair[0] != pair[1]}) for page, own in by_page.items()}
    share = {page: sum(own.values()) / max(1, sum(by_page[page].values())) for page, own in wrong.items()}
    print("\n| page | words of another role | mostly |\n|---|---|---|")
    for page in sorted(share, key=share.get, reverse=True)[: asked.worst]:
        parts = ", ".join(f"{gold} as {ours} {count}" for (gold, ours), count in wrong[page].most_common(3))
        print(f"| {page} | {share[page]:.2f} | {parts} |")


if __name__ == "__main__":
    main()
