"""Checks that need the whole book: names that lead nowhere, groups out of order, parameters without a value.

Each function is named for the sentence it denies and notes every place where that sentence is true.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from baophu.law.dated import overlap, stands, turning_days
from baophu.law.errors import Problems, a, did_you_mean
from baophu.law.instruments import kind_of
from baophu.law.model import AreaSpell, Book, Group, Order, ParameterDeclaration, Premium, Provision, Support
from baophu.law.never import NeverSlipsThrough
from baophu.law.overlap import shares_make_more_than_the_premium, two_premiums_are_owed, two_supports_give_the_same
from baophu.law.rings import exceptions_run_in_a_ring, groups_stand_before_each_other
from baophu.law.scalars import share_text
from baophu.law.selectors import ALL, group_provisions, is_section, selectors_of
from baophu.law.tree import parameters_read
from baophu.law.written import written


def check_book(book: Book, problems: Problems, only: frozenset[str] | None = None) -> None:
    """Notes what is wrong with a book as a whole; `only` limits the dear checks to provisions that changed."""
    a_group_is_unknown(book, problems)
    an_exception_leads_nowhere(book, problems)
    exceptions_run_in_a_ring(book, problems)
    an_area_fact_has_two_values(book, problems)
    the_support_order_names_what_is_no_support(book, problems)
    a_parameter_has_no_value_when_it_is_read(book, problems)
    a_support_is_more_than_the_premium(book, problems)
    never_slips_through(book, problems, only)
    a_group_has_two_letters(book, problems)
    a_group_is_not_in_order(book, problems)
    if not len(problems):
        shares_make_more_than_the_premium(book, problems, only)
        two_supports_give_the_same(book, problems, only)
        two_premiums_are_owed(book, problems, only)
        groups_stand_before_each_other(book, problems, only)


def a_group_is_unknown(book: Book, problems: Problems) -> None:
    groups = group_provisions(book)
    sections = {f"section {p.effect.section}" for ps in groups.values() for p in ps if isinstance(p.effect, Group)}
    known = [*groups, *sorted(sections), ALL]
    for provision in book.provisions():
        named = provision.effect.groups if isinstance(provision.effect, Order) else selectors_of(provision.effect)
        for selector in named:
            if selector not in known:
                what = f"no group stands in {selector}" if is_section(selector) else f"no group is called '{selector}'"
                problems.add(provision.place, provision.ref, f"{what}{did_you_mean(selector, known)}")


def an_exception_leads_nowhere(book: Book, problems: Problems) -> None:
    known = {p.ref: p for p in book.provisions()}
    for provision in known.values():
        for ref in provision.excepts:
            other = known.get(ref)
            if other is None:
                near = did_you_mean(ref, [r for r in known if r != provision.ref])
                problems.add(provision.place, provision.ref, f"except: there is no provision {ref}{near}")
            elif other.id == provision.id and other.instrument == provision.instrument:
                problems.add(provision.place, provision.ref, "except: a provision is no exception from itself")
            elif kind_of(other.effect) != kind_of(provision.effect):
                kinds = f"{a(kind_of(provision.effect))} is no exception from {a(kind_of(other.effect))}"
                problems.add(provision.place, provision.ref, f"except: {kinds} ({ref})")
            elif provision.ref in other.excepts and overlap(provision, other):
                message = f"except: {ref} is an exception from this one too; neither could ever hold"
                problems.add(provision.place, provision.ref, message)


def an_area_fact_has_two_values(book: Book, problems: Problems) -> None:
    """A fact of a unit has one value at a time."""
    known: dict[tuple[str, str], list[AreaSpell]] = {}
    for spell in book.area_facts:
        for unit in dict.fromkeys(spell.units):
            for other in known.setdefault((spell.fact, unit), []):
                if days := overlap(spell, other):
                    where = f"{other.place.file.name}:{other.place.line}"
                    message = f"unit {unit} has it twice on {days[0]}, here and in {where}; end one before the other"
                    problems.add(spell.place, f"area fact {spell.fact}", message)
            known[spell.fact, unit].append(spell)


def the_support_order_names_what_is_no_support(book: Book, problems: Problems) -> None:
    known = {p.ref: p for p in book.provisions()}
    place = book.place
    for ref in book.support_order:
        if ref in book.instruments:
            continue
        if ref not in known:
            near = did_you_mean(ref, [r for r, p in known.items() if isinstance(p.effect, Support)])
            problems.add(place, "support_order", f"there is no instrument and no support called {ref}{near}")
        elif not isinstance(known[ref].effect, Support):
            problems.add(place, "support_order", f"{ref} is {a(kind_of(known[ref].effect))}, not a support")


def a_parameter_has_no_value_when_it_is_read(book: Book, problems: Problems) -> None:
    for provision in book.provisions():
        for name in sorted(parameters_of(provision)):
            if message := _missing(book.parameters[name], provision):
                problems.add(provision.place, provision.ref, message)


def parameters_of(provision: Provision) -> frozenset[str]:
    """Every parameter a provision reads: in its conditions, its amounts, its rates."""
    found = {name for c in provision.conditions for name in parameters_read(c.node)}
    match provision.effect:
        case Premium(of=of, rate=rate):
            found |= {rate} | parameters_read(of)
        case Support(share=str(name)):
            found.add(name)
    return frozenset(found)


def _missing(parameter: ParameterDeclaration, provision: Provision) -> str:
    first, last = parameter.values[0], parameter.values[-1]
    if provision.start < first.start:
        return f"it applies from {provision.start}, but {parameter.name} has no value before {first.start}"
    if last.end is not None and (provision.end is None or provision.end > last.end):
        return f"it applies after {last.end}, when {parameter.name} has no value any more"
    return ""


def a_support_is_more_than_the_premium(book: Book, problems: Problems) -> None:
    """A written share is checked where it is read; here those that are parameters."""
    for provision in book.provisions():
        if isinstance(provision.effect, Support) and isinstance(provision.effect.share, str):
            for value in book.parameters[provision.effect.share].values:
                if isinstance(value.value, Fraction) and value.value > 1 and overlap(value, provision):
                    message = f"{provision.effect.share} is {share_text(value.value)} from {value.start}"
                    problems.add(value.place, provision.ref, f"{message}; a support is at most 100%")


def never_slips_through(book: Book, problems: Problems, only: frozenset[str] | None = None) -> None:
    """A month that never was must not count as one long ago."""
    finder = NeverSlipsThrough(book.facts, book.parameters)
    types = {name: fact.type for name, fact in book.facts.items()}
    types |= {name: parameter.type for name, parameter in book.parameters.items()}
    for provision in book.provisions():
        if only is not None and provision.ref not in only:
            continue
        for name, node in finder.find([c.node for c in provision.conditions]):
            message = f"{written(node, types)} also holds where {name} is never; say {name} <> 'never' beside it"
            problems.add(provision.place, provision.ref, message)


def a_group_has_two_letters(book: Book, problems: Problems) -> None:
    for name, provisions in group_provisions(book).items():
        for at, one in enumerate(provisions):
            for other in provisions[at + 1 :]:
                if _lettered(one) != _lettered(other) and overlap(one, other):
                    letters = f"{_lettered(one)[0]} in {one.ref} and {_lettered(other)[0]}"
                    problems.add(other.place, other.ref, f"the group {name} is {letters} here at the same time")


def _lettered(provision: Provision) -> tuple[str, int]:
    effect = provision.effect
    return (effect.letter, effect.section) if isinstance(effect, Group) else ("", 0)


def a_group_is_not_in_order(book: Book, problems: Problems) -> None:
    """On every day on which groups stand, exactly one order stands, and it has every one of them."""
    groups = [p for p in book.provisions() if isinstance(p.effect, Group)]
    orders = [p for p in book.provisions() if isinstance(p.effect, Order)]
    said: set[tuple[str, str]] = set()
    for day in turning_days([*groups, *orders]):
        for provision, message in _out_of_order(
            [p for p in groups if stands(p, day)], [o for o in orders if stands(o, day)]
        ):
            if (provision.ref, message) not in said:
                said.add((provision.ref, message))
                problems.add(provision.place, provision.ref, f"on {day} {message}")


def _out_of_order(groups: list[Provision], orders: list[Provision]) -> Iterator[tuple[Provision, str]]:
    if len(orders) > 1:
        yield orders[1], f"two orders of groups stand, this one and {orders[0].ref}; one must end or be amended"
    elif not orders and groups:
        yield groups[0], "no order of groups stands"
    elif orders and isinstance(orders[0].effect, Order):
        for group in groups:
            if isinstance(group.effect, Group) and group.effect.name not in orders[0].effect.groups:
                yield group, f"the group {group.effect.name} is not in the order {orders[0].ref}"
