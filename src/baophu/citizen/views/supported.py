"""“Am I supported?”: for everybody, signed in or not; nothing is kept but in the address."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import update_wrapper
from typing import Any, Concatenate, ParamSpec

from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_safe

from baophu.citizen import words
from baophu.citizen.errors import BadLink
from baophu.citizen.forms.asking import form_of
from baophu.citizen.supported import telling
from baophu.citizen.supported.asking import Question, alike, completed, next_question, question, topics
from baophu.citizen.supported.deciding import law_of
from baophu.citizen.supported.reducing import reduced
from baophu.citizen.supported.state import MOST, Said, State, default_of, read, written
from baophu.decisions.services.lawbooks import active
from baophu.engine.months import first_day, month_of
from baophu.law.model import Book
from baophu.pages.written import month as month_text

P = ParamSpec("P")
View = Callable[Concatenate[HttpRequest, Book, State, P], HttpResponse]


def page(view: View[P]) -> Callable[Concatenate[HttpRequest, P], HttpResponse]:
    """A page that stands on the answers of its address; one that cannot be read leads to the beginning."""

    def answered(request: HttpRequest, /, *args: P.args, **kwargs: P.kwargs) -> HttpResponse:
        book = active()
        try:
            state = read(request.GET, book, timezone.localdate(), tuple(topics(book)))
            answer: HttpResponse = view(request, book, state, *args, **kwargs)
            return answer
        except BadLink as error:
            return render(request, "citizen/supported/bad.html", {"error": error}, status=400)

    update_wrapper(answered, view)
    return login_not_required(answered)


@login_not_required
@require_safe
def start(request: HttpRequest) -> HttpResponse:
    """What is asked, and what for."""
    return render(request, "citizen/supported/start.html", {"first": reverse("citizen:ask", args=["1-sinh"])})


@require_http_methods(["GET", "HEAD", "POST"])
@page
def ask(request: HttpRequest, book: Book, state: State, key: str) -> HttpResponse:
    """One question; answered, the next one that matters."""
    asked = question(book, state, key)
    if asked is None:
        raise Http404(_("Không có câu hỏi này."))
    if asked.kind == "born" and asked.member >= MOST:
        raise BadLink(f"n × {asked.member + 1}")
    form = form_of(asked, book)(request.POST if request.method == "POST" else None, book, state, asked)
    if form.is_bound and form.is_valid():
        return HttpResponseRedirect(href_of_next(book, form.next_state()))
    context = {"form": form, "question": asked, **_said_of(book, state, asked), "back": _back(state)}
    return render(request, form.template, context, status=422 if form.errors else 200)  # type: ignore[attr-defined]


def href_of_next(book: Book, state: State) -> str:
    """The next question, or the answers to check."""
    asked = next_question(book, state)
    at = reverse("citizen:ask", args=[asked.key]) if asked else reverse("citizen:check")
    return f"{at}?{written(state)}"


def _back(state: State) -> str:
    if state.members and state.where is not None:
        return f"{reverse('citizen:check')}?{written(state)}"
    return reverse("citizen:supported")


def _said_of(book: Book, state: State, asked: Question) -> dict[str, Any]:
    """Title, hint and of whom a question is."""
    who = _("Người %(n)s") % {"n": asked.member + 1} if asked.member >= 0 else _("Hộ gia đình")
    if 0 <= asked.member < len(state.members) and asked.kind != "born":
        who = f"{who} · {telling.ages(book, state, asked.member)}"
    topic = asked.key.partition("-")[2]
    match asked.kind:
        case "born":
            title = _("Người này sinh ngày nào?") if asked.member else _("Bạn sinh ngày nào?")
            hint = _("Nếu chỉ biết năm sinh, để trống ngày và tháng. Chỉ tháng mà luật bắt đầu tính tuổi được dùng.")
        case "place":
            title, hint = _("Gia đình đang sống ở đâu?"), _("Nơi thực tế đang ở.")
        case "permanent":
            title, hint = _("Gia đình đăng ký cư trú thế nào?"), ""
        case "since":
            known = state.household if asked.member < 0 else state.members[asked.member].said
            label = words.value_label(book, asked.fact, known[asked.fact].value)
            title = _("“%(what)s” từ tháng nào?") % {"what": label}
            hint = _("Tháng ghi trên giấy công nhận hoặc quyết định.")
        case _:
            key = asked.fact or topic
            title = str(words.QUESTIONS.get(key) or words.fact_label(book, key))
            hint = str(words.HINTS.get(key, ""))
    return {"title": title, "hint": hint, "who": who}


@dataclass(frozen=True, slots=True)
class Row:
    """An answer to check: what was asked, what was answered, where it is changed."""

    label: str
    value: str
    href: str


@require_safe
@page
def check(request: HttpRequest, book: Book, state: State) -> HttpResponse:
    """Everything answered, to be changed; more of the household; the result."""
    asked = next_question(book, state)
    if asked is not None:
        return HttpResponseRedirect(href_of_next(book, state))
    query = written(state)
    members = [
        {
            "number": place + 1,
            "rows": _member_rows(book, state, place, query),
            "without": f"{reverse('citizen:check')}?{written(state.without_member(place))}",
        }
        for place in range(len(state.members))
    ]
    more = f"{reverse('citizen:ask', args=[f'{len(state.members) + 1}-sinh'])}?{query}"
    context = {
        "rows": _home_rows(book, state, query),
        "members": members,
        "more": more if len(state.members) < MOST else "",
        "result": f"{reverse('citizen:answer')}?{query}",
    }
    return render(request, "citizen/supported/check.html", context)


def _ask_href(key: str, query: str) -> str:
    return f"{reverse('citizen:ask', args=[key])}?{query}"


def _home_rows(book: Book, state: State, query: str) -> list[Row]:
    rows = [Row(_("Nơi ở"), place_text(book, state), _ask_href("noi-o", query))]
    if state.where == "inside":
        kind = _("thường trú") if state.permanent else _("tạm trú hoặc chưa đăng ký")
        rows.append(Row(_("Đăng ký cư trú"), kind, _ask_href("thuong-tru", query)))
    for fact in book.facts:
        if (said := state.household.get(fact)) is not None and _shown(book, state, fact):
            value = _value(book, state, fact, said)
            rows.append(Row(words.fact_label(book, fact), value, _ask_href(f"ho-{fact}", query)))
    return rows


def _shown(book: Book, state: State, fact: str) -> bool:
    """Whether an answer is shown: it says something, or the question can still be asked."""
    if state.household[fact].value != default_of(book.facts[fact]):
        return True
    found = question(book, state, f"ho-{fact}")
    return found is not None and bool(found.options)


def place_text(book: Book, state: State) -> str:
    """The place as the law sees it."""
    if state.where == "outside":
        return _("ngoài tỉnh")
    named = [words.fact_label(book, f) for f, _v in state.area if book.facts[f].type == "flag"]
    named += [words.value_label(book, f, v) for f, v in state.area if book.facts[f].type == "choice"]
    return (
        _("trong tỉnh: %(what)s") % {"what": ", ".join(named).lower()}
        if named
        else _("trong tỉnh, không thuộc vùng có hỗ trợ riêng")
    )


def _member_rows(book: Book, state: State, place: int, query: str) -> list[Row]:
    member = state.members[place]
    rows = [Row(_("Tuổi"), telling.ages(book, state, place), _ask_href(f"{place + 1}-sinh", query))]
    for topic, facts in topics(book).items():
        named = [
            _value(book, state, f, member.said[f])
            for f in facts
            if f in member.said and (member.said[f].value != default_of(book.facts[f]) or len(facts) == 1)
        ]
        if named or topic in member.topics:
            text = "; ".join(named) or _("không có điều nào")
            rows.append(Row(str(words.TOPICS[topic]), text, _ask_href(f"{place + 1}-{topic}", query)))
    return rows


def _value(book: Book, state: State, fact: str, said: Said) -> str:
    """An answer as it is read back: what the law reads alike is named together."""
    like = alike(law_of(book, state.month), fact, said.value) if said.value != default_of(book.facts[fact]) else []
    text = words.option_label(book, fact, said.value, like or [said.value])
    return text if said.since is None else _("%(what)s, từ %(month)s") % {"what": text, "month": month_text(said.since)}


@require_safe
@page
def answer(request: HttpRequest, book: Book, state: State) -> HttpResponse:
    """The result, at an address that holds only what the law can tell apart."""
    if not state.members or state.where is None or (state.where == "inside" and state.permanent is None):
        return HttpResponseRedirect(href_of_next(book, state) if state.members else reverse("citizen:supported"))
    short = reduced(book, state)
    if written(short) != request.GET.urlencode():
        return HttpResponseRedirect(f"{reverse('citizen:answer')}?{written(short)}")
    found = telling.answer(book, short)
    today = timezone.localdate()
    context = {
        "answer": found,
        "month": first_day(found.month),
        "old": found.month != month_of(today),
        "place": place_text(book, short),
        "permanent": short.permanent,
        "inside": short.where == "inside",
        "home": [_value(book, short, f, s) for f, s in short.household.items()],
        "holds": [_value(book, short, f, s) for m in short.members for f, s in m.said.items()],
        "link": request.build_absolute_uri(),
        "check": f"{reverse('citizen:check')}?{written(completed(book, short))}",
    }
    return render(request, "citizen/supported/answer.html", context)
