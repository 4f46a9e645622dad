"""tamis beside its peers: the same job on the same pages, as files and as one archive."""

import json
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from measure import Cost, Job, in_turns, median, ratio, watched
from setup import HERE, INPUT, Tools

TAMIS = "tamis"
FILES, ARCHIVE, READING = "files", "archive", "reading"


@dataclass(frozen=True)
class Contestant:
    """Who does the job, on what; a slow one takes every n-th page. `peer` is what its program knows it by."""

    name: str
    source: str
    every: int = 1
    peer: str = TAMIS


CONTESTANTS = (
    Contestant("tamis", FILES),
    Contestant("Resiliparse", FILES, 1, "resiliparse"),
    Contestant("dom_smoothie", FILES, 1, "dom_smoothie"),
    Contestant("rs-trafilatura", FILES, 5, "rs-trafilatura"),
    Contestant("readability-lxml", FILES, 15, "readability-lxml"),
    Contestant("trafilatura, fast", FILES, 15, "trafilatura-fast"),
    Contestant("trafilatura", FILES, 15, "trafilatura"),
    Contestant("tamis", ARCHIVE),
    Contestant("FastWARC + Resiliparse", ARCHIVE, 1, "resiliparse"),
    Contestant("FastWARC + trafilatura", ARCHIVE, 15, "trafilatura"),
    Contestant("tamis, all pages declared pictures", READING),
    Contestant("FastWARC", READING, 1, "reading"),
    Contestant("gzip -dc", READING, 1, "gzip"),
)
IN_RUST = ("dom_smoothie", "rs-trafilatura")


@dataclass(frozen=True)
class Row:
    """A line of the table. `ratio` is its CPU time over that of tamis on the same pages, none for tamis itself."""

    name: str
    source: str
    every: int
    pages: int
    texts: int
    speed: float
    peak: float
    ratio: float | None


def pages_of(folder: Path) -> list[Path]:
    return sorted(path for path in folder.iterdir() if path.name.endswith((".html", ".html.gz")))


def tamis_job(tools: Tools, source: Path, cores: str, threads: int = 1) -> Job:
    """A run of tamis, records as JSON Lines to a folder that is taken away again."""

    def run() -> Cost:
        with tempfile.TemporaryDirectory(dir=INPUT) as out:
            command = [tools.tamis, "extract", source, "--out", out, "--format", "jsonl", "--no-rules", "-q"]
            figures, _ = watched([*command, "--threads", threads], cores)
            records = json.loads(Path(out, "run.json").read_text(encoding="utf8"))["records"]
        return Cost(figures["cpu"], figures["wall"], figures["peak"], records)

    return run


def peer_job(tools: Tools, peer: str, source: Path, cores: str) -> Job:
    """A run of a peer, texts as JSON Lines to a file that is taken away again. What Python and its imports take before
    the first page is not counted."""

    def run() -> Cost:
        with tempfile.TemporaryDirectory(dir=INPUT) as out:
            lead = [tools.peers] if peer in IN_RUST else [tools.python, HERE / "worker.py"]
            figures, said = watched([*lead, peer, source, Path(out, "texts.jsonl")], cores)
        told = json.loads(said)
        return Cost(figures["cpu"] - told["start"], figures["wall"], figures["peak"], told["pages"])

    return run


def gzip_job(source: Path, cores: str) -> Job:
    """Unpacking alone."""

    def run() -> Cost:
        figures, _ = watched(["sh", "-c", f"exec gzip -dc '{source}' >/dev/null"], cores)
        return Cost(figures["cpu"], figures["wall"], figures["peak"], 0)

    return run


def archive(folder: Path, out: Path, *more: object) -> Path:
    """An archive of the folder's pages, by archive.py in a process of its own."""
    subprocess.run([sys.executable, HERE / "archive.py", folder, out, *map(str, more)], check=True)
    return out


class Sources:
    """The pages and archives that the contestants read, made in the work folder when they are first asked for."""

    def __init__(self, folder: Path, thin: int) -> None:
        self.folder, self.thin, self.made = folder, thin, dict[tuple[str, int], Path]()

    def count(self, every: int) -> int:
        return len(pages_of(self.folder)[:: every * self.thin])

    def get(self, source: str, every: int) -> Path:
        if (source, every) not in self.made:
            self.made[source, every] = self.make(source, every)
        return self.made[source, every]

    def make(self, source: str, every: int) -> Path:
        if source == FILES:
            out = INPUT / f"every-{every * self.thin}"
            shutil.rmtree(out, ignore_errors=True)
            out.mkdir()
            for path in pages_of(self.folder)[:: every * self.thin]:
                shutil.copy(path, out)
            return out
        kind = "image/png" if source == READING else "text/html"
        out = INPUT / f"{source}-{every * self.thin}.warc.gz"
        return archive(self.get(FILES, every), out, "--type", kind)


def job(tools: Tools, who: Contestant, sources: Sources, core: str) -> Job:
    # Only tamis tells pages from pictures by what the archive declares; the others read the archive of pages.
    source = ARCHIVE if who.source == READING and who.peer != TAMIS else who.source
    path = sources.get(source, who.every)
    if who.peer == TAMIS:
        return tamis_job(tools, path, core)
    if who.peer == "gzip":
        return gzip_job(path, core)
    return peer_job(tools, who.peer, path, core)


def contest(tools: Tools, folder: Path, thin: int, rounds: int, core: str, tell: Callable[[str], None]) -> list[Row]:
    """All contestants in turn, and tamis on every subset beside those that take one."""
    sources, jobs = Sources(folder, thin), dict[Contestant, Job]()
    for who in CONTESTANTS:
        jobs[who] = job(tools, who, sources, core)
        beside = Contestant(TAMIS, who.source, who.every)
        if who.source != READING and beside not in jobs:
            jobs[beside] = job(tools, beside, sources, core)
    names = {f"{who.name} ({who.source}, 1/{who.every})": who for who in jobs}
    costs = in_turns({name: jobs[who] for name, who in names.items()}, rounds, tell)
    by_who = {who: costs[name] for name, who in names.items()}
    return [row(who, by_who, sources.count(who.every)) for who in CONTESTANTS]


def row(who: Contestant, costs: dict[Contestant, list[Cost]], count: int) -> Row:
    """The line of a contestant, compared with tamis on the same pages; reading alone with its whole job."""
    own, is_tamis = costs[who], who.peer == TAMIS and who.source != READING
    beside = costs[Contestant(TAMIS, ARCHIVE if who.source == READING else who.source, who.every)]
    over = None if is_tamis else ratio(own, beside)
    return Row(who.name, who.source, who.every, count, own[0].pages, count / median(own, "cpu"), median(own, "peak"), over)
