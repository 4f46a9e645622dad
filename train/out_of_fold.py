"""Scores the whole tool on the labelled sets, every page by the models that have not seen its domain.

usage: out_of_fold.py SHARED TAMIS WORK

WORK holds html.npz and fold<k>/ (see train.py). The records go to WORK/oof/<set>.jsonl, and the measure of
score/content.py is printed for each set; text dumps come last, in both habits.
"""

import subprocess
import sys
from pathlib import Path

import numpy as np

from labels import SETS


def extract(tamis, models, paths, out):
    command = [tamis, "-q", "extract", "-", "--out", out, "--format", "jsonl", "--no-rules", "--models", models]
    run = subprocess.run(command, input="".join(f"{path}\n" for path in paths), text=True)
    if run.returncode not in (0, 2):
        sys.exit(f"tamis extract failed with {run.returncode}")
    return (out / "pages.jsonl").read_text(encoding="utf8")


def main():
    shared, tamis, work = (Path(own).resolve() for own in sys.argv[1:4])
    known = np.load(work / "html.npz")
    pages = list(zip(known["ids"], known["sets"], known["fold"]))
    jobs = [(name, name, lambda ident, name=name: shared / "data" / name / "html" / f"{ident}.html.gz") for name in SETS]
    jobs += [("wcxb-dev", f"dumps-{habit}", lambda ident, habit=habit: work / "dumps" / f"{ident}.{habit}.txt") for habit in ("blank", "line")]
    (work / "oof").mkdir(exist_ok=True)
    for name, called, path in jobs:
        records = ""
        for fold in sorted(set(known["fold"])):
            paths = [path(ident) for ident, own, at in pages if own == name and at == fold]
            records += extract(tamis, work / f"fold{fold}", [own for own in paths if own.exists()], work / "oof" / f"{called}-{fold}")
        # content.py knows a page by its id before ".html".
        for habit in ("blank", "line"):
            records = records.replace(f'.{habit}.txt","url"', '.html","url"')
        out = work / "oof" / f"{called}.jsonl"
        out.write_text(records, encoding="utf8")
        print(f"== {called}", flush=True)
        subprocess.run([sys.executable, shared / "score" / "content.py", shared / "data" / name, out], check=False)


if __name__ == "__main__":
    main()
