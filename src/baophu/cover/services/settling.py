"""The quarterly account with the finance department (Mẫu số 1): drafted from the ledger, closed by four eyes.

A quarter's account is every charge accounted in it. Lines of months before the quarter are adjustments: what became
known since the quarters before were closed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db import connection, transaction
from django.db.models import Case, Count, F, Q, Sum, Value, When
from django.db.models.functions import Coalesce
from django.utils import timezone

from baophu.cover.errors import AlreadyDone, NotReady
from baophu.cover.models import Charge, Settlement, SettlementLine
from baophu.cover.services.pricing import BUDGET
from baophu.cover.services.quarters import close_day, closed, first_of, last_of, shown, year_of
from baophu.decisions.services.lawbooks import active as book
from baophu.registry.models import Entry

KEYS = ("payer", "resolution", "provision", "group", "unit")


@dataclass(frozen=True, slots=True)
class AccountLine:
    """People and money of a payer, resolution, provision, group and unit. `people` are those insured at some time in
    the quarter, `cards` those that began; `premium` is the whole premium of the months, whoever pays; đồng.

    Where two payers share one premium the people stand in both lines; `lead` marks the one that counts in totals.
    """

    payer: str
    resolution: str
    provision: str
    group: str
    unit: str
    own_quarter: bool
    lead: bool
    cards: int
    people: int
    months: int
    premium: int
    amount: int


@dataclass(frozen=True, slots=True)
class Total:
    """Sums of some lines; people, cards, months and premium counted once."""

    cards: int
    people: int
    months: int
    premium: int
    state: int
    province: int

    @property
    def amount(self) -> int:
        """Money of the State and the province together."""
        return self.state + self.province


@dataclass(frozen=True, slots=True)
class Account:
    """A quarter's account: lines of its own months and adjustments of earlier ones. `settlement` when it is closed."""

    quarter: int
    lines: tuple[AccountLine, ...]
    settlement: Settlement | None = None

    def own(self) -> tuple[AccountLine, ...]:
        """Lines of the quarter's months."""
        return tuple(line for line in self.lines if line.own_quarter)

    def adjustments(self) -> tuple[AccountLine, ...]:
        """Lines of months before it."""
        return tuple(line for line in self.lines if not line.own_quarter)

    def by(self, *keys: str) -> list[tuple[tuple[str, ...], Total]]:
        """Totals of the quarter's own lines by some of KEYS, in their order."""
        found: dict[tuple[str, ...], list[AccountLine]] = {}
        for line in self.own():
            found.setdefault(tuple(getattr(line, k) for k in keys), []).append(line)
        whole = "payer" in keys or "resolution" in keys or "provision" in keys
        return [(key, total(found[key], whole)) for key in sorted(found)]


def total(lines: Iterable[AccountLine], whole: bool = False) -> Total:
    """Sums of lines. `whole`: of one payer or resolution, so that every line counts its people."""
    listed = list(lines)
    counted = [line for line in listed if whole or line.lead]
    return Total(
        cards=sum(line.cards for line in counted),
        people=sum(line.people for line in counted),
        months=sum(line.months for line in counted),
        premium=sum(line.premium for line in counted),
        state=sum(line.amount for line in listed if line.payer == BUDGET[0]),
        province=sum(line.amount for line in listed if line.payer == BUDGET[1]),
    )


def account(quarter: int, payers: Sequence[str] = BUDGET) -> Account:
    """The account of a quarter: as it was closed, or as the ledger has it now."""
    kept = Settlement.objects.filter(quarter=quarter).first()
    if kept is not None:
        lines = SettlementLine.objects.filter(settlement=kept, payer__in=payers).order_by("id")
        return Account(quarter, tuple(AccountLine(**{f: getattr(x, f) for f in _FIELDS}) for x in lines), kept)
    return Account(quarter, tuple(_lines(quarter, payers)))


