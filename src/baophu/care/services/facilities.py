"""Facilities and posts: who works where, and the list as it comes."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone

from baophu.accounts.models import Role, User
from baophu.care.errors import NoFacility, WrongFacility
from baophu.care.models import Facility, Post
from baophu.care.services import tables
from baophu.law.errors import Refused as LawRefused
from baophu.law.model import Book
from baophu.law.scalars import date_of
from baophu.registry.law import book
from baophu.registry.models import Unit

CODE = re.compile(r"\d{5}")
COLUMNS = ("code", "name", "unit", "level", "former_class", "points", "provisional", "valid_from", "valid_to")
YES = {"1": True, "true": True, "có": True, "x": True, "0": False, "false": False, "không": False}
SINCE = date(2021, 1, 1)


def facility_of(user: object, day: date | None = None) -> Facility | None:
    """Where a user works on a day (today); None for nobody's place. The latest post, where there are several."""
    on = day or timezone.localdate()
    if not isinstance(user, User) or not user.serves(on):
        return None
    posts = user.posts.filter(Q(valid_to=None) | Q(valid_to__gte=on), valid_from__lte=on)
    post = posts.select_related("facility").order_by("-valid_from", "-pk").first()
    return post.facility if post else None


def must_work_at(user: object) -> Facility:
    """Where a user works today; NoFacility where they work nowhere."""
    found = facility_of(user)
    if found is None:
        raise NoFacility(
            "Tài khoản này chưa được phân công vào cơ sở khám chữa bệnh nào; hãy nhờ quản trị hệ thống.",
            "This account is posted to no facility; ask an administrator.",
        )
    return found


def save(told: Mapping[str, Any], facility: Facility | None = None) -> Facility:
    """Record a facility, or change one. WrongFacility names the field that is wrong. `told` has the fields' names."""
    fields = {name: told.get(name) for name in COLUMNS}
    _check(fields)
    there = Facility.objects.filter(code=fields["code"]).first()
    if there is not None and facility is not None and there.pk != facility.pk:
        raise WrongFacility(f"Mã {fields['code']} đã có.", f"The code {fields['code']} is there already.")
    if there is not None and facility is None:
        raise WrongFacility(
            f"Mã {fields['code']} đã có; hãy sửa cơ sở đó.", f"The code {fields['code']} is there; change that one."
        )
    row = facility or Facility()
    for name, value in fields.items():
        setattr(
            row, "unit_id" if name == "unit" else name, value or ("" if name in ("level", "former_class") else value)
        )
    row.unit_id = row.unit_id or None
    row.save()
    return row


def post(user: User, facility: Facility, valid_from: date, valid_to: date | None = None) -> Post:
    """Post a user of the clinics to a facility from a day; earlier posts that run on end the day before."""
    if user.role != Role.CLINIC:
        raise WrongFacility(
            f"“{user.username}” không phải tài khoản cơ sở khám chữa bệnh.",
            f"'{user.username}' is no account of a facility.",
        )
    if valid_to is not None and valid_to < valid_from:
        raise WrongFacility("Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first.")
    with transaction.atomic():
        running = user.posts.filter(Q(valid_to=None) | Q(valid_to__gte=valid_from), valid_from__lt=valid_from)
        running.update(valid_to=date.fromordinal(valid_from.toordinal() - 1))
        made, _ = Post.objects.update_or_create(
            user=user, facility=facility, valid_from=valid_from, defaults={"valid_to": valid_to}
        )
    return made


@dataclass(frozen=True, slots=True)
class Listed:
    """What became of a list of facilities."""

    added: int
    changed: int
    unchanged: int


def take_list(file: Path) -> Listed:
    """Take a list of facilities (CSV with the headings of COLUMNS; days 2025-01-31). All or nothing.

    WrongFacility names the row and what is wrong with it.
    """
    rows = _rows(file)
    counts = {"added": 0, "changed": 0, "unchanged": 0}
    with transaction.atomic():
        seen: set[str] = set()
        for number, row in enumerate(rows, 2):
            try:
                told = _typed(row)
                if told["code"] in seen:
                    raise WrongFacility(f"mã {told['code']} có hai lần", f"the code {told['code']} is there twice")
                seen.add(told["code"])
                counts[_take(told)] += 1
            except WrongFacility as error:
                raise WrongFacility(f"Dòng {number}: {error.text.vi}", f"Row {number}: {error.text.en}") from error
    return Listed(**counts)


