"""The result as it is shown: for each of the household who pays what, by which article, and what changes next."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from django.utils.translation import gettext as _

from baophu.citizen import words
from baophu.citizen.supported import places
from baophu.citizen.supported.deciding import explain, law_of, together
from baophu.citizen.supported.reducing import band
from baophu.citizen.supported.state import Facts, State, default_of
from baophu.engine.cards import RuleError
from baophu.engine.cards.effects import payment_terms
from baophu.engine.explanation import Change, Explanation
from baophu.engine.months import first_day, last_day
from baophu.engine.outcome import Outcome
from baophu.insight.labels import group_label, provision_of
from baophu.law.model import Book, Group, Provision, Support
from baophu.law.tree import facts_read
from baophu.lawpages import addresses
from baophu.lawpages.templatetags.law import payer_text
from baophu.pages.texts import said
from baophu.pages.written import day as day_text
from baophu.pages.written import money


@dataclass(frozen=True, slots=True)
class Payer:
    """Who pays: đồng a month and a year; `share` of the premium where the amount hangs on a wage that was not asked."""

    name: str
    label: str
    month: int
    share: Fraction
    says: str = ""
    href: str = ""

    @property
    def year(self) -> int:
        return self.month * 12


@dataclass(frozen=True, slots=True)
class Article:
    """A provision that decides: in plain words, its article, where it stands in the law book, until when."""

    says: str
    article: str
    number: str
    href: str
    until: date | None
    kind: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What changes from a day on, and why."""

    day: date
    what: str
    why: str
    worse: bool


@dataclass(frozen=True, slots=True)
class Told:
    """What the law says to one of the household. Amounts are đồng a month."""

    number: int
    ages: str
    letter: str
    group: str
    premium: int
    payers: tuple[Payer, ...]
    own: int
    terms: tuple[tuple[int, int], ...]
    rank: int
    benefit: int
    articles: tuple[Article, ...]
    notes: tuple[tuple[str, str, str], ...]
    turns: tuple[Turn, ...]
    papers: tuple[tuple[str, str], ...]
    where: str

    @property
    def year(self) -> int:
        """What the person pays in twelve months."""
        return self.own * 12

    @property
    def premium_year(self) -> int:
        """The whole premium of twelve months."""
        return self.premium * 12

    @property
    def ends(self) -> date | None:
        """The last day on which the supports applied are in force."""
        return min((a.until for a in self.articles if a.kind == "support" and a.until), default=None)

    @property
    def free(self) -> bool:
        """Whether somebody else pays everything."""
        return bool(self.premium) and not self.own and all(p.name != "employee" for p in self.payers)

    @property
    def by_wage(self) -> bool:
        """Whether the amount hangs on a wage or pension."""
        return bool(self.letter) and not self.premium


@dataclass(frozen=True, slots=True)
class Answer:
    """The whole answer; `old` where the link is of a month before this one."""

    month: int
    members: tuple[Told, ...]
    place_notes: tuple[str, ...]
    terms: tuple[int, ...]

    @property
    def own(self) -> int:
        """What the household pays a month."""
        return sum(m.own for m in self.members)

    @property
    def year(self) -> int:
        return self.own * 12

    @property
    def tapered(self) -> bool:
        """Whether somebody pays less for being the second or later of the household."""
        return any(m.rank > 1 for m in self.members)

    @property
    def totals(self) -> tuple[tuple[int, int], ...]:
        """What the household pays for each of the terms."""
        return tuple((n, self.own * n) for n in self.terms)


def answer(book: Book, state: State) -> Answer:
    """What the law says to a household; BadLink where its place is not known any more."""
    terms = terms_on(book, first_day(state.month))
    people = together(state)
    law = law_of(book, state.month)
    explained = explain(law, state, people)
    found = [_told(book, state, n, one, terms, ages(book, state, n)) for n, one in enumerate(explained)]
    notes = places.notes_of(book, state.area, first_day(state.month)) if state.where == "inside" else []
    mine = [said(note) for spell, note in notes if any(_decides(one, spell.fact) for one in explained)]
    return Answer(state.month, tuple(found), tuple(dict.fromkeys(mine)), terms)


def _decides(one: Explanation, fact: str) -> bool:
    """Whether a provision holds or fails by a fact alone, so that it matters whether the fact is right."""
    for considered in one.considered:
        reading = [line for line in considered.lines if fact in facts_read(line.condition.node)]
        others = [line for line in considered.lines if line not in reading]
        if considered.reaches and reading and all(line.holds for line in others):
            return True
    return False


def ages(book: Book, state: State, place: int) -> str:
    """How old somebody is, as exactly as the law asks."""
    law, member = law_of(book, state.month), state.members[place]
    between = band(law, member.born, state.month)
    age = max(0, member.age(state.month))
    return words.age_text(*between) if between else words.age_text(age, age + 1)


def terms_on(book: Book, day: date) -> tuple[int, ...]:
    """For how many months may be paid at a time; nothing where the law book is silent."""
    try:
        return tuple(sorted(payment_terms(book, day)[0]))
    except RuleError:
        return ()