_FIELDS = tuple(AccountLine.__slots__)


def _lines(quarter: int, payers: Sequence[str]) -> Iterable[AccountLine]:
    """Sums of the ledger. A person insured in several months of a quarter is one: those of its first month, and those
    who begin in the others.
    """
    first = first_of(quarter)
    people = Case(
        When(Q(kind=Charge.Kind.MONTH) & ~Q(period_from=first), then=F("cards")),
        default=F("heads"),
    )
    own = Case(When(period_to__gte=first, then=Value(True)), default=Value(False))
    rows = (
        Charge.objects.filter(quarter=quarter, payer__in=payers)
        .annotate(own_quarter=own)
        .values(*KEYS, "own_quarter", "lead")
        .annotate(
            sum_cards=Sum("cards"),
            sum_people=Sum(people),
            sum_months=Sum("months"),
            sum_premium=Sum("premium"),
            sum_amount=Coalesce(Sum("amount"), 0),
            rows=Count("id"),
        )
        .order_by("-own_quarter", *KEYS, "-lead")
    )
    for r in rows:
        yield AccountLine(
            payer=r["payer"],
            resolution=r["resolution"],
            provision=r["provision"],
            group=r["group"],
            unit=r["unit"],
            own_quarter=r["own_quarter"],
            lead=r["lead"],
            cards=r["sum_cards"],
            people=r["sum_people"],
            months=r["sum_months"],
            premium=r["sum_premium"],
            amount=r["sum_amount"],
        )


def close(quarter: int, entry: Entry) -> Settlement:
    """Close a quarter: its lines are kept as they are, and nothing can be accounted in it any more. Four eyes decide it
    (`settlement`). AlreadyDone when it is closed; NotReady when an earlier quarter with charges is open, or the quarter
    has not ended (the last of a year may be closed from the day on which the year is closed).
    """
    today = timezone.localdate(entry.at)
    with transaction.atomic():
        _nobody_charges_meanwhile()
        check_closable(quarter)
        if today <= last_of(quarter) and not (quarter % 4 == 3 and today >= close_day(book(), year_of(quarter))):
            raise NotReady(f"Quý {shown(quarter)} chưa kết thúc.", f"{shown(quarter)} has not ended.")
        payers = list(
            Charge.objects.filter(quarter=quarter).values_list("payer", flat=True).distinct().order_by("payer")
        )
        lines = list(_lines(quarter, payers))
        kept = Settlement.objects.create(quarter=quarter, closed_on=today, entry=entry, law=book().digest)
        SettlementLine.objects.bulk_create(
            [SettlementLine(settlement=kept, **{f: getattr(line, f) for f in _FIELDS}) for line in lines],
            batch_size=500,
        )
    return kept


def check_closable(quarter: int) -> None:
    """AlreadyDone or NotReady where a quarter cannot be closed next."""
    last = closed()
    if last is not None and last >= quarter:
        raise AlreadyDone(f"Quý {shown(quarter)} đã khóa.", f"{shown(quarter)} is closed already.")
    earlier = Charge.objects.filter(quarter__lt=quarter, quarter__gt=last if last is not None else -1).order_by(
        "quarter"
    )
    if (open_one := earlier.values_list("quarter", flat=True).first()) is not None:
        raise NotReady(f"Phải khóa quý {shown(open_one)} trước.", f"{shown(open_one)} has to be closed first.")
    if not Charge.objects.filter(quarter=quarter).exists():
        raise NotReady(
            f"Quý {shown(quarter)} chưa có khoản phải thu nào; hãy chạy `baophu charge {shown(quarter)}`.",
            f"Nothing is charged in {shown(quarter)}; run `baophu charge {shown(quarter)}`.",
        )


def _nobody_charges_meanwhile() -> None:
    """On PostgreSQL charges that come in at this moment wait, and then find the quarter closed."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("lock table cover_charge in share row exclusive mode")
