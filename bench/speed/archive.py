"""Make one web archive of a folder of pages, to measure reading.

usage: archive.py FOLDER OUT.warc.gz [--pages N] [--type text/html]

FOLDER holds pages as *.html or *.html.gz. OUT gets a member of gzip a record, shaped as Common Crawl's archives are: a
warcinfo, then a request, a response and a metadata record a page. With --pages the set is repeated or cut to so many
pages; ids repeat, too. With --type image/png all pages are declared pictures, which a reader unpacks and skips. Needs Python
alone.
"""

import argparse
import gzip
import sys
import uuid
import zlib
from pathlib import Path

HTTP = "HTTP/1.1 200 OK\r\nContent-Type: %s\r\nContent-Length: %d\r\n\r\n"


def packed(data: bytes) -> bytes:
    """A member of gzip."""
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def record(kind: str, name: str, content_type: str, block: bytes) -> bytes:
    """A record, not packed."""
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + name)}>\r\n"
        f"WARC-Date: 2024-05-31T08:00:00Z\r\nWARC-Target-URI: https://page.example/{name}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return head.encode() + block + b"\r\n\r\n"


def response(name: str, body: bytes, content_type: str = "text/html") -> bytes:
    """The record of a page, not packed."""
    return record("response", name, "application/http; msgtype=response", (HTTP % (content_type, len(body))).encode() + body)


def page(path: Path, content_type: str) -> bytes:
    """The three members of a page."""
    data = path.read_bytes()
    body = gzip.decompress(data) if path.suffix == ".gz" else data
    name = path.name.split(".")[0]
    request = f"GET /{name} HTTP/1.1\r\nHost: page.example\r\nUser-Agent: made for measuring\r\n\r\n".encode()
    return (
        packed(record("request", name, "application/http; msgtype=request", request))
        + packed(response(name, body, content_type))
        + packed(record("metadata", name, "application/warc-fields", b"fetchTimeMs: 120\r\n"))
    )


def main() -> None:
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--pages", type=int)
    arguments.add_argument("--type", default="text/html")
    given = arguments.parse_args()
    pages = sorted(path for path in given.folder.iterdir() if ".html" in path.suffixes)
    if not pages:
        sys.exit(f"no pages in {given.folder}")
    members = [page(path, given.type) for path in pages[: given.pages]]
    with open(given.out, "wb") as out:
        out.write(packed(record("warcinfo", "", "application/warc-fields", b"software: archive.py\r\n")))
        for number in range(given.pages or len(members)):
            out.write(members[number % len(members)])


if __name__ == "__main__":
    main()
