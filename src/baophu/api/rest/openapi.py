"""The description of the interface as OpenAPI: what ninja says, and what every operation has besides."""

from __future__ import annotations

import json
from collections.abc import Mapping
from functools import cache, lru_cache
from hashlib import sha256
from importlib import import_module
from typing import Any

from django.http import HttpRequest, HttpResponse

from baophu.api.problems import MEDIA
from baophu.api.rest.base import LONGEST_REASON, REASON, api
from baophu.api.services.idempotency import HEADER, SHAPE
from baophu.api.services.supported import CODE, MOST, told_facts
from baophu.decisions.services.lawbooks import active
from baophu.law.model import Book, FactDeclaration

ENDPOINTS = ("checkins", "people", "visits", "quotes", "supported", "law", "figures")
PREFIX = "api/v1"
PROBLEM = {
    "type": "object",
    "description": "RFC 9457.",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string", "format": "uri"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string"},
        "errors": {
            "type": "array",
            "items": {
                "type": "object",
                "required": ["where", "code", "detail"],
                "properties": {"where": {"type": "string"}, "code": {"type": "string"}, "detail": {"type": "string"}},
            },
        },
    },
}
ALWAYS = {"400": "Bad request", "401": "No key", "422": "Wrong input", "429": "Quota used up", "500": "Our error"}
SCOPED = {"403": "The key does not have the scope", "404": "Nothing there, or nothing this key may know of"}
BODIED = {"409": "Impossible, or the key of another request", "413": "Too large", "415": "Wrong media type"}
SIMULATED = {"schema": {"type": "string", "enum": ["true", "false"]}, "description": "Whether the people are invented."}


def load() -> None:
    """Have every endpoint said to ninja, once."""
    for name in ENDPOINTS:
        import_module(f"baophu.api.rest.{name}")


@cache
def _plain() -> dict[str, Any]:
    load()
    schema: dict[str, Any] = json.loads(json.dumps(api.get_openapi_schema(path_prefix=PREFIX + "/"), default=str))
    for methods in schema["paths"].values():
        for method, operation in methods.items():
            _complete(method, operation)
    schema["components"]["schemas"]["Problem"] = PROBLEM
    return schema


def _complete(method: str, operation: dict[str, Any]) -> None:
    """Headers and errors that every operation has."""
    more = {**ALWAYS, **SCOPED, **(BODIED if method == "post" else {"409": "Impossible"})}
    for status, description in more.items():
        content = {MEDIA: {"schema": {"$ref": "#/components/schemas/Problem"}}}
        operation["responses"].setdefault(status, {"description": description, "content": content})
    for answer in operation["responses"].values():
        answer.setdefault("headers", {})["X-Simulated"] = SIMULATED
    shown = {"type": "string", "maxLength": LONGEST_REASON}
    operation["parameters"].append(
        {"in": "header", "name": REASON, "required": False, "schema": shown, "description": "Why a record is read."}
    )
    if method == "post":
        operation["parameters"].append(
            {
                "in": "header",
                "name": HEADER,
                "required": False,
                "schema": {"type": "string", "pattern": SHAPE},
                "description": "The same request again with the same key changes nothing.",
            }
        )


@cache
def queries() -> Mapping[str, frozenset[str]]:
    """The parameters in the query of every operation, by `GET /api/v1/…` as the log of looks names it."""
    found = {}
    for path, methods in _plain()["paths"].items():
        for method, operation in methods.items():
            names = frozenset(p["name"] for p in operation["parameters"] if p["in"] == "query")
            found[f"{method.upper()} {path.replace('{', '<').replace('}', '>')}"] = names
    return found


@lru_cache(maxsize=2)
def _written(digest: str) -> tuple[bytes, str]:
    """The description with the facts of a law book, and its hash."""
    schema = json.loads(json.dumps(_plain()))
    _put_facts(schema, active())
    written = json.dumps(schema, ensure_ascii=False, separators=(",", ":")).encode()
    return written, sha256(written).hexdigest()[:32]


def description() -> dict[str, Any]:
    """The whole description."""
    return dict(json.loads(_written(active().digest)[0]))


def openapi(request: HttpRequest) -> HttpResponse:
    """The description, for whoever asks."""
    if request.method not in ("GET", "HEAD"):
        return HttpResponse(status=405, headers={"Allow": "GET, HEAD"})
    written, tag = _written(active().digest)
    if request.headers.get("If-None-Match") == f'"{tag}"':
        answer = HttpResponse(status=304)
    else:
        answer = HttpResponse(written, content_type="application/json")
    answer["ETag"], answer["Cache-Control"] = f'"{tag}"', "no-cache"
    return answer


def _put_facts(schema: dict[str, Any], book: Book) -> None:
    """Name the facts somebody may be told by, with their values."""
    facts = {name: _fact(fact) for name, fact in told_facts(book).items()}
    for one in schema["components"]["schemas"].values():
        for field in one.get("properties", {}).values():
            if field.pop("x-facts", False):
                field["properties"], field["additionalProperties"] = facts, False


def _fact(fact: FactDeclaration) -> dict[str, Any]:
    """A fact's value as JSON Schema."""
    if fact.type == "choice":
        return {"type": "string", "enum": list(fact.values)}
    if fact.type == "flag":
        return {"type": "boolean"}
    if fact.type in ("money", "count"):
        return {"type": "integer", "minimum": 0, "maximum": MOST}
    return {"type": "string", "pattern": f"^({CODE.pattern})$"}
