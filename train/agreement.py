"""Computes the chances of the sample pages from the features that Rust wrote, for the test that training and
use agree.

usage: agreement.py MODELS OUT.json PAGES FEATURES KINDS.jsonl [PAGES FEATURES KINDS.jsonl]

PAGES is the list of sample pages, one path a line, from which features.rs wrote FEATURES and kinds.rs KINDS.
"""

import json
import sys
from pathlib import Path

import numpy as np

import hashed
import kinds
import weights
from pages import Features


def main():
    models, out = Path(sys.argv[1]), Path(sys.argv[2])
    told = []
    for listed, folder, observed in zip(sys.argv[3::3], sys.argv[4::3], sys.argv[5::3]):
        features = Features(folder)
        markup = any(name.startswith("reach.") for name in features.names)
        model = weights.Reader(models / ("html.model" if markup else "text.model"))
        of_kinds = kinds.Reader(models / ("html.kinds" if markup else "text.kinds"))
        seen = {page["id"]: page for page in map(json.loads, open(observed, encoding="utf8"))}
        counts = {name: own for name, own in hashed.tables(features).items() if name in model.tables}
        scores = hashed.columns(counts, model.tables, np.ones(len(features.words), bool))
        chance = model.predict(np.concatenate([features.values, scores], axis=1))
        chance[features.settled] = 0
        paths = {Path(line).name: line for line in Path(listed).read_text().split("\n") if line}
        for page, start in zip(features.header["pages"], features.offset):
            own = chance[start : start + page["blocks"]]
            whole = seen[page["id"]]
            sums = of_kinds.sums(whole["values"], whole["words"])
            chances, sums = ([round(float(value), 6) for value in part] for part in (own, sums))
            told.append({"page": paths[page["id"]], "chances": chances, "kinds": sums})
    out.write_text(json.dumps(sorted(told, key=lambda page: page["page"]), separators=(",", ":")).replace("},{", "},\n{") + "\n")


if __name__ == "__main__":
    main()
