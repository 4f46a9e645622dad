"""Extract the shared sets, score them, and hold every figure against its floor.

usage: floors.py SHARED TAMIS WORK

SHARED holds data/ and score/, TAMIS is the built program, WORK an empty folder for its output. The floors
stand in floors.json: {set: {figure: lowest value}}, with the digests of the sets that they were set on, and under
"ceilings" {set: {figure: highest value}} for figures that must stay low, such as the share of teasers left in the
text. A figure without a bound is printed and never fails. Bounds are loosened with a reason only: see loosened.py.

The models were trained on these sets. So that no page is scored by a model that has seen its site, every page
is extracted with the models of its fold (train/folds/), which were trained without its registered domain.
"""

import gzip
import hashlib
import json
import re
import subprocess
import sys
from pathlib import Path


# One page in so many is dumped: enough to see a change of half a point, at a second's cost.
DUMPED = 3
# The scorers write four digits.
ROUNDED = 0.000051

# What a record of a page of the sets has behind the page's name.
NAMES_END = r"\.html\.gz$"

FOLDS = Path(__file__).resolve().parent.parent / "train" / "folds"


def list_of(folder, suffix):
    return sorted(path for path in folder.iterdir() if path.name.endswith(suffix))


def gold_pages(data):
    """The raw pages of gold-dev lie in the sets from which they were taken, under the same id."""
    pages = []
    for gold in list_of(data / "gold-dev" / "html", ".json"):
        homes = [data / name / "html" / f"{gold.stem}.html.gz" for name in ("wcxb-dev", "zh-dev")]
        found = [home for home in homes if home.exists()]
        if not found:
            sys.exit(f"no raw page for {gold}; looked at {', '.join(map(str, homes))}")
        pages += found
    return pages


def dumps(tamis, data, work):
    """Every third page of wcxb-dev as the text dump that a crawl has of it, and the labels under the dumps'
    names. Dumps part blocks by a blank line or by a line's end, in turn."""
    pages = list_of(data / "wcxb-dev" / "html", ".gz")[::DUMPED]
    command = [tamis, "-q", "extract", "-", "--out", work / "blocks", "--format", "jsonl", "--no-rules", "--blocks"]
    run = subprocess.run([*command, "--models", "none"], input="".join(f"{page}\n" for page in pages), text=True)
    if run.returncode not in (0, 2):
        sys.exit(f"tamis extract failed with {run.returncode} for the blocks of wcxb-dev")
    out = []
    (work / "gt").mkdir(parents=True)
    with open(work / "blocks" / "pages.jsonl", encoding="utf8") as records:
        for place, line in enumerate(records):
            record = json.loads(line)
            ident = Path(record["id"]).name.split(".")[0]
            blocks = [part for block in record["blocks"] for part in block["text"].split("\n") if part.strip()]
            out.append(work / f"{ident}.txt")
            out[-1].write_text(("\n\n", "\n")[place % 2].join(blocks) + "\n", encoding="utf8")
            (work / "gt" / f"{ident}.txt.json.gz").symlink_to(data / "wcxb-dev" / "gt" / f"{ident}.json.gz")
    return out


def sets(tamis, data, work):
    """Name, inputs, scorer and reference of every set."""
    yield "source", list_of(data / "source", ".txt"), "structure.py", data / "source" / "gold"
    yield "wcxb-dev", list_of(data / "wcxb-dev" / "html", ".gz"), "content.py", data / "wcxb-dev"
    for name in ("news-dev", "zh-dev"):
        yield name, list_of(data / name / "html", ".gz"), "content.py", data / name
    yield "gold-dev-html", gold_pages(data), "structure.py", data / "gold-dev" / "html"
    flat = work / "wcxb-dev-dumps"
    yield "wcxb-dev-text", dumps(tamis, data, flat), "content.py", flat
    yield "gold-dev-text", list_of(data / "gold-dev" / "dumps", ".txt"), "structure.py", data / "gold-dev" / "text"


def extract(tamis, inputs, out):
    """Runs tamis over a list of files; rejects are no failure here, for a page without a record scores 0."""
    fold_of = json.loads((FOLDS / "folds.json").read_text(encoding="utf8"))
    by_models = {}
    for path in inputs:
        fold = fold_of.get(path.name.split(".")[0])
        by_models.setdefault(None if fold is None else FOLDS / f"fold{fold}", []).append(path)
    records = []
    for at, (models, paths) in enumerate(sorted(by_models.items(), key=str)):
        command = [tamis, "-q", "extract", "-", "--out", out / str(at), "--format", "jsonl", "--no-rules"]
        command += ["--models", models] if models else []
        run = subprocess.run(command, input="".join(f"{path}\n" for path in paths), text=True)
        if run.returncode not in (0, 2):
            sys.exit(f"tamis extract failed with {run.returncode} for {out.name}")
        records.append((out / str(at) / "pages.jsonl").read_text(encoding="utf8"))
    (out / "pages.jsonl").write_text("".join(records), encoding="utf8")
    return out / "pages.jsonl"


