"""Organisations and their keys: what an administrator makes and revokes.

`by` None is the program itself: a benchmark, a demonstration. NotAllowed for anybody who is no administrator.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db import transaction
from django.utils import timezone

from baophu.accounts.models import User
from baophu.accounts.services import require
from baophu.api.errors import KeyRefused
from baophu.api.models import Key, Organisation, OrganisationUnit
from baophu.api.scopes import SCOPES
from baophu.api.services.callers import digest, forget, new_token
from baophu.pages import sources


@dataclass(frozen=True, slots=True)
class Made:
    """A key with its token: it is shown now and never again."""

    key: Key
    token: str


def organisation(
    name: str,
    kind: str = "other",
    *,
    facility: str = "",
    units: Iterable[str] | None = (),
    per_minute: int = 600,
    per_day: int = 100_000,
    since: date | None = None,
    until: date | None = None,
    by: User | None = None,
) -> Organisation:
    """Make an organisation; `units` None: it answers for the whole province.

    KeyRefused for a name that is taken or blank, an unknown kind or unit, a quota of nothing, or an end before it
    begins.
    """
    _allowed(by)
    named, codes = name.strip(), None if units is None else sorted(set(units))
    first = since or timezone.localdate()
    _check_organisation(named, kind, codes or (), per_minute, per_day)
    _check_days(first, until)
    with transaction.atomic():
        made = Organisation.objects.create(
            name=named,
            kind=kind,
            facility=facility.strip(),
            whole=codes is None,
            per_minute=per_minute,
            per_day=per_day,
            valid_from=first,
            valid_to=until,
            made_by=by,
            made_at=timezone.now(),
        )
        OrganisationUnit.objects.bulk_create(OrganisationUnit(organisation=made, unit=code) for code in codes or ())
    return made


def make(
    of: Organisation,
    scopes: Iterable[str],
    since: date | None = None,
    until: date | None = None,
    by: User | None = None,
) -> Made:
    """Make a key with some scopes. KeyRefused for none or unknown ones, or an end before it begins."""
    _allowed(by)
    wanted = sorted(set(scopes))
    if not wanted or (unknown := [s for s in wanted if s not in SCOPES]):
        said = ", ".join(unknown) if wanted else "–"
        raise KeyRefused(
            f"Quyền không dùng được: {said}; có: {', '.join(SCOPES)}.",
            f"These scopes cannot be given: {said}; there are: {', '.join(SCOPES)}.",
        )
    first = since or timezone.localdate()
    _check_days(first, until)
    token, prefix = new_token()
    row = Key.objects.create(
        organisation=of,
        prefix=prefix,
        digest=digest(token),
        scopes=wanted,
        valid_from=first,
        valid_to=until,
        made_by=by,
        made_at=timezone.now(),
    )
    return Made(row, token)


def revoke(prefix: str, by: User | None = None) -> Key:
    """Revoke a key by its prefix, for ever. KeyRefused when there is none; one revoked before stays as it is."""
    _allowed(by)
    with transaction.atomic():
        row = Key.objects.select_for_update().filter(prefix=prefix.removeprefix("bp_")).first()
        if row is None:
            raise KeyRefused(f"Không có khoá “{prefix}”.", f"There is no key '{prefix}'.")
        if row.revoked_at is None:
            row.revoked_at, row.revoked_by = timezone.now(), by
            row.save(update_fields=["revoked_at", "revoked_by"])
    forget()
    return row


def find(name: str) -> Organisation:
    """An organisation by its name. KeyRefused when there is none."""
    found = Organisation.objects.filter(name=name.strip()).first()
    if found is None:
        raise KeyRefused(f"Không có tổ chức “{name}”.", f"There is no organisation '{name}'.")
    return found


def _allowed(by: User | None) -> None:
    if by is not None:
        require(by, "administer")


def _check_organisation(name: str, kind: str, units: Iterable[str], per_minute: int, per_day: int) -> None:
    if not name or Organisation.objects.filter(name=name).exists():
        raise KeyRefused(
            f"Tên tổ chức “{name}” đã có hoặc để trống.", f"The organisation's name '{name}' is taken or blank."
        )
    if kind not in Organisation.Kind.values:
        raise KeyRefused(
            f"Không có loại tổ chức “{kind}”; có: {', '.join(Organisation.Kind.values)}.",
            f"There is no kind '{kind}'; there are: {', '.join(Organisation.Kind.values)}.",
        )
    if unknown := [code for code in units if code not in sources.book().areas]:
        raise KeyRefused(f"Không có đơn vị {', '.join(unknown)}.", f"There is no unit {', '.join(unknown)}.")
    if per_minute < 1 or per_day < 1:
        raise KeyRefused("Hạn mức phải từ 1 yêu cầu.", "A quota is one request at least.")


def _check_days(first: date, last: date | None) -> None:
    if last is not None and last < first:
        raise KeyRefused(
            f"Ngày cuối {last:%d/%m/%Y} trước ngày đầu {first:%d/%m/%Y}.", f"{last} is before {first}, its first day."
        )
