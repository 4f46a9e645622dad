"""Make one web archive of a folder of pages, to measure reading.

usage: archive.py FOLDER OUT.warc.gz [--bytes N]

FOLDER holds pages as *.html or *.html.gz. OUT gets a member of gzip a record, shaped as Common Crawl's archives are: a
warcinfo, then a request, a response and a metadata record a page. With --bytes the set is repeated until OUT has N bytes;
ids repeat, too. Needs Python alone.
"""

import argparse
import gzip
import sys
import uuid
import zlib
from pathlib import Path

HTTP = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Length: %d\r\n\r\n"


def member(data):
    packer = zlib.compressobj(6, zlib.DEFLATED, 31)
    return packer.compress(data) + packer.flush()


def record(kind, name, content_type, block):
    head = (
        f"WARC/1.0\r\nWARC-Type: {kind}\r\nWARC-Record-ID: <urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, kind + name)}>\r\n"
        f"WARC-Date: 2024-05-31T08:00:00Z\r\nWARC-Target-URI: https://page.example/{name}\r\n"
        f"Content-Type: {content_type}\r\nContent-Length: {len(block)}\r\n\r\n"
    )
    return member(head.encode() + block + b"\r\n\r\n")


def page(path):
    data = path.read_bytes()
    body = gzip.decompress(data) if path.suffix == ".gz" else data
    name = path.name.split(".")[0]
    request = f"GET /{name} HTTP/1.1\r\nHost: page.example\r\nUser-Agent: made for measuring\r\n\r\n".encode()
    return (
        record("request", name, "application/http; msgtype=request", request)
        + record("response", name, "application/http; msgtype=response", HTTP % len(body) + body)
        + record("metadata", name, "application/warc-fields", b"fetchTimeMs: 120\r\n")
    )


def main():
    arguments = argparse.ArgumentParser(usage=__doc__)
    arguments.add_argument("folder", type=Path)
    arguments.add_argument("out", type=Path)
    arguments.add_argument("--bytes", type=int, default=0)
    given = arguments.parse_args()
    pages = sorted(path for path in given.folder.iterdir() if ".html" in path.suffixes)
    if not pages:
        sys.exit(f"no pages in {given.folder}")
    once = b"".join(map(page, pages))
    with open(given.out, "wb") as out:
        out.write(record("warcinfo", "", "application/warc-fields", b"software: archive.py\r\n"))
        out.write(once)
        while out.tell() < given.bytes:
            out.write(once)


if __name__ == "__main__":
    main()
