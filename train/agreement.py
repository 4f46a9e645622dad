"""Computes the chances of the sample pages from the features that Rust wrote, for the test that training and
use agree.

usage: agreement.py MODELS OUT.json PAGES FEATURES [PAGES FEATURES]

PAGES is the list of sample pages, one path a line, from which features.rs wrote FEATURES.
"""

import json
import sys
from pathlib import Path

import numpy as np

import hashed
import weights
from pages import Features


def main():
    models, out = Path(sys.argv[1]), Path(sys.argv[2])
    told = []
    for listed, folder in zip(sys.argv[3::2], sys.argv[4::2]):
        features = Features(folder)
        markup = any(name.startswith("reach.") for name in features.names)
        model = weights.Reader(models / ("html.model" if markup else "text.model"))
        counts = {name: own for name, own in hashed.tables(features).items() if name in model.tables}
        scores = hashed.columns(counts, model.tables, np.ones(len(features.words), bool))
        chance = model.predict(np.concatenate([features.values, scores], axis=1))
        chance[features.settled] = 0
        paths = {Path(line).name: line for line in Path(listed).read_text().split("\n") if line}
        for page, start in zip(features.header["pages"], features.offset):
            own = chance[start : start + page["blocks"]]
            told.append({"page": paths[page["id"]], "chances": [round(float(value), 6) for value in own]})
    out.write_text(json.dumps(sorted(told, key=lambda page: page["page"]), separators=(",", ":")).replace("},{", "},\n{") + "\n")


if __name__ == "__main__":
    main()
