"""Reaching the stand-in within this process: no network, no port to know, no second worker to wait for."""

from __future__ import annotations

import contextvars
from collections.abc import Mapping
from functools import cache
from io import BytesIO
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import requests
from django.core.handlers.wsgi import WSGIHandler, WSGIRequest
from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from requests.adapters import BaseAdapter
from requests.structures import CaseInsensitiveDict

NAME = _("VNeID (giả lập)")
CLIENT = "baophu"
CLAIM = "personal_id"


@cache
def _handler() -> WSGIHandler:
    return WSGIHandler()


class Here(BaseAdapter):
    """Hands a request to this very application."""

    def send(
        self, request: requests.PreparedRequest, *args: Any, **kwargs: Any
    ) -> requests.Response:  # its options speak of the network
        """Answer a prepared request, in a context of its own so that language and request stay the caller's."""
        answer = contextvars.copy_context().run(_handler().get_response, WSGIRequest(_environ(request)))
        return _response(request, cast("HttpResponse", answer))

    def close(self) -> None:
        """Nothing is open."""


def _environ(request: requests.PreparedRequest) -> dict[str, Any]:
    url = urlsplit(request.url or "")
    body = request.body.encode() if isinstance(request.body, str) else cast("bytes", request.body or b"")
    headers = cast("Mapping[str, str]", request.headers)
    environ = {f"HTTP_{name.upper().replace('-', '_')}": value for name, value in headers.items()}
    return environ | {
        "REQUEST_METHOD": request.method or "GET",
        "SCRIPT_NAME": "",
        "PATH_INFO": unquote(url.path),
        "QUERY_STRING": url.query,
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "CONTENT_LENGTH": str(len(body)),
        "HTTP_HOST": url.netloc,
        "SERVER_NAME": url.hostname or "localhost",
        "SERVER_PORT": str(url.port or (443 if url.scheme == "https" else 80)),
        "SERVER_PROTOCOL": "HTTP/1.1",
        "REMOTE_ADDR": "127.0.0.1",
        "wsgi.url_scheme": url.scheme,
        "wsgi.input": BytesIO(body),
    }


def _response(request: requests.PreparedRequest, answer: HttpResponse) -> requests.Response:
    response = requests.Response()
    response.status_code = answer.status_code
    response.headers = CaseInsensitiveDict(answer.items())
    response.raw = BytesIO(answer.content)
    response.url = request.url or ""
    response.request = request
    return response
