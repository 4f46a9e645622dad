"""Trains the models that choose content, and says how good they are.

usage: train.py WORK OUT FOLDS [KIND...]

WORK holds html/ and text/ (folders that features.rs wrote) with html.npz and text.npz (labels.py). Written
are OUT/html.model and OUT/text.model, trained on all pages; FOLDS/fold<k>/ with the models that have not
seen the domains of fold k, and FOLDS/folds.json with the fold of every page; and WORK/<kind>.json with the
figures.
"""

import json
import sys
import time
from pathlib import Path

import lightgbm
import numpy as np

import hashed
import weights
from pages import Pages, choose

SEED = 1
# 31 leaves and 8 steps: the table of the classifier holds 64 nodes a tree. Rate and number of trees: see
# EXPERIMENTS.md.
TREES = {"html": 320, "text": 320}
# Boosters that differ by seed, of which a block's sum is the mean: what one gives is partly the draw.
BAG = {"html": 2, "text": 2}
TREE = {
    "objective": "binary", "num_leaves": 31, "max_depth": 8, "learning_rate": 0.05, "feature_fraction": 0.35,
    "min_data_in_leaf": 40, "max_bin": 127, "lambda_l2": 5.0, "seed": SEED, "deterministic": True,
    "force_row_wise": True, "num_threads": 2, "verbose": -1,
}
# Blocks of less weight are drawn in proportion to it and count so much more: menus are most of the blocks
# and little of the text.
DRAWN_BELOW = 0.3
# Steps of the curve from expected to measured F1.
CONFIDENCE_STEPS = 20


def drawn(weight):
    """Rows to train on and their weights."""
    chance = np.minimum(1, weight / DRAWN_BELOW)
    rows = np.random.default_rng(SEED).random(len(weight)) < chance
    return rows, weight / np.maximum(chance, 1e-9)


def fit(kind, values, target, weight, rows):
    data = lightgbm.Dataset(values[rows], target[rows], weight=weight[rows], free_raw_data=False)
    return [lightgbm.train(TREE | {"seed": SEED + at}, data, TREES[kind]) for at in range(BAG[kind])]


def predict(boosters, values):
    sums = np.mean([own.predict(values, raw_score=True) for own in boosters], axis=0)
    return 1 / (1 + np.exp(-sums))


def calibrated(expected, measured):
    """Mean measured F1 at even steps of expected F1, rising."""
    from sklearn.isotonic import IsotonicRegression

    curve = IsotonicRegression(y_min=0, y_max=1, out_of_bounds="clip").fit(expected, measured)
    steps = np.linspace(0, 1, CONFIDENCE_STEPS + 1)
    # Isotonic curves are stairs: each step is the mean around it.
    around = np.linspace(-0.5, 0.5, 11) / CONFIDENCE_STEPS
    return np.array([curve.predict(np.clip(step + around, 0, 1)).mean() for step in steps])


def train(kind, work, out, folds):
    pages = Pages(work / kind, work / f"{kind}.npz")
    started = time.time()
    counts = hashed.tables(pages)
    if kind == "text":
        del counts["names"]
    scores, kept = hashed.cross_fitted(pages, counts)
    names = pages.names + hashed.columns_of(counts)
    values = np.concatenate([np.array(pages.values), scores], axis=1)
    rows, weight = drawn(pages.weight)
    rows &= ~pages.settled
    chance = np.zeros(len(pages.words))
    boosters = []
    for fold, tables in enumerate(kept):
        own = pages.fold_of == fold
        asked = own & ~pages.settled
        boosters.append(fit(kind, values, pages.target, weight, rows & ~own))
        chance[asked] = predict(boosters[-1], values[asked])
        print(f"{kind}: fold {fold} after {time.time() - started:.0f} s", flush=True)
    np.save(work / f"{kind}.chance.npy", chance)
    taken, expected = choose(pages, chance)
    f1 = pages.f1(taken)
    print(kind, pages.report(f1), f"expected {expected.mean():.4f} measured {f1.mean():.4f}", flush=True)
    confidence = calibrated(expected, f1)
    version = pages.header["version"]
    for fold, (bag, tables) in enumerate(zip(boosters, kept)):
        (folds / f"fold{fold}").mkdir(parents=True, exist_ok=True)
        weights.write(folds / f"fold{fold}" / f"{kind}.model", version, names, bag, tables, confidence)
    bag = fit(kind, values, pages.target, weight, rows)
    tables = hashed.fit_all(pages, counts, np.ones(len(pages.words), bool))
    weights.write(out / f"{kind}.model", version, names, bag, tables, confidence)
    gain = sum(own.feature_importance("gain") for bag in boosters for own in bag)
    figures = {
        "f1": float(f1.mean()),
        "report": pages.report(f1),
        "names": names,
        "gain": (gain / gain.sum()).round(5).tolist(),
        "pages": [{"id": str(ident), "f1": float(own), "expected": float(sure)} for ident, own, sure in zip(pages.ids, f1, expected)],
    }
    (work / f"{kind}.json").write_text(json.dumps(figures))
    if kind == "html":
        fold_of = {str(ident): int(fold) for ident, fold in zip(pages.ids, pages.fold)}
        (folds / "folds.json").write_text(json.dumps(fold_of, separators=(",", ":")) + "\n")


def main():
    work, out, folds = map(Path, sys.argv[1:4])
    for kind in sys.argv[4:] or ("html", "text"):
        train(kind, work, out, folds)


if __name__ == "__main__":
    main()
