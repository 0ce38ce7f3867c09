"""Recording who people are and where they live: corrections, moves, arrivals, births, deaths; taking an act back."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.accounts.models import User
from baophu.accounts.services import log_look, units_of
from baophu.accounts.services.reasons import kept
from baophu.law.model import Text
from baophu.pages import sources
from baophu.pages.resume import kept as kept_form
from baophu.registry.errors import NotThere, RegistryError
from baophu.registry.models import Entry, Household, Person
from baophu.registry.numbers import bare
from baophu.registry.services.recording import stay_on, undo
from baophu.workplace.errors import CannotRecord
from baophu.workplace.forms import changes as forms
from baophu.workplace.forms.document import DocumentForm, ReasonForm
from baophu.workplace.forms.undoing import UndoForm
from baophu.workplace.services import recorded
from baophu.workplace.services.changing import people
from baophu.workplace.services.changing.act import Act
from baophu.workplace.services.once import Done, mark, once
from baophu.workplace.views.asked import household_at, person_at, user_of
from baophu.workplace.views.guard import page
from baophu.workplace.views.record import RECORDS, href_of, living_with, name_of
from baophu.workplace.views.steps import Page, Steps, run

ARRIVES, MATCHED = gettext_lazy("ghi người đến"), gettext_lazy("đối chiếu số định danh")


@page("record")
def correct_person(request: HttpRequest, number: int) -> HttpResponse:
    """Name, birth, numbers, sex, ethnic group, telephone of a person."""
    who = person_at(request, number, RECORDS)

    def act(cleaned: dict[str, Any]) -> Act:
        found = people.correct_act(
            who, {f: cleaned[f] for f in forms.PersonForm.base_fields if cleaned[f] or f != "ethnicity"}
        )
        if not found.told:
            raise CannotRecord("Chưa có gì khác với hồ sơ hiện có.", "Nothing differs from the record as it stands.")
        return found

    pages = (
        Page(_("Điều đúng"), forms.CorrectPersonForm, {"initial": forms.CorrectPersonForm.of(who)}),
        Page(_("Vì sao sửa"), ReasonForm),
    )
    back = href_of(who)
    return run(request, Steps(_("Sửa hồ sơ"), pages, act, back, lambda entry: back, name_of(who)))


@page("record")
def correct_household(request: HttpRequest, number: int) -> HttpResponse:
    """Address, telephone, code and head of a household."""
    home, stays = household_at(request, number, RECORDS)
    people_ = {str(stay.person_id): stay.person for stay in stays}
    initial = {"address": home.address, "phone": home.phone, "code": home.code, "head": home.head_id}
    options = {"people": [(n, p.name) for n, p in people_.items()], "initial": initial}

    def act(cleaned: dict[str, Any]) -> Act:
        given = {**{f: cleaned[f] for f in ("address", "phone", "code")}, "head": people_.get(cleaned["head"])}
        found = people.household_act(home, given)
        if not found.told:
            raise CannotRecord("Chưa có gì khác với thông tin hiện có.", "Nothing differs from what is recorded.")
        return found

    pages = (Page(_("Thông tin hộ"), forms.HouseholdForm, options), Page(_("Vì sao sửa"), ReasonForm))
    back = href_of(home)
    return run(request, Steps(_("Sửa thông tin hộ"), pages, act, back, lambda entry: back, name_of(home)))


@page("record")
def move(request: HttpRequest, number: int) -> HttpResponse:
    """People of a household move: within the province, to another household, out of it."""
    who = person_at(request, number, RECORDS)
    user, today = user_of(request), timezone.localdate()
    together = {str(p.pk): p for p in living_with(who, today)}
    where = {"people": [(n, p.name) for n, p in together.items()], "initial": {"who": [str(who.pk)]}}
    to = {"units": _units(None), "way": request.POST.get("way", "")}

    def act(cleaned: dict[str, Any]) -> Act:
        return _moved([together[n] for n in cleaned["who"]], cleaned, user)

    pages = (
        Page(_("Ai chuyển, thế nào"), forms.WhereForm, where),
        Page(_("Đến đâu"), forms.ToForm, to),
        Page(_("Giấy tờ"), DocumentForm),
    )

    def after(entry: Entry) -> str:
        mine = units_of(user)
        now = Person.objects.get(pk=who.pk)
        return href_of(who) if mine is None or now.unit_id in mine else reverse("work:unit")

    return run(request, Steps(_("Ghi chuyển nơi ở"), pages, act, href_of(who), after, name_of(who)))


def _moved(who: list[Person], cleaned: dict[str, Any], user: User) -> Act:
    way, day = cleaned["way"], cleaned["day"]
    permanent = {"yes": True, "no": False}.get(cleaned.get("permanent", ""))
    if way == "out":
        return people.out_act(who, day)
    if way == "residence":
        return people.move_act(who, day, permanent=permanent)
    home = _household(cleaned.get("household", ""), None if way == "within" else units_of(user), day)
    if way == "household":
        return people.move_act(who, day, household=home, alone=home is None, permanent=permanent)
    together = len({s.household_id for p in who if (s := stay_on(p, day))}) == 1 and _all_of(who, day)
    return people.move_act(
        who, day, unit=cleaned["unit"], household=home, alone=home is None and not together, permanent=permanent
    )


def _all_of(who: list[Person], day: Any) -> bool:
    """Whether these are everybody of their household: then the household moves as it is."""
    return {p.pk for p in living_with(who[0], day)} == {p.pk for p in who}


def _household(text: str, units: frozenset[str] | None, day: Any) -> Household | None:
    if not text.strip():
        return None
    found = people.households_of(units, text, day)
    if found is None:
        raise NotThere(
            Text(f"Không tìm thấy hộ “{text}” ngày {day:%d/%m/%Y}.", f"No household '{text}' on {day:%d/%m/%Y}.")
        )
    return found


def _units(mine: frozenset[str] | None) -> list[tuple[str, str]]:
    codes = sources.book().areas if mine is None else mine
    return sorted(((c, sources.unit_name(c)) for c in codes), key=lambda pair: pair[1])


@page("record")
def arrive(request: HttpRequest) -> HttpResponse:
    """Somebody comes to live in one of the officer's units."""
    user = user_of(request)
    mine = _units(units_of(user))
    first = {"initial": {"personal_id": bare(request.GET.get("so", ""))[:12], "name": request.GET.get("ten", "")[:120]}}
    where = {"units": mine, "initial": {"unit": mine[0][0] if len(mine) == 1 else "", "day": timezone.localdate()}}

    def act(cleaned: dict[str, Any]) -> Act:
        known = _known(cleaned, user)
        given = {f: cleaned[f] for f in forms.ArrivingForm.base_fields if cleaned[f]}
        home = _household(cleaned["household"], units_of(user), cleaned["day"])
        return people.arrive_act(
            known, given, cleaned["unit"], home, cleaned["permanent"] == "yes", cleaned["day"], cleaned["address"]
        )

    pages = (
        Page(_("Ai đến"), forms.ArrivingForm, first),
        Page(_("Ở đâu"), forms.ArrivalForm, where),
        Page(_("Giấy tờ"), DocumentForm),
    )

    def after(entry: Entry) -> str:
        made = Person.objects.filter(entry=entry, entry__gt=Entry.LOADED).first()
        from baophu.registry.models import Stay

        stay = Stay.objects.filter(entry=entry, entry__gt=Entry.LOADED).first()
        number = made.pk if made else stay.person_id if stay else 0
        return reverse("work:person", args=[number])

    return run(request, Steps(_("Người mới đến"), pages, act, "/", after))


