"""What the decisions app refuses, in the reader's words and both languages."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class AlreadyRunning(Refused):
    """A run of the whole province is under way; there is one at a time."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Đang tính toàn tỉnh (lần {number}); hãy chờ xong rồi tính lại.",
            f"The whole province is being decided (run {number}); wait until it is done, then start another.",
        )


class NoSuchRun(Refused):
    """There is no run of that number, or it was never done."""

    def __init__(self, number: int) -> None:
        super().__init__(
            f"Không có lần tính số {number} đã xong; xem danh sách bằng `baophu runs`.",
            f"There is no run {number} that was done; `baophu runs` lists them.",
        )


class SnapshotFailed(Refused):
    """The register could not be read, or a snapshot is not what it was."""


class BookGone(Refused):
    """A law book of that digest is not kept here."""

    def __init__(self, digest: str) -> None:
        super().__init__(
            f"Không còn lưu bộ luật có mã {digest[:12]}; hãy đặt lại thư mục của nó vào kho `books`.",
            f"No law book with the digest {digest[:12]} is kept; put its folder back under `books`.",
        )


class BookRefused(Refused):
    """A law book that cannot be put into use."""


class NotDecided(Refused):
    """A person is not decided on that day."""
