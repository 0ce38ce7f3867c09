"""The stand-in's pages: who are you, the code, the token, the keys. All of them are 404 outside of a demonstration."""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from typing import Any

from allauth.idp.oidc import views as allauth_views
from allauth.idp.oidc.adapter import get_adapter
from allauth.idp.oidc.internal.oauthlib.server import get_server
from allauth.idp.oidc.internal.oauthlib.utils import convert_response, extract_params
from django import forms
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_GET, require_http_methods, require_POST
from oauthlib.oauth2.rfc6749.errors import FatalClientError, OAuth2Error

from baophu.accounts.people import examples
from baophu.accounts.services.demonstration import is_demonstration
from baophu.accounts.simulated.adapter import identity, know_client
from baophu.accounts.simulated.here import CLAIM

View = Callable[..., HttpResponseBase]


class WhoForm(forms.Form):
    """The personal ID somebody pretends to have."""

    personal_id = forms.RegexField(
        label=_("Số định danh cá nhân (12 chữ số)"),
        regex=r"^[0-9]{12}$",
        error_messages={"invalid": _("Số định danh cá nhân có đúng 12 chữ số.")},
        widget=forms.TextInput(attrs={"inputmode": "numeric", "autocomplete": "off", "autofocus": True}),
    )


def only_in_a_demonstration(view: View) -> View:
    """Answer 404 wherever somebody real could be meant."""

    @wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponseBase:
        if not is_demonstration():
            raise Http404
        return view(request, *args, **kwargs)

    return login_not_required(guarded)


@only_in_a_demonstration
@require_http_methods(["GET", "POST"])
def authorize(request: HttpRequest) -> HttpResponseBase:
    """Ask who it is, and send them back with a code."""
    know_client(request)
    uri, _method, _body, headers = extract_params(request)
    try:
        scopes, _asked = get_server().validate_authorization_request(uri, "GET", None, headers)
        form = WhoForm(request.POST or None)
        if request.method == "POST" and form.is_valid():
            who = {"user": identity(form.cleaned_data["personal_id"])}
            answer = get_server().create_authorization_response(uri, "GET", None, headers, scopes, who)
            return convert_response(*answer)  # type: ignore[no-any-return]
    except FatalClientError as error:
        return render(request, "simulated/error.html", {"error": error}, status=400)
    except OAuth2Error as error:
        return _back(error.in_uri(error.redirect_uri))
    return render(request, "simulated/authorize.html", {"form": form, "examples": examples()})


def _back(uri: str) -> HttpResponse:
    response = HttpResponse(status=302)
    response["Location"] = uri
    return response


@only_in_a_demonstration
@require_GET
def configuration(request: HttpRequest) -> HttpResponse:
    """What the stand-in can do, as OpenID Connect Discovery describes it."""
    at = request.build_absolute_uri
    return JsonResponse(
        {
            "issuer": get_adapter().get_issuer(),
            "authorization_endpoint": at(reverse("simulated:authorize")),
            "token_endpoint": at(reverse("simulated:token")),
            "jwks_uri": at(reverse("simulated:jwks")),
            "token_endpoint_auth_methods_supported": ["client_secret_post"],
            "response_types_supported": ["code"],
            "subject_types_supported": ["public"],
            "id_token_signing_alg_values_supported": ["RS256"],
            "code_challenge_methods_supported": ["S256"],
            "scopes_supported": ["openid", "profile"],
            "claims_supported": ["sub", CLAIM],
        }
    )


token = csrf_exempt(only_in_a_demonstration(require_POST(allauth_views.token)))
jwks = only_in_a_demonstration(require_GET(allauth_views.jwks))
