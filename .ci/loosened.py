"""A bound of floors.json is loosened with a reason or not at all.

usage: loosened.py

Compares floors.json with what git knows of it in this clone: every version that was committed. A floor below the
highest one, a ceiling above the lowest one, or one that is gone fails, unless "loosened" in floors.json says so:
{"set": ..., "figure": ..., "from": the tightest bound, "to": the bound now, or null where it is gone, "why": ...}.
An entry excuses no bound looser than its "to" and none that was tighter than its "from": to loosen a bound again
takes a new reason.
"""

import json
import subprocess
import sys
from pathlib import Path

BOUNDS = Path(__file__).with_name("floors.json")
# For each kind of bound, the sign that makes the tighter one the larger.
TIGHTER = {"floors": 1, "ceilings": -1}
# The shortest text that can be a reason.
WHY = 20


def tightest(versions):
    """{(kind, set, figure): the tightest bound of any version}."""
    out = {}
    for version in versions:
        for kind, sign in TIGHTER.items():
            for name, figures in version.get(kind, {}).items():
                for figure, bound in figures.items():
                    key = kind, name, figure
                    out[key] = max(out.get(key, bound), bound, key=lambda own: sign * own)
    return out


def excused(entry, kind, name, figure, before, now):
    sign = TIGHTER[kind]
    if (entry["set"], entry["figure"]) != (name, figure) or len(entry["why"].strip()) < WHY:
        return False
    reaches = entry["to"] is None or (now is not None and sign * now >= sign * entry["to"])
    return reaches and sign * before <= sign * entry["from"]


def unexplained(bounds, versions):
    """A line for every bound that is looser than in one of the versions before, and for which no reason stands."""
    out = []
    for (kind, name, figure), before in sorted(tightest(versions).items()):
        now = bounds.get(kind, {}).get(name, {}).get(figure)
        looser = now is None or TIGHTER[kind] * now < TIGHTER[kind] * before
        if looser and not any(excused(entry, kind, name, figure, before, now) for entry in bounds.get("loosened", [])):
            out.append(f"{kind} of {name}: {figure} was {before}, is {'gone' if now is None else now}, and no reason says why")
    return out


def committed():
    """Every version of floors.json that this clone knows, or None outside of a clone."""
    git = ["git", "-C", BOUNDS.parent]
    log = subprocess.run([*git, "log", "--format=%H", "--", BOUNDS.name], capture_output=True, text=True)
    if log.returncode != 0:
        return None
    # The commit that deletes the file has none.
    shown = [subprocess.run([*git, "show", f"{own}:./{BOUNDS.name}"], capture_output=True, text=True) for own in log.stdout.split()]
    return [json.loads(own.stdout) for own in shown if own.returncode == 0]


def main():
    versions = committed()
    if versions is None:
        print("no git history here: bounds not compared with those before")
        return
    lines = unexplained(json.loads(BOUNDS.read_text(encoding="utf8")), versions)
    for line in lines:
        print(f"FAIL {line}")
    print(f"bounds compared with {len(versions)} committed versions")
    sys.exit('a bound is looser than before: see "loosened" in .ci/loosened.py' if lines else 0)


if __name__ == "__main__":
    main()
