"""What training reads: features, labels, and how a choice of blocks is measured."""

import json
from functools import cached_property
from pathlib import Path

import numpy as np
import scipy.sparse as sparse

from labels import SETS, measured

# Expected F1 below which nothing is taken, as in src/classify/learned/cutoff.rs.
LEAST_EXPECTED = 0.15
# Least words of a label that a block's words are weighed against: shorter labels would shout.
LEAST_LABEL = 20


class Features:
    """A folder that features.rs wrote."""

    def __init__(self, features):
        self.folder = Path(features)
        self.header = json.load(open(self.folder / "header.json"))
        self.names = self.header["names"]
        self.count = np.array([page["blocks"] for page in self.header["pages"]])
        self.offset = np.concatenate([[0], np.cumsum(self.count)])
        self.page_of = np.repeat(np.arange(len(self.count)), self.count)
        self.words = self.read("words.u32", np.uint32).astype(np.float64)
        # Blocks that the model is not asked for, and that are no content.
        self.settled = self.read("settled.u8", np.uint8) > 0

    def read(self, name, kind):
        return np.fromfile(self.folder / name, dtype=kind)

    @cached_property
    def values(self):
        return np.memmap(self.folder / "values.f32", np.float32, "r", shape=(len(self.words), len(self.names)))

    def table(self, name, places):
        """Counts of hashed words, a row a block."""
        pointers, index = self.read(f"{name}.ptr", np.uint32), self.read(f"{name}.idx", np.uint32)
        counts = sparse.csr_matrix(
            (np.ones(len(index), np.float32), index.astype(np.int32), pointers.astype(np.int64)), (len(self.words), places)
        )
        counts.sum_duplicates()
        return counts

    @cached_property
    def headings(self):
        """Row of the heading over each block, or -1."""
        own = self.read("headings.i32", np.int32)
        return np.where(own >= 0, own + self.offset[:-1][self.page_of], -1)


class Pages(Features):
    """The same with its labels."""

    def __init__(self, features, labels):
        super().__init__(features)
        known = np.load(labels)
        self.share, self.kinds, self.sets, self.ids = (known[name] for name in ("share", "kinds", "sets", "ids"))
        self.domains, self.fold, self.label_words = (known[name] for name in ("domains", "fold", "label_words"))
        self.fold_of = self.fold[self.page_of]
        self.target = (self.share >= 0.5).astype(np.int8)
        self.title = np.zeros(len(self.words), bool)
        for page, start in zip(self.header["pages"], self.offset):
            if page["title"] is not None:
                self.title[start + page["title"]] = True

    @cached_property
    def weight(self):
        """A block counts by its words over the page's label, so that every page counts alike."""
        weight = self.words / np.maximum(LEAST_LABEL, self.label_words)[self.page_of]
        return np.minimum(weight / weight.mean(), 20)

    @cached_property
    def bags(self):
        """For each page: numbers of its words, the block of each, how often the label holds each."""
        from labels import truth

        known = truth(Path(__file__).resolve().parent.parent / "../shared")
        out = []
        with open(self.folder / "blocks.jsonl", encoding="utf8") as lines:
            for ident, line in zip(self.ids, lines):
                words = [measured(text) for text in json.loads(line)]
                label = measured(known[str(ident)][0])
                number = {}
                flat = np.array([number.setdefault(word, len(number)) for block in words for word in block], np.int32)
                want = np.zeros(len(number), np.int32)
                for word in label:
                    if word in number:
                        want[number[word]] += 1
                owner = np.repeat(np.arange(len(words)), [len(block) for block in words]).astype(np.int32)
                out.append((flat, owner, want, len(label)))
        return out

    def f1(self, taken):
        """F1 of every page for a choice of blocks; the title stands over any text."""
        body = np.zeros(len(self.count) + 1, bool)
        np.logical_or.at(body, self.page_of, taken)
        taken = taken | (self.title & body[self.page_of])
        out = np.zeros(len(self.count))
        for at, (flat, owner, want, label) in enumerate(self.bags):
            own = taken[self.offset[at] : self.offset[at + 1]]
            have = np.bincount(flat[own[owner]], minlength=len(want))
            ours = have.sum()
            common = np.minimum(have, want).sum()
            out[at] = 2 * common / (ours + label) if ours and label else float(ours == label)
        return out

    def report(self, f1):
        parts = [f"{name} {f1[self.sets == name].mean():.4f}" for name in SETS if (self.sets == name).any()]
        own = self.sets == "wcxb-dev"
        kinds = ("article", "documentation", "service", "forum", "collection", "listing", "product")
        parts += [f"{kind[:6]} {f1[own & (self.kinds == kind)].mean():.3f}" for kind in kinds]
        return "  ".join(parts)


def expected_f1(chance, words):
    """The cut-off that maximises the expected F1 of a page's words, and that F1."""
    order = np.argsort(-chance, kind="stable")
    taken, common = np.cumsum(words[order]), np.cumsum((chance * words)[order])
    f1 = 2 * common / np.maximum(1e-9, taken + common[-1])
    at = int(np.argmax(f1))
    return chance[order[at]], f1[at]


def choose(pages, chance):
    taken, sure = np.zeros(len(chance), bool), np.zeros(len(pages.count))
    for at in range(len(pages.count)):
        own = slice(pages.offset[at], pages.offset[at + 1])
        if own.stop > own.start:
            cut, sure[at] = expected_f1(chance[own], pages.words[own])
            taken[own] = (chance[own] >= cut) & (sure[at] >= LEAST_EXPECTED)
    return taken, sure
