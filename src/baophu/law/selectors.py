"""Which groups `near_poor`, `section 4` and `all` stand for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from baophu.law.effects import SECTION
from baophu.law.model import Ahead, Benefit, Book, Choose, Effect, Group, Premium, Provision, Support, Taper

ALL = "all"


def group_provisions(book: Book) -> dict[str, list[Provision]]:
    """The provisions that say whom each group holds, by the group's name, in the order of the book."""
    found: dict[str, list[Provision]] = {}
    for provision in book.provisions():
        if isinstance(provision.effect, Group):
            found.setdefault(provision.effect.name, []).append(provision)
    return found


def selectors_of(effect: Effect) -> tuple[str, ...]:
    """Every selector an effect names."""
    match effect:
        case Premium(groups=groups) | Support(groups=groups) | Benefit(groups=groups) | Taper(groups=groups):
            return groups
        case Ahead(groups, of):
            return (*groups, *of)
        case Choose(among):
            return among
        case _:
            return ()


def selected(selectors: Iterable[str], groups: Mapping[str, Iterable[Provision]]) -> tuple[str, ...]:
    """The names of the groups that selectors stand for, in the order of the book."""
    wanted = tuple(selectors)
    return tuple(name for name, provisions in groups.items() if reaches(wanted, name, provisions))


def reaches(selectors: tuple[str, ...], name: str, provisions: Iterable[Provision]) -> bool:
    """Whether one of the selectors stands for a group."""
    if ALL in selectors or name in selectors:
        return True
    sections = {f"section {p.effect.section}" for p in provisions if isinstance(p.effect, Group)}
    return not sections.isdisjoint(selectors)


def is_section(selector: str) -> bool:
    """Whether a selector is written `section N`."""
    return SECTION.fullmatch(selector) is not None
