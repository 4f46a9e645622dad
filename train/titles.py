"""Fits the weights by which the title of a text dump is chosen, and says how often they are right.

usage: titles.py SHARED CANDIDATES.jsonl FOLDS.json OUT.weights

CANDIDATES.jsonl is what titles.rs wrote for the dumps of wcxb-dev. A line agrees with a labelled title as in
score/content.py: by words, F1 of 0.8 or more. The weights maximise the chance of the lines that agree among all
lines of their page (a softmax over the page's lines); a page without such a line teaches nothing and counts as wrong.
Needs numpy alone.
"""

import gzip
import json
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np

AGREES = 0.8
STEPS = 400
RATE = 0.05
SHRINK = 1e-3
WORD = re.compile(r"\w+")


def agrees(text, title):
    own, other = (WORD.findall(part.lower()) for part in (text, title))
    common = sum((Counter(own) & Counter(other)).values())
    return common > 0 and 2 * common / (len(own) + len(other)) >= AGREES


def read(shared, candidates, folds):
    """Of every labelled page: the fold, the numbers of its lines, which of them agree."""
    fold_of = json.loads(Path(folds).read_text())
    pages, names = [], []
    for line in open(candidates, encoding="utf8"):
        page = json.loads(line)
        ident, names = page["id"].split(".")[0], page["names"]
        label = json.load(gzip.open(shared / "data/wcxb-dev/gt" / f"{ident}.json.gz", "rt", encoding="utf8"))
        title = (label.get("ground_truth") or {}).get("title")
        if title:
            numbers = np.array([own["numbers"] for own in page["candidates"]]).reshape(-1, len(names))
            right = np.array([agrees(own["text"], title) for own in page["candidates"]], bool)
            pages.append((fold_of[ident], numbers, right))
    return names, pages


def fit(pages):
    """Weights by Adam on the log-likelihood, over numbers scaled to the same spread."""
    able = [(numbers, right) for _, numbers, right in pages if right.any()]
    spread = np.concatenate([numbers for numbers, _ in able]).std(axis=0) + 1e-9
    able = [(numbers / spread, right) for numbers, right in able]
    weights = np.zeros(len(spread))
    mean, square = weights.copy(), weights.copy()
    for step in range(1, STEPS + 1):
        slope = -SHRINK * weights
        for numbers, right in able:
            score = numbers @ weights
            chance = np.exp(score - score.max())
            chance /= chance.sum()
            wanted = chance * right / max(1e-12, (chance * right).sum())
            slope += numbers.T @ (wanted - chance) / len(able)
        mean, square = 0.9 * mean + 0.1 * slope, 0.99 * square + 0.01 * slope**2
        weights += RATE * (mean / (1 - 0.9**step)) / (np.sqrt(square / (1 - 0.99**step)) + 1e-8)
    return weights / spread


def share_right(pages, weights):
    return float(np.mean([bool(len(right)) and bool(right[(numbers @ weights).argmax()]) for _, numbers, right in pages]))


def main():
    shared, candidates, folds, out = map(Path, sys.argv[1:5])
    names, pages = read(shared, candidates, folds)
    own = []
    for fold in sorted({page[0] for page in pages}):
        weights = fit([page for page in pages if page[0] != fold])
        asked = [page for page in pages if page[0] == fold]
        own.append((share_right(asked, weights), len(asked)))
    print(f"{len(pages)} dumps, {np.mean([right.any() for _, _, right in pages]):.3f} hold their title among the candidates")
    print(f"right out of fold: {sum(share * count for share, count in own) / len(pages):.3f}")
    weights = fit(pages)
    out.write_text("".join(f"{name} {weight:.4f}\n" for name, weight in zip(names, weights)))


if __name__ == "__main__":
    main()
