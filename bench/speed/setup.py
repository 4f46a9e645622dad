"""Set up what is measured: tamis, the peers in Python in an environment of their own, the peers in Rust."""

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).resolve().parent
ROOT = HERE.parent.parent
WORK = ROOT / "target" / "bench-speed"
# Pages and archives that are made for a run and taken away after it.
INPUT = WORK / "input"
# The pip that comes with Python 3.11 stumbles over lxml[html-clean].
PIP = "pip==26.3"


@dataclass(frozen=True)
class Tools:
    """What was set up: the program of tamis, a Python with the peers, the program of the peers in Rust."""

    tamis: Path
    python: Path
    peers: Path


def call(*command: object) -> None:
    print("$", *command, file=sys.stderr, flush=True)
    subprocess.run([str(word) for word in command], check=True, stdout=sys.stderr)


def tamis_of(given: Path | None) -> Path:
    """The program of tamis: what was given, else a release build."""
    if given:
        return given.resolve()
    call("cargo", "build", "--release", "--locked", "--manifest-path", ROOT / "Cargo.toml")
    return ROOT / "target/release/tamis"


def python_with_peers() -> Path:
    """The Python of an environment with the pinned packages, made when it is missing or they have changed."""
    python, done = WORK / "venv/bin/python", WORK / "venv/done"
    pins = [HERE / "requirements.txt", HERE.parent / "quality/requirements.txt"]
    wanted = PIP + "\n" + "".join(path.read_text(encoding="utf8") for path in pins)
    if not done.exists() or done.read_text(encoding="utf8") != wanted:
        call(sys.executable, "-m", "venv", "--clear", WORK / "venv")
        call(python, "-m", "pip", "install", "--quiet", PIP)
        call(python, "-m", "pip", "install", "--quiet", "-r", pins[0])
        done.write_text(wanted, encoding="utf8")
    return python


def peers_in_rust() -> Path:
    """The program of bench/speed/peers."""
    manifest, target = HERE / "peers/Cargo.toml", WORK / "cargo"
    call("cargo", "build", "--release", "--locked", "--manifest-path", manifest, "--target-dir", target)
    return target / "release/tamis-bench-peers"


def set_up(tamis: Path | None) -> Tools:
    INPUT.mkdir(parents=True, exist_ok=True)
    return Tools(tamis_of(tamis), python_with_peers(), peers_in_rust())
