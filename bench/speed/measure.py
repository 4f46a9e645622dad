"""Run commands in turn and take the medians of what they cost."""

import json
import statistics
import subprocess
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

WATCH = Path(__file__).parent / "watch.py"


class Failed(Exception):
    """A command that could not be measured, and what it said."""


@dataclass(frozen=True)
class Cost:
    """What one run cost: seconds of CPU time and of the clock, bytes of memory at the peak; pages that came out."""

    cpu: float
    wall: float
    peak: float
    pages: int


# A job runs a command once and tells what it cost.
Job = Callable[[], Cost]


def watched(command: Sequence[object], cores: str) -> tuple[dict[str, float], str]:
    """Figures of watch.py, and what the command printed."""
    words = [sys.executable, "-S", "-E", WATCH, cores, *command]
    run = subprocess.run([str(word) for word in words], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    *said, last = run.stdout.strip().split("\n")
    figures = json.loads(last) if run.returncode == 0 else {"code": run.returncode}
    # tamis ends with 2 where pages were rejected; whoever counts its records sees how many.
    if figures["code"] not in (0, 2):
        raise Failed(f"{' '.join(map(str, command))}\nended with {figures['code']}: {run.stderr.strip()[-2000:]}")
    return figures, "\n".join(said)


def in_turns(jobs: dict[str, Job], rounds: int, tell: Callable[[str], None]) -> dict[str, list[Cost]]:
    """The costs of every job: in each round each of them runs once."""
    costs: dict[str, list[Cost]] = {name: [] for name in jobs}
    for number in range(rounds):
        for name, job in jobs.items():
            costs[name].append(job())
            own = costs[name][-1]
            tell(f"round {number + 1}: {name}: {own.pages} pages, {own.cpu:.2f} s CPU, {own.peak / 1e6:.0f} MB")
    return costs


def median(costs: list[Cost], figure: str) -> float:
    return statistics.median(getattr(cost, figure) for cost in costs)


def ratio(of: list[Cost], to: list[Cost], figure: str = "cpu") -> float:
    """Median of the ratios round by round, because a shared machine changes its speed between rounds."""
    return statistics.median(getattr(a, figure) / getattr(b, figure) for a, b in zip(of, to))
