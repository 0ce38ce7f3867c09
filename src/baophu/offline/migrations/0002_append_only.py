"""Triggers: snapshots that were made and check-ins that came back are never changed, on both engines."""

from django.db import migrations

KEPT = ("snapshot", "sentcheckin")


def run(schema_editor, statement):
    schema_editor.execute(statement, params=None)


def up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        run(schema_editor,
            "create function offline_append_only() returns trigger language plpgsql as $$ begin"
            " raise exception '% is never changed', tg_table_name using errcode = '23514'; end $$"
        )
        for table in KEPT:
            run(schema_editor,
                f"create trigger offline_{table}_kept before update or delete on offline_{table}"
                " for each row execute function offline_append_only()"
            )
        return
    for table in KEPT:
        for act in ("update", "delete"):
            run(schema_editor,
                f"create trigger offline_{table}_no_{act} before {act} on offline_{table} begin"
                f" select raise(abort, 'offline_{table} is never changed'); end"
            )


def down(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    for table in KEPT:
        if on_postgres:
            run(schema_editor, f"drop trigger offline_{table}_kept on offline_{table}")
        else:
            for act in ("update", "delete"):
                run(schema_editor, f"drop trigger offline_{table}_no_{act}")
    if on_postgres:
        run(schema_editor, "drop function offline_append_only()")


class Migration(migrations.Migration):
    dependencies = [("offline", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
