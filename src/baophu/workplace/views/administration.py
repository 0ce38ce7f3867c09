"""What an administrator does: accounts; and with the province: runs of the whole province, the law book in use."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as now_
from django.utils.translation import gettext_lazy as _

from baophu.accounts.errors import Refused
from baophu.accounts.models import Proposal, Role, User
from baophu.accounts.services import may
from baophu.accounts.services import users as accounts
from baophu.decisions.models import LawBook, Run
from baophu.decisions.services import running
from baophu.decisions.services.running import STEPS
from baophu.pages import sources
from baophu.pages.lists import Column, List, choice, flag, words
from baophu.pages.texts import said
from baophu.workplace.forms.accounts import EntrustForm, UserForm
from baophu.workplace.views.asked import user_of
from baophu.workplace.views.guard import page


class Users(List):
    """Officers' accounts."""

    name = "tai-khoan"
    title = _("Tài khoản cán bộ")
    columns = (
        Column("username", _("Tên đăng nhập"), order=("username",), link=lambda u: reverse("work:user", args=[u.pk])),
        Column("name", _("Họ và tên"), lambda u: u.get_full_name()),
        Column("role", _("Vai trò"), lambda u: u.get_role_display()),
        Column("units", _("Đơn vị được giao"), lambda u: ", ".join(sources.unit_name(e.unit) for e in u.now)),
        Column("serves", _("Đang hoạt động"), lambda u: u.serves(), kind="flag"),
        Column("last_login", _("Đăng nhập gần nhất"), kind="moment"),
    )
    filters = (
        words("ten", _("Tên"), lambda found, text: found.filter(username__contains=text.lower())),
        choice("vai-tro", _("Vai trò"), Role.choices, lambda found, role: found.filter(role=role)),
        flag("da-khoa", _("Đã ngừng"), lambda found, _on: found.filter(is_active=False)),
    )
    order = "username"
    nothing = _("Chưa có tài khoản nào.")


@page("administer")
def users(request: HttpRequest) -> HttpResponseBase:
    """Accounts of officers."""
    from django.db.models import Prefetch

    from baophu.accounts.models import Entrusted

    now = Prefetch("entrusted", Entrusted.objects.filter(valid_to=None), to_attr="now")
    found = User.objects.exclude(role=Role.CITIZEN).prefetch_related(now)
    return Users(request, found).response("workplace/users.html")


def _units() -> list[tuple[str, str]]:
    return sorted(((c, sources.unit_name(c)) for c in sources.book().areas), key=lambda pair: pair[1])


@page("administer")
def add_user(request: HttpRequest) -> HttpResponseBase:
    """Make an account; its password for the first sign-in is shown once."""
    form = UserForm(request.POST or None, units=_units())
    if request.method == "POST" and form.is_valid():
        asked = form.cleaned_data
        try:
            handed = accounts.add(asked["username"], asked["role"], asked["units"], until=asked["until"])
        except Refused as refused:
            form.add_error("username", str(refused))
        else:
            handed.user.first_name, handed.user.last_name = asked["given"], asked["family"]
            handed.user.save(update_fields=["first_name", "last_name"])
            return _handed_out(request, handed)
    return render(request, "workplace/user_new.html", {"form": form}, status=422 if form.errors else 200)


def _handed_out(request: HttpRequest, handed: accounts.HandedOut) -> HttpResponse:
    answer = render(request, "workplace/user_password.html", {"handed": handed, "days": accounts.ONE_TIME_DAYS})
    answer["Cache-Control"] = "no-store"
    return answer


@page("administer")
def one_user(request: HttpRequest, number: int) -> HttpResponseBase:
    """An account: units entrusted, unlocked, given a new password, disabled."""
    one = User.objects.filter(pk=number).exclude(role=Role.CITIZEN).first()
    if one is None:
        raise Http404(_("Không có tài khoản này."))
    go, refused = request.POST.get("go", ""), ""
    form = EntrustForm(request.POST if go == "entrust" else None, units=_units())
    if request.method == "POST":
        try:
            if (answer := _changed(request, one, go, form)) is not None:
                return answer
        except Refused as error:
            refused = str(error)
    entrusted = [(sources.unit_name(e.unit), e) for e in one.entrusted.order_by("valid_to", "unit")]
    context = {
        "one": one,
        "entrusted": entrusted,
        "form": form,
        "refused": refused,
        "me": one.pk == user_of(request).pk,
    }
    return render(request, "workplace/user.html", context, status=422 if refused or form.errors else 200)


