"""Emptying tables that refuse to be emptied: Django's flush between tests, with triggers put aside for that moment."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.db import connection

Flush = Callable[..., list[str]]


def put_aside(flush: Flush) -> Flush:
    """A database's `sql_flush` that goes past triggers."""

    def sql_flush(style: Any, tables: list[str], **options: Any) -> list[str]:
        statements = flush(style, tables, **options)
        if not statements:
            return []
        if connection.vendor == "postgresql":
            return ["set local session_replication_role = replica", *statements]
        with connection.cursor() as cursor:
            cursor.execute("select name, sql from sqlite_master where type = 'trigger'")
            triggers = cursor.fetchall()
        dropped = [f'drop trigger "{name}"' for name, _ in triggers]
        return [*dropped, *statements, *(sql for _, sql in triggers)]

    return sql_flush
