"""What was measured as Markdown, and its place in bench/README.md."""

import platform
from dataclasses import dataclass
from pathlib import Path

from contest import ARCHIVE, FILES, READING, Row
from growth import Axis, Point, Threads

START, END = "<!-- made by bench/speed: from here -->", "<!-- made by bench/speed: to here -->"
HEADS = {FILES: "as files", ARCHIVE: "as one WARC", READING: "reading the WARC alone"}


@dataclass(frozen=True)
class Results:
    """All that one run of the bench measured; what was left out is empty."""

    date: str
    machine: str
    rounds: int
    rows: list[Row]
    axes: list[Axis]
    threads: Threads | None


def machine() -> str:
    """The class of this machine: processor and cores, as far as the system tells."""
    try:
        lines = Path("/proc/cpuinfo").read_text(encoding="utf8").splitlines()
        fields = [tuple(part.strip() for part in line.split(":", 1)) for line in lines if ":" in line]
        names = [value for key, value in fields if key == "model name"]
        guest = any(key == "flags" and " hypervisor " in f" {value} " for key, value in fields)
        return f"{len(names)} cores, {names[0]}, {platform.machine()}{', virtual machine' if guest else ''}"
    except (OSError, IndexError):
        return platform.machine()


def short(number: float) -> str:
    """1000 as 1k, 30,000,000 as 30M."""
    for size, mark in ((1_000_000, "M"), (1000, "k")):
        if number >= size:
            return f"{number / size:g}{mark}"
    return f"{number:g}"


def digits(number: float) -> str:
    """Three digits that count."""
    return f"{number:,.0f}" if number >= 100 else f"{number:.1f}" if number >= 10 else f"{number:.2f}"


def each(unit: str) -> str:
    return f"{'an' if unit[0] in 'aeiou' else 'a'} {unit}"


def contest_table(rows: list[Row]) -> list[str]:
    lines = ["| | pages | pages/s of CPU time | peak memory, MB | CPU time, tamis = 1 |", "|---|---|---|---|---|"]
    for source, head in HEADS.items():
        lines.append(f"| **{head}** | | | | |")
        for row in (row for row in rows if row.source == source):
            every = f", every {row.every}th" if row.every > 1 else ""
            speed, over = digits(row.speed), "1" if row.ratio is None else f"{digits(row.ratio)}"
            lines.append(f"| {row.name} | {row.pages:,}{every} | {speed} | {row.peak / 1e6:.0f} | {over} |")
    return lines


def megabytes(points: list[Point]) -> str:
    return f"{points[0].peak / 1e6:.0f} → {points[-1].peak / 1e6:.0f}"


def growth_table(axes: list[Axis]) -> list[str]:
    columns = ("what grows", "ns of CPU time", "at each size", "between the last two, n^x", "peak memory, MB")
    lines = ["| " + " | ".join(columns) + " |", "|---" * len(columns) + "|"]
    for axis in axes:
        cells = " · ".join(f"{short(point.value)}: {digits(point.cost)}" for point in axis.points)
        lines.append(f"| {axis.name} | {each(axis.unit)} | {cells} | {axis.exponent():.2f} | {megabytes(axis.points)} |")
    return lines


def threads_line(threads: Threads) -> str:
    (one, two), (low, high) = threads.wall, threads.peak
    return (
        f"Threads 1 → 2, the WARC: {one:.2f} → {two:.2f} s of the clock ({threads.wall_ratio:.2f} of it), "
        f"{threads.cpu[0]:.2f} → {threads.cpu[1]:.2f} s of CPU time, {low / 1e6:.0f} → {high / 1e6:.0f} MB."
    )


def lost(results: Results) -> list[str]:
    """Pages of the growth that gave no record."""
    return [
        f"{axis.name} {short(point.value)}: {point.pages - point.records} of {point.pages} pages gave no record."
        for axis in results.axes
        for point in axis.points
        if point.records != point.pages
    ]


def markdown(results: Results) -> str:
    lines = [f"Measured on {results.date}: {results.machine}; medians of {results.rounds} rounds.", ""]
    if results.rows:
        lines += contest_table(results.rows) + ["", "![pages a second, tamis and its peers](speed.svg)", ""]
    if results.threads:
        lines += [threads_line(results.threads), ""]
    if results.axes:
        lines += growth_table(results.axes) + ["", "![cost a unit as the input grows](growth.svg)", ""]
    return "\n".join(lines + lost(results)).rstrip() + "\n"


def put_into(readme: Path, text: str) -> None:
    """Between the two marks of the file."""
    before, rest = readme.read_text(encoding="utf8").split(START)
    _, after = rest.split(END)
    readme.write_text(f"{before}{START}\n\n{text}\n{END}{after}", encoding="utf8")
