"""Trains the models that tell what sort of page it is, and says how good they are.

usage: kinds.py SHARED OUT FOLDS OBSERVED.jsonl KIND

OBSERVED.jsonl is what kinds.rs wrote of all pages, each by models that have not seen its site; KIND is html or text.
Written are OUT/KIND.kinds, trained on all pages, and FOLDS/fold<k>/KIND.kinds, which have not seen the domains of fold
k. Labels: wcxb-dev tells each page's type; the pages of news-dev and half of those of zh-dev are articles, the others forums.
"""

import gzip
import json
import struct
import sys
from collections import Counter
from pathlib import Path

import lightgbm
import numpy as np
import scipy.sparse as sparse
from sklearn.feature_selection import chi2
from sklearn.linear_model import LogisticRegression

from hashed import PLACES
from weights import below, fnv

# In the order of src/classify/learned/kinds.rs.
KINDS = ["article", "documentation", "service", "forum", "collection", "listing", "product"]
MAGIC = b"TAMIS-KINDS\0"
VERSION = 1
# Words that are weighed, of all places in the table: the others tell next to nothing of kinds.
WORDS = 1000
# Steps of the words' weights, which are kept in a byte each.
STEP = 0.25
# Every page is learned a second time with the words of a language that nobody here speaks, and counts so much there: pages
# of wcxb-dev are English, and without its words a page must be told by all else.
FOREIGN = 0.5
# Pages of sets of one kind count less: there are many, and what they say of kinds is little.
OTHER_SETS = 0.3
ROUNDS = 60
TREE = {
    "objective": "multiclass", "num_class": len(KINDS), "num_leaves": 7, "learning_rate": 0.1, "feature_fraction": 0.4,
    "min_data_in_leaf": 8, "lambda_l2": 3.0, "seed": 1, "deterministic": True, "force_row_wise": True, "num_threads": 2, "verbose": -1,
}


def kind_of(shared, ident):
    """A page's labelled kind, or -1."""
    if not ident[0].isdigit():
        return KINDS.index("forum" if ident.startswith("zf") else "article")
    labels = json.load(gzip.open(shared / "data" / "wcxb-dev" / "gt" / f"{ident}.json.gz"))
    told = ((labels.get("_internal") or {}).get("page_type") or {}).get("primary")
    told = "collection" if told == "category" else told
    return KINDS.index(told) if told in KINDS else -1


class Pages:
    def __init__(self, shared, folds, observed):
        seen = [json.loads(line) for line in open(observed, encoding="utf8")]
        fold_of = json.loads((folds / "folds.json").read_text())
        self.names = seen[0]["names"]
        self.ids = [own["id"].split(".")[0] for own in seen]
        self.values = np.array([own["values"] for own in seen], np.float32)
        self.words = [np.array(own["words"], int) for own in seen]
        self.kind = np.array([kind_of(shared, ident) for ident in self.ids])
        self.fold = np.array([fold_of[ident] for ident in self.ids])
        self.is_wcxb = np.array([ident[0].isdigit() for ident in self.ids])
        # A dump is there in both habits.
        copies = Counter(self.ids)
        self.weight = np.where(self.is_wcxb, 1.0, OTHER_SETS) / np.array([copies[ident] for ident in self.ids])
        # As kinds/model.rs has it: each word once, and for less where there are many.
        lengths = np.array([len(own) for own in self.words])
        ends = np.concatenate([[0], np.cumsum(lengths)])
        values = np.repeat(1 / np.sqrt(np.maximum(lengths, 1)), lengths)
        self.bags = sparse.csr_matrix((values, np.concatenate(self.words), ends), (len(seen), PLACES))


def word_weights(pages, rows):
    """The places of the words that tell most, and whole numbers of STEP, a row a kind."""
    telling, _ = chi2(pages.bags[rows] > 0, pages.kind[rows])
    places = np.sort(np.argsort(np.nan_to_num(telling))[-WORDS:])
    model = LogisticRegression(C=30, max_iter=300)
    model.fit(pages.bags[rows][:, places], pages.kind[rows], sample_weight=pages.weight[rows])
    return places, np.clip(np.round(model.coef_ / STEP), -127, 127).astype(np.int8)


def word_sums(bags, words):
    places, weights = words
    return bags[:, places] @ (weights.T.astype(np.float32) * STEP)


def fit(pages, sums, foreign, rows):
    values = np.concatenate([np.concatenate([pages.values, own], axis=1)[rows] for own in (sums, foreign)])
    weight = np.concatenate([pages.weight[rows], FOREIGN * pages.weight[rows]])
    return lightgbm.train(TREE, lightgbm.Dataset(values, np.tile(pages.kind[rows], 2), weight=weight), ROUNDS)


