"""What the interfaces refuse, each a class of its own with the status it is told by and a kind for programs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import ClassVar

from baophu.accounts.errors import Refused
from baophu.law.model import Text


class ApiRefused(Refused):
    """Base of everything an interface refuses. `kind` ends the `type` of the problem, `headers` go with the answer."""

    status: ClassVar[int] = 400
    kind: ClassVar[str] = "request"
    headers: dict[str, str] = {}


class Malformed(ApiRefused):
    """A request that cannot be read."""


class WrongCursor(ApiRefused):
    """A cursor that was not given out for this list: there is no such page."""

    status = 404
    kind = "cursor"

    def __init__(self) -> None:
        super().__init__(
            "Con trỏ trang không phải do hệ thống này đưa ra; hãy đọc lại từ trang đầu.",
            "This cursor was not given out for this list; begin with the first page again.",
        )


class Impossible(ApiRefused):
    """Something well written that the law book or the register cannot answer."""

    status = 409
    kind = "impossible"


class NoKey(ApiRefused):
    """No key, or one that is unknown, ended or revoked: which of them is not told."""

    status = 401
    kind = "key"
    headers = {"WWW-Authenticate": 'Bearer realm="baophu"'}

    def __init__(self) -> None:
        super().__init__(
            "Thiếu khoá hoặc khoá không dùng được: hãy gửi “Authorization: Bearer KHOÁ” với khoá còn hiệu lực.",
            "No key, or one that does not work: send 'Authorization: Bearer KEY' with a key that is valid.",
        )


class NoScope(ApiRefused):
    """The key does not have the scope this needs."""

    status = 403
    kind = "scope"

    def __init__(self, scope: str) -> None:
        super().__init__(
            f"Khoá này không có quyền “{scope}”; hãy xin quản trị hệ thống cấp khoá có quyền đó.",
            f"This key does not have the scope '{scope}'; ask the administrator for one that has.",
        )
        self.headers = {"WWW-Authenticate": f'Bearer realm="baophu", error="insufficient_scope", scope="{scope}"'}


class OtherFacility(ApiRefused):
    """A key of one facility speaks for another."""

    status = 403
    kind = "facility"

    def __init__(self, asked: str, own: str) -> None:
        of = Text(own or "không cơ sở nào", own or "no facility")
        super().__init__(
            f"Khoá này của {of.vi}, không được làm thay cho cơ sở {asked}.",
            f"This key is of {of.en} and cannot act for facility {asked}.",
        )


class NoFacility(ApiRefused):
    """A key whose organisation acts for no facility, or for one that is not there."""

    status = 403
    kind = "no-facility"

    def __init__(self, code: str) -> None:
        of = Text(f"cơ sở {code} chưa có trong danh mục", f"facility {code} is not in the list of facilities")
        none = Text("khoá này không của cơ sở nào", "this key is of no facility")
        told = of if code else none
        super().__init__(
            f"Không đón tiếp được: {told.vi}; hãy nhờ quản trị hệ thống.",
            f"Nobody can be checked in: {told.en}; ask the administrator.",
        )


class NotThere(ApiRefused):
    """Nothing there, or nothing this key may know of: the two look alike."""

    status = 404
    kind = "not-found"

    def __init__(self, vi: str = "", en: str = "") -> None:
        super().__init__(
            vi or "Không có gì ở địa chỉ này, hoặc khoá này không được biết.",
            en or "There is nothing at this address, or nothing this key may know of.",
        )


class KeyReused(ApiRefused):
    """An idempotency key that stands for another request already."""

    status = 409
    kind = "idempotency"

    def __init__(self) -> None:
        super().__init__(
            "Idempotency-Key này đã dùng cho một yêu cầu khác; hãy dùng khoá mới cho yêu cầu mới.",
            "This Idempotency-Key stands for another request already; use a new one for a new request.",
        )


class QuotaUsed(ApiRefused):
    """More requests than the organisation may make in a minute or a day."""

    status = 429
    kind = "quota"

    def __init__(self, limit: int, day: bool, wait: int) -> None:
        what = Text("ngày", "day") if day else Text("phút", "minute")
        super().__init__(
            f"Đã hết hạn mức {limit} yêu cầu mỗi {what.vi}; hãy thử lại sau {wait} giây.",
            f"The quota of {limit} requests a {what.en} is used up; try again in {wait} seconds.",
        )
        self.headers = {"Retry-After": str(wait)}


class TooLarge(ApiRefused):
    """A body of more bytes than is read."""

    status = 413
    kind = "too-large"

    def __init__(self, most: int) -> None:
        super().__init__(
            f"Nội dung quá lớn: nhiều nhất {most:,} byte; hãy chia nhỏ.".replace(",", "."),
            f"The body is too large: at most {most:,} bytes; send it in parts.",
        )


class WrongMedia(ApiRefused):
    """A body of a media type that is not read here."""

    status = 415
    kind = "media-type"

    def __init__(self, wanted: str) -> None:
        super().__init__(f"Hãy gửi nội dung kiểu {wanted}.", f"Send a body of type {wanted}.")


class NotAcceptable(ApiRefused):
    """An answer is asked for in a form that is not written here."""

    status = 406
    kind = "not-acceptable"

    def __init__(self, written: str) -> None:
        super().__init__(f"Chỉ trả lời bằng {written}.", f"Answers are written as {written} only.")


@dataclass(frozen=True, slots=True)
class Fault:
    """One thing wrong in a request: where (`body/people/0/born`), a code for programs, and in words."""

    where: str
    code: str
    text: Text


class WrongInput(ApiRefused):
    """Fields that cannot be as given; `faults` has all of them."""

    status = 422
    kind = "input"

    def __init__(self, faults: Sequence[Fault]) -> None:
        self.faults = tuple(faults)
        super().__init__(
            " ".join(f"{f.where}: {f.text.vi}" for f in faults), " ".join(f"{f.where}: {f.text.en}" for f in faults)
        )


class KeyRefused(Refused):
    """An organisation or key that cannot be made or changed as asked."""
