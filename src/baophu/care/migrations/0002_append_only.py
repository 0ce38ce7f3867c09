"""Check-ins and visits are only ever added; files of visits are withdrawn, never deleted. The same on both engines."""

from django.db import migrations

KEPT = (("checkin", ("update", "delete")), ("visit", ("update", "delete")), ("claimfile", ("delete",)))


def run(schema_editor, statement):
    schema_editor.execute(statement, params=None)


def up(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, acts in KEPT:
            for act in acts:
                run(schema_editor,
                    f"create trigger care_{table}_no_{act} before {act} on care_{table} begin"
                    f" select raise(abort, 'care_{table} is append-only: reverse the row instead'); end"
                )
        return
    run(schema_editor,
        "create function care_append_only() returns trigger language plpgsql as $$ begin"
        " raise exception '% is append-only: reverse the row instead', tg_table_name using errcode = '23514';"
        " end $$"
    )
    for table, acts in KEPT:
        run(schema_editor,
            f"create trigger care_{table}_kept before {' or '.join(acts)} on care_{table}"
            " for each row execute function care_append_only()"
        )


def down(apps, schema_editor):
    if schema_editor.connection.vendor == "sqlite":
        for table, acts in KEPT:
            for act in acts:
                run(schema_editor, f"drop trigger care_{table}_no_{act}")
        return
    for table, _ in KEPT:
        run(schema_editor, f"drop trigger care_{table}_kept on care_{table}")
    run(schema_editor, "drop function care_append_only()")


class Migration(migrations.Migration):
    dependencies = [("care", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
