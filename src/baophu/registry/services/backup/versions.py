"""Whether a backup is of a baophu this one can read."""

from __future__ import annotations

from pathlib import Path

from django.db.migrations.loader import MigrationLoader

from baophu.law.model import Text
from baophu.registry.errors import BadBackup


def migrations_known(named: set[tuple[str, str]], file: Path) -> None:
    """BadBackup when a backup has migrations (app, name) that this baophu does not know: it was written by a newer."""
    known = set(MigrationLoader(None).disk_migrations)
    ours = {app for app, _ in known}
    newer = sorted(f"{app}.{name}" for app, name in named - known if app in ours)
    if newer:
        raise BadBackup(
            Text(
                f"{file} do bản baophu mới hơn ghi ({', '.join(newer)}); hãy nâng cấp trước khi khôi phục.",
                f"{file} was written by a newer baophu ({', '.join(newer)}); upgrade before restoring",
            )
        )
