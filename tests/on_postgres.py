"""Run the register's tests on a PostgreSQL of their own: `python -m tests.on_postgres [PYTEST OPTIONS] [PATHS]`."""

from __future__ import annotations

import os
import sys

import pytest

from tests.postgres import server


def main() -> int:
    """Start a server, run pytest against it, stop it; the exit code is pytest's."""
    with server() as folder:
        os.environ["DATABASE_URL"] = f"postgresql://tests@{str(folder).replace('/', '%2F')}/postgres"
        return int(pytest.main(sys.argv[1:]))


if __name__ == "__main__":
    sys.exit(main())
