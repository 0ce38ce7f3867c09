"""Notices of a campaign and leaflets of a unit, as PDF."""

from __future__ import annotations

from django.http import FileResponse, Http404, HttpRequest, HttpResponse, HttpResponseBase, HttpResponseRedirect
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from baophu.accounts.errors import Refused
from baophu.accounts.guard import needs
from baophu.cover import vietqr
from baophu.cover.vietqr import NoAccount
from baophu.law.model import Text
from baophu.outreach.forms import LeafletForm
from baophu.outreach.models import Papers
from baophu.outreach.papers import leaflets as made
from baophu.outreach.papers import notices as service
from baophu.outreach.views.asked import campaign_at, looked_at, user_of
from baophu.pages import sources, units
from baophu.pages.resume import kept
from baophu.pages.texts import language, said


@needs("quote")
def notices(request: HttpRequest, number: int) -> HttpResponseBase:
    """Notices for the households of a campaign: ask for them, see how far they are, take them."""
    of, user = campaign_at(request, number), user_of(request)
    papers = service.latest(of, user)
    problem, status = "", 200
    if request.method == "POST":
        try:
            if request.POST.get("go") == "here" and papers is not None and papers.state == Papers.State.WAITING:
                service.carry_out(papers.pk)
            else:
                service.ask(of, user, "en" if request.POST.get("language") == "en" else "vi")
        except Refused as refused:
            problem, status = str(refused), 422
        else:
            return HttpResponseRedirect(reverse("outreach:notices", args=[of.pk]))
    try:
        vietqr.account()
        no_account = ""
    except NoAccount as none:
        no_account = str(none)
    context = {
        "campaign": of,
        "papers": papers,
        "percent": round(100 * papers.done / papers.households) if papers and papers.households else 0,
        "failed": said(Text(papers.error_vi, papers.error_en)) if papers else "",
        "unclaimed": papers is not None and service.unclaimed(papers),
        "problem": problem,
        "no_account": no_account,
    }
    part = request.headers.get("HX-Target") == "papers"
    return render(request, "outreach/notices_part.html" if part else "outreach/notices.html", context, status=status)


@needs("quote")
def notices_file(request: HttpRequest, number: int, papers: int) -> HttpResponseBase:
    """The PDF as it was made, for whoever asked for it."""
    of = campaign_at(request, number)
    held = Papers.objects.filter(pk=papers, campaign=of, by=user_of(request)).first()
    file = service.file_of(held) if held is not None else None
    if held is None or file is None:
        raise Http404(_("Không có tệp này."))
    name = service.name_of(held)
    return FileResponse(file.open("rb"), as_attachment=True, filename=name, content_type="application/pdf")


@needs("record")
def leaflets(request: HttpRequest) -> HttpResponseBase:
    """Leaflets of a unit: which groups, in which language; then the PDF."""
    data = request.POST if request.method == "POST" else kept(request)
    known = [(c.name, said(c.label)) for c in made.choices(sources.book(), sources.day())]
    chosen = units.chosen(request) or next(iter(sorted(looked_at(request))), "")
    first = {"unit": chosen, "groups": ["household"], "language": language()}
    form = LeafletForm(data, units=units.choices(user_of(request)), groups=known, initial=first)
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        content = made.leaflets(told["unit"], told["groups"], told["language"])
        mark = "-mo-phong" if sources.simulated() else ""
        answer = HttpResponse(content, content_type="application/pdf")
        answer["Content-Disposition"] = f'attachment; filename="to-roi-{told["unit"]}{mark}.pdf"'
        return answer
    return render(request, "outreach/leaflets.html", {"form": form}, status=422 if form.errors else 200)
