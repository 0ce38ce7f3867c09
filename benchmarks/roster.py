"""Who takes part, and with which Python each is run."""

from __future__ import annotations

import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path

HERE = Path(__file__).parent
ORACLE = "oracle"
MONTHLY = "numpy-monthly"
PROFILES = "numpy-profiles"


@dataclass(frozen=True)
class Entry:
    """A contender as the run sees it."""

    key: str
    label: str
    module: str
    variant: str | None = None
    """As given to ``--variant``; none: the program's first."""
    lock: str | None = None
    """The lock file of its environment; none: the Python of the run itself."""
    floats: bool = False
    """Whether the engine keeps 32-bit floats, so that a difference is reported and not an error."""
    most: int | None = None
    """Above so many people it is left out."""


PEERS = "peers.lock"
TTSIM = "peers-ttsim.lock"

ROSTER = (
    Entry(ORACLE, "plain Python loop (the oracle)", "benchmarks.oracle", most=200_000),
    Entry(MONTHLY, "NumPy by hand, monthly", "benchmarks.peers.numpy_monthly"),
    Entry(PROFILES, "NumPy by hand, by profiles (the limit)", "benchmarks.peers.numpy_profiles"),
    Entry("ours", "baophu", "benchmarks.ours", "whole"),
    Entry("ours-compiled", "baophu, law compiled beforehand", "benchmarks.ours", "compiled"),
    Entry(
        "openfisca-idiomatic",
        "OpenFisca-Core, as its manual writes it",
        "benchmarks.peers.openfisca",
        "idiomatic",
        PEERS,
        floats=True,
    ),
    Entry(
        "openfisca-lookup",
        "OpenFisca-Core, look-up by hand",
        "benchmarks.peers.openfisca",
        "lookup",
        PEERS,
        floats=True,
    ),
    Entry(
        "policyengine-idiomatic",
        "PolicyEngine-Core, as its manual writes it",
        "benchmarks.peers.policyengine",
        "idiomatic",
        PEERS,
        floats=True,
    ),
    Entry(
        "policyengine-lookup",
        "PolicyEngine-Core, look-up by hand",
        "benchmarks.peers.policyengine",
        "lookup",
        PEERS,
        floats=True,
    ),
    Entry("ttsim-checked", "ttsim, as it comes", "benchmarks.peers.ttsim", "checked", TTSIM),
    Entry("ttsim-unchecked", "ttsim, checks off", "benchmarks.peers.ttsim", "unchecked", TTSIM),
)


def chosen(only: list[str], skip: list[str]) -> list[Entry]:
    """The entries to run; ``SystemExit`` for a name nobody has. One whose program does not exist is left out."""
    known = {entry.key for entry in ROSTER}
    unknown = [name for name in only + skip if name not in known]
    if unknown:
        raise SystemExit(f"no contender {', '.join(unknown)}; there are {', '.join(sorted(known))}")
    entries = [entry for entry in ROSTER if (not only or entry.key in only) and entry.key not in skip]
    return [entry for entry in entries if _program(entry).exists()]


def _program(entry: Entry) -> Path:
    return HERE.parent / (entry.module.replace(".", "/") + ".py")


def python_for(entry: Entry) -> str:
    """The interpreter for a contender; its environment is made, or made anew, if it is not as its lock file says."""
    if entry.lock is None:
        return sys.executable
    lock = HERE / entry.lock
    home = HERE / f".venv-{lock.stem}"
    python = home / "bin" / "python"
    made_from = home / "made-from.lock"
    if made_from.exists() and made_from.read_text() == lock.read_text():
        return str(python)
    print(f"making {home.name} from {lock.name} ...", flush=True)
    subprocess.run([sys.executable, "-m", "venv", "--clear", str(home)], check=True)
    install = ["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "-r", str(lock)]
    subprocess.run([str(python), *install], check=True)
    made_from.write_text(lock.read_text())
    return str(python)
