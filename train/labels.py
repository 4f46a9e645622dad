"""Aligns the blocks of a page with its labelled main content.

usage: labels.py SHARED FEATURES OUT.npz

FEATURES is a folder that `features.rs` wrote, SHARED holds data/. For each block the share of its words
that the label holds, in a row and in order, is found; then whole blocks are taken or left so that the
measure of score/content.py is highest, which gives the ceiling of any choice of whole blocks.
"""

import gzip
import hashlib
import json
import multiprocessing
import re
import sys
from collections import Counter
from pathlib import Path

import numpy as np
import tldextract
from rapidfuzz.distance import LCSseq

SETS = ("wcxb-dev", "news-dev", "zh-dev")
FOLDS = 5
WORD = re.compile(r"\w+")
# Scripts without spaces: a letter is a word there, or a whole sentence would be one.
DENSE = re.compile(r"[\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]|[^\W\u0e00-\u0e7f\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff]+")
# Share of a block's words from which it counts as content.
TAKEN = 0.5
# A run of words may break at this share of a block's words: labels drop marks and inline labels.
SLACK = 0.15
# Lowest F1 that the best choice of whole blocks may have on a set: below it, blocks or labels are broken.
LEAST_BEST = 0.985
# Blocks this short must stand beside another matched one: "More" is found in any text.
LONELY = 2


def measured(text):
    """Words as score/content.py counts them."""
    return WORD.findall(text.lower())


def aligned(text):
    """Words as blocks are aligned by."""
    return DENSE.findall(text.lower())


def f1(common, ours, theirs):
    return 2 * common / (ours + theirs) if ours + theirs else 1.0


def shares(blocks, label):
    """For each block, the share of its words that stand in the label in the same order."""
    count = np.array([len(block) for block in blocks])
    starts = np.concatenate([[0], np.cumsum(count)])
    out = np.zeros(len(blocks))
    flat = [word for block in blocks for word in block]
    if not flat or not label:
        return out
    number = {word: at for at, word in enumerate(set(flat) | set(label))}
    place = np.full(len(flat), -1)
    steps = LCSseq.opcodes([number[word] for word in flat], [number[word] for word in label])
    for step in steps:
        if step.tag == "equal":
            place[step.src_start : step.src_end] = np.arange(step.dest_start, step.dest_end)
    used = np.zeros(len(label), bool)
    for at, block in enumerate(blocks):
        own = place[starts[at] : starts[at + 1]]
        hit = own[own >= 0]
        if len(hit) == 0:
            continue
        joined = (np.count_nonzero(np.diff(hit) == 1) + 1) / len(block)
        out[at] = min(len(hit) / len(block), joined + SLACK) if len(block) > LONELY else float(joined == 1)
        if out[at] >= TAKEN:
            used[hit] = True
    moved(blocks, label, used, out)
    for at, block in enumerate(blocks):
        if 0 < len(block) <= LONELY and out[at] == 1 and len(label) > len(block):
            own = place[starts[at] : starts[at + 1]]
            around = [other for other in range(max(0, at - 3), min(len(blocks), at + 4)) if other != at and out[other] >= TAKEN]
            near = [place[starts[other] : starts[other + 1]] for other in around]
            if not any(len(own) and np.abs(spot[spot >= 0][:, None] - own[None]).min() <= 2 for spot in near if (spot >= 0).any()):
                out[at] = 0
    return out


def moved(blocks, label, used, out):
    """Blocks that the label holds at another place than the page: found by their three-word runs."""
    free = Counter(
        tuple(label[at : at + 3]) for at in range(len(label) - 2) if not used[at : at + 3].any()
    )
    if not free:
        return
    for at, block in enumerate(blocks):
        if out[at] >= TAKEN or len(block) < 3:
            continue
        runs = list(zip(block, block[1:], block[2:]))
        share = sum(free[run] > 0 for run in runs) / len(runs)
        if share >= TAKEN:
            out[at] = max(out[at], share)
            free.subtract(run for run in runs if free[run] > 0)