def _changed(request: HttpRequest, one: User, go: str, form: EntrustForm) -> HttpResponse | None:
    here = HttpResponseRedirect(reverse("work:user", args=[one.pk]))
    if go == "renew":
        return _handed_out(request, accounts.renew(one))
    if go == "disable" and one.pk != user_of(request).pk:
        accounts.disable(one)
        messages.success(request, now_("Đã ngừng tài khoản này."))
        return here
    if go == "unlock":
        accounts.unlock(one.username)
        messages.success(request, now_("Đã mở khóa; có thể đăng nhập lại ngay."))
        return here
    if go == "entrust" and form.is_valid():
        accounts.entrust(one, form.cleaned_data["unit"], form.cleaned_data["since"], form.cleaned_data["until"])
        messages.success(request, now_("Đã giao đơn vị."))
        return here
    if go.startswith("end-"):
        accounts.end_entrusted(one, go.removeprefix("end-"))
        messages.success(request, now_("Đã thôi giao đơn vị, kể từ ngày mai."))
        return here
    return None


class Runs(List):
    """Decisions of the whole province."""

    name = "lan-tinh"
    title = _("Các lần tính toàn tỉnh")
    columns = (
        Column("id", _("Lần"), kind="number", order=("id",)),
        Column("state", _("Tình trạng"), lambda r: r.get_state_display()),
        Column("asked", _("Yêu cầu lúc"), kind="moment"),
        Column("finished", _("Xong lúc"), kind="moment"),
        Column("seconds", _("Giây"), lambda r: None if r.seconds is None else round(r.seconds), kind="number"),
        Column("written", _("Người được ghi"), kind="number"),
        Column("book", _("Sổ luật"), lambda r: f"{r.book} {r.book_digest[:12]}"),
        Column("by", _("Ai"), lambda r: r.by.username if r.by else ""),
        Column("error", _("Lỗi")),
    )
    order = "-id"
    nothing = _("Chưa tính lần nào.")


def runs(request: HttpRequest) -> HttpResponseBase:
    """Runs of the whole province; another is asked for here."""
    user = user_of(request)
    if not (may(user, "administer") or may(user, "activate_law")):
        raise PermissionDenied("runs")
    if request.method == "POST":
        running.start(by=user)
        messages.success(request, now_("Đã yêu cầu tính lại toàn tỉnh; tiến trình nền sẽ làm."))
        return HttpResponseRedirect(request.path)
    running.recover()
    now = Run.objects.filter(state__in=(Run.State.WAITING, Run.State.RUNNING)).order_by("id").first()
    context: dict[str, Any] = {"now": now}
    if now is not None:
        context |= {"step": said(STEPS[now.step][1]) if now.step in STEPS else "", "percent": round(now.progress * 100)}
    if request.headers.get("HX-Target") == "run":
        return render(request, "workplace/run_part.html", context)
    return Runs(request, Run.objects.select_related("by")).response("workplace/runs.html", context)


def books(request: HttpRequest) -> HttpResponseBase:
    """The law book in use, those before it, and one that waits to be put into use."""
    user = user_of(request)
    if not (may(user, "administer") or may(user, "activate_law")):
        raise PermissionDenied("books")
    waiting = Proposal.objects.filter(kind="law_book", state=Proposal.State.WAITING).select_related("by")
    context = {
        "book": sources.book(),
        "rows": LawBook.objects.select_related("by", "agreed_by").order_by("-id")[:20],
        "waiting": waiting,
        "may_decide": may(user, "approve_law_book"),
    }
    return render(request, "workplace/books.html", context)
