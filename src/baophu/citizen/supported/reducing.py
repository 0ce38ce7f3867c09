"""What the law can tell apart of what was answered, and nothing else: what a link that is passed on may hold."""

from __future__ import annotations

from dataclasses import replace

from baophu.citizen.supported.asking import alike, values_of
from baophu.citizen.supported.deciding import law_of, told
from baophu.citizen.supported.state import Facts, Member, Said, State
from baophu.engine.compiled import CompiledLaw
from baophu.law.model import Book


def reduced(book: Book, state: State) -> State:
    """The same for the law: ages between two birthdays that matter are one, values read alike are one, what no rule
    reads is left out, and so is which questions were asked."""
    law = law_of(book, state.month)
    members = tuple(Member(_born(law, m.born, state.month), _facts(law, m.said), frozenset()) for m in state.members)
    return replace(state, household=_facts(law, state.household), members=members)


def band(law: CompiledLaw, born: int, month: int) -> tuple[int, int | None] | None:
    """The ages, in full years, between which nothing changes while the law of `law` lasts (None: and older); None for
    somebody who passes a birthday that matters."""
    age = max(month, born) - born
    low = max((a for a in law.cuts.ages if a * 12 <= age), default=0)
    high = min((a for a in law.cuts.ages if a * 12 > age), default=None)
    if high is not None and law.last - born >= high * 12:
        return None
    return low, high


def _born(law: CompiledLaw, born: int, month: int) -> int:
    between = band(law, born, month)
    return born if between is None or born > month else month - between[0] * 12


def _facts(law: CompiledLaw, said: Facts) -> dict[str, Said]:
    return {n: replace(s, value=_same(law, n, s.value)) for n, s in told(said, law.book).items() if _seen(law, n)}


def _seen(law: CompiledLaw, fact: str) -> bool:
    return any(f.source == fact for f in law.layout.fields)


def _same(law: CompiledLaw, fact: str, value: str) -> str:
    like = set(alike(law, fact, value))
    return next((v for v in values_of(law, fact) if v in like), value)
