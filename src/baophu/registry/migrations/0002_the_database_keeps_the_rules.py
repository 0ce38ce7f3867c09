"""What no service can be trusted with alone, held by the database, whoever writes.

- Rows of one owner and key that are not retracted never share a day. SQLite: triggers that read the index of the same
  columns. PostgreSQL: exclusion constraints on what is recorded, and triggers against the rows of the load. Loaded rows
  are only ever retracted, so that a trigger is enough there, whatever runs beside; a GiST index of them all would take
  longer to build than the whole load.
- A row of time is only changed by setting `retracted`, once; entries and changes are never changed; none is deleted.
- Number 1 of the entries is kept for the load (`Entry.LOADED`).
- Names are compared byte by byte, so that a range of an index is a prefix.

On SQLite a later migration that makes a table anew drops its triggers: it has to call `keep` again.
"""

from __future__ import annotations

from typing import Any

from django.db import migrations

SPELLS = {
    "registry_personstatus": ("person_id", "fact"),
    "registry_personamount": ("person_id", "fact"),
    "registry_householdstatus": ("household_id", "fact"),
    "registry_areastatus": ("unit_id", "fact"),
    "registry_stay": ("person_id",),
    "registry_card": ("person_id",),
}
FIXED = ("registry_entry", "registry_personchange", "registry_householdchange")
FOREVER = (*SPELLS, *FIXED, "registry_person", "registry_household")


def keep(apps: Any, schema_editor: Any) -> None:
    vendor = schema_editor.connection.vendor
    statements = {"postgresql": postgresql, "sqlite": sqlite}[vendor](schema_editor.connection)
    with schema_editor.connection.cursor() as cursor:
        for statement in statements:
            cursor.execute(statement)


def postgresql(connection: Any) -> list[str]:
    made = [
        "create extension if not exists btree_gist",
        "alter table registry_entry alter column id restart with 2",
        'alter table registry_person alter column name_key type varchar(120) collate "C"',
        'alter table registry_person alter column name_back type varchar(120) collate "C"',
        """create function registry_never() returns trigger language plpgsql as $$ begin
             raise exception '% of % is refused: what was recorded stays; retract it or undo its entry',
               lower(tg_op), tg_table_name using errcode = 'integrity_constraint_violation';
           end $$""",
        """create function registry_only_retract() returns trigger language plpgsql as $$
           declare given bigint := new.retracted_id;
           begin
             new.retracted_id := null;
             if old.retracted_id is not null or given is null or new is distinct from old then
               raise exception 'update of % is refused: a row is only ever retracted, once; retract it and add another',
                 tg_table_name using errcode = 'integrity_constraint_violation';
             end if;
             new.retracted_id := given;
             return new;
           end $$""",
    ]
    for table, key in SPELLS.items():
        same = ", ".join(f"{column} with =" for column in key)
        made.append(
            f"""alter table {table} add constraint {table}_apart exclude using gist
                ({same}, daterange(valid_from, valid_to, '[]') with &&)
                where (retracted_id is null and entry_id > 1)"""
        )
        same = " and ".join(f"{column} = new.{column}" for column in key)
        made.append(
            f"""create function {table}_apart_from_the_load() returns trigger language plpgsql as $$ begin
                  if new.entry_id <= 1 then
                    raise exception 'insert into % is refused: entry 1 is that of the load alone', tg_table_name
                      using errcode = 'integrity_constraint_violation';
                  end if;
                  if new.retracted_id is null and exists (select 1 from {table} where {same}
                      and retracted_id is null and entry_id = 1
                      and valid_from <= coalesce(new.valid_to, 'infinity')
                      and coalesce(valid_to, 'infinity') >= new.valid_from) then
                    raise exception 'insert into % is refused: two rows of one owner and key share a day', tg_table_name
                      using errcode = 'exclusion_violation';
                  end if;
                  return new;
                end $$"""
        )
        made.append(
            f"create trigger {table}_apart before insert on {table}"
            f" for each row execute function {table}_apart_from_the_load()"
        )
        made.append(
            f"create trigger {table}_only_retract before update on {table}"
            " for each row execute function registry_only_retract()"
        )
    for table in FIXED:
        made.append(
            f"create trigger {table}_fixed before update on {table} for each row execute function registry_never()"
        )
    for table in FOREVER:
        made.append(
            f"create trigger {table}_forever before delete on {table} for each row execute function registry_never()"
        )
    return made


def sqlite(connection: Any) -> list[str]:
    made = [
        "delete from sqlite_sequence where name = 'registry_entry'",
        "insert into sqlite_sequence (name, seq) values ('registry_entry', 1)",
    ]
    for table, key in SPELLS.items():
        same = " and ".join(f"{column} = new.{column}" for column in key)
        made.append(
            f"""create trigger {table}_apart before insert on {table} when new.retracted_id is null begin
                select raise(abort, 'insert into {table} is refused: two rows of one owner and key share a day')
                where exists (select 1 from {table} where {same} and retracted_id is null
                  and valid_from <= coalesce(new.valid_to, '9999-12-31')
                  and coalesce(valid_to, '9999-12-31') >= new.valid_from); end"""
        )
        with connection.cursor() as cursor:
            cursor.execute(f"pragma table_info({table})")
            columns = [row[1] for row in cursor.fetchall() if row[1] != "retracted_id"]
        changed = " or ".join(f'old."{column}" is not new."{column}"' for column in columns)
        made.append(
            f"""create trigger {table}_only_retract before update on {table}
                when old.retracted_id is not null or new.retracted_id is null or {changed} begin
                select raise(abort,
                  'update of {table} is refused: a row is only ever retracted, once; retract it and add another'); end"""
        )
    for table in FIXED:
        made.append(
            f"""create trigger {table}_fixed before update on {table} begin
                select raise(abort, 'update of {table} is refused: what was recorded stays'); end"""
        )
    for table in FOREVER:
        made.append(
            f"""create trigger {table}_forever before delete on {table} begin
                select raise(abort, 'delete of {table} is refused: what was recorded stays'); end"""
        )
        # `insert or replace` deletes without asking the trigger above.
        made.append(
            f"""create trigger {table}_new before insert on {table} when exists
                (select 1 from {table} where id = new.id) begin
                select raise(abort, 'insert into {table} is refused: the number is taken'); end"""
        )
    return made


class Migration(migrations.Migration):
    dependencies = [("registry", "0001_initial")]
    operations = [migrations.RunPython(keep, migrations.RunPython.noop)]
