"""What the bank told that needs somebody: the list, and one transfer with what can be done."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.accounts.services import log_looks
from baophu.accounts.services.reasons import kept as reason
from baophu.cover.models import Quote
from baophu.pages.lists import Column, List, choice, words
from baophu.pages.texts import said
from baophu.till.forms import ReasonForm, UseForm
from baophu.till.models import Outcome
from baophu.till.services import settling
from baophu.till.services.receipts import cards_of
from baophu.till.views.asked import found, user_of

STATES = {
    "arrived": gettext_lazy("vừa đến"),
    "booked": gettext_lazy("đã cấp thẻ"),
    "waiting": gettext_lazy("tiền chờ xử lý"),
    "unknown": gettext_lazy("không rõ cho ai"),
    "early": gettext_lazy("báo hoàn đến trước"),
    "reversed": gettext_lazy("ngân hàng đã hoàn"),
    "returned": gettext_lazy("đã trả lại"),
    "conflict": gettext_lazy("mâu thuẫn"),
    "unreadable": gettext_lazy("không đọc được"),
}


class Transfers(List):
    """Notifications of the bank, the last first."""

    name = "chuyen-khoan"
    title = gettext_lazy("Tiền chuyển khoản")
    columns = (
        Column("at", gettext_lazy("Nhận lúc"), "notice.at", kind="moment", order=("notice_id",)),
        Column("amount", gettext_lazy("Số tiền"), "notice.amount", kind="money", empty=True),
        Column(
            "content",
            gettext_lazy("Nội dung"),
            lambda o: o.notice.content or o.notice.transaction or _("(trống)"),
            link=lambda o: reverse("till:transfer", args=[o.pk]),
        ),
        Column("state", gettext_lazy("Tình trạng"), lambda o: state_said(o)),
        Column("why", gettext_lazy("Vì sao"), lambda o: said(settling.why(o) or "")),
        Column("transaction", gettext_lazy("Số giao dịch"), "notice.transaction", only="export"),
    )
    filters = (
        choice(
            "can", gettext_lazy("Còn phải xử lý"),
            (("co", gettext_lazy("cần người xử lý")), ("khong", gettext_lazy("đã xong"))),
            lambda rows, value: rows.filter(open=value == "co"),
        ),
        choice(
            "tinh-trang",
            gettext_lazy("Tình trạng"),
            lambda: [(s.value, STATES[s.value]) for s in Outcome.State],
            lambda rows, state: rows.filter(state=state),
        ),
        words(
            "q", gettext_lazy("Nội dung, số giao dịch"),
            lambda rows, text: rows.filter(notice__content__icontains=text)
            | rows.filter(notice__transaction__icontains=text),
        ),
    )  # fmt: skip
    order = "-at"
    nothing = gettext_lazy("Ngân hàng chưa báo khoản nào.")


def state_said(one: Outcome) -> str:
    """The state of a notice in the reader's language."""
    return str(STATES[one.state])


@needs("settle_transfer")
def transfers(request: HttpRequest) -> HttpResponseBase:
    """The list; at first those that need somebody."""
    if not request.GET:
        return HttpResponseRedirect(f"{request.path}?can=co")
    return Transfers(request, settling.visible(user_of(request))).response("till/transfers.html")


@needs("settle_transfer")
@found
def transfer(request: HttpRequest, number: int) -> HttpResponseBase:
    """One notice: what the bank said, what became of it, what can be done."""
    user = user_of(request)
    one = settling.outcome(user, number)
    back, use = ReasonForm(prefix="back"), UseForm(prefix="use")
    if request.method == "POST":
        do = request.POST.get("do")
        form: Any
        if do == "use":
            form = use = UseForm(request.POST, prefix="use")
        else:
            form = back = ReasonForm(request.POST, prefix="back")
        if form.is_valid():
            try:
                if do == "use":
                    settling.use_for(user, one.pk, form.cleaned_data["quote"], request.path)
                    messages.success(request, _("Đã dùng khoản này cho báo giá; thẻ đã cấp."))
                elif do == "return":
                    settling.give_back(user, one.pk, form.cleaned_data["reason"])
                    messages.success(request, _("Đã ghi trả lại; hãy chuyển trả qua ngân hàng."))
                else:
                    settling.note(user, one.pk, form.cleaned_data["reason"])
                    messages.success(request, _("Đã ghi việc đã làm."))
                return HttpResponseRedirect(reverse("till:transfer", args=[one.pk]))
            except Refused as refused:
                form.add_error(next(iter(form.fields)), str(refused))
    quotes: list[Quote] = []
    cards = cards_of(one.payment, ever=True) if one.payment else []
    if one.quote is not None and one.notice.amount is not None:
        lines = one.quote.lines.filter(joins=True)
        log_looks(user, lines.values_list("person", flat=True), reason(_("xem khoản chuyển tiền")), request.path)
        same = Quote.objects.filter(household=one.quote.household_id, paid=None, total=one.notice.amount)
        quotes = list(same.exclude(pk=one.quote.pk).order_by("-id")[:3])
    context = {
        "one": one,
        "notice": one.notice,
        "state": state_said(one),
        "why": said(settling.why(one) or ""),
        "to_do": said(settling.to_do(one)),
        "money": settling.waiting(one),
        "back": back,
        "use": use,
        "cards": cards,
        "quotes": quotes,
    }
    return render(request, "till/transfer.html", context, status=422 if back.errors or use.errors else 200)