def _told(book: Book, state: State, place: int, one: Explanation, terms: Sequence[int], years: str) -> Told:
    outcome, member = one.outcome, state.members[place]
    own = one.amounts[book.payers[-1]]
    label = said(group_label(book, outcome.group, one.month))
    letter, _sep, group = label.partition(" · ")
    applied = [p for p in (provision_of(book, ref) for ref in outcome.applied) if p is not None]
    return Told(
        number=place + 1,
        ages=years,
        letter=letter if group else "",
        group=group or label,
        premium=one.premium,
        payers=tuple(payers(book, outcome, one.amounts)),
        own=own,
        terms=tuple((n, own * n) for n in terms) if own else (),
        rank=one.rank,
        benefit=outcome.benefit,
        articles=tuple(article(p) for p in applied),
        notes=tuple((said(note), *_place(book, ref)) for ref, note in one.notes),
        turns=tuple(_turns(book, one)),
        papers=tuple(_papers(book, applied, {**state.household, **member.said})),
        where=_where(outcome),
    )


def payers(book: Book, outcome: Outcome, amounts: Mapping[str, int]) -> Iterable[Payer]:
    """Who pays, in the order of the law book. Amounts are the engine's; they add up to the premium."""
    by, whole = dict(outcome.supports), sum(share for _, share in outcome.shares)
    for name, share in outcome.shares:
        if not share and not amounts.get(name):
            continue
        provision = provision_of(book, by[name]) if name in by else None
        yield Payer(
            name,
            said(payer_text(book, name)),
            amounts.get(name, 0),
            Fraction(share, whole),
            said(provision.says) if provision else "",
            addresses.provision_href(provision.ref) if provision else "",
        )


def article(provision: Provision) -> Article:
    """A provision to be read."""
    effect = provision.effect
    kind = "group" if isinstance(effect, Group) else "support" if isinstance(effect, Support) else "other"
    return Article(
        said(provision.says),
        provision.article,
        provision.instrument,
        addresses.provision_href(provision.ref),
        provision.end,
        kind,
    )


def _place(book: Book, ref: str) -> tuple[str, str]:
    provision = provision_of(book, ref)
    return (provision.article if provision else ref, addresses.provision_href(ref))


def _turns(book: Book, one: Explanation) -> Iterable[Turn]:
    """What changes next: other decisions by age or law. A base that moves is one, too."""
    outcome, own, last = one.outcome, one.amounts[book.payers[-1]], book.payers[-1]
    for change in one.next:
        after = change.amounts.get(last, 0)
        if change.outcome is None:
            continue
        what = _what(book, outcome, change, own, after)
        if what:
            yield Turn(first_day(change.month), what, _why(book, outcome, change), after > own)
        outcome, own = change.outcome, after


def _what(book: Book, before: Outcome, change: Change, own: int, after: int) -> str:
    assert change.outcome is not None
    parts = []
    if before.group != change.outcome.group:
        label = said(group_label(book, change.outcome.group, change.month))
        parts.append(_("sang nhóm %(group)s") % {"group": label})
    if own != after:
        parts.append(_("tự đóng %(a)s thành %(b)s mỗi tháng") % {"a": money(own), "b": money(after)})
    if before.benefit != change.outcome.benefit:
        values = {"a": before.benefit, "b": change.outcome.benefit}
        parts.append(_("mức hưởng %(a)s %% thành %(b)s %%") % values)
    text = "; ".join(parts)
    return text[:1].upper() + text[1:]


def _why(book: Book, before: Outcome, change: Change) -> str:
    """Why: an age, an act that ends, a new law."""
    reasons = []
    for word in change.because:
        if word.startswith("age "):
            reasons.append(_("đủ %(n)s tuổi") % {"n": word[4:]})
        elif word == "law":
            ended = [
                p for p in (provision_of(book, ref) for ref in before.applied)
                if p is not None and p.end == last_day(change.month - 1)
            ]  # fmt: skip
            if ended:
                values = {"act": ended[0].instrument, "day": day_text(ended[0].end)}
                reasons.append(_("%(act)s hết hiệu lực sau ngày %(day)s") % values)
            else:
                reasons.append(_("quy định thay đổi"))
    return "; ".join(dict.fromkeys(reasons)) or _("hết thời hạn hưởng")


def _papers(book: Book, applied: Sequence[Provision], known: Facts) -> Iterable[tuple[str, str]]:
    """What proves the facts that decided: the fact, and the list or paper that the law book takes it from."""
    read: dict[str, None] = {}
    for provision in applied:
        for condition in provision.conditions:
            read |= dict.fromkeys(sorted(facts_read(condition.node)))
    for name in read:
        declared = book.facts.get(name)
        source = declared and (declared.reads or declared.since)
        declared = book.facts.get(source) if source else declared
        if declared is None or declared.source is None or declared.name not in known:
            continue
        if known[declared.name].value != default_of(declared):
            yield words.fact_label(book, declared.name), said(declared.source)


def _where(outcome: Outcome) -> str:
    """Where to go, by who pays."""
    paying = {name for name, share in outcome.shares if share}
    if paying & {"employer", "employee"}:
        return _("Nơi làm việc lập danh sách và đóng; hãy hỏi người phụ trách ở đó.")
    if "social_insurance_fund" in paying:
        return _("Cơ quan bảo hiểm xã hội lập danh sách và đóng; hãy hỏi nơi chi trả lương hưu, trợ cấp.")
    return _("Uỷ ban nhân dân xã, phường, đặc khu nơi cư trú.")