def nodes(root):
    """Nodes (threshold, value, no, yes), the root first; a leaf's children are itself."""
    out = []

    def walk(own):
        at = len(out)
        out.append(None)
        if "leaf_value" in own:
            out[at] = (np.float32(own["leaf_value"]), 0, at, at)
        else:
            no, yes = walk(own["left_child"]), walk(own["right_child"])
            out[at] = (below(own["threshold"]), own["split_feature"], no, yes)
        return at

    walk(root)
    return out


def write(path, names, words, booster):
    names = names + [f"words.{kind}" for kind in KINDS]
    out = [MAGIC, struct.pack("<III", VERSION, len(names), fnv("\n".join(names))), struct.pack("<fI", STEP, WORDS)]
    out += [struct.pack("<H", place) + own.tobytes() for place, own in zip(words[0], words[1].T)]
    trees = [nodes(own["tree_structure"]) for own in booster.dump_model()["tree_info"]]
    out.append(struct.pack("<I", len(trees)))
    for own in trees:
        out.append(struct.pack("<B", len(own)) + b"".join(struct.pack("<fHBB", *node) for node in own))
    path.write_bytes(b"".join(out))


class Reader:
    """The same weights, read back: for the test that training and use agree."""

    def __init__(self, path):
        rest = path.read_bytes()
        assert rest.startswith(MAGIC)
        at = len(MAGIC) + 12

        def take(form):
            nonlocal at
            own = struct.unpack_from(form, rest, at)
            at += struct.calcsize(form)
            return own

        step, count = take("<fI")
        words = [take(f"<H{len(KINDS)}b") for _ in range(count)]
        self.words = np.array([own[0] for own in words]), np.array([own[1:] for own in words]).T * step
        self.trees = [[take("<fHBB") for _ in range(*take("<B"))] for _ in range(*take("<I"))]
        assert at == len(rest)

    def sums(self, values, words):
        places, weights = self.words
        own = weights[:, np.isin(places, words)].sum(axis=1) / np.sqrt(max(1, len(words)))
        values = np.concatenate([np.array(values, np.float32), own.astype(np.float32)])
        sums = [0.0] * len(KINDS)
        for number, tree in enumerate(self.trees):
            at, child = 0, None
            while child != at:
                at = at if child is None else child
                threshold, value, no, yes = tree[at]
                child = yes if values[value] > threshold else no
            sums[number % len(KINDS)] += threshold
        return sums


def main():
    shared, out, folds, observed = map(Path, sys.argv[1:5])
    name = sys.argv[5]
    pages = Pages(shared, folds, observed)
    labelled = pages.kind >= 0
    strange = pages.bags[:, np.random.default_rng(1).permutation(PLACES)]
    count = len(pages.ids), len(KINDS)
    sums, foreign, kept = np.zeros(count, np.float32), np.zeros(count, np.float32), []
    for fold in range(int(pages.fold.max()) + 1):
        kept.append(word_weights(pages, labelled & (pages.fold != fold)))
        own = pages.fold == fold
        sums[own], foreign[own] = word_sums(pages.bags[own], kept[-1]), word_sums(strange[own], kept[-1])
    told, told_foreign = np.zeros(len(pages.ids), int), np.zeros(len(pages.ids), int)
    for fold, words in enumerate(kept):
        own = pages.fold == fold
        booster = fit(pages, sums, foreign, labelled & ~own)
        for out_of_fold, by in ((told, sums), (told_foreign, foreign)):
            out_of_fold[own] = booster.predict(np.concatenate([pages.values[own], by[own]], axis=1)).argmax(axis=1)
        write(folds / f"fold{fold}" / f"{name}.kinds", pages.names, words, booster)
    right, asked = told == pages.kind, labelled & pages.is_wcxb
    strangers = (told_foreign == pages.kind)[asked].mean()
    print(f"{name}: of wcxb-dev {right[asked].mean():.4f} right, in another language {strangers:.4f}; of the other sets ", end="")
    print(f"{right[labelled & ~pages.is_wcxb].mean():.4f}")
    for at, kind in enumerate(KINDS):
        row = [int(((pages.kind == at) & (told == other) & pages.is_wcxb).sum()) for other in range(len(KINDS))]
        print(f"{kind:14}", *(f"{count:5}" for count in row))
    write(out / f"{name}.kinds", pages.names, word_weights(pages, labelled), fit(pages, sums, foreign, labelled))


if __name__ == "__main__":
    main()
