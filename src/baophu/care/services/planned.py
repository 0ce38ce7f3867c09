"""Statements that are asked hundreds of times a second: PostgreSQL plans each once a connection, not every time."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from django.db import connection

Rows = list[tuple[Any, ...]]


def rows(sql: str, values: Sequence[Any]) -> Rows:
    """The rows a statement gives. Values are bound by the server on PostgreSQL and told like any other's on SQLite."""
    if connection.vendor != "postgresql":
        with connection.cursor() as cursor:
            cursor.execute(sql, values)
            told: Rows = cursor.fetchall()
            return told
    from psycopg import Cursor

    connection.ensure_connection()
    raw = connection.connection
    with connection.wrap_database_errors, Cursor(raw) as cursor:
        raw.prepare_threshold = 0  # Django asks for none to be prepared, and whoever asks for one is not heard then
        try:
            return cursor.execute(sql, values, prepare=True).fetchall()
        finally:
            raw.prepare_threshold = None
