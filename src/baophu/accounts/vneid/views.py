"""Beginning and ending a citizen's sign-in."""

from __future__ import annotations

from allauth.socialaccount.models import SocialApp
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView, OAuth2LoginView
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponseBase

from baophu.accounts.vneid.provider import VneidEndpoints


@login_not_required
def login(request: HttpRequest) -> HttpResponseBase:
    """Go to the identity provider; 404 where none is configured."""
    return _with_provider(OAuth2LoginView, request)


@login_not_required
def callback(request: HttpRequest) -> HttpResponseBase:
    """Come back from it."""
    return _with_provider(OAuth2CallbackView, request)


def _with_provider(view: type[OAuth2LoginView | OAuth2CallbackView], request: HttpRequest) -> HttpResponseBase:
    try:
        response: HttpResponseBase = view.adapter_view(VneidEndpoints(request, "vneid"))(request)
    except SocialApp.DoesNotExist as missing:
        raise Http404 from missing
    return response
