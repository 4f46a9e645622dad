"""Flattens pages to the text dumps that crawls come as.

usage: dumps.py FEATURES OUT [all]

FEATURES is a folder that features.rs wrote for pages with markup. Every page of wcxb-dev, or of all sets, becomes two files
in OUT, in the habits that dumps have: `<id>.blank.txt`, a blank line between blocks, and `<id>.line.txt`,
a block a line. A line break inside a block parts blocks there too.
"""

import json
import sys
from pathlib import Path

HABITS = {"blank": "\n\n", "line": "\n"}


def main():
    features, out = map(Path, sys.argv[1:3])
    out.mkdir(parents=True, exist_ok=True)
    pages = json.load(open(features / "header.json"))["pages"]
    with open(features / "blocks.jsonl", encoding="utf8") as lines:
        for page, line in zip(pages, lines):
            ident = page["id"].split(".")[0]
            # The other sets' names begin with a letter.
            if sys.argv[3:] != ["all"] and not ident.isdigit():
                continue
            blocks = [part for text in json.loads(line) for part in text.split("\n") if part.strip()]
            for habit, between in HABITS.items():
                (out / f"{ident}.{habit}.txt").write_text(between.join(blocks) + "\n", encoding="utf8")


if __name__ == "__main__":
    main()
