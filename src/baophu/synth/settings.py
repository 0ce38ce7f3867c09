"""The YAML of this folder, the units of the caller, and the random numbers.

All that is particular to a province (figures, rates, names, shares) is in YAML beside this file; Python holds only
the method. YAML is read as version 1.2, so that unit codes stay texts.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources
from typing import Any, Protocol

import numpy as np
import yaml
from numpy.typing import ArrayLike, NDArray

from baophu.synth.dates import day


class UnitLike(Protocol):
    """What is asked of a unit; any object with these four will do."""

    @property
    def code(self) -> str: ...
    @property
    def kind(self) -> str: ...
    @property
    def name(self) -> str: ...
    @property
    def population(self) -> int: ...


@dataclass(frozen=True)
class Unit:
    """A commune, ward or special zone: code (five digits), kind, name, people in it."""

    code: str
    kind: str
    name: str
    population: int


@dataclass(frozen=True)
class Places:
    """The units as arrays, in the order of the caller."""

    codes: tuple[str, ...]
    kinds: tuple[str, ...]
    weights: NDArray[np.float64]  # shape (units,): share of the people
    economy: NDArray[np.int8]  # shape (units,): position in `economies`
    economies: tuple[str, ...]
    minority_area: NDArray[np.bool_]
    islands: NDArray[np.bool_]

    def __len__(self) -> int:
        return len(self.codes)

    def by_economy(self, table: dict[str, float], default: float = 0.0) -> NDArray[np.float64]:
        """A figure of each economy as an array over `economies`."""
        return np.array([float(table.get(name, default)) for name in self.economies])


class SettingsError(ValueError):
    """A YAML file of this folder, or a unit of the caller, is not as it must be."""


@dataclass(frozen=True)
class Settings:
    """The parsed YAML files, one mapping each."""

    people: dict[str, Any]
    units: dict[str, Any]
    work: dict[str, Any]
    social: dict[str, Any]
    cards: dict[str, Any]
    names: dict[str, Any]
    targets: dict[str, Any]

    @property
    def start(self) -> int:
        """The first day of the span."""
        return day(self.people["span"]["from"])

    @property
    def end(self) -> int:
        """The last day of the span."""
        return day(self.people["span"]["to"])

    @property
    def reference(self) -> int:
        """The day on which the people are raked to the margins."""
        return day(self.people["span"]["reference"])

    @property
    def years(self) -> range:
        """The calendar years of the span."""
        return range(int(self.people["span"]["from"][:4]), int(self.people["span"]["to"][:4]) + 1)


class _Core(yaml.CSafeLoader):
    """YAML 1.2's core schema: `on` is a text, 06652 in quotation marks stays one, and dates are texts."""

    yaml_implicit_resolvers = {}


_Core.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
_Core.add_implicit_resolver("tag:yaml.org,2002:null", re.compile(r"^(?:null|~|)$"), ["n", "~", ""])
_Core.add_implicit_resolver("tag:yaml.org,2002:int", re.compile(r"^[-+]?(?:0|[1-9][0-9]*)$"), list("-+0123456789"))
_Core.add_implicit_resolver("tag:yaml.org,2002:float", re.compile(r"^[-+]?[0-9]+\.[0-9]+$"), list("-+0123456789"))


def load(name: str) -> dict[str, Any]:
    """One YAML file of this folder, as YAML 1.2."""
    content = resources.files("baophu.synth").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    data: Any = yaml.load(content, Loader=_Core)
    if not isinstance(data, dict):
        raise SettingsError(f"{name}.yaml is not a mapping")
    return data


def settings() -> Settings:
    """All YAML files of this folder."""
    return Settings(**{name: load(name) for name in Settings.__dataclass_fields__})


def places(units: Sequence[UnitLike], config: Settings) -> Places:
    """The caller's units with what `units.yaml` says of each."""
    if not units:
        raise SettingsError("no units: pass the units of the law book")
    codes = tuple(u.code for u in units)
    if len(set(codes)) < len(codes):
        raise SettingsError("two units have the same code")
    if any(u.population <= 0 for u in units):
        raise SettingsError("a unit has no people")
    economies = tuple(config.work["standing"]["economy"])
    profiles = [profile(u, config) for u in units]
    return Places(
        codes=codes,
        kinds=tuple(u.kind for u in units),
        weights=np.array([u.population for u in units], dtype=float) / sum(u.population for u in units),
        economy=np.array([economies.index(p["economy"]) for p in profiles], dtype=np.int8),
        economies=economies,
        minority_area=np.isin(codes, config.units["minority_area"]["units"]),
        islands=np.isin(codes, config.units["islands"]["units"]),
    )


def profile(unit: UnitLike, config: Settings) -> dict[str, Any]:
    """Economy and minority shares of a unit: its own where named, else those of its kind."""
    defaults = config.units["defaults"]
    if unit.kind not in defaults:
        raise SettingsError(f"unit {unit.code}: kind '{unit.kind}' is not in units.yaml (defaults)")
    return {**defaults[unit.kind], **config.units["units"].get(unit.code, {})}


def dice(seed: int, step: str) -> np.random.Generator:
    """The random numbers of one step: a change in one step leaves the others as they were."""
    return np.random.default_rng([seed, zlib.crc32(step.encode())])


def by_age(table: dict[str, Any], column: str, age: ArrayLike) -> NDArray[np.float64]:
    """The figure of the band (`table['from']`, ascending) in which each age falls."""
    bands = np.asarray(table["from"], dtype=float)
    values = np.asarray(table[column], dtype=float)
    if len(bands) != len(values):
        raise SettingsError(f"'{column}' has {len(values)} figures for {len(bands)} bands")
    band = np.searchsorted(bands, np.asarray(age), side="right") - 1
    return np.asarray(values[np.clip(band, 0, len(bands) - 1)], dtype=np.float64)
