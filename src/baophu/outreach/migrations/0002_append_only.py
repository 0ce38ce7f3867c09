"""Triggers that keep contacts append-only, on both engines."""

from django.db import migrations

TABLES = ("contact",)


def run(schema_editor, statement):
    schema_editor.execute(statement, params=None)


def up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        run(schema_editor,
            "create function outreach_append_only() returns trigger language plpgsql as $$ begin"
            " raise exception '% is append-only: reverse the row instead', tg_table_name using errcode = '23514';"
            " end $$"
        )
        for table in TABLES:
            run(schema_editor,
                f"create trigger outreach_{table}_kept before update or delete on outreach_{table}"
                " for each row execute function outreach_append_only()"
            )
        return
    for table in TABLES:
        for act in ("update", "delete"):
            run(schema_editor,
                f"create trigger outreach_{table}_no_{act} before {act} on outreach_{table} begin"
                f" select raise(abort, 'outreach_{table} is append-only: reverse the row instead'); end"
            )


def down(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for table in TABLES:
        if on_postgres:
            run(schema_editor, f"drop trigger outreach_{table}_kept on outreach_{table}")
        else:
            for act in ("update", "delete"):
                run(schema_editor, f"drop trigger outreach_{table}_no_{act}")
    if on_postgres:
        run(schema_editor, "drop function outreach_append_only()")


class Migration(migrations.Migration):
    dependencies = [("outreach", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
