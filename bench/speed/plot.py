"""Two plots as SVG: bars of pages a second, and lines of cost a unit. Colours are read on light and dark grounds."""

from html import escape
from math import ceil, floor, log10

from contest import ARCHIVE, FILES, Row
from growth import Axis
from report import digits, each, short

INK, FAINT, OURS, PEERS = "#7d8590", "#7d859055", "#d9730d", "#4a86c8"


def text(x: float, y: float, words: str, anchor: str = "start", bold: bool = False) -> str:
    weight = ' font-weight="600"' if bold else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{weight}>{escape(words)}</text>'


def line(x1: float, y1: float, x2: float, y2: float) -> str:
    return f'<path d="M{x1:.1f} {y1:.1f}L{x2:.1f} {y2:.1f}" stroke="{FAINT}"/>'


def svg(width: float, height: float, title: str, parts: list[str]) -> str:
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width:.0f} {height:.0f}" width="{width:.0f}" '
        f'height="{height:.0f}" role="img" font-family="system-ui,sans-serif" font-size="12" fill="{INK}">'
        f"<title>{escape(title)}</title>\n" + "\n".join(parts) + "\n</svg>\n"
    )


def speed(rows: list[Row]) -> str:
    """A bar each, the longer the more pages a second; logarithmic, for a thousandth would not be seen else."""
    left, width, height = 180, 400, 22
    low = min(0.0, floor(log10(min(row.speed for row in rows))))
    high = log10(max(row.speed for row in rows) * 1.2)
    place = lambda speed: left + width * (log10(speed) - low) / (high - low)
    parts, y = [text(left, 16, "pages a second of CPU time on one core (logarithmic), and peak memory")], 34.0
    top = y
    for source, head in ((FILES, "as files"), (ARCHIVE, "as one WARC")):
        parts.append(text(left - 10, y + 12, head, "end", bold=True))
        y += height
        for row in sorted((row for row in rows if row.source == source), key=lambda row: -row.speed):
            colour = OURS if row.ratio is None else PEERS
            end = place(row.speed)
            parts.append(text(left - 10, y + 13, row.name, "end"))
            box = f'x="{left}" y="{y + 2}" width="{end - left:.1f}" height="{height - 6}" rx="2"'
            parts.append(f'<rect {box} fill="{colour}"/>')
            parts.append(text(end + 6, y + 13, f"{digits(row.speed)}/s, {row.peak / 1e6:.0f} MB"))
            y += height
        y += 8
    for power in range(int(low), floor(high) + 1):
        parts.insert(0, line(place(10**power), top, place(10**power), y))
        parts.append(text(place(10**power), y + 14, f"{10**power:,}", "middle"))
    return svg(left + width + 110, y + 24, "Pages a second of CPU time, tamis and its peers", parts)


def panel(axis: Axis, x: float, y: float, width: float, height: float) -> list[str]:
    """The cost a unit over the size: level where growth is linear. The cost runs over three powers of ten at least."""
    costs = [max(point.cost, 0.001) for point in axis.points]
    middle = (log10(min(costs)) + log10(max(costs))) / 2
    half = max(1.5, (log10(max(costs)) - log10(min(costs))) / 2 * 1.15)
    first, last = log10(axis.points[0].value), log10(axis.points[-1].value)
    across = lambda value: x + width * (log10(value) - first) / (last - first)
    up = lambda cost: y + height / 2 - height / 2 * (log10(cost) - middle) / half
    parts = [text(x, y - 16, f"{axis.name}: ns {each(axis.unit)}", bold=True)]
    for power in range(ceil(middle - half), floor(middle + half) + 1):
        parts.append(line(x, up(10.0**power), x + width, up(10.0**power)))
        parts.append(text(x - 5, up(10.0**power) + 4, short(10.0**power), "end"))
    spots = [(across(point.value), up(cost), point) for point, cost in zip(axis.points, costs)]
    path = "L".join(f"{px:.1f} {py:.1f}" for px, py, _ in spots)
    parts.append(f'<path d="M{path}" fill="none" stroke="{OURS}" stroke-width="2"/>')
    for px, py, point in spots:
        parts.append(f'<circle cx="{px:.1f}" cy="{py:.1f}" r="3" fill="{OURS}"/>')
        parts.append(text(px, y + height + 14, short(point.value), "middle"))
        parts.append(text(px + (4 if px == x else 0), py - 7, digits(point.cost), "start" if px == x else "middle"))
    return parts


def growth(axes: list[Axis]) -> str:
    """A panel an axis, two in a row."""
    width, height, gap_x, gap_y, margin = 330, 110, 75, 70, 50
    parts = []
    for number, axis in enumerate(axes):
        x, y = margin + number % 2 * (width + gap_x), 36 + number // 2 * (height + gap_y)
        parts += panel(axis, x, y, width, height)
    rows = (len(axes) + 1) // 2
    total = margin + 2 * width + gap_x + 25
    return svg(total, 36 + rows * (height + gap_y) - 30, "Cost a unit as the input grows; level is linear", parts)
