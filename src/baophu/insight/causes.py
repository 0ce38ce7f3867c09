"""Why a decision turned from one month to the next: which provision was lost, and what it asks that changed.

A provision lost is looked at first: what its conditions read is what may have changed. Then, where the person pays in
another group, what brought that group; then the law itself. The first of CAUSES for which something did change in the
facts is the cause; so a status that ended on the day a resolution ended is given as the status, because that person
would have lost the support anyway.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta

from baophu.engine.months import first_full, month_of
from baophu.insight.labels import provision_of
from baophu.insight.run import Decision, payer_last
from baophu.law.breakpoints import breakpoints
from baophu.law.model import Book, Provision, Text
from baophu.law.tree import Builtin, Node, facts_read, walk

CAUSES: dict[str, Text] = {
    "left": Text("Chuyển đi khỏi địa bàn", "Moving away"),
    "status": Text("Thôi một diện đang hưởng", "Leaving a status"),
    "area": Text("Địa bàn thay đổi danh mục", "The area's lists change"),
    "moved": Text("Đổi nơi ở, hộ hoặc thường trú", "Another unit, household or residence"),
    "birthday": Text("Đến tuổi", "Birthday"),
    "another_group": Text("Sang nhóm khác đứng trước", "Another group comes first"),
    "ends_without_successor": Text("Chính sách hết hạn, không có kế tiếp", "A resolution ends, nothing follows"),
    "ends_with_successor": Text("Chính sách hết hạn, có chính sách kế tiếp", "A resolution ends, another takes over"),
    "law_changes": Text("Luật thay đổi", "The law changes"),
    "time_limit": Text("Hết thời hạn hưởng", "A time limit passes"),
    "card_end": Text("Thẻ hết hạn", "The card ends"),
    "other": Text("Nguyên nhân khác", "Another cause"),
}
"""From the most to the least telling."""

RANK = {cause: place for place, cause in enumerate(CAUSES)}

LEVELS = {"person": "status", "household": "status", "area": "area", "stay": "moved"}


@dataclass(frozen=True, slots=True)
class Turn:
    """A turn from the decision numbered `was` to `now` (-1: not decided any more) at the beginning of a month."""

    was: int
    now: int
    month: int


@dataclass(frozen=True, slots=True)
class Loss:
    """What a turn takes: support falls, own share rises, support runs out and goes on under another act.

    Only what ends on a day of its own is renewed; what another act replaces goes on by itself.
    """

    support: bool
    own: bool
    renews: bool
    successor: str

    def __bool__(self) -> bool:
        return self.support or self.own or self.renews


@dataclass(frozen=True, slots=True)
class Candidate:
    """A possible cause of a turn: true if `look` in the facts shows a change of `fact`.

    `look` is person, household, area, stay (a stay ended), move (household or unit is another), age (turning `years`),
    or nothing: then it is so without looking. `day` is the first day of the new state where the law says it.
    """

    turn: Turn
    cause: str
    look: str
    fact: str
    provision: str
    years: int = -1
    day: date | None = None


def loss(book: Book, turn: Turn, was: Decision, now: Decision | None, supporting: frozenset[str]) -> Loss:
    """What a turn takes from a person. Shares are compared, not amounts of money.

    Support is what the payers `supporting` pay; the person is the payer who takes the remainder.
    """
    own = payer_last(book)
    had = was.paid_by(supporting)
    if now is None:
        return Loss(had > 0, False, False, "")
    ended = [s for s in was.supports if _ends_before(provision_of(book, s.by), turn.month)]
    new = [s for s in now.supports if was.support_by(s.by) is None]
    same_payer = [n for e in ended for n in new if n.payer == e.payer]
    successor = (same_payer or new)[0].by if ended and new else ""
    rises = now.share_of(own) > was.share_of(own)
    runs_out = any(p.ended_by is None for e in ended if (p := provision_of(book, e.by)))
    return Loss(now.paid_by(supporting) < had, rises, bool(successor) and runs_out and not rises, successor)


def candidates(book: Book, turn: Turn, was: Decision, now: Decision | None, found: Loss) -> list[Candidate]:
    """What may have caused a turn, the most telling first and each once."""
    after = now.applied if now else ()
    lost = [p for r in was.applied if r not in after and (p := provision_of(book, r))]
    gained = [p for r in after if r not in was.applied and (p := provision_of(book, r))]
    supports = {s.by for s in was.supports}
    rows = [*_asked(book, turn, lost), *_law(turn, lost, gained, supports, found)]
    if now is not None and now.group != was.group:
        rows += _gained(book, turn, gained)
    if now is None:
        rows.append(Candidate(turn, "left", "stay", "", ""))
    return sorted(dict.fromkeys(rows), key=lambda c: RANK[c.cause])


def _asked(book: Book, turn: Turn, provisions: Iterable[Provision]) -> Iterator[Candidate]:
    """What the conditions of provisions read, each with where a change of it shows."""
    for provision in provisions:
        nodes = [c.node for c in provision.conditions]
        for name in sorted({n for node in nodes for n in facts_read(node)}):
            declared = book.facts[name]
            source = declared.since or declared.reads or name
            level = declared.level
            if level in LEVELS:
                yield Candidate(turn, LEVELS[level], level, source, provision.ref)
            if level in ("household", "area"):
                yield Candidate(turn, "moved", "move", source, provision.ref)
            if declared.type == "month" and _reads_month(nodes):
                yield Candidate(turn, "time_limit", "", source, provision.ref)
        for years in sorted(breakpoints(nodes, book.facts, book.parameters).ages):
            yield Candidate(turn, "birthday", "age", "born", provision.ref, years)


def _law(
    turn: Turn, lost: list[Provision], gained: list[Provision], supports: set[str], found: Loss
) -> Iterator[Candidate]:
    for provision in lost:
        if provision.end is not None and _ends_before(provision, turn.month):
            day = provision.end + timedelta(days=1)
            cause = "ends_with_successor" if found.successor else "ends_without_successor"
            yield Candidate(turn, cause if provision.ref in supports else "law_changes", "", "", provision.ref, day=day)
    for provision in gained:
        if first_full(provision.start) == turn.month:
            yield Candidate(turn, "law_changes", "", "", provision.ref, day=provision.start)


def _gained(book: Book, turn: Turn, gained: list[Provision]) -> Iterator[Candidate]:
    """What brought a provision that took the place of another."""
    for row in _asked(book, turn, gained):
        if row.cause == "status":
            yield replace(row, cause="another_group")
        elif row.look:
            yield row


def _ends_before(provision: Provision | None, month: int) -> bool:
    return provision is not None and provision.end is not None and month_of(provision.end) == month - 1


def _reads_month(nodes: Iterable[Node]) -> bool:
    return any(n == Builtin("month") for node in nodes for n in walk(node))
