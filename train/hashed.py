"""Weights of hashed words: class names and ids above a block, words of its text, words of the heading over
it. Each is a logistic model of its own; its sum over a block's words is a feature of the trees."""

import numpy as np
import scipy.sparse as sparse
from sklearn.linear_model import SGDClassifier

PLACES = 1 << 15
REACHES = 3
# Largest weight kept: a word alone shall not decide.
CAP = 4.0
# Weights are kept in a byte each, in these steps.
STEP = CAP / 127
COLUMNS = ["hashed.names_near", "hashed.names_middle", "hashed.names_far", "hashed.text", "hashed.heading"]
# Strength of the pull to zero, of names and of texts; half and twice as much made no difference.
ALPHA = {"names": 2e-6, "texts": 4e-6, "headings": 4e-6}


def tables(pages):
    names = pages.table("names", REACHES * PLACES)
    texts = pages.table("texts", PLACES)
    at = pages.headings
    pick = sparse.csr_matrix(
        (np.ones(int((at >= 0).sum()), np.float32), (np.flatnonzero(at >= 0), at[at >= 0])), (len(at), len(at))
    )
    return {"names": names, "texts": texts, "headings": (pick @ texts).tocsr()}


def fit(counts, rows, target, weight, name):
    """Whole numbers of STEP for every place of a table."""
    model = SGDClassifier(loss="log_loss", alpha=ALPHA[name], max_iter=4, tol=None, random_state=0, average=True)
    model.fit(counts[rows], target[rows], sample_weight=weight[rows] / weight[rows].mean())
    return np.clip(np.round(model.coef_[0] / STEP), -127, 127).astype(np.int8)


def fit_all(pages, counts, rows):
    # Short texts matter here: the square root lies between counting words and counting blocks.
    weight = np.sqrt(pages.weight)
    rows = np.flatnonzero(rows & (pages.words > 0) & ~pages.settled)
    return {name: fit(own, rows, pages.target, weight, name) for name, own in counts.items()}


def columns_of(counts):
    return [name for name in COLUMNS if "names" in counts or "names" not in name]


def columns(counts, weights, rows):
    """The features of some blocks: exact, since sums of whole numbers have no rounding."""
    step = np.float32(STEP)
    names = [
        counts["names"][rows][:, at * PLACES : (at + 1) * PLACES]
        @ weights["names"][at * PLACES : (at + 1) * PLACES].astype(np.float32)
        for at in range(REACHES if "names" in counts else 0)
    ]
    rest = [counts[name][rows] @ weights[name].astype(np.float32) for name in ("texts", "headings")]
    return np.stack([own.astype(np.float32) * step for own in names + rest], axis=1)


def cross_fitted(pages, counts):
    """Every block's features by weights that have not seen its domain, and those weights by fold."""
    out, kept = np.zeros((len(pages.words), len(columns_of(counts))), np.float32), []
    for fold in range(int(pages.fold.max()) + 1):
        weights = fit_all(pages, counts, pages.fold_of != fold)
        own = pages.fold_of == fold
        out[own] = columns(counts, weights, own)
        kept.append(weights)
    return out, kept
