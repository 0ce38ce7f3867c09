"""Recording contacts, in the row or on a page of its own; taking one back; saying that a message went out to all."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.accounts.services import log_look, reasons
from baophu.outreach.forms import ContactForm
from baophu.outreach.models import Campaign, Contact, Member
from baophu.outreach.services import campaigns, contacts
from baophu.outreach.views.asked import campaign_at, mark, member_at, person_href, user_of
from baophu.outreach.views.campaigns import phone_text, progress_of, rows, why
from baophu.pages.resume import kept


@needs("record")
def contact(request: HttpRequest, number: int, member: int) -> HttpResponseBase:
    """Somebody of a campaign: what came of each contact, and one more to record.

    From the row of a list (htmx) the row alone comes back: recorded, or with what is wrong beside it.
    """
    of = campaign_at(request, number)
    one = member_at(request, of, member)
    user = user_of(request)
    in_row = request.headers.get("HX-Target") == f"row-{one.pk}"
    data = request.POST if request.method == "POST" else kept(request)
    form = ContactForm(data, initial={"channel": contacts.CHANNEL[Campaign.Kind(of.kind)]})
    made: Contact | None = None
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        given = request.POST.get("mark", "")[:60] or mark()
        try:
            made = contacts.record(
                one, told["channel"], told["answer"], user, mark=given, note=told["note"], day=told["day"]
            )
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            log_look(user, one.person_id, reasons.kept(gettext_lazy("ghi kết quả liên hệ")), request.path)
            if not in_row:
                messages.success(request, _("Đã ghi liên hệ với %(name)s.") % {"name": one.person.name})
                return HttpResponseRedirect(reverse("outreach:campaign", args=[of.pk]))
    elif request.method == "GET":
        log_look(user, one.person_id, reasons.kept(gettext_lazy("xem các lần liên hệ")), request.path)
    if in_row:
        return _row(request, of, one, made, form)
    context = {
        "campaign": of,
        "member": one,
        "why": why(one),
        "phone": phone_text(one.person.phone),
        "href": person_href(one.person_id),
        "form": form,
        "mark": mark(),
        "contacts": _told(one),
        "unit": one.unit_id,
    }
    return render(request, "outreach/contact.html", context, status=422 if form.errors else 200)


@require_POST
@needs("record")
def take_back(request: HttpRequest, number: int, row: int) -> HttpResponseBase:
    """Take a contact back."""
    of = campaign_at(request, number)
    found = Contact.objects.filter(pk=row, member__campaign=of).select_related("member", "member__campaign").first()
    if found is None:
        raise Http404(_("Không có lần liên hệ này."))
    one = member_at(request, of, found.member_id)
    try:
        contacts.take_back(found, user_of(request))
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        if request.headers.get("HX-Target") == f"row-{one.pk}":
            return _row(request, of, one, None, ContactForm())
        messages.success(request, _("Đã thu hồi lần liên hệ; dòng cũ vẫn được giữ trong lịch sử."))
    return HttpResponseRedirect(reverse("outreach:contact", args=[of.pk, one.pk]))


@require_POST
@needs("record")
def sent(request: HttpRequest, number: int) -> HttpResponseBase:
    """Say that a message or paper went out to everybody who has no contact yet."""
    of, user = campaign_at(request, number), user_of(request)
    try:
        count = contacts.record_all_sent(of, campaigns.members(of, user), user, request.POST.get("mark", "") or mark())
    except Refused as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("Đã ghi đã gửi cho %(n)s người.") % {"n": count})
    return HttpResponseRedirect(reverse("outreach:campaign", args=[of.pk]))


def _row(request: HttpRequest, of: Campaign, one: Member, made: Contact | None, form: ContactForm) -> HttpResponseBase:
    last = Member.objects.select_related("person", "household").get(pk=one.pk)
    context = {
        "campaign": of,
        "row": rows([last], of)[0],
        "recorded": made,
        "problem": next((str(e) for errors in form.errors.values() for e in errors), "") if form.is_bound else "",
        "typed": form.data if form.is_bound and form.errors else {},
        "answer_choices": Contact.Answer.choices,
        "oob": True,
        **progress_of(campaigns.members(of, user_of(request))),
    }
    return render(request, "outreach/row.html", context)


def _told(one: Member) -> list[Contact]:
    """Every contact with somebody, the last first; those taken back are marked by `reversed_by`."""
    found = one.contacts.filter(reverses=None).select_related("by", "reversed_by", "reversed_by__by")
    return list(found.order_by("-day", "-id"))
