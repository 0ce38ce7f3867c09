"""The JSON Schema of a book's files, made from what the book declares.

An editor that has it underlines a misspelt key, fact or value while the author types; what a pattern cannot see (types,
references, dates that overlap) is left to `read_book`. One schema serves every kind of file: the keys decide.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from baophu.law.declarations import FACT_TYPES, LEVELS, PARAMETER_TYPES
from baophu.law.effects import EFFECTS
from baophu.law.model import Book
from baophu.law.pattern import amount_pattern, condition_pattern
from baophu.law.read import read_book
from baophu.law.selectors import group_provisions
from baophu.law.shapes import DAY, FLAG, MONTH, SHARE, WHOLE, WORD, Schema, closed, listing, mapping, one_of, ref, sure


def schema(book: Book) -> Schema:
    """The schema (draft 2020-12) of every file of a book, with its facts, parameters, payers and groups."""
    return {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "title": f"law book {book.name}",
        "type": "object",
        "minProperties": 1,
        "allOf": [_when_key(kind) for kind in FILES],
        "anyOf": [{"required": [kind]} for kind in FILES],
        "$defs": {**_files(book), **_parts(book)},
    }


def as_text(book: Book) -> str:
    """The schema as it is kept beside the documentation."""
    return json.dumps(schema(book), ensure_ascii=False, indent=1) + "\n"


DECLARING = ("facts", "definitions", "areas", "area_facts", "targets")
FILES = ("book", "instrument", "instrument_part", "parameter", "reform", *DECLARING)


def _when_key(kind: str) -> Schema:
    file = "declarations" if kind in DECLARING else kind
    return {"if": {"required": [kind]}, "then": {"$ref": f"#/$defs/{file}"}}


def _files(book: Book) -> Schema:
    return {
        "book": closed(
            {
                "book": WORD,
                "name": ref("text"),
                "extends": WORD,
                "payers": listing(WORD),
                "support_order": listing(WORD),
                "texts": mapping(ref("text")),
            },
            ["book", "name"],
        ),
        "instrument": _instrument(),
        "instrument_part": closed(
            {"instrument_part": WORD, "provisions": listing(ref("provision"))}, ["instrument_part", "provisions"]
        ),
        "parameter": closed(
            {
                "parameter": ref("name"),
                "type": one_of(PARAMETER_TYPES),
                "label": ref("text"),
                "values": listing(ref("value")),
            },
            ["parameter", "type", "label", "values"],
        ),
        "declarations": closed(
            {
                "facts": mapping(ref("fact")),
                "definitions": mapping(ref("definition")),
                "areas": mapping(ref("area")),
                "area_facts": listing(ref("area_fact")),
                "targets": listing(ref("target")),
            },
            [],
        ),
        "reform": closed(
            {"reform": WORD, "title": ref("text"), "support_order": listing(WORD), "changes": listing(ref("change"))},
            ["reform", "title", "changes"],
        ),
    }


def _instrument() -> Schema:
    return closed(
        {
            "instrument": WORD,
            "title": ref("text"),
            "issuer": ref("text"),
            "issued": DAY,
            "in_force": closed({"from": DAY, "to": DAY}, ["from"]),
            "applied_from": DAY,
            "source": WORD,
            "repeals": listing({"anyOf": [WORD, closed({**TARGET, "from": DAY}, [])]}),
            "amends": listing(closed({"provision": WORD, "from": DAY, "set": ref("set")}, ["provision", "set"])),
            "when": ref("when"),
            **sure(),
            "provisions": listing(ref("provision")),
        },
        ["instrument", "title", "issuer", "issued", "in_force", "sure"],
    )


TARGET: Schema = {"instrument": WORD, "provision": WORD}


def _parts(book: Book) -> Schema:
    return {
        "text": closed({"vi": {"type": "string"}, "en": {"type": "string"}}, ["vi", "en"]),
        "name": {"type": "string", "pattern": "^[a-z][a-z0-9_]*$"},
        "condition": {"type": "string", "pattern": condition_pattern(book)},
        "amount": {"type": ["string", "integer"], "pattern": amount_pattern(book)},
        "item": {"anyOf": [ref("condition"), ref("condition_mapping")]},
        "when": listing(ref("item")),
        "condition_mapping": {
            **closed(
                {
                    "if": ref("condition"),
                    **{key: listing(ref("item")) for key in ("any", "all", "not")},
                    "article": WORD,
                    "says": ref("text"),
                },
                [],
            ),
            "oneOf": [{"required": [key]} for key in ("if", "any", "all", "not")],
        },
        "groups": listing(one_of(_selectors(book))),
        "payer": one_of(book.payers),
        "share_parameter": one_of(name for name, p in book.parameters.items() if p.type == "share"),
        "rate": {"anyOf": [SHARE, ref("share_parameter")]},
        **_declared(book),
        **_provision(book),
        "change": _change(book),
    }


def _selectors(book: Book) -> list[str]:
    return [*group_provisions(book), *(f"section {n}" for n in range(1, 10)), "all"]


def _declared(book: Book) -> Schema:
    of_areas = [name for name, fact in book.facts.items() if fact.level == "area"]
    value: Schema = {"anyOf": [WHOLE, FLAG, SHARE, {"type": "string", "pattern": f"^({MONTH}|never)$"}]}
    return {
        "fact": closed(
            {
                "level": one_of(LEVELS),
                "type": one_of(FACT_TYPES),
                "values": mapping(ref("text")),
                "default": {"type": ["string", "boolean", "integer"]},
                "label": ref("text"),
                "source": ref("text"),
                "since": WORD,
                "reads": WORD,
                "counts": one_of(["whole_month"]),
            },
            ["level", "label"],
        ),
        "definition": closed({"is": ref("item"), "label": ref("text")}, ["is", "label"]),
        "value": closed(
            {"from": DAY, "to": DAY, "value": value, "by": WORD, "article": WORD, **sure(), "alternative": value},
            ["from", "value"],
        ),
        "area": closed(
            {
                "kind": WORD,
                "name": WORD,
                "full_name": WORD,
                "km2": {"type": "number"},
                "population": WHOLE,
                "since": DAY,
                "formed_from": listing(WORD),
                "point": listing({"type": "number"}),
                "tile": listing(WHOLE),
            },
            ["kind", "name", "full_name", "km2", "population", "point", "tile"],
        ),
        "area_fact": closed(
            {
                "fact": one_of(of_areas),
                "value": {"type": ["string", "boolean", "integer"]},
                "from": DAY,
                "to": DAY,
                "units": listing({"type": "string", "pattern": r"^\d{5}$"}),
                "by": WORD,
                **sure(),
            },
            ["fact", "value", "from", "units", "by", "sure"],
        ),
        "target": closed(
            {"instrument": WORD, "area": WORD, "year": WHOLE, "coverage": SHARE, **sure()},
            ["instrument", "area", "year", "sure"],
        ),
    }


def _provision(book: Book) -> Schema:
    keys: Schema = {
        "id": WORD,
        "article": WORD,
        "says": ref("text"),
        "when": ref("when"),
        "from": DAY,
        "to": DAY,
        "except": {"anyOf": [WORD, listing(WORD)]},
        **sure(),
        **{kind: ref(kind) for kind in EFFECTS},
    }
    wording = {key: value for key, value in keys.items() if key != "id"}
    return {
        "provision": {
            **closed({**keys, "applied_from": DAY}, ["id", "article", "says"]),
            "oneOf": [{"required": [kind]} for kind in EFFECTS],
        },
        "set": closed(wording, []),
        **_effects(book),
    }


def _effects(book: Book) -> Schema:
    groups, rate = ref("groups"), ref("rate")
    percent: Schema = {"type": "integer", "minimum": 1, "maximum": 100}
    return {
        "group": closed(
            {"name": ref("name"), "letter": WORD, "section": WHOLE, "card_code": WORD}, ["name", "letter", "section"]
        ),
        "order": groups,
        "ahead": closed({"groups": groups, "of": groups}, ["groups", "of"]),
        "choose": closed({"among": groups, "by": one_of(["support"])}, ["among", "by"]),
        "premium": closed(
            {
                "for": groups,
                "of": ref("amount"),
                "rate": ref("share_parameter"),
                "shares": closed(dict.fromkeys(book.payers, SHARE), []),
            },
            ["for", "of", "rate"],
        ),
        "support": {
            **closed({"payer": ref("payer"), "total": rate, "on_top": rate, "for": groups}, ["payer", "for"]),
            "oneOf": [{"required": ["total"]}, {"required": ["on_top"]}],
        },
        "benefit": closed({"level": percent, "for": groups}, ["level", "for"]),
        "taper": closed({"for": groups, "shares": listing(SHARE)}, ["for", "shares"]),
        "card": {"type": "object"},
        "route": {"type": "object"},
    }


def _change(book: Book) -> Schema:
    wording = {"provision": WORD, "set": ref("set"), "from": DAY}
    parameter = {"parameter": one_of(book.parameters), "values": listing(ref("value"))}
    return {
        "oneOf": [
            closed({"extend": closed({**TARGET, "to": DAY}, ["to"])}, ["extend"]),
            closed({"repeal": closed({**TARGET, "from": DAY}, ["from"])}, ["repeal"]),
            closed({"change": closed(wording, list(wording))}, ["change"]),
            closed({"change": closed(parameter, list(parameter))}, ["change"]),
            closed({"add": ref("instrument")}, ["add"]),
        ]
    }


if __name__ == "__main__":
    sys.stdout.write(as_text(read_book(Path(sys.argv[1]))))
