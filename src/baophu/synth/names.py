"""Names in the Vietnamese order: surname, middle name, given name."""

from __future__ import annotations

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from baophu.synth.dates import year_of
from baophu.synth.folk import NOBODY, Folk
from baophu.synth.settings import Settings, dice

GENERATIONS = 4
"""As many as can be alive in one family."""


class _Words:
    """All words used, each once, so that names are drawn as small numbers."""

    def __init__(self) -> None:
        self.all: list[str] = []
        self._place: dict[str, int] = {}

    def places(self, words: list[str]) -> NDArray[np.int32]:
        for word in words:
            if word not in self._place:
                self._place[word] = len(self.all)
                self.all.append(word)
        return np.array([self._place[w] for w in words], dtype=np.int32)

    def text(self, chosen: NDArray[np.int32]) -> Any:
        indices = pa.array(chosen)
        return pa.DictionaryArray.from_arrays(indices, pa.array(self.all, type=pa.string())).cast(pa.string())


def names(folk: Folk, ethnicities: tuple[str, ...], config: Settings, seed: int) -> Any:
    """A string array of shape (people,). Children at home bear the surname of their mother's husband."""
    rng = dice(seed, "names")
    words = _Words()
    rule = config.names
    chosen = {
        "surname": _surnames(folk, ethnicities, rule["surnames"], words, rng),
        "middle": _middle(folk, ethnicities, rule, words, rng),
        "given": _given(folk, ethnicities, rule, words, rng),
    }
    full = pc.binary_join_element_wise(*(words.text(part) for part in chosen.values()), " ")
    twice = chosen["middle"] == chosen["given"]  # nobody is called Anh Anh
    short = pc.binary_join_element_wise(words.text(chosen["surname"]), words.text(chosen["given"]), " ")
    return pc.if_else(pa.array(twice | folk.foreign), short, full)


def _surnames(
    folk: Folk,
    ethnicities: tuple[str, ...],
    table: dict[str, dict[str, float]],
    words: _Words,
    rng: np.random.Generator,
) -> NDArray[np.int32]:
    out = np.empty(len(folk), dtype=np.int32)
    for number, group in enumerate((*ethnicities, "foreign")):
        of = folk.foreign if group == "foreign" else (folk.ethnicity == number) & ~folk.foreign
        weights = np.array([float(w) for w in table[group].values()])
        out[of] = rng.choice(words.places(list(table[group])), int(of.sum()), p=weights / weights.sum())
    child = np.flatnonzero(folk.mother != NOBODY)
    father = folk.spouse[folk.mother[child]]
    named_after = np.where(father == NOBODY, folk.mother[child], father)
    for _ in range(GENERATIONS):  # a father's name may itself come from his father
        out[child] = out[named_after]
    return out


def _drawn(
    out: NDArray[np.int32], who: NDArray[np.bool_], of: list[str], words: _Words, rng: np.random.Generator
) -> None:
    out[who] = rng.choice(words.places(of), int(who.sum()))


def _own_names(folk: Folk, rule: dict[str, Any], rng: np.random.Generator) -> NDArray[np.bool_]:
    """Who of the groups that have names of their own has one; the young have names like everybody's more often."""
    share = np.where(year_of(folk.born) < rule["turn"], rule["before"], rule["after"])
    return np.asarray(rng.random(len(folk)) < share, dtype=np.bool_)


def _middle(
    folk: Folk, ethnicities: tuple[str, ...], names: dict[str, Any], words: _Words, rng: np.random.Generator
) -> NDArray[np.int32]:
    rule = names["middle"]
    out = np.empty(len(folk), dtype=np.int32)
    own = _own_names(folk, names["own"], rng)
    for sex, male in (("m", True), ("f", False)):
        mine = folk.male == male
        _drawn(out, mine, rule[sex], words, rng)
        share = np.interp(year_of(folk.born), rule["plain_share"]["born"], rule["plain_share"][sex])
        plain = mine & (rng.random(len(folk)) < share)
        out[plain] = words.places([rule["plain"][sex]])[0]
        for number, group in enumerate(ethnicities):
            if group in rule:
                _drawn(out, mine & own & (folk.ethnicity == number), rule[group][sex], words, rng)
    return out


def _given(
    folk: Folk, ethnicities: tuple[str, ...], names: dict[str, Any], words: _Words, rng: np.random.Generator
) -> NDArray[np.int32]:
    rule = names["given"]
    out = np.empty(len(folk), dtype=np.int32)
    own = _own_names(folk, names["own"], rng)
    spread = int(rule["turn_years"])
    old = year_of(folk.born) + rng.integers(-spread, spread + 1, len(folk)) < rule["turn"]
    for sex, male in (("m", True), ("f", False)):
        mine = folk.male == male
        _drawn(out, mine & old, rule["old"][sex], words, rng)
        _drawn(out, mine & ~old, rule["new"][sex], words, rng)
        for number, group in enumerate(ethnicities):
            if group in rule:
                _drawn(out, mine & own & (folk.ethnicity == number), rule[group][sex], words, rng)
        _drawn(out, mine & folk.foreign, rule["foreign"][sex], words, rng)
    return out
