"""Cards and money: `quote`, `pay`, `charge`, `refunds`, `settle`, `appropriate`, `money-left`, `books`."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from baophu.cli.shared import Failure, LangOption, day, failures, language

if TYPE_CHECKING:
    from baophu.accounts.models import User
    from baophu.engine.store import Run

ByOption = Annotated[str, typer.Option("--by", help="User name of the officer who does it.")]
RunOption = Annotated[
    Path | None, typer.Option("--run", help="Folder of a run of decisions; left out: the last run of the register.")
]
KeyOption = Annotated[str, typer.Option("--key", help="What stands for this payment alone: the bank's number.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    for command in (quote, pay, charge, refunds, settle, appropriate, books):
        app.command()(command)
    app.command("money-left")(money_left)


def quote(
    who: Annotated[str, typer.Argument(help="Household (h12, or its code) or person (number, personal ID, card).")],
    months: Annotated[int, typer.Option("--months", help="3, 6 or 12.")] = 12,
    on: Annotated[str, typer.Option("--on", help="Day of the payment; left out: today.")] = "",
    join: Annotated[str, typer.Option("--join", help="Numbers of those who join, in order: 12,13.")] = "",
    keep: Annotated[bool, typer.Option("--keep/--ask-only", help="Keep the quote, so that it can be paid.")] = True,
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """What cover costs a household: who joins, who need not, who pays what, until when the price holds."""
    with started(lang):
        from django.utils import timezone

        from baophu.cover.services.quoting import price
        from baophu.cover.services.quoting import quote as make
        from baophu.cover.show import show_quote

        when = day(on) if on else timezone.localdate()
        household = _household(who, when)
        joining = _numbers(join) if join else None
        priced = price(household, when, months, joining)
        kept = None
        if keep and any(line.joins for line in priced.lines):
            kept = make(household, when, months, joining, by=_user(by)).pk
        _print(show_quote(priced, kept, language(lang)))


def pay(
    number: Annotated[int, typer.Argument(metavar="QUOTE", help="Number of the quote.")],
    key: KeyOption,
    amount: Annotated[int, typer.Option("--amount", help="Đồng received.")],
    on: Annotated[str, typer.Option("--on", help="Day of the payment; left out: today.")] = "",
    method: Annotated[str, typer.Option("--method", help="cash, transfer, qr, agent.")] = "cash",
    reference: Annotated[str, typer.Option("--reference", help="The bank's or the agent's text.")] = "",
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """Pay a quote: the receipt, and the cards it gives. The same key again books nothing."""
    with started(lang):
        from baophu.cover.models import Payment
        from baophu.cover.services.paying import pay as do
        from baophu.cover.show import show_paid

        if method not in Payment.Method.values:
            raise Failure(f"--method is {', '.join(Payment.Method.values)}, not {method!r}")
        paid = do(number, key, amount, day(on) if on else None, method, reference, by=_user(by))
        _print(show_paid(paid, language(lang)))


def charge(
    quarter: Annotated[str, typer.Argument(help="2026Q1.")],
    run: RunOption = None,
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """Book what the decisions say is due to the end of a quarter and is not booked yet; a second time books nothing."""
    with started(lang):
        from baophu.cover.services.collective import charge_quarter
        from baophu.cover.services.quarters import parse
        from baophu.cover.show import show_charged

        _print(show_charged(charge_quarter(_run(run), parse(quarter), by=_user(by)), language(lang)))


def refunds(
    find: Annotated[bool, typer.Option("--find", help="Look for new ones first.")] = False,
    accept: Annotated[int, typer.Option("--accept", help="Number of a proposal to pay back.")] = 0,
    decline: Annotated[int, typer.Option("--decline", help="Number of a proposal to refuse.")] = 0,
    key: KeyOption = "",
    reason: Annotated[str, typer.Option("--reason", help="Why it is refused.")] = "",
    on: Annotated[str, typer.Option("--on", help="Day on which to look; left out: today.")] = "",
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """Refunds proposed because another payer took over, or somebody died; accept or decline one."""
    with started(lang):
        from baophu.cover.models import RefundProposal
        from baophu.cover.services import refunds as service
        from baophu.cover.show import show_refunds

        chosen = RefundProposal.objects.filter(pk=accept or decline).first()
        if (accept or decline) and chosen is None:
            raise Failure(f"{accept or decline}: no such proposal; `baophu refunds` lists them")
        if accept and chosen is not None:
            service.accept(chosen, key or f"refund {chosen.pk}", by=_user(by))
        elif decline and chosen is not None:
            if not reason:
                raise Failure("say why: --reason …")
            service.decline(chosen, reason, by=_user(by))
        elif find:
            service.propose(day=day(on) if on else None, by=_user(by))
        _print(show_refunds(service.waiting(), language(lang)))


def settle(
    quarter: Annotated[str, typer.Argument(help="2026Q1.")],
    close: Annotated[bool, typer.Option("--close", help="Propose to close it; a second officer approves.")] = False,
    units: Annotated[bool, typer.Option("--units", help="A line for each unit.")] = False,
    out: Annotated[Path | None, typer.Option("-o", "--out", help="Write the form as a workbook (.xlsx).")] = None,
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """The quarterly account with the finance body (Mẫu số 1), with adjustments of earlier quarters."""
    with started(lang):
        from baophu.cover.form import show_account, write_account
        from baophu.cover.services.deciding import close_quarter
        from baophu.cover.services.quarters import parse
        from baophu.cover.services.settling import account

        asked = parse(quarter)
        found = account(asked)
        _print(show_account(found, language(lang), by_unit=units))
        if out is not None:
            print(write_account(found, out, language(lang)))
        if close:
            print(_waits(close_quarter(asked, _officer(by)).pk, lang))


def appropriate(
    resolution: Annotated[str, typer.Argument(help="Number of the resolution, as the law book writes it.")],
    year: Annotated[int, typer.Argument(help="Year.")],
    amount: Annotated[int, typer.Argument(help="Đồng; below nothing takes money back.")],
    note: Annotated[str, typer.Option("--note", help="The decision that votes it.")] = "",
    by: ByOption = "",
    lang: LangOption = "vi",
) -> None:
    """Propose money voted for a resolution and a year; a second officer approves."""
    with started(lang):
        from baophu.cover.services.deciding import appropriate as do

        print(_waits(do(resolution, year, amount, _officer(by), note=note).pk, lang))


def money_left(
    year: Annotated[int, typer.Argument(help="Year.")],
    run: RunOption = None,
    lang: LangOption = "vi",
) -> None:
    """Money of each resolution: voted, charged, still to come to the end of the year, left, and warnings."""
    with started(lang):
        from baophu.cover.services.appropriations import money_left as ask
        from baophu.cover.show import show_left

        _print(show_left(ask(year, _run_if_any(run)), year, language(lang)))


def books(
    whole: Annotated[bool, typer.Option("--whole", help="Every payer, unit and resolution.")] = False,
    lang: LangOption = "vi",
) -> None:
    """Whether charges = payments + receivable for every payer, unit and resolution. Exit code 1 when not."""
    with started(lang):
        from baophu.cover.services.books import check
        from baophu.cover.show import show_books

        found = check()
        _print(show_books(found, language(lang), whole))
    if found.problems:
        raise typer.Exit(1)


@contextmanager
def started(lang: str) -> Iterator[None]:
    """Django ready, in a language; what the product refuses is told to the reader."""
    from baophu.site.start import start

    chosen = language(lang)
    start()
    from django.db.utils import OperationalError, ProgrammingError
    from django.utils import translation

    from baophu.accounts.errors import Refused
    from baophu.registry.errors import RegistryError

    with translation.override(chosen), failures():
        try:
            yield
        except (Refused, RegistryError) as error:
            raise Failure(str(error)) from error
        except (OperationalError, ProgrammingError) as error:
            raise Failure(f"the register is not there or not up to date ({error}); `make run` makes it") from error


def _print(shown: Any) -> None:
    from rich.console import Console

    Console(soft_wrap=False).print(shown)


def _waits(proposal: int, lang: str) -> str:
    if lang == "vi":
        return f"Đã ghi đề nghị {proposal}; người thứ hai duyệt bằng: baophu approve {proposal} --by TÊN"
    return f"Proposal {proposal} waits; a second officer approves it: baophu approve {proposal} --by NAME"


def _numbers(text: str) -> list[int]:
    try:
        return [int(part) for part in text.split(",")]
    except ValueError as error:
        raise Failure(f"--join is numbers of people such as 12,13, not {text!r}") from error


def _household(who: str, when: Any) -> int:
    """The number of a household told by h12, by its code, or by somebody who lives in it."""
    from baophu.cover.services.quoting import household_of
    from baophu.registry.models import Household, Person

    text = who.strip()
    if text[:1] in "hH" and text[1:].isdigit():
        return int(text[1:])
    by_field = {12: "personal_id", 15: "card_number", 10: "social_number", 9: "old_id"}
    if (field := by_field.get(len(text))) is not None:
        person = Person.objects.filter(**{field: text}, merged_into=None).first()
        if person is not None:
            return household_of(person.pk, when)
    if text.isdigit() and Person.objects.filter(pk=int(text)).exists():
        return household_of(int(text), when)
    household = Household.objects.filter(code=text).first()
    if household is None:
        raise Failure(f"{who}: no household (h12, or its code) and no person (number, personal ID, card number)")
    return int(household.pk)


def _user(name: str) -> User | None:
    return _officer(name) if name else None


def _officer(name: str) -> User:
    from baophu.accounts.models import User

    if not name:
        raise Failure("say who does it: --by NAME; a second officer then approves")
    found = User.objects.filter(username=name).first()
    if found is None:
        raise Failure(f"there is no user {name!r}")
    return found


def _run(folder: Path | None) -> Run:
    found = _run_if_any(folder)
    if found is None:
        raise Failure("there is no run of decisions yet; make one with `baophu run`, or name a folder with --run")
    return found


def _run_if_any(folder: Path | None) -> Run | None:
    from baophu.decisions.services.running import latest
    from baophu.engine.store import open_run

    if folder is not None:
        return open_run(folder)
    last = latest()
    return None if last is None else open_run(last.folder)
