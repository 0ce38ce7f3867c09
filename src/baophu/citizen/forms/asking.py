"""The form of one question."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.citizen import words
from baophu.citizen.supported import places
from baophu.citizen.supported.asking import Question, alike, topics
from baophu.citizen.supported.deciding import law_of
from baophu.citizen.supported.state import OLDEST, Member, Said, State, default_of
from baophu.engine.months import first_day, first_full, month_of
from baophu.law.model import Book
from baophu.pages.texts import said

SMALL = {"inputmode": "numeric", "autocomplete": "off", "maxlength": "4"}


class Answered(forms.Form):
    """A form that turns what was answered into the state that follows."""

    title: str = ""
    hint: str = ""

    def __init__(self, data: Any, book: Book, state: State, question: Question) -> None:
        self.book, self.state, self.question = book, state, question
        super().__init__(data)

    def next_state(self) -> State:
        """The state with the answer in it; asked of a valid form only."""
        raise NotImplementedError


class BirthForm(Answered):
    """A day of birth; of old people the year may be all that is known. The day itself is not kept."""

    template = "citizen/supported/birth.html"
    day = forms.CharField(label=gettext_lazy("Ngày"), required=False, widget=forms.TextInput(attrs=SMALL))
    month = forms.CharField(label=gettext_lazy("Tháng"), required=False, widget=forms.TextInput(attrs=SMALL))
    year = forms.CharField(label=gettext_lazy("Năm"), required=False, widget=forms.TextInput(attrs=SMALL))

    def clean(self) -> dict[str, Any]:
        given = {name: (self.cleaned_data.get(name) or "").strip() for name in ("day", "month", "year")}
        for name, text in given.items():
            if text and not (text.isascii() and text.isdecimal()):
                self.add_error(name, ValidationError(_("Chỉ ghi chữ số, ví dụ 25, 12, 1980.")))
                return self.cleaned_data
        if len(given["year"]) != 4:
            self.add_error("year", ValidationError(_("Ghi đủ bốn chữ số của năm sinh, ví dụ 1980.")))
        elif given["day"] and not given["month"]:
            self.add_error("month", ValidationError(_("Ghi tháng sinh, hoặc bỏ trống cả ngày và tháng.")))
        else:
            self._check(given)
        return self.cleaned_data

    def _check(self, given: dict[str, str]) -> None:
        try:
            born = date(int(given["year"]), int(given["month"] or 1), int(given["day"] or 1))
        except ValueError:
            self.add_error("day", ValidationError(_("Không có ngày này; hãy xem lại ngày và tháng.")))
            return
        if month_of(born) > self.state.month:
            self.add_error("year", ValidationError(_("Ngày sinh phải trước hôm nay.")))
        elif self.state.month - month_of(born) > OLDEST:
            self.add_error("year", ValidationError(_("Năm sinh này đã quá xa; hãy xem lại.")))
        self.cleaned_data["born"] = born

    def next_state(self) -> State:
        place, born = self.question.member, first_full(self.cleaned_data["born"])
        old = self.state.members[place] if place < len(self.state.members) else Member(born)
        return self.state.with_member(place, replace(old, born=born))


class PlaceForm(Answered):
    """Where one lives. What the law says of the place is kept, not its name."""

    template = "citizen/supported/question.html"
    answer = forms.ChoiceField(label=gettext_lazy("Xã, phường, đặc khu"))

    def __init__(self, *args: Any) -> None:
        super().__init__(*args)
        areas = sorted(self.book.areas.values(), key=lambda a: (a.kind, a.name))
        outside = ("ngoai", _("Ngoài tỉnh %(name)s") % {"name": said(self.book.title)})
        choices = [("", _("Chọn nơi ở")), *((a.code, a.full_name) for a in areas), outside]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]

    def next_state(self) -> State:
        code = self.cleaned_data["answer"]
        if code == "ngoai":
            return replace(self.state, where="outside", area=(), permanent=None)
        area = places.facts_of(self.book, code, first_day(self.state.month))
        return replace(self.state, where="inside", area=area)


class PermanentForm(Answered):
    """Permanent or temporary residence."""

    template = "citizen/supported/question.html"
    answer = forms.ChoiceField(
        label=gettext_lazy("Đăng ký cư trú"),
        widget=forms.RadioSelect,
        choices=(
            ("1", gettext_lazy("Thường trú trong tỉnh")),
            ("0", gettext_lazy("Tạm trú, hoặc chưa đăng ký")),
        ),
    )

    def __init__(self, data: Any, book: Book, state: State, question: Question) -> None:
        super().__init__(data, book, state, question)
        if state.permanent is not None:
            self.initial["answer"] = str(int(state.permanent))

    def next_state(self) -> State:
        return replace(self.state, permanent=self.cleaned_data["answer"] == "1")


class OneForm(Answered):
    """One value of one fact: of a household, or of a person where it is the only fact of its page."""

    template = "citizen/supported/question.html"
    answer = forms.ChoiceField(label=gettext_lazy("Chọn một"), widget=forms.RadioSelect)

    def __init__(self, data: Any, book: Book, state: State, question: Question) -> None:
        super().__init__(data, book, state, question)
        self.fact = question.fact or topics(book)[question.key.partition("-")[2]][0]
        law, declared = law_of(book, state.month), book.facts[self.fact]
        offered = {v for _f, v in question.options}
        values = ["false", "true"] if declared.type == "flag" else list(declared.values)
        plain = default_of(declared)
        kept = [v for v in values if v in offered or v == plain]
        like = {v: alike(law, self.fact, v) if v != plain else [v] for v in kept}
        labels = [
            (v, _("Có") if declared.type == "flag" and v == "true" else words.option_label(book, self.fact, v, like[v]))
            for v in kept
        ]
        self.fields["answer"].choices = labels  # type: ignore[attr-defined]
        if (before := self._known().get(self.fact)) is not None:
            self.initial["answer"] = next((v for v in kept if before.value in like[v]), plain)

    def _known(self) -> dict[str, Said]:
        side = self.state.household if self.question.member < 0 else self.state.members[self.question.member].said
        return dict(side)

    def next_state(self) -> State:
        value = self.cleaned_data["answer"]
        before = self._known().get(self.fact)
        new = before if before is not None and before.value == value else Said(value)
        if self.question.member < 0:
            return replace(self.state, household={**self.state.household, self.fact: new})
        return _answered(self.state, self.question, {**self._known(), self.fact: new})


class SeveralForm(Answered):
    """What of a list is true of a person: at most one value of each fact."""

    template = "citizen/supported/question.html"
    answer = forms.MultipleChoiceField(
        label=gettext_lazy("Chọn mọi điều đúng"), widget=forms.CheckboxSelectMultiple, required=False
    )

    def __init__(self, data: Any, book: Book, state: State, question: Question) -> None:
        super().__init__(data, book, state, question)
        law = law_of(book, state.month)
        listed = sorted(question.options, key=lambda o: o[1] not in words.COMMON)
        choices = [(f"{f}.{v}", words.option_label(book, f, v, alike(law, f, v))) for f, v in listed]
        self.fields["answer"].choices = choices  # type: ignore[attr-defined]
        said_of = state.members[question.member].said
        self.initial["answer"] = [
            f"{f}.{v}" for f, v in listed if f in said_of and said_of[f].value in alike(law, f, v)
        ]

    def clean_answer(self) -> list[tuple[str, str]]:
        picked = [tuple(text.split(".", 1)) for text in self.cleaned_data["answer"]]
        for fact in {f for f, _v in picked}:
            values = [v for f, v in picked if f == fact]
            if len(values) > 1:
                named = _(" và ").join(f"“{words.value_label(self.book, fact, v)}”" for v in values)
                raise ValidationError(
                    _("Chỉ chọn một trong các điều %(listed)s; chọn điều quan trọng hơn.") % {"listed": named}
                )
        return picked

    def next_state(self) -> State:
        member = self.state.members[self.question.member]
        facts = topics(self.book)[self.question.key.partition("-")[2]]
        left = {n: s for n, s in member.said.items() if n not in facts}
        for fact, value in self.cleaned_data["answer"]:
            before = member.said.get(fact)
            left[fact] = before if before is not None and before.value == value else Said(value)
        return _answered(self.state, self.question, left)


class SinceForm(Answered):
    """Since which month something is true."""

    template = "citizen/supported/since.html"
    month = forms.CharField(label=gettext_lazy("Tháng"), widget=forms.TextInput(attrs=SMALL))
    year = forms.CharField(label=gettext_lazy("Năm"), widget=forms.TextInput(attrs=SMALL))

    def clean(self) -> dict[str, Any]:
        month, year = (self.cleaned_data.get(n, "").strip() for n in ("month", "year"))
        if not month or not year:
            return self.cleaned_data
        if not (month.isascii() and month.isdecimal() and 1 <= int(month) <= 12):
            self.add_error("month", ValidationError(_("Tháng là số từ 1 đến 12.")))
        elif not (year.isascii() and year.isdecimal() and len(year) == 4):
            self.add_error("year", ValidationError(_("Ghi đủ bốn chữ số của năm, ví dụ 2025.")))
        else:
            since = int(year) * 12 + int(month) - 1
            if since > self.state.month:
                self.add_error("month", ValidationError(_("Tháng này chưa đến.")))
            elif self.state.month - since > OLDEST:
                self.add_error("year", ValidationError(_("Năm này đã quá xa; hãy xem lại.")))
            self.cleaned_data["since"] = since
        return self.cleaned_data

    def next_state(self) -> State:
        fact, since, place = self.question.fact, self.cleaned_data["since"], self.question.member
        if place < 0:
            new = replace(self.state.household[fact], since=since)
            return replace(self.state, household={**self.state.household, fact: new})
        member = self.state.members[place]
        return self.state.with_member(
            place, replace(member, said={**member.said, fact: replace(member.said[fact], since=since)})
        )


def _answered(state: State, question: Question, known: dict[str, Said]) -> State:
    """The state with a member's facts, and their topic marked as answered."""
    member = state.members[question.member]
    done = member.topics | {question.key.partition("-")[2]}
    return state.with_member(question.member, replace(member, said=known, topics=done))


def form_of(question: Question, book: Book) -> Callable[[Any, Book, State, Question], Answered]:
    """The form that asks a question."""
    match question.kind:
        case "born":
            return BirthForm
        case "place":
            return PlaceForm
        case "permanent":
            return PermanentForm
        case "household":
            return OneForm
        case "since":
            return SinceForm
        case _:
            facts = topics(book)[question.key.partition("-")[2]]
            return OneForm if len(facts) == 1 and book.facts[facts[0]].type == "choice" else SeveralForm