def score(shared, scorer, reference, pages):
    """The figures of a scorer: the JSON object on its last line, or the line of means before it.

    content.py ends with an error, after its means, on a set that lacks one of the page types.
    """
    command = [sys.executable, shared / "score" / scorer, reference, pages]
    lines = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout.strip().splitlines()
    # "metadata title 0.874 of 1497  date 0.836 of 782  author 0.857 of 739"
    told = next((line for line in lines if line.startswith("metadata ")), "")
    metadata = {name: float(share) for name, share in re.findall(r"(\w+) ([\d.]+) of \d+", told)}
    if lines and lines[-1].startswith("{"):
        return json.loads(lines[-1]) | metadata
    means = next((line.split() for line in lines if line.startswith("F1 ")), None)
    if means is None:
        sys.exit(f"{scorer} gave no figures for {pages}")
    return {"f1": float(means[1]), "precision": float(means[3]), "recall": float(means[5])} | metadata


def kinds_right(reference, pages, asked):
    """Share of the pages that were asked for whose record has the labelled type as `page_kind`."""
    right = []
    for line in filter(None, pages.read_text(encoding="utf8").split("\n")):
        record = json.loads(line)
        ident = re.sub(NAMES_END, "", Path(record["id"]).name)
        labels = reference / "gt" / f"{ident}.json.gz"
        told = json.loads(gzip.decompress(labels.read_bytes()))["_internal"]["page_type"]["primary"]
        right.append(record["page_kind"] == {"category": "collection"}.get(told, told))
    return round(sum(right) / asked, 4)


def digest(folder):
    """First 16 digits of the SHA-256 over the lines "<SHA-256>  <path>" of a set's files, by path."""
    lines = [
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
        for path in sorted(path for path in folder.rglob("*") if path.suffix in (".gz", ".json", ".txt"))
    ]
    return hashlib.sha256("".join(lines).encode()).hexdigest()[:16]


def known(data, digests):
    """Whether the sets are those that the bounds were set on; says which are not."""
    other = [name for name, own in digests.items() if digest(data / name) != own]
    for name in other:
        print(f"FAIL {name:14} its pages or labels are others than those that the bounds were set on")
    return not other


def agrees(tamis, reference, pages, figures):
    """Whether `tamis score` gives the scorer's figures; says where it does not."""
    out = pages.with_name("score.json")
    subprocess.run([tamis, "score", pages, reference, "--json", out], check=True, stdout=subprocess.DEVNULL)
    report = json.loads(out.read_text(encoding="utf8"))
    own = {}
    if structure := report.get("structure"):
        tallies = {"items_f1": "items", "teasers_f1": "teasers", "prevnext_f1": "prev_next", "breadcrumbs_f1": "breadcrumbs"}
        own = {figure: structure[key]["f1"] for figure, key in tallies.items()}
        own |= {key: structure[key]["share"] for key in ("lists_whole", "snippets")}
        own |= {"body_f1": structure["body_f1"]}
        own |= {f"in_text_{role}": part["share"] for role, part in structure["in_text"].items()}
    if content := report.get("content"):
        own |= {key: content[key] for key in ("f1", "precision", "recall")}
    far = [key for key, value in own.items() if abs(value - figures.get(key, -1)) > ROUNDED]
    for key in far:
        print(f"FAIL {pages.parent.name:14} {key:22} tamis score says {own[key]:.4f}, the scorer {figures.get(key)}")
    return not far


def held(name, figures, floors, ceilings):
    """Prints every figure beside its bound; says whether all bounds hold."""
    well = True
    for figure in sorted(set(figures) | set(floors) | set(ceilings)):
        value, floor, ceiling = figures.get(figure), floors.get(figure), ceilings.get(figure)
        fine = value is not None or (floor is None and ceiling is None)
        fine = fine and (floor is None or value >= floor) and (ceiling is None or value <= ceiling)
        bounds = "".join(f"  {word} {bound:.4f}" for word, bound in (("floor", floor), ("ceiling", ceiling)) if bound is not None)
        shown = "missing" if value is None else f"{value:.4f}"
        print(f"{'ok  ' if fine else 'FAIL'} {name:14} {figure:22} {shown:>8}{bounds}")
        well = well and fine
    return well


def main():
    shared, tamis, work = (Path(argument).resolve() for argument in sys.argv[1:4])
    bounds = json.loads(Path(__file__).with_name("floors.json").read_text(encoding="utf8"))
    well = known(shared / "data", bounds["digests"])
    for name, inputs, scorer, reference in sets(tamis, shared / "data", work):
        pages = extract(tamis, inputs, work / name)
        figures = score(shared, scorer, reference, pages)
        well = agrees(tamis, reference, pages, figures) and well
        if name.startswith("wcxb-dev"):
            figures["page_kind"] = kinds_right(reference, pages, len(inputs))
        well = held(name, figures, bounds["floors"].get(name, {}), bounds["ceilings"].get(name, {})) and well
    sys.exit(0 if well else "a figure is out of its bounds")


if __name__ == "__main__":
    main()
