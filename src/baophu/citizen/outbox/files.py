"""Messages as files below `BAOPHU_HOME/outbox`: for demonstrations, and for whatever picks them up from there."""

from __future__ import annotations

from pathlib import Path

from django.conf import settings


class Files:
    """One file a message, made once: whoever sends a message again finds it there."""

    def send(self, address: str, subject: str, text: str, number: int) -> None:
        """Write `outbox/<number>.txt`."""
        folder = Path(settings.HOME) / "outbox"
        folder.mkdir(parents=True, exist_ok=True)
        whole = f"To: {address}\nSubject: {subject}\n\n{text}\n"
        try:
            with (folder / f"{number:08d}.txt").open("x", encoding="utf-8") as file:
                file.write(whole)
        except FileExistsError:
            return
