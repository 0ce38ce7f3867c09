"""What the workplace refuses, in the reader's words and both languages."""

from __future__ import annotations

from baophu.accounts.errors import Refused


class NotSeen(Refused):
    """A person, household or document that is not there, or not in one's units: pages answer 404, alike for both."""

    def __init__(self) -> None:
        super().__init__("Không có trong địa bàn của bạn.", "There is none in your units.")


class Merged(Refused):
    """A record that was merged into another; `number` is the one that stands."""

    def __init__(self, number: int) -> None:
        self.number = number
        super().__init__(f"Hồ sơ đã gộp vào hồ sơ {number}.", f"The record was merged into {number}.")


class CannotRecord(Refused):
    """A change that cannot be recorded as given."""


class ScanRefused(Refused):
    """A file that cannot be attached: too large, or nothing of what may be."""


class ScanLost(Refused):
    """A scan whose file is not there any more, or is not what was kept."""

    def __init__(self) -> None:
        super().__init__(
            "Tệp của giấy tờ này không còn nguyên trong kho. Hãy lấy lại từ bản sao lưu của thư mục documents, "
            "hoặc xem bản giấy.",
            "The file of this document is not whole in the store any more. Put it back from the copy of the folder "
            "documents, or look at the paper.",
        )
