"""How the cost of tamis grows: with pages, threads, the size of a page, of a paragraph, blocks, links, nesting."""

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from math import log
from pathlib import Path

from contest import ARCHIVE, Sources, archive, pages_of, tamis_job
from measure import Cost, in_turns, median, ratio
from setup import HERE, INPUT, Tools


@dataclass(frozen=True)
class Point:
    """What one size cost: nanoseconds of CPU a unit, bytes of memory at the peak, records out of pages."""

    value: int
    cost: float
    peak: float
    pages: int
    records: int


@dataclass(frozen=True)
class Axis:
    """A measure that grows, its unit of cost, and what each size of it cost."""

    name: str
    unit: str
    points: list[Point]

    def exponent(self) -> float:
        """x where cost grows as n^x, between the last two sizes, the first of which is a tenth or a third."""
        (before, last), units = self.points[-2:], lambda point: point.cost * point.value
        return log(units(last) / units(before)) / log(last.value / before.value)


@dataclass(frozen=True)
class Threads:
    """Two threads beside one: seconds of the clock and of CPU, bytes of memory, each as one thread and two."""

    wall: tuple[float, float]
    cpu: tuple[float, float]
    peak: tuple[float, float]
    wall_ratio: float
    cpu_ratio: float


@dataclass(frozen=True)
class Made:
    """An axis of made pages. Its archives hold as many pages as have `total` of the unit, within bounds."""

    kind: str
    name: str
    unit: str
    values: tuple[int, ...]
    total: int
    # What a page of the value has of the unit; by default the value itself.
    units: int | None = None


TENS = (10, 100, 1000, 10_000, 100_000)
MADE = (
    Made("size", "size of a page", "byte", (1000, 10_000, 100_000, 1_000_000, 10_000_000, 30_000_000), 60_000_000),
    Made("paragraph", "size of one paragraph", "byte", (1000, 10_000, 100_000, 1_000_000, 10_000_000), 60_000_000),
    Made("blocks", "blocks a page", "block", TENS, 300_000),
    Made("links", "links in a list", "link", TENS, 300_000),
    Made("nesting", "nesting of 100,000 elements", "element", (1, *TENS), 300_000, 100_000),
)
MOST_PAGES = 20_000
# The cores of two threads.
BOTH = ",".join(map(str, sorted(os.sched_getaffinity(0))[:2]))
PAGES = (1000, 10_000, 100_000)
SMALL = 30_000


def made_archive(axis: Made, value: int, thin: int) -> tuple[Path, int]:
    """An archive of made pages, and how many it holds."""
    pages = max(1, min(MOST_PAGES, axis.total // (axis.units or value)) // thin)
    out = INPUT / f"made-{axis.kind}-{value}.warc"
    subprocess.run(
        [sys.executable, HERE / "made.py", axis.kind, str(value), str(pages), out], check=True, stdout=subprocess.DEVNULL
    )
    return out, pages


def small_pages(folder: Path) -> Path:
    """The pages of the folder that are shorter than 30 kB unpacked, as gzip says in its last bytes."""
    out = INPUT / "small"
    out.mkdir(exist_ok=True)
    for path in pages_of(folder):
        data = path.read_bytes()
        size = int.from_bytes(data[-4:], "little") if path.suffix == ".gz" else len(data)
        if size < SMALL and not (out / path.name).exists():
            (out / path.name).write_bytes(data)
    return out


def linked(folder: Path, count: int) -> Path:
    """A folder of `count` names for the pages of another."""
    out, pages = INPUT / f"linked-{count}", pages_of(folder)
    out.mkdir(exist_ok=True)
    for number in range(count):
        name = out / f"{number:06}-{pages[number % len(pages)].name}"
        if not name.exists():
            os.link(pages[number % len(pages)], name)
    return out


class Growth:
    """Measures all axes: `rounds` rounds on one core, what a run of one page costs taken off."""

    def __init__(self, tools: Tools, folder: Path, thin: int, rounds: int, core: str, tell: Callable[[str], None]) -> None:
        self.tools, self.folder, self.thin, self.rounds, self.core, self.tell = tools, folder, thin, rounds, core, tell
        start = self.measured("start", {1: made_archive(MADE[0], 1000, MOST_PAGES)[0]})
        self.start = median(start[1], "cpu")

    def measured(self, name: str, sources: dict[int, Path], rounds: int | None = None) -> dict[int, list[Cost]]:
        """The costs of a run over each of the inputs, which take turns."""
        jobs = {f"{name} {value}": tamis_job(self.tools, source, self.core) for value, source in sources.items()}
        costs = in_turns(jobs, rounds or self.rounds, self.tell)
        return {value: costs[f"{name} {value}"] for value in sources}

    def axis(self, name: str, unit: str, sources: dict[int, tuple[Path, int, int]], rounds: int | None = None) -> Axis:
        """Of each size an input, the units in it and its pages."""
        costs = self.measured(name, {value: source for value, (source, _, _) in sources.items()}, rounds)
        points = []
        for value, (_, units, pages) in sources.items():
            own = costs[value]
            cost = (median(own, "cpu") - self.start) / units * 1e9
            points.append(Point(value, cost, median(own, "peak"), pages, own[0].pages))
        return Axis(name, unit, points)

    def made(self, axis: Made) -> Axis:
        sources = {}
        for value in axis.values:
            path, pages = made_archive(axis, value, self.thin)
            sources[value] = (path, pages * (axis.units or value), pages)
        try:
            return self.axis(axis.name, axis.unit, sources)
        finally:
            for path, _, _ in sources.values():
                path.unlink()

    def pages(self) -> list[Axis]:
        small = small_pages(self.folder)
        counts = [count // self.thin for count in PAGES]
        packed = lambda count: archive(small, INPUT / f"small-{count}.warc.gz", "--pages", count)
        archives = {count: (packed(count), count, count) for count in counts}
        folders = {count: (linked(small, count), count, count) for count in counts}
        # The longest runs of all: two rounds are enough.
        rounds = min(2, self.rounds)
        return [
            self.axis("pages of an archive", "page", archives, rounds),
            self.axis("pages as files", "page", folders, rounds),
        ]

    def large(self) -> Axis:
        """The whole set as archives of 1 and 10 GB, with two threads, once: does memory grow?"""
        once, folder = Sources(self.folder, 1).get(ARCHIVE, 1), self.folder
        points = []
        for size in (1, 10):
            pages = round(size * 1e9 / once.stat().st_size * len(pages_of(folder)))
            path = archive(folder, INPUT / "large.warc.gz", "--pages", pages)
            name = f"archive of {size} GB"
            cost = in_turns({name: tamis_job(self.tools, path, BOTH, 2)}, 1, self.tell)[name][0]
            points.append(Point(size, (cost.cpu - self.start) / pages * 1e9, cost.peak, pages, cost.pages))
            path.unlink()
        return Axis("GB of archive, two threads", "page", points)

    def threads(self) -> Threads:
        source = Sources(self.folder, self.thin).get(ARCHIVE, 1)
        costs = in_turns(
            {f"threads {count}": tamis_job(self.tools, source, BOTH, count) for count in (1, 2)}, self.rounds, self.tell
        )
        one, two = costs["threads 1"], costs["threads 2"]
        pair = lambda figure: (median(one, figure), median(two, figure))
        return Threads(pair("wall"), pair("cpu"), pair("peak"), ratio(two, one, "wall"), ratio(two, one))

    def all(self, large: bool) -> tuple[list[Axis], Threads]:
        threads, axes = self.threads(), self.pages()
        axes += [self.large()] if large else []
        return axes + [self.made(axis) for axis in MADE], threads
