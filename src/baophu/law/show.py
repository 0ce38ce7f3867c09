"""A book, an instrument, a provision or a parameter for reading: rich text, whose `plain` is the plain text.

What is unknown stands out: a `?` with its note, at the provision itself and at every provision that reads an unknown
parameter.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from rich.text import Text as RichText

from baophu.law.check import parameters_of
from baophu.law.dated import Dated, overlap, stands
from baophu.law.model import Book, Condition, Instrument, ParameterDeclaration, ParameterValue, Provision, Text
from baophu.law.words import Language, day_words, effect_words, in_language, say, value_words

UNKNOWN = "bold yellow"
NAME = "bold"
QUIET = "dim"


def show_book(book: Book, language: Language, on: date | None = None) -> RichText:
    """Every instrument and parameter; `on` keeps only what stands on that day."""
    parts = [RichText(in_language(book.title, language), style=f"{NAME} underline")]
    standing = (i for i in book.instruments.values() if on is None or any(stands(p, on) for p in i.provisions))
    parts += [show_instrument(book, instrument, language, on) for instrument in standing]
    parts.append(RichText(say("parameters", language), style=f"{NAME} underline"))
    parts += [show_parameter(parameter, language, on) for parameter in book.parameters.values()]
    return RichText("\n\n").join(parts)


def show_instrument(book: Book, instrument: Instrument, language: Language, on: date | None = None) -> RichText:
    """The head of an act and its provisions; `on` keeps only those that stand on that day."""
    title = f"  {in_language(instrument.title, language)}\n"
    head = RichText.assemble((instrument.number, NAME), title, (_issued(instrument, language), QUIET))
    head.append(f"\n{_span(instrument, language, instrument.ended_by)}", QUIET)
    if instrument.repeals:
        head.append(f"\n{say('repeals', language, refs=', '.join(instrument.repeals))}", QUIET)
    _append_unknown(head, instrument.sure, instrument.note, language, "\n")
    shown = [p for p in instrument.provisions if on is None or stands(p, on)]
    return RichText("\n\n").join([head, *(show_provision(book, p, language) for p in shown)])


def show_provision(book: Book, provision: Provision, language: Language) -> RichText:
    """Article, wording, effect, conditions and dates of one provision."""
    text = RichText.assemble((provision.ref, NAME), f"  {provision.article}\n  {in_language(provision.says, language)}")
    text.append(f"\n  → {effect_words(provision.effect, book, language)}")
    for condition in provision.conditions:
        text.append(f"\n    - {_condition(condition, language)}")
    if provision.excepts:
        text.append(f"\n  {say('not_where', language, refs=', '.join(provision.excepts))}")
    text.append(f"\n  {_span(provision, language, provision.ended_by)}", QUIET)
    _append_unknown(text, provision.sure, provision.note, language, "\n  ")
    for parameter, value in unknown_values(book, provision):
        note = _with_alternative(parameter, value, language)
        text.append(f"\n  {say('unknown_read', language, name=parameter.name, note=note)}", UNKNOWN)
    return text


def show_parameter(parameter: ParameterDeclaration, language: Language, on: date | None = None) -> RichText:
    """A parameter and its values; `on` keeps only the one of that day."""
    text = RichText.assemble((parameter.name, NAME), f"  {in_language(parameter.label, language)}")
    for value in parameter.values:
        if on is None or stands(value, on):
            by = " ".join(part for part in (value.by, value.article) if part)
            text.append(f"\n  {value_words(parameter, value.value)}  {_span(value, language)}  {by}")
            if value.sure == "?":
                note = _with_alternative(parameter, value, language)
                text.append(f"\n    {say('unknown', language, note=note)}", UNKNOWN)
    return text


def unknown_values(book: Book, provision: Provision) -> Iterator[tuple[ParameterDeclaration, ParameterValue]]:
    """The unknown values of parameters that a provision reads while it stands."""
    for name in sorted(parameters_of(provision)):
        for value in book.parameters[name].values:
            if value.sure == "?" and overlap(value, provision):
                yield book.parameters[name], value


def _issued(instrument: Instrument, language: Language) -> str:
    return say(
        "issued",
        language,
        issuer=in_language(instrument.issuer, language),
        issued=day_words(instrument.issued, language),
    )


def _span(thing: Dated, language: Language, ended_by: str | None = None) -> str:
    if thing.end is None:
        return say("in_force", language, start=day_words(thing.start, language))
    start, end = day_words(thing.start, language), day_words(thing.end, language)
    span = say("until", language, start=start, end=end)
    return f"{span}, {say('ended_by', language, by=ended_by)}" if ended_by else span


def _condition(condition: Condition, language: Language) -> str:
    said = in_language(condition.says, language) if condition.says else ""
    return "  ".join(part for part in (condition.text, condition.article, said) if part)


def _append_unknown(text: RichText, sure: str, note: Text | None, language: Language, indent: str) -> None:
    if sure == "?" and note is not None:
        text.append(f"{indent}{say('unknown', language, note=in_language(note, language))}", UNKNOWN)


def _with_alternative(parameter: ParameterDeclaration, value: ParameterValue, language: Language) -> str:
    note = in_language(value.note, language) if value.note else ""
    if value.alternative is None:
        return note
    return f"{note} ({say('instead', language, value=value_words(parameter, value.alternative))})"
