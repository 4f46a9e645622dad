"""One pass of a peer written in Python: the whole job, from files or an archive to lines of JSON.

usage: worker.py PEER FOLDER|ARCHIVE.warc.gz OUT

PEER is a key of PEERS; each does what its documentation shows for the main content of a page as text, comments left
out. A folder holds pages as *.html or *.html.gz; an archive is read by FastWARC. OUT gets a line with id and text a
page. Printed are the pages that gave text, and the CPU seconds that Python and its imports took before the first page.
Run by `bench/speed` in the environment that it sets up.
"""

import gzip
import json
import logging
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

Extract = Callable[[bytes], str | None]


def resiliparse() -> Extract:
    from resiliparse.extract.html2text import extract_plain_text
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def extract(data: bytes) -> str:
        html = bytes_to_str(data, detect_encoding(data))
        return extract_plain_text(html, main_content=True, alt_texts=False, links=False)

    return extract


def trafilatura() -> Extract:
    from trafilatura import extract

    return lambda data: extract(data, include_comments=False)


def trafilatura_fast() -> Extract:
    from trafilatura import extract

    return lambda data: extract(data, include_comments=False, fast=True)


def readability() -> Extract:
    import lxml.html
    from readability import Document
    from resiliparse.parse.encoding import bytes_to_str, detect_encoding

    def extract(data: bytes) -> str:
        page = Document(bytes_to_str(data, detect_encoding(data)))
        return lxml.html.fromstring(page.summary(html_partial=True)).text_content()

    return extract


def reading() -> Extract:
    """Nothing: what reading costs."""
    return lambda data: None


PEERS: dict[str, Callable[[], Extract]] = {
    "resiliparse": resiliparse,
    "trafilatura": trafilatura,
    "trafilatura-fast": trafilatura_fast,
    "readability-lxml": readability,
    "reading": reading,
}


def from_folder(folder: Path) -> Iterator[tuple[str, bytes]]:
    for path in sorted(path for path in folder.iterdir() if path.name.endswith((".html", ".html.gz"))):
        data = path.read_bytes()
        yield path.name, gzip.decompress(data) if data.startswith(b"\x1f\x8b") else data


def from_archive(archive: Path) -> Iterator[tuple[str, bytes]]:
    from fastwarc.warc import ArchiveIterator, WarcRecordType

    with open(archive, "rb") as stream:
        for record in ArchiveIterator(stream, record_types=WarcRecordType.response):
            yield record.record_id, record.reader.read()


def main() -> None:
    peer, source, out = sys.argv[1], Path(sys.argv[2]), sys.argv[3]
    logging.disable(logging.CRITICAL)
    extract, count = PEERS[peer](), 0
    pages = from_folder(source) if source.is_dir() else from_archive(source)
    if not source.is_dir():
        import fastwarc.warc  # noqa: F401  counted to the start
    start = time.process_time()
    with open(out, "w", encoding="utf8") as lines:
        for ident, data in pages:
            try:
                text = extract(data)
            except Exception:  # a page that a peer cannot read is one without text
                text = None
            count += bool(text)
            lines.write(json.dumps({"id": ident, "text": text}, ensure_ascii=False) + "\n")
    print(json.dumps({"pages": count, "start": start}))


if __name__ == "__main__":
    main()
