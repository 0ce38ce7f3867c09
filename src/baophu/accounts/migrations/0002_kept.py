"""Looks are only ever added; what was proposed never changes, and what was decided stays; the table of the cache."""

from django.core.management import call_command
from django.db import migrations

REFUSALS = (
    ("look_never_changes", "accounts_look", "update", "", "a look is never changed"),
    ("look_never_goes", "accounts_look", "delete", "", "looks and proposals are never deleted"),
    (
        "proposal_stays",
        "accounts_proposal",
        "update",
        "old.state <> 'waiting' and not (old.state = 'approved' and new.state = 'approved' and old.result is null"
        " and new.decided_by_id = old.decided_by_id and new.decided_at = old.decided_at)"
        " or new.kind <> old.kind or new.payload <> old.payload or new.by_id <> old.by_id or new.at <> old.at"
        " or new.whole <> old.whole or new.summary_vi <> old.summary_vi or new.summary_en <> old.summary_en",
        "what was proposed or decided never changes",
    ),
    ("proposal_never_goes", "accounts_proposal", "delete", "", "a proposal is never deleted"),
    ("proposal_unit_stays", "accounts_proposalunit", "update", "", "the units of a proposal never change"),
    ("proposal_unit_never_goes", "accounts_proposalunit", "delete", "", "the units of a proposal never change"),
)

KEPT = ("accounts_look", "accounts_proposal", "accounts_proposalunit")


def refuse(apps, schema_editor):
    for name, table, act, when, sentence in REFUSALS:
        if schema_editor.connection.vendor == "sqlite":
            condition = f"when {when}" if when else ""
            schema_editor.execute(
                f"create trigger {name} before {act} on {table} {condition} begin select raise(abort, '{sentence}'); end"
            )
        else:
            condition = f"when ({when})" if when else ""
            schema_editor.execute(
                f"create function {name}() returns trigger language plpgsql as"
                f" $$ begin raise exception '{sentence}' using errcode = 'restrict_violation'; end $$"
            )
            schema_editor.execute(
                f"create trigger {name} before {act} on {table} for each row {condition} execute function {name}()"
            )
    if schema_editor.connection.vendor != "sqlite":
        for table in KEPT:
            schema_editor.execute(
                f"create trigger {table}_is_kept before truncate on {table}"
                " for each statement execute function look_never_goes()"
            )


def allow(apps, schema_editor):
    if schema_editor.connection.vendor != "sqlite":
        for table in KEPT:
            schema_editor.execute(f"drop trigger {table}_is_kept on {table}")
    for name, table, *_ in REFUSALS:
        if schema_editor.connection.vendor == "sqlite":
            schema_editor.execute(f"drop trigger {name}")
        else:
            schema_editor.execute(f"drop trigger {name} on {table}")
            schema_editor.execute(f"drop function {name}()")


def cache_table(apps, schema_editor):
    call_command("createcachetable", database=schema_editor.connection.alias, verbosity=0)


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial")]
    operations = [
        migrations.RunPython(refuse, allow),
        migrations.RunPython(cache_table, migrations.RunPython.noop),
    ]
