"""A form outlives its session, for its own user in its own browser, once."""

from __future__ import annotations

from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from django import forms
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.test import Client
from django.urls import include, path
from django.views.decorators.http import require_POST

from baophu.accounts.models import User
from baophu.pages.resume import COOKIE, SESSION, bound
from tests.accounts.builders import officer, sign_in

pytestmark = [pytest.mark.django_db, pytest.mark.urls(__name__)]


class NoteForm(forms.Form):
    name = forms.CharField(max_length=20)
    note = forms.CharField(required=False)


@login_required
def note(request: HttpRequest) -> HttpResponse:
    form = bound(request, NoteForm)
    if request.method == "POST" and form.is_valid():
        return HttpResponse(f"saved {form.cleaned_data['name']}")
    return HttpResponse(form.as_p())


@login_required
@require_POST
def act(request: HttpRequest) -> HttpResponse:
    return HttpResponse("done")


urlpatterns = [
    path("note/", note),
    path("act/", act),
    path("", include("baophu.site.urls")),
]
FORM = {"name": "Đinh Thị Hoà", "note": "một\nhai", "password": "bí mật", "csrfmiddlewaretoken": "x"}


@pytest.fixture
def an() -> User:
    return officer("commune", "06652", name="an")


def expired(client: Client, user: User) -> None:
    """Signed in, one page seen, then the session is over."""
    sign_in(client, user)
    client.get("/note/")
    assert COOKIE in client.cookies
    client.cookies.pop("sessionid")


def sent(client: Client, href: str = "/note/?a=1", **headers: Any) -> str:
    """Where signing in leads back to, after a form sent without a session."""
    answer = client.post(href, FORM, **headers)
    to = answer["HX-Redirect"] if "HX-Redirect" in answer else answer["Location"]
    assert urlsplit(to).path == "/accounts/login/"
    return parse_qs(urlsplit(to).query)["next"][0]


def test_the_form_is_there_again_and_can_be_sent(client: Client, an: User) -> None:
    expired(client, an)
    back = sent(client)
    sign_in(client, an)
    page = client.get(back).content.decode()
    assert "Đinh Thị Hoà" in page
    assert "bí mật" not in page
    assert client.post("/note/", FORM).content.decode() == "saved Đinh Thị Hoà"


def test_it_is_given_back_once(client: Client, an: User) -> None:
    expired(client, an)
    back = sent(client)
    sign_in(client, an)
    client.get(back)
    assert "Đinh" not in client.get(back).content.decode()


def test_another_user_in_the_same_browser_gets_nothing(client: Client, an: User) -> None:
    expired(client, an)
    back = sent(client)
    sign_in(client, officer("commune", "06652", name="binh"))
    assert "Đinh" not in client.get(back).content.decode()
    sign_in(client, an)
    assert "Đinh" not in client.get(back).content.decode()


def test_another_browser_gets_nothing(client: Client, an: User) -> None:
    expired(client, an)
    back = sent(client)
    other = Client()
    sign_in(other, an)
    assert "Đinh" not in other.get(back).content.decode()


def test_a_browser_nobody_signed_in_with_is_kept_nothing(client: Client, an: User) -> None:
    assert "resume" not in sent(client)
    assert SESSION not in client.session


def test_a_forged_owner_is_kept_nothing(client: Client, an: User) -> None:
    client.cookies[COOKIE] = f"{an.pk}:forged"
    assert "resume" not in sent(client)


def test_after_signing_out_nothing_is_kept(client: Client, an: User) -> None:
    sign_in(client, an)
    client.get("/note/")
    client.post("/accounts/logout/")
    assert not client.cookies[COOKIE].value
    assert "resume" not in sent(client)


def test_another_address_gets_nothing(client: Client, an: User) -> None:
    expired(client, an)
    back = sent(client)
    sign_in(client, an)
    assert "Đinh" not in client.get(back.replace("/note/", "/act/")).content.decode()


def test_a_page_that_only_takes_forms_shows_what_was_kept(client: Client, an: User) -> None:
    expired(client, an)
    back = sent(client, "/act/")
    sign_in(client, an)
    page = client.get(back).content.decode()
    assert 'action="/act/"' in page
    assert 'name="name" value="Đinh Thị Hoà"' in page
    assert "bí mật" not in page


def test_htmx_is_led_to_sign_in(client: Client, an: User) -> None:
    expired(client, an)
    assert "resume" in sent(client, headers={"HX-Request": "true"})


def test_a_form_too_large_is_not_kept(client: Client, an: User) -> None:
    expired(client, an)
    answer = client.post("/note/", {"name": "x" * 300_000})
    assert "resume" not in answer["Location"]


def test_at_most_three_forms_are_kept(client: Client, an: User) -> None:
    expired(client, an)
    for _ in range(5):
        sent(client)
    assert len(client.session[SESSION]) == 3
