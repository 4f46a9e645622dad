"""Make the archives and tables in raw/archives from sample pages, with writers that are not tamis'.

usage: make.py RAW     (needs warcio, brotli and pyarrow)

RAW is the folder of samples. The web archive is shaped as those of Common Crawl are: a member a record, requests and
metadata between the responses, and what crawls meet: other types, errors, revisits, bodies in chunks and packed, charsets
told by the server alone.
"""

import csv
import gzip
import io
import json
import sys
import uuid
from pathlib import Path

import brotli
import pyarrow
import pyarrow.parquet
from warcio.statusandheaders import StatusAndHeaders
from warcio.warcwriter import WARCWriter

DATE = "2024-05-31T08:00:00Z"


def named(name):
    return f"<urn:uuid:{uuid.uuid5(uuid.NAMESPACE_URL, name)}>"


class Archive:
    """A web archive under way."""

    def __init__(self, path):
        self.file = open(path, "wb")
        self.writer = WARCWriter(self.file, gzip=True, warc_version="WARC/1.0")

    def add(self, kind, url, payload, content_type=None, http=None, **more):
        head = {"WARC-Record-ID": named(f"{kind} {url}"), "WARC-Date": DATE, **more}
        record = self.writer.create_warc_record(
            url, kind, payload=io.BytesIO(payload), warc_content_type=content_type or "", http_headers=http, warc_headers_dict=head
        )
        self.writer.write_record(record)

    def response(self, url, body, *fields, status="200 OK", kind="response", **more):
        line = StatusAndHeaders("GET / HTTP/1.1", [("Host", "a.example")], is_http_request=True)
        self.add("request", url, b"", http=line)
        self.add(kind, url, body, http=StatusAndHeaders(status, list(fields), protocol="HTTP/1.1"), **more)
        self.add("metadata", url, b"fetchTimeMs: 12\r\n", content_type="application/warc-fields")


def chunked(body, size):
    parts = [body[at : at + size] for at in range(0, len(body), size)]
    return b"".join(b"%x\r\n%s\r\n" % (len(part), part) for part in parts) + b"0\r\n\r\n"


def archive(raw, path):
    page = lambda name: (raw / name).read_bytes()
    html = ("Content-Type", "text/html")
    out = Archive(path)
    out.add("warcinfo", None, b"software: made for tests\r\n", content_type="application/warc-fields")
    out.response("https://kitchen.example/candle-wax", page("amp/candle-wax.html"), html)
    out.response("https://garden.example/rosemary", chunked(page("portal/potted-rosemary.html"), 1000), html, ("Transfer-Encoding", "chunked"))
    out.response("https://garden.example/can", brotli.compress(page("product/watering-can.html")), html, ("Content-Encoding", "br"))
    out.response("https://bike.example/first", gzip.compress(page("listicle/first-bicycle.html"), mtime=0), html, ("Content-Encoding", "gzip"))
    quilt = page("languages/zh-gb18030-cotton-quilt.html").replace(b"; charset=gb18030", b"")
    out.response("https://quilt.example/", quilt, ("Content-Type", "text/html; charset=GBK"))
    out.response("https://mill.example/logo.png", b"\x89PNG\r\n\x1a\n" + bytes(200), ("Content-Type", "image/png"))
    out.response("https://mill.example/gone", b"<h1>Not Found</h1>", html, status="404 Not Found")
    out.response("https://mill.example/moved", b"", html, ("Location", "/there"), status="301 Moved Permanently")
    out.response("https://garden.example/rosemary", b"", html, kind="revisit", **{"WARC-Profile": "http://netpreserve.org/warc/1.0/revisit/identical-payload-digest"})
    out.response("https://bath.example/", page("portal/baby-bath-water.html"))
    out.response("https://dump.example/board.txt", page("text/portal-cutting-board.txt"), ("Content-Type", "text/plain; charset=utf-8"))
    out.add("resource", "https://balcony.example/", page("listing/balcony-category.html"), content_type="text/html")
    out.file.close()


def texts(raw, path):
    out = Archive(path)
    out.add("warcinfo", None, b"software: made for tests\r\n", content_type="application/warc-fields")
    for name in sorted((raw / "text").iterdir()):
        out.add("conversion", f"https://dump.example/{name.stem}", name.read_bytes(), content_type="text/plain")
    out.file.close()


def tables(raw, folder):
    names = ["portal/washing-machine-smell.html", "wordpress", "qa"]
    files = [path for name in names for path in ([raw / name] if (raw / name).is_file() else sorted((raw / name).iterdir()))]
    rows = [{"id": path.stem, "url": f"https://table.example/{path.stem}", "html": path.read_text("utf-8"), "tokens": 3} for path in files]
    with open(folder / "pages.jsonl", "w", encoding="utf-8") as file:
        file.writelines(json.dumps(row) + "\n" for row in rows)
    with open(folder / "pages.csv", "w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, ["url", "tokens", "raw_html", "id"], lineterminator="\r\n")
        writer.writeheader()
        writer.writerows({"url": row["url"], "tokens": 3, "raw_html": row["html"], "id": f"csv-{row['id']}"} for row in rows)
    columns = {"content": [row["html"].encode() for row in rows], "warc_id": [f"parquet-{row['id']}" for row in rows], "url": [row["url"] for row in rows]}
    pyarrow.parquet.write_table(pyarrow.table(columns), folder / "pages.parquet", row_group_size=2)


def main(raw):
    folder = raw / "archives"
    folder.mkdir(exist_ok=True)
    archive(raw, folder / "crawl.warc.gz")
    texts(raw, folder / "texts.warc.wet.gz")
    tables(raw, folder)


main(Path(sys.argv[1]))
