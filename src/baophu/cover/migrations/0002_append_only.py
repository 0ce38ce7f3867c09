"""Triggers that keep the ledger: append-only, allocations and reversals within bounds, closed quarters closed.

The same rules on both engines. PostgreSQL locks the payment and the charge while it adds up, so that two connections
cannot both fit in; SQLite has one writer at a time anyway.
"""

from django.db import migrations

KEPT = ("charge", "payment", "allocation", "issuedcard", "settlement", "settlementline", "appropriation")

# What must never be true after a row has come in: name, table, when it is looked at, the test, the message.
# BEYOND: a sum lies outside what it may be, from nothing to the limit.
BEYOND = "({sum} > {limit} and {limit} > 0) or ({sum} < {limit} and {limit} < 0) or ({sum} * {limit} < 0)"
RULES = (
    (
        "charge_open",
        "charge",
        "true",
        "exists (select 1 from cover_settlement s where s.quarter >= new.quarter)",
        "the quarter of this charge is closed: account for it in a later one",
        (),
    ),
    (
        "charge_reversal",
        "charge",
        "new.reverses_id is not null",
        "exists (select 1 from cover_charge o where o.id = new.reverses_id and (o.payer <> new.payer"
        " or o.reverses_id is not null or "
        + BEYOND.format(
            sum="-(select coalesce(sum(r.amount), 0) from cover_charge r where r.reverses_id = o.id)", limit="o.amount"
        )
        + "))",
        "a charge cannot be reversed by more than it is",
        (("cover_charge", "new.reverses_id"),),
    ),
    (
        "allocation_payer",
        "allocation",
        "true",
        "exists (select 1 from cover_payment p, cover_charge c where p.id = new.payment_id and c.id = new.charge_id"
        " and p.payer <> c.payer)",
        "a payment settles charges of its own payer only",
        (),
    ),
    (
        "allocation_payment",
        "allocation",
        "true",
        "exists (select 1 from cover_payment p where p.id = new.payment_id and ("
        + BEYOND.format(
            sum="(select sum(a.amount) from cover_allocation a where a.payment_id = p.id)", limit="p.amount"
        )
        + "))",
        "more is allocated than the payment is",
        (("cover_payment", "new.payment_id"),),
    ),
    (
        "allocation_charge",
        "allocation",
        "true",
        "exists (select 1 from cover_charge c where c.id = new.charge_id and ("
        + BEYOND.format(sum="(select sum(a.amount) from cover_allocation a where a.charge_id = c.id)", limit="c.amount")
        + "))",
        "more is allocated than the charge is",
        (("cover_charge", "new.charge_id"),),
    ),
)


def run(schema_editor, statement):
    schema_editor.execute(statement, params=None)


def sqlite_up(schema_editor):
    for table in KEPT:
        for act in ("update", "delete"):
            run(schema_editor,
                f"create trigger cover_{table}_no_{act} before {act} on cover_{table} begin"
                f" select raise(abort, 'cover_{table} is append-only: reverse the row instead'); end"
            )
    for name, table, when, wrong, message, _ in RULES:
        run(schema_editor,
            f"create trigger cover_{name} after insert on cover_{table} when {when.replace('true', '1')} and {wrong}"
            f" begin select raise(abort, '{message}'); end"
        )


def postgres_up(schema_editor):
    run(schema_editor,
        "create function cover_append_only() returns trigger language plpgsql as $$ begin"
        " raise exception '% is append-only: reverse the row instead', tg_table_name using errcode = '23514';"
        " end $$"
    )
    for table in KEPT:
        run(schema_editor,
            f"create trigger cover_{table}_kept before update or delete on cover_{table}"
            " for each row execute function cover_append_only()"
        )
    for name, table, when, wrong, message, locks in RULES:
        held = " ".join(f"perform 1 from {t} where id = {key} for update;" for t, key in locks)
        run(schema_editor,
            f"create function cover_{name}() returns trigger language plpgsql as $$ begin {held}"
            f" if {wrong} then raise exception '{message}' using errcode = '23514'; end if; return new; end $$"
        )
        run(schema_editor,
            f"create trigger cover_{name} after insert on cover_{table} for each row when ({when})"
            f" execute function cover_{name}()"
        )


def up(apps, schema_editor):
    {"sqlite": sqlite_up, "postgresql": postgres_up}[schema_editor.connection.vendor](schema_editor)


def down(apps, schema_editor):
    on_postgres = schema_editor.connection.vendor == "postgresql"
    kept = [(f"cover_{t}_kept", t) for t in KEPT]
    separate = [(f"cover_{t}_no_{act}", t) for t in KEPT for act in ("update", "delete")]
    for name, table in [*(kept if on_postgres else separate), *((f"cover_{n}", t) for n, t, *_ in RULES)]:
        run(schema_editor, f"drop trigger {name}" + (f" on cover_{table}" if on_postgres else ""))
    if on_postgres:
        for name in ("append_only", *(n for n, *_ in RULES)):
            run(schema_editor, f"drop function cover_{name}()")


class Migration(migrations.Migration):
    dependencies = [("cover", "0001_initial")]
    operations = [migrations.RunPython(up, down)]
