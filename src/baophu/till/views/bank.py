"""The door for banks: signed notifications, answered in JSON with what became of them."""

from __future__ import annotations

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import override
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_POST

from baophu.accounts.address import address
from baophu.accounts.errors import Refused
from baophu.till.errors import BadSignature
from baophu.till.services import receiving


@csrf_exempt
@login_not_required
@require_POST
def notify(request: HttpRequest) -> HttpResponse:
    """Take a notification. 200: kept, with its state (also where it was told before). 400: ours, but cannot be read;
    kept too. 401: not shown to be the bank's. 413: too long.
    """
    came_from = str(address(request) or "")
    body = request.read(receiving.LONGEST + 1)
    with override("en"):
        if len(body) > receiving.LONGEST:
            return _problem(receiving.refused_size(came_from), 413)
        try:
            done = receiving.receive(request.headers, body, came_from)
        except BadSignature as refused:
            return _problem(refused, 401)
        if done.problem is not None:
            return _problem(done.problem, 400, notice=done.outcome.notice_id)
    told = {"notice": done.outcome.notice_id, "state": done.outcome.state, "again": done.again}
    return JsonResponse(told | ({"why": done.outcome.why} if done.outcome.open else {}))


def _problem(refused: Refused, status: int, **more: object) -> JsonResponse:
    return JsonResponse({"error": refused.text.en, "loi": refused.text.vi, **more}, status=status)