def _rows(file: Path) -> list[dict[str, str | None]]:
    try:
        with file.open(encoding="utf-8-sig", newline="") as lines:
            reader = csv.DictReader(lines)
            missing = [name for name in ("code", "name") if name not in (reader.fieldnames or ())]
            rows = list(reader)
    except (OSError, UnicodeDecodeError, csv.Error) as error:
        raise WrongFacility(
            f"Không đọc được {file}; cần một tệp CSV bảng mã UTF-8.",
            f"{file} cannot be read; a CSV in UTF-8 is needed.",
        ) from error
    if missing:
        raise WrongFacility(
            f"Tệp thiếu cột {', '.join(missing)}; các cột: {', '.join(COLUMNS)}.",
            f"The file has no column {', '.join(missing)}; columns: {', '.join(COLUMNS)}.",
        )
    return rows


def _take(told: Mapping[str, Any]) -> str:
    there = Facility.objects.filter(code=told["code"]).first()
    if there is None:
        save(told)
        return "added"
    before = {f.attname: getattr(there, f.attname) for f in Facility._meta.concrete_fields}
    after = save(told, there)
    if after.simulated:
        Facility.objects.filter(pk=after.pk).update(simulated=False)
        return "changed"
    same = before == {f.attname: getattr(after, f.attname) for f in Facility._meta.concrete_fields}
    return "unchanged" if same else "changed"


def _typed(row: Mapping[str, str | None]) -> dict[str, Any]:
    text = {name: (row.get(name) or "").strip() for name in COLUMNS}
    told: dict[str, Any] = dict(text)
    for name in ("valid_from", "valid_to"):
        try:
            told[name] = date_of(text[name]) if text[name] else None
        except LawRefused as error:
            raise WrongFacility(f"{name}: {error}", f"{name}: {error}") from error
    if text["points"] and not text["points"].isdigit():
        raise WrongFacility(f"points: “{text['points']}” không phải số", f"points: '{text['points']}' is no number")
    told["points"] = int(text["points"]) if text["points"] else None
    if text["provisional"] and text["provisional"].casefold() not in YES:
        raise WrongFacility("provisional: có hoặc không", "provisional: true or false")
    told["provisional"] = YES[text["provisional"].casefold()] if text["provisional"] else None
    return told


def _check(fields: Mapping[str, Any]) -> None:
    if not CODE.fullmatch(str(fields["code"] or "")):
        raise WrongFacility("Mã cơ sở có 5 chữ số.", "A facility's code has 5 digits.")
    if not str(fields["name"] or "").strip():
        raise WrongFacility("Hãy nhập tên cơ sở.", "Give the facility's name.")
    for name, fact in (("level", "facility"), ("former_class", "former_class")):
        known = [v for v in book().facts[fact].values if v != "unknown"]
        if fields[name] and fields[name] not in known:
            raise WrongFacility(
                f"{name}: “{fields[name]}” không có trong sổ luật; chọn {', '.join(known)}.",
                f"{name}: '{fields[name]}' is not in the law book; choose {', '.join(known)}.",
            )
    if fields["unit"] and not Unit.objects.filter(pk=fields["unit"]).exists():
        raise WrongFacility(f"Không có đơn vị mã {fields['unit']}.", f"There is no unit {fields['unit']}.")
    start, end = fields["valid_from"], fields["valid_to"]
    if start and end and end < start:
        raise WrongFacility("Ngày kết thúc trước ngày bắt đầu.", "The last day is before the first.")


def simulated(law: Book, units: Sequence[str]) -> list[Facility]:
    """The facilities of a demonstration, made up, in some units (the first ones); those that are there stay."""
    made = []
    for told, unit in zip(_demo(), units, strict=False):
        area = law.areas.get(unit)
        fields = {k: v for k, v in told.items() if k not in ("code", "name")}
        row, _ = Facility.objects.get_or_create(
            code=told["code"],
            defaults={
                **fields,
                "name": f"{told['name']} {area.name if area else ''} (giả lập)".replace("  ", " "),
                "unit_id": unit if area and Unit.objects.filter(pk=unit).exists() else None,
                "valid_from": SINCE,
                "simulated": True,
            },
        )
        made.append(row)
    return made


def _demo() -> Iterable[Mapping[str, Any]]:
    found: list[Mapping[str, Any]] = tables.table("facilities.yaml")["facilities"]
    return found


def post_demo_user(law: Book, units: Sequence[str], name: str = "phongkham") -> Facility | None:
    """Have the demonstration's clinic user work at the first of its facilities; None without that user."""
    made = simulated(law, units)
    user = User.objects.filter(username=name, demonstration=True).first()
    if user is None or not made:
        return None
    if facility_of(user) is None:
        post(user, made[0], SINCE)
    return made[0]
