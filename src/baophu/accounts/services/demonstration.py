"""Whether this installation is a demonstration: only then are there users with known secrets and a simulated VNeID."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings

from baophu.accounts.errors import UserRefused
from baophu.accounts.models import Role, User


def _mark() -> Path:
    return Path(settings.HOME) / "demonstration"


def is_demonstration() -> bool:
    """Whether `BAOPHU_HOME` is marked as a demonstration."""
    return _mark().exists()


def mark_as_demonstration() -> None:
    """Mark this installation: everybody in it is simulated. There is no way back but a new folder.

    UserRefused where officers who are not of a demonstration have accounts.
    """
    if is_demonstration():
        return
    real = User.objects.filter(demonstration=False).exclude(role=Role.CITIZEN).first()
    if real is not None:
        raise UserRefused(
            f"Ở đây có tài khoản cán bộ thật ({real.username}); bản trình diễn cần một thư mục BAOPHU_HOME riêng.",
            f"Real officers have accounts here ({real.username}); a demonstration needs a BAOPHU_HOME of its own.",
        )
    _mark().parent.mkdir(parents=True, exist_ok=True)
    _mark().write_text("Dữ liệu giả lập. Simulated data.\n", encoding="utf-8")