def oracle(blocks, label, taken):
    """The best choice of whole blocks that single changes lead to from here, and its F1."""
    want, have = Counter(label), Counter()
    taken = taken.copy()
    bags = [Counter(block) for block in blocks]
    for at in np.flatnonzero(taken):
        have.update(bags[at])
    ours, common = sum(have.values()), sum((have & want).values())
    order = sorted(range(len(blocks)), key=lambda at: -len(blocks[at]))
    for _ in range(4):
        changed = False
        for at in order:
            if not blocks[at]:
                continue
            sign = -1 if taken[at] else 1
            gain = sum(
                min(have[word] + sign * n, want[word]) - min(have[word], want[word]) for word, n in bags[at].items()
            )
            if f1(common + gain, ours + sign * len(blocks[at]), len(label)) > f1(common, ours, len(label)) + 1e-9:
                common, ours, changed = common + gain, ours + sign * len(blocks[at]), True
                taken[at] = not taken[at]
                for word, n in bags[at].items():
                    have[word] += sign * n
        if not changed:
            break
    return taken, f1(common, ours, len(label))


def truth(shared):
    """Label, kind, domain and set of every page, by the page's id."""
    suffixes = tldextract.TLDExtract(suffix_list_urls=())
    out = {}
    for name in SETS:
        for path in sorted((shared / "data" / name / "gt").glob("*.json.gz")):
            page = json.load(gzip.open(path, "rt", encoding="utf8"))
            ident = path.name.removesuffix(".json.gz")
            kind = ((page.get("_internal") or {}).get("page_type") or {}).get("primary", "article")
            domain = suffixes(page.get("url") or "").top_domain_under_public_suffix or f"{name}/{ident}"
            content = (page.get("ground_truth") or {}).get("main_content") or ""
            out[ident] = (content, "collection" if kind == "category" else kind, domain, name)
    return out


def page(job):
    texts, content = job
    blocks = [aligned(text) for text in texts]
    part = shares(blocks, aligned(content))
    words, label = [measured(text) for text in texts], measured(content)
    taken, best = oracle(words, label, part >= TAKEN)
    return part, taken, best, f1_of(words, label, part >= TAKEN)


def f1_of(words, label, taken):
    have = Counter(word for at in np.flatnonzero(taken) for word in words[at])
    return f1(sum((have & Counter(label)).values()), sum(have.values()), len(label))


def fold(domain):
    return int(hashlib.sha256(domain.encode()).hexdigest(), 16) % FOLDS


def main():
    shared, features, out = map(Path, sys.argv[1:4])
    header = json.load(open(features / "header.json"))
    ids = [re.sub(r"(\.\w+)?\.(html|txt)(\.gz)?$", "", own["id"]) for own in header["pages"]]
    known = truth(shared)
    texts = (json.loads(line) for line in open(features / "blocks.jsonl", encoding="utf8"))
    jobs = [(own, known[ident][0]) for ident, own in zip(ids, texts)]
    with multiprocessing.Pool() as pool:
        done = pool.map(page, jobs, chunksize=8)
    part, taken = (np.concatenate([own[at] for own in done]) for at in (0, 1))
    kinds, domains, sets = (np.array([known[ident][at] for ident in ids]) for at in (1, 2, 3))
    best, plain = (np.array([own[at] for own in done]) for at in (2, 3))
    np.savez_compressed(
        out, share=part.astype(np.float32), taken=taken, best=best, ids=ids, kinds=kinds, domains=domains, sets=sets,
        fold=[fold(domain) for domain in domains], label_words=[len(measured(known[ident][0])) for ident in ids],
    )
    for name in SETS:
        own = sets == name
        if own.any():
            print(f"{name}: {own.sum()} pages, F1 of the best choice of blocks {best[own].mean():.4f}, of labels alone {plain[own].mean():.4f}")
            if best[own].mean() < LEAST_BEST:
                sys.exit(f"{name}: the best choice of whole blocks falls below {LEAST_BEST}")


if __name__ == "__main__":
    main()
