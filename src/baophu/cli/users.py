"""`baophu user …`, `baophu proposals`, `approve`, `reject`: who uses baophu, and what waits for a second officer."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from baophu.cli.shared import DEFAULT_BOOK, BookOption, Failure, FormatOption, LangOption, choice, day, language, read

if TYPE_CHECKING:
    from baophu.accounts.models import Proposal, User
    from baophu.accounts.services.users import HandedOut

user = typer.Typer(no_args_is_help=True, help="Officers: accounts, units entrusted, one-time passwords, locks.")
Name = Annotated[str, typer.Argument(help="User name.")]
By = Annotated[str, typer.Option("--by", help="The officer who decides; their code is asked for.")]
Code = Annotated[str, typer.Option("--code", help="The officer's code; left out: it is asked for.")]
Since = Annotated[str, typer.Option("--from", help="First day, 2026-07-01; left out: today.")]
Until = Annotated[str, typer.Option("--to", help="Last day, inclusive; left out: without end.")]
UnitCodes = Annotated[list[str] | None, typer.Option("--unit", help="Code of a unit; may be given several times.")]


@contextmanager
def accounts(lang: str) -> Iterator[None]:
    """Django started, texts in the language asked for, and what is refused told in a sentence."""
    from baophu.site.start import start

    language(lang)
    start()
    from django.db import connection
    from django.utils import translation

    from baophu.accounts.errors import Refused

    with translation.override(lang):
        if "accounts_user" not in connection.introspection.table_names():
            raise Failure(
                "Cơ sở dữ liệu chưa được tạo; hãy chạy make run." if lang == "vi" else "There is no database; make run."
            )
        try:
            yield
        except Refused as refused:
            raise Failure(str(refused)) from refused


@user.command()
def add(
    name: Name,
    role: Annotated[
        str, typer.Option("--role", help="province, commune, committee, clinic, agent, school, administrator.")
    ],
    unit: UnitCodes = None,
    since: Since = "",
    until: Annotated[str, typer.Option("--until", help="Last day of service, inclusive.")] = "",
    lang: LangOption = "vi",
) -> None:
    """Make an officer's account and print a password that works once, within three days."""
    with accounts(lang):
        from baophu.accounts.services import users

        _show(users.add(name, role, unit or (), _day(since), _day(until)), lang)


@user.command()
def renew(name: Name, lang: LangOption = "vi") -> None:
    """New one-time password and no device: for a lost phone or password, or to enable an account again."""
    with accounts(lang):
        from baophu.accounts.services import users

        _show(users.renew(users.find(name)), lang)


@user.command("list")
def list_(format_: FormatOption = "text", lang: LangOption = "vi") -> None:
    """All officers, with role, units entrusted today, and whether they can sign in."""
    choice("format", format_, ("text", "json"))
    with accounts(lang):
        from baophu.accounts.models import Role, User
        from baophu.accounts.services import units_of
        from baophu.cli.shared import as_json

        rows = []
        for officer in User.objects.exclude(role=Role.CITIZEN).order_by("role", "username"):
            units = units_of(officer)
            rows.append(
                {
                    "name": officer.username,
                    "role": officer.role,
                    "units": None if units is None else sorted(units),
                    "until": officer.until.isoformat() if officer.until else None,
                    "serves": officer.serves(),
                    "demonstration": officer.demonstration,
                }
            )
        if format_ == "json":
            print(as_json(rows))
            return
        whole, out = ("toàn tỉnh", "không dùng được") if lang == "vi" else ("whole province", "cannot sign in")
        for row in rows:
            units_ = whole if row["units"] is None else " ".join(row["units"])  # type: ignore[arg-type]
            print(f"{row['name']:<20} {row['role']:<14} {units_} {'' if row['serves'] else f'({out})'}".rstrip())


@user.command()
def disable(name: Name, lang: LangOption = "vi") -> None:
    """Disable an account: its sessions end at once. `renew` enables it again."""
    with accounts(lang):
        from baophu.accounts.services import users

        users.disable(users.find(name))
        print(f"Đã khoá tài khoản {name}." if lang == "vi" else f"{name} is disabled.")


@user.command()
def unlock(name: Name, lang: LangOption = "vi") -> None:
    """Forget the wrong passwords and codes of a name."""
    with accounts(lang):
        from baophu.accounts.services import users

        users.unlock(name)
        print(f"Đã mở khoá đăng nhập cho {name}." if lang == "vi" else f"{name} may try again.")


@user.command()
def entrust(
    name: Name,
    unit: Annotated[str, typer.Option("--unit", help="Code of the unit.")],
    since: Since = "",
    until: Until = "",
    end: Annotated[bool, typer.Option("--end", help="End it: --to is its last day, today if left out.")] = False,
    lang: LangOption = "vi",
) -> None:
    """Entrust a unit to an officer between two days, or end it."""
    with accounts(lang):
        from baophu.accounts.services import users

        officer = users.find(name)
        if end:
            users.end_entrusted(officer, unit, _day(until))
        else:
            users.entrust(officer, unit, _day(since), _day(until))
        print(f"{officer.username}: " + " ".join(sorted(_units(officer))))


