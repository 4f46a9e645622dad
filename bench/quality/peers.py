#!/usr/bin/env python3
"""How good tamis and its peers are on the labelled sets: one command, one table.

    python3 bench/quality/peers.py ../shared [--tamis target/release/tamis] [--sets wcxb-dev news-dev zh-dev]

Needs the packages in bench/quality/requirements.txt. Every peer does what its documentation shows for the
main content of a page, tables in and comments out, from the bytes of the file and its address; what it gives
as title, date and authors is taken along. Printed is a Markdown table: F1 of words as score/content.py of the
sets counts them, by set and, for wcxb-dev, by type of page, and how often title, date and authors agree.

tamis runs as in .ci/floors.py: its models were trained on these sets, so each page is read with the models that
have not seen its site.
"""

import argparse
import gzip
import json
import multiprocessing
import re
import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent.parent
KINDS = ("article", "documentation", "service", "forum", "collection", "listing", "product")
FIELDS = ("title", "date", "author")


def decoded(data):
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    return bytes_to_str(data, detect_encoding(data))


def trafilatura(data, url):
    from trafilatura import bare_extraction

    # include_comments stands for other people's remarks; its default keeps them.
    found = bare_extraction(data, url=url, include_comments=False, include_tables=True, with_metadata=True)
    if found is None:
        return {}
    page = found if isinstance(found, dict) else found.as_dict()
    return {"text": page.get("text"), "title": page.get("title"), "date": page.get("date"), "author": page.get("author")}


def rs_trafilatura(data, url):
    import rs_trafilatura as peer

    found = peer.extract(decoded(data), url=url)
    get = lambda name: getattr(found, name, None)
    return {"text": get("main_content"), "title": get("title"), "date": get("date"), "author": get("author")}


def resiliparse(data, _url):
    from resiliparse.extract.html2text import extract_plain_text

    return {"text": extract_plain_text(decoded(data), main_content=True, alt_texts=False, links=False)}


def readability(data, url):
    import lxml.html
    from readability import Document

    page = Document(decoded(data), url=url)
    text = lxml.html.fromstring(page.summary(html_partial=True)).text_content()
    return {"text": text, "title": page.short_title()}


PEERS = {
    "trafilatura": trafilatura, "rs-trafilatura": rs_trafilatura, "Resiliparse": resiliparse, "readability-lxml": readability,
}


def read(job):
    peer, path, url = job
    try:
        found = PEERS[peer](gzip.decompress(path.read_bytes()), url)
    except Exception as failure:  # a page that a peer cannot read scores as empty
        print(f"{peer}: {path.name}: {failure}", file=sys.stderr)
        found = {}
    authors = found.get("author") or []
    authors = authors if isinstance(authors, list) else [authors]
    date = found.get("date")
    return {
        "id": path.name, "text": found.get("text") or "", "title": found.get("title"),
        "published": str(date) if date else None, "authors": authors,
    }


def by_tamis(tamis, paths, out):
    sys.path.insert(0, str(ROOT / ".ci"))
    from floors import extract

    return extract(tamis, paths, out)


def figures(shared, data, pages):
    """F1 by type and agreement of metadata, as score/content.py prints them."""
    command = [sys.executable, shared / "score" / "content.py", data, pages]
    told = subprocess.run(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True).stdout
    out = {"f1": float(re.search(r"^F1 ([\d.]+)", told, re.M)[1])}
    for line in re.findall(r"^(?:by type|metadata) (.*)$", told, re.M):
        out |= {name: float(value) for name, value in re.findall(r"(\w+) ([\d.]+)", line) if name != "of"}
    return out


def main():
    parser = argparse.ArgumentParser(description=__doc__.split("\n")[0])
    parser.add_argument("shared", type=Path)
    parser.add_argument("--tamis", type=Path, default=ROOT / "target/release/tamis")
    parser.add_argument("--sets", nargs="+", default=["wcxb-dev", "news-dev", "zh-dev"])
    parser.add_argument("--peers", nargs="+", default=list(PEERS), choices=list(PEERS))
    options = parser.parse_args()
    shared, columns = options.shared.resolve(), ["tamis", *options.peers]
    table = {}
    with tempfile.TemporaryDirectory() as work, multiprocessing.Pool() as pool:
        for name in options.sets:
            data, out = shared / "data" / name, Path(work) / name
            paths = sorted((data / "html").glob("*.html.gz"))
            out.mkdir()
            pages = {"tamis": by_tamis(options.tamis.resolve(), paths, out / "tamis")}
            urls = [json.load(gzip.open(data / "gt" / f"{path.name[:-8]}.json.gz")).get("url") for path in paths]
            for peer in options.peers:
                jobs = [(peer, path, url) for path, url in zip(paths, urls)]
                pages[peer] = out / f"{peer}.jsonl"
                lines = pool.imap(read, jobs, chunksize=8)
                pages[peer].write_text("".join(json.dumps(line) + "\n" for line in lines), encoding="utf8")
            for column in columns:
                for figure, value in figures(shared, data, pages[column]).items():
                    table.setdefault((name, figure), {})[column] = value
    print("| | " + " | ".join(columns) + " |\n|---|" + "---|" * len(columns))
    for (name, figure), row in table.items():
        if figure in ("f1", *FIELDS) or (name == "wcxb-dev" and figure in KINDS):
            cells = [f"{row[column]:.3f}" if column in row else "–" for column in columns]
            print(f"| {name} {figure} | " + " | ".join(cells) + " |")


if __name__ == "__main__":
    main()