def _known(cleaned: dict[str, Any], user: User) -> Person | None:
    """The person of this personal ID where the register has one: name and birth must agree, and it is logged."""
    from baophu.registry.names import fold

    number = bare(cleaned["personal_id"])
    found = Person.objects.standing().filter(personal_id=number).first() if number else None
    if found is None:
        return None
    log_look(user, found.pk, kept(ARRIVES, MATCHED), "arrive")
    if fold(cleaned["name"]) != found.name_key:
        raise CannotRecord(
            "Số định danh này trong sổ là của người có tên khác; hãy kiểm tra lại tên và số.",
            "In the register this personal ID is of somebody with another name; check name and number.",
        )
    return found


@page("record")
def birth(request: HttpRequest, number: int) -> HttpResponse:
    """A child is born into a household."""
    home, stays = household_at(request, number, RECORDS)
    women = {str(s.person_id): s.person for s in stays if s.person.sex == "f"}
    options = {"mothers": [(n, p.name) for n, p in women.items()], "initial": {"permanent": "yes"}}

    def act(cleaned: dict[str, Any]) -> Act:
        given = {f: cleaned[f] for f in ("name", "born", "sex", "ethnicity", "personal_id") if cleaned[f]}
        return people.birth_act(home, women.get(cleaned["mother"]), given, cleaned["permanent"] == "yes")

    def after(entry: Entry) -> str:
        made = Person.objects.filter(entry=entry, entry__gt=Entry.LOADED).first()
        return reverse("work:person", args=[made.pk]) if made else href_of(home)

    pages = (Page(_("Trẻ mới sinh"), forms.BirthForm, options), Page(_("Giấy tờ"), DocumentForm))
    return run(request, Steps(_("Ghi khai sinh"), pages, act, href_of(home), after, name_of(home)))


@page("record")
def death(request: HttpRequest, number: int) -> HttpResponse:
    """Somebody died."""
    who = person_at(request, number, RECORDS)
    pages = (Page(_("Ngày mất"), forms.DeathForm), Page(_("Giấy tờ"), DocumentForm))
    back = href_of(who)
    steps = Steps(
        _("Ghi khai tử"), pages, lambda c: people.death_act(who, c["died"]), back, lambda entry: back, name_of(who)
    )
    return run(request, steps)


@page("record")
def take_back(request: HttpRequest, number: int, act: int) -> HttpResponseBase:
    """An act of recording is undone: what it says, why, and then it is as if it had not been."""
    who = person_at(request, number, gettext_lazy("hoàn tác một lần ghi"))
    found = next((r for r in recorded.history(who) if r.entry.pk == act and r.can_undo), None)
    if found is None:
        raise Http404(_("Lần ghi này không hoàn tác được ở đây, hoặc đã được hoàn tác."))
    data = request.POST if request.method == "POST" else kept_form(request)
    form = UndoForm(data or None)
    given = (data.get("mark") if data else "") or mark()
    context = {"person": who, "recorded": found, "form": form, "mark": given}
    if request.method == "POST" and form.is_valid():
        user, back = user_of(request), reverse("work:history", args=[who.pk])
        try:
            made, now = once(
                given,
                user,
                lambda: Done(back, undo(found.entry, by=user, reason=form.cleaned_data["why"]).pk),
            )
        except RegistryError as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Đã hoàn tác.") if now else _("Lần ghi này đã được hoàn tác trước đó."))
            return HttpResponseRedirect(made.leads_to)
    return render(request, "workplace/undo.html", context, status=422 if form.errors else 200)