@user.command()
def demo(book: BookOption = DEFAULT_BOOK, lang: LangOption = "vi") -> None:
    """Make the users of a demonstration and print how to sign in as each. Not where real officers have accounts."""
    found = read(book)
    with accounts(lang):
        from baophu.accounts.services.demo_users import demo_users

        for one in demo_users(sorted(found.areas)):
            print(f"{one.user.username:<10} {one.password:<12} {one.user.role:<14} {' '.join(one.units)}".rstrip())
        print("Mã xác thực: baophu user code TÊN" if lang == "vi" else "The code: baophu user code NAME")


@user.command()
def code(name: Name, lang: LangOption = "vi") -> None:
    """The code of a demonstration's user at this moment."""
    with accounts(lang):
        from baophu.accounts.services.demo_users import code_now

        digits, seconds = code_now(name)
        print(f"{digits}  ({'còn' if lang == 'vi' else 'for another'} {seconds} s)")


def proposals(
    everything: Annotated[bool, typer.Option("--all", help="Those decided, too.")] = False,
    format_: FormatOption = "text",
    lang: LangOption = "vi",
) -> None:
    """What waits for a second officer."""
    choice("format", format_, ("text", "json"))
    with accounts(lang):
        from baophu.accounts.models import Proposal
        from baophu.cli.shared import as_json

        rows = Proposal.objects.select_related("by", "decided_by").prefetch_related("units").order_by("pk")
        if not everything:
            rows = rows.filter(state=Proposal.State.WAITING)
        told = [_told(proposal, lang) for proposal in rows]
        if format_ == "json":
            print(as_json(told))
            return
        for row in told:
            error = f"\n      {row['error']}" if row["error"] else ""
            print(f"{row['number']:>4}  {row['state']:<10} {row['kind']:<14} {row['by']:<12} {row['summary']}{error}")


def approve(number: int, by: By, code: Code = "", lang: LangOption = "vi") -> None:
    """Approve a proposal as a second officer, who proves it with the code of their authenticator app."""
    with accounts(lang):
        from baophu.accounts.services import approve as do

        done = do(_proposal(number, lang), proven(by, code, lang))
        print(done.summary.en if lang == "en" else done.summary.vi)


def reject(
    number: int,
    by: By,
    why: Annotated[str, typer.Option("--why", help="The reason, for the officer who proposed it.")],
    code: Code = "",
    lang: LangOption = "vi",
) -> None:
    """Reject a proposal as a second officer, saying why."""
    with accounts(lang):
        from baophu.accounts.services import reject as do

        done = do(_proposal(number, lang), proven(by, code, lang), why)
        print(done.summary.en if lang == "en" else done.summary.vi)


def register(app: typer.Typer) -> None:
    """Add these commands."""
    app.add_typer(user, name="user")
    for command in (proposals, approve, reject):
        app.command()(command)


def _day(text: str) -> date | None:
    return day(text) if text else None


def _units(officer: User) -> frozenset[str]:
    from baophu.accounts.services import units_of

    return units_of(officer) or frozenset()


def _show(handed: HandedOut, lang: str) -> None:
    from django.utils import timezone

    until = handed.user.one_time_until
    moment = timezone.localtime(until) if until else None
    print(f"{handed.user.username}  {handed.password}")
    print(_until(moment, lang))


def _until(moment: datetime | None, lang: str) -> str:
    when = f"{moment:%H:%M %d/%m/%Y}" if moment else ""
    if lang == "en":
        return f"The password works once, until {when}; at the first sign-in an authenticator app is set up."
    return f"Mật khẩu dùng một lần, đến {when}; lần đăng nhập đầu sẽ thiết lập ứng dụng xác thực."


def _proposal(number: int, lang: str) -> Proposal:
    from baophu.accounts.models import Proposal

    found = Proposal.objects.filter(pk=number).first()
    if found is None:
        raise Failure(f"Không có đề nghị số {number}." if lang == "vi" else f"There is no proposal {number}.")
    return found


def proven(name: str, code: str, lang: str) -> User:
    """The officer, if the code is theirs: a shell is nobody's proof of who sits at it."""
    from baophu.accounts.services.sessions import code_is_right
    from baophu.accounts.services.users import find

    officer = find(name)
    asked = "Mã xác thực của" if lang == "vi" else "The code of"
    typed = code or typer.prompt(f"{asked} {officer.username}")
    if not code_is_right(officer, typed):
        raise Failure("Mã xác thực không đúng hoặc đã dùng." if lang == "vi" else "The code is wrong or used.")
    return officer


def _told(proposal: Proposal, lang: str) -> dict[str, object]:
    def said(text: object) -> str | None:
        return getattr(text, "en" if lang == "en" else "vi", None)

    return {
        "number": proposal.pk,
        "kind": proposal.kind,
        "state": proposal.state,
        "summary": said(proposal.summary),
        "by": proposal.by.username,
        "at": proposal.at.isoformat(),
        "units": None if proposal.whole else sorted(unit.unit for unit in proposal.units.all()),
        "decided_by": proposal.decided_by.username if proposal.decided_by else None,
        "reason": proposal.decision_reason or None,
        "error": said(proposal.error),
    }
