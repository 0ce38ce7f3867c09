"""The till: `bank-key` (made, listed, revoked by an administrator) and `notifications`."""

from __future__ import annotations

from datetime import datetime, time
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import Failure, FormatOption, LangOption, choice, day
from baophu.cli.users import Code, accounts, proven

if TYPE_CHECKING:
    from baophu.till.models import BankKey

bank_key = typer.Typer(no_args_is_help=True, help="Keys banks sign their notifications with.")
ByOption = Annotated[str, typer.Option("--by", help="The administrator; their code is asked for.")]
NameArgument = Annotated[str, typer.Argument(help="Name of the key, such as icb-2026; it goes with each notification.")]


def register(app: typer.Typer) -> None:
    """Add the commands to the command line."""
    app.add_typer(bank_key, name="bank-key")
    app.command()(notifications)


@bank_key.command()
def make(
    name: NameArgument,
    bank: Annotated[str, typer.Option("--bank", help="Short name or BIN of the bank, at most 8 letters and digits.")],
    by: ByOption,
    since: Annotated[str, typer.Option("--from", help="First day, 2026-07-01; left out: from now.")] = "",
    until: Annotated[str, typer.Option("--to", help="Last day, inclusive; left out: until it is revoked.")] = "",
    code: Code = "",
    lang: LangOption = "vi",
) -> None:
    """Make a key and print its secret, which is shown this once. Earlier keys of the bank go on until they end."""
    with accounts(lang):
        from baophu.till.services import keys

        made = keys.make(name, bank, proven(by, code, lang), _first(since), _last(until))
        print(made.secret)
        say = "This secret is not shown again." if lang == "en" else "Mật khẩu này không hiện lại lần nữa."
        print(f"{made.key.name}  {made.key.bank}  {_span(made.key)}  {say}")


@bank_key.command("list")
def list_(format_: FormatOption = "text", lang: LangOption = "vi") -> None:
    """All keys, without their secrets, and what was refused at the door these seven days."""
    choice("format", format_, ("text", "json"))
    with accounts(lang):
        from datetime import timedelta

        from django.utils import timezone

        from baophu.cli.shared import as_json
        from baophu.till.models import BankKey, Refusal

        keys = [
            {"name": k.name, "bank": k.bank, "span": _span(k), "revoked": k.revoked_at is not None}
            for k in BankKey.objects.order_by("bank", "valid_from")
        ]
        since = timezone.localdate() - timedelta(days=7)
        refused = [
            {"day": r.day.isoformat(), "reason": r.reason, "key": r.key, "times": r.times, "from": r.last_from}
            for r in Refusal.objects.filter(day__gte=since).order_by("-day", "reason")
        ]
        if format_ == "json":
            print(as_json({"keys": keys, "refused": refused}))
            return
        for key in keys:
            print(f"{key['name']:<24}{key['bank']:<10}{key['span']}")
        for row in refused:
            print(f"{row['day']}  {row['reason']:<10}{row['key'] or '–':<24}{row['times']} ×  {row['from']}")


@bank_key.command()
def revoke(
    name: NameArgument,
    by: ByOption,
    at: Annotated[str, typer.Option("--at", help="Last day, inclusive; left out: ends now.")] = "",
    code: Code = "",
    lang: LangOption = "vi",
) -> None:
    """End a key: what is signed with it afterwards is refused and noted."""
    with accounts(lang):
        from baophu.till.services import keys

        key = keys.revoke(name, proven(by, code, lang), _last(at))
        print(f"{key.name}  {key.bank}  {_span(key)}")


def notifications(
    state: Annotated[str, typer.Option("--state", help="booked, waiting, unknown, early, reversed, conflict, …")] = "",
    open_: Annotated[bool, typer.Option("--open", help="Only those that need somebody.")] = False,
    finish: Annotated[bool, typer.Option("--finish", help="Book those a process left unfinished, first.")] = False,
    format_: FormatOption = "text",
    lang: LangOption = "vi",
) -> None:
    """What banks told, the last first, and what became of it."""
    choice("format", format_, ("text", "json"))
    with accounts(lang):
        from baophu.cli.shared import as_json
        from baophu.pages.texts import said
        from baophu.pages.written import money
        from baophu.till.models import Outcome
        from baophu.till.services import booking, receiving, settling

        if state and state not in Outcome.State.values:
            raise Failure(f"--state: {', '.join(Outcome.State.values)}")
        if finish:
            for one in receiving.unfinished():
                booking.process(one.pk)
        found = Outcome.objects.select_related("notice").order_by("-id")
        found = found.filter(state=state) if state else found
        found = found.filter(open=True) if open_ else found
        listed = list(found[:200])
        rows = [
            {
                "number": one.pk,
                "at": one.notice.at.isoformat(),
                "transaction": one.notice.transaction,
                "amount": one.notice.amount,
                "content": one.notice.content,
                "state": one.state,
                "open": one.open,
                "why": said(settling.why(one) or ""),
                "quote": one.quote_id,
                "told": one.told,
            }
            for one in listed
        ]
        if format_ == "json":
            print(as_json(rows))
            return
        for one, row in zip(listed, rows, strict=True):
            mark, what = "!" if one.open else " ", f"{row['content']}  {row['why']}"
            print(f"{one.pk:>6} {mark} {one.state:<11}{money(one.notice.amount):>16}  {what}")


def _first(text: str) -> datetime | None:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day(text), time.min)) if text else None


def _last(text: str) -> datetime | None:
    from django.utils import timezone

    return timezone.make_aware(datetime.combine(day(text), time.max)) if text else None


def _span(key: BankKey) -> str:
    from django.utils import timezone

    ends = f"{timezone.localtime(key.valid_to):%Y-%m-%d %H:%M}" if key.valid_to else "…"
    return f"{timezone.localtime(key.valid_from):%Y-%m-%d %H:%M} – {ends}"
