"""Triggers: notices, takings, closed days and handovers are never changed; a closed day takes no more cash, and closes
on what its receipts come to. The same rules on both engines; every writer holds an entry, so they come one by one.
"""

from django.db import migrations

KEPT = ("notice", "taking", "closing", "handover")
RULES = (
    (
        "open_day",
        "taking",
        "exists (select 1 from till_closing c where c.agent_id = new.agent_id and c.day >= new.day)",
        "the day is closed: this cash belongs to the next one",
    ),
    (
        "counted",
        "closing",
        "(select coalesce(sum(t.amount), 0) from till_taking t where t.agent_id = new.agent_id and t.day = new.day)"
        " <> new.counted",
        "a day closes on what its receipts come to",
    ),
    (
        "difference",
        "handover",
        "exists (select 1 from till_closing c where c.id = new.closing_id"
        " and (c.agent_id = new.by_id or (c.handed <> new.received and new.note = '')))",
        "money is confirmed by somebody else than its agent, and a difference has a note",
    ),
)


def run(schema_editor, statement):
    schema_editor.execute(statement, params=None)


def up(apps, schema_editor):
    if schema_editor.connection.vendor == "postgresql":
        run(schema_editor,
            "create function till_append_only() returns trigger language plpgsql as $$ begin"
            " raise exception '% is never changed', tg_table_name using errcode = '23514'; end $$"
        )
        for table in KEPT:
            run(schema_editor,
                f"create trigger till_{table}_kept before update or delete on till_{table}"
                " for each row execute function till_append_only()"
            )
        for name, table, wrong, message in RULES:
            run(schema_editor,
                f"create function till_{name}() returns trigger language plpgsql as $$ begin"
                f" if {wrong} then raise exception '{message}' using errcode = '23514'; end if; return new; end $$"
            )
            run(schema_editor,
                f"create trigger till_{name} after insert on till_{table} for each row execute function till_{name}()"
            )
        return
    for table in KEPT:
        for act in ("update", "delete"):
            run(schema_editor,
                f"create trigger till_{table}_no_{act} before {act} on till_{table} begin"
                f" select raise(abort, 'till_{table} is never changed'); end"
            )
    for name, table, wrong, message in RULES:
        run(schema_editor,
            f"create trigger till_{name} after insert on till_{table} when {wrong}"
            f" begin select raise(abort, '{message}'); end"
        )


def down(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    kept = [(f"till_{t}_kept", t) for t in KEPT]
    separate = [(f"till_{t}_no_{act}", t) for t in KEPT for act in ("update", "delete")]
    for name, table in [*(kept if on_postgres else separate), *((f"till_{n}", t) for n, t, *_ in RULES)]:
        run(schema_editor, f"drop trigger {name}" + (f" on till_{table}" if on_postgres else ""))
    if on_postgres:
        for name in ("append_only", *(n for n, *_ in RULES)):
            run(schema_editor, f"drop function till_{name}()")


class Migration(migrations.Migration):
    dependencies = [("till", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
