"""The few shapes a JSON Schema of a law book is put together from."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from baophu.law.fields import SURE

Schema = dict[str, Any]

DAY: Schema = {"type": "string", "pattern": r"^\d{4}-\d{2}-\d{2}$"}
MONTH = r"\d{4}-(0[1-9]|1[0-2])"
SHARE: Schema = {"type": "string", "pattern": r"^(\d+(\.\d+)?%|\d+/\d+)$"}
WORD: Schema = {"type": ["string", "integer"], "minLength": 1}
WHOLE: Schema = {"type": "integer"}
FLAG: Schema = {"type": "boolean"}


def sure() -> Schema:
    return {"sure": one_of(SURE), "note": ref("text")}


def closed(properties: Schema, required: list[str]) -> Schema:
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def mapping(value: Schema) -> Schema:
    return {"type": "object", "additionalProperties": value}


def listing(item: Schema) -> Schema:
    return {"type": "array", "items": item}


def one_of(words: Iterable[str]) -> Schema:
    return {"enum": list(words)}


def ref(name: str) -> Schema:
    return {"$ref": f"#/$defs/{name}"}
