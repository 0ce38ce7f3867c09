"""`baophu api-key …`: organisations outside and their keys."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from baophu.cli.shared import FormatOption, LangOption, choice, day
from baophu.cli.users import Code, accounts, proven

app = typer.Typer(no_args_is_help=True, help="Organisations that ask through the interfaces, and their keys.")
By = Annotated[str, typer.Option("--by", help="The administrator; their code is asked for.")]
Until = Annotated[str, typer.Option("--to", help="Last day, inclusive; left out: without end.")]


@app.command()
def make(
    name: Annotated[str, typer.Argument(help="The organisation; a new one is made if it is not there.")],
    scope: Annotated[list[str], typer.Option("--scope", help="What the key may do; may be given several times.")],
    by: By,
    kind: Annotated[str, typer.Option(help="facility, agent, school, authority, other.")] = "other",
    facility: Annotated[str, typer.Option(help="Code of the facility it acts for.")] = "",
    unit: Annotated[list[str] | None, typer.Option("--unit", help="Code of a unit it answers for.")] = None,
    whole: Annotated[bool, typer.Option("--whole", help="It answers for the whole province.")] = False,
    per_minute: Annotated[int, typer.Option(help="Requests a minute, all keys together.")] = 600,
    per_day: Annotated[int, typer.Option(help="Requests a day.")] = 100_000,
    until: Until = "",
    code: Code = "",
    lang: LangOption = "vi",
) -> None:
    """Make a key and print it: it is shown this once. What is said of the organisation counts where it is made."""
    with accounts(lang):
        from django.db import transaction

        from baophu.api.models import Organisation
        from baophu.api.services import keys

        who = proven(by, code, lang)
        with transaction.atomic():
            of = Organisation.objects.filter(name=name.strip()).first() or keys.organisation(
                name,
                kind,
                facility=facility,
                units=None if whole else unit or (),
                per_minute=per_minute,
                per_day=per_day,
                by=who,
            )
            made = keys.make(of, scope, until=day(until) if until else None, by=who)
        print(made.token)


@app.command("list")
def list_(format_: FormatOption = "text", lang: LangOption = "vi") -> None:
    """All keys, with organisation, scopes, days and requests of today."""
    choice("format", format_, ("text", "json"))
    with accounts(lang):
        from django.utils import timezone

        from baophu.api.models import Key
        from baophu.api.services import quotas
        from baophu.cli.shared import as_json

        rows: list[dict[str, Any]] = [
            {
                "key": f"bp_{key.prefix}",
                "organisation": key.organisation.name,
                "scopes": key.scopes,
                "to": key.valid_to.isoformat() if key.valid_to else None,
                "works": key.valid_on(timezone.localdate()),
                "today": quotas.today(key.organisation_id),
            }
            for key in Key.objects.select_related("organisation").order_by("organisation__name", "pk")
        ]
        if format_ == "json":
            print(as_json(rows))
            return
        stopped = "không dùng được" if lang == "vi" else "does not work"
        for row in rows:
            works = "" if row["works"] else f"({stopped})"
            print(f"{row['key']:<12} {row['organisation']:<30} {' '.join(row['scopes'])} {works}".rstrip())


@app.command()
def revoke(
    key: Annotated[str, typer.Argument(help="The key's name, such as bp_a1B2c3D4.")],
    by: By,
    code: Code = "",
    lang: LangOption = "vi",
) -> None:
    """Revoke a key for ever."""
    with accounts(lang):
        from baophu.api.services import keys

        keys.revoke("_".join(key.split("_")[:2]), by=proven(by, code, lang))
        print(f"Đã thu hồi {key}." if lang == "vi" else f"{key} is revoked.")
