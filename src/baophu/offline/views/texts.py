"""Texts that the desk's scripts say, in the page's language. `{n}` and the like are put in by the script."""

from __future__ import annotations

from django.utils.translation import gettext as _


def texts() -> dict[str, str]:
    """By the names the scripts use; names of refusals are those of `vault.js`."""
    return {
        "minutes": _("{n} phút trước"),
        "hours": _("{n} giờ trước"),
        "days": _("{n} ngày trước"),
        "state": _("Trạng thái lúc {when}, {age}. {units}: {n} người."),
        "known": _("như đã biết lúc {when} ({age})"),
        "old": _(
            "Bản chụp đã cũ {n} ngày: thẻ có thể đã được cấp, thu hồi, gia hạn sau đó. Có mạng thì lấy bản mới ngay."
        ),
        "not_here": _(
            "Không có trong bản chụp ({units}). Người ở nơi khác vẫn có thể có thẻ: tiếp nhận và tra lại khi có mạng."
        ),
        "nothing_kept": _("Máy này chưa có bản chụp nào. Tải khi có mạng, hoặc lấy từ tệp."),
        "none_yet": _("Cơ sở chưa có bản chụp; hãy chụp ở trang “Khi mất mạng”."),
        "fetched": _("Đã tải bản mới nhất."),
        "taken": _("Đã lấy bản chụp từ tệp."),
        "no_line": _("Chưa tải được: không có mạng."),
        "no_line_kept": _("Chưa gửi được: không có mạng. Các lượt vẫn được giữ trong máy."),
        "login": _("Phiên đăng nhập đã hết: mở “Khi có mạng”, đăng nhập, rồi quay lại. Không có gì bị mất."),
        "server": _("Máy chủ chưa nhận được; sẽ gửi lại."),
        "waiting": _("{n} lượt chờ gửi, được mã hóa trong máy này."),
        "none_waiting": _("Không có lượt nào chờ gửi."),
        "sent": _("Đã gửi {n} lượt."),
        "foreign": _("{n} lượt được giữ bằng mã mở khác; hãy mở bằng mã ấy để gửi."),
        "differs": _("{who}, {when}: bản chụp nói “{told}”, nay biết là “{known}”."),
        "not_kept": _("Không giữ được lượt này trong máy: bộ nhớ trình duyệt đầy hoặc bị chặn. Hãy ghi ra giấy."),
        "no_snapshot": _("Đây không phải tệp bản chụp, hoặc tệp bị cắt."),
        "changed": _("Chữ ký không đúng: tệp đã bị thay đổi. Hãy lấy lại bản chụp."),
        "not_ours": _("Bản chụp do hệ thống khác ký, không dùng được ở đây."),
        "wrong_code": _("Mã mở không đúng với bản chụp này."),
        "too_old": _("Bản chụp đã quá cũ nên không trả lời được nữa; hãy lấy bản mới."),
        "broken": _("Không mở được tệp này."),
        "code": _("Mã trả lời {code}"),
        "compare": _("So với giấy tờ"),
        "rights": _("Quyền lợi"),
        "name": _("Họ và tên"),
        "born": _("Ngày sinh"),
        "sex": _("Giới tính"),
        "male": _("Nam"),
        "female": _("Nữ"),
        "unit": _("Nơi ở"),
        "card": _("Số thẻ"),
        "valid": _("Thẻ có giá trị"),
        "since": _("từ {day}"),
        "simulated": _("người giả lập"),
        "starts": _("Bắt đầu"),
        "died": _("Mất ngày"),
        "outpatient": _("Ngoại trú"),
        "inpatient": _("Nội trú"),
        "route_right": _("Đúng tuyến"),
        "route_wrong": _("Tự đến"),
        "route_emergency": _("Cấp cứu"),
        "ask_more": _("cần hỏi thêm khi có mạng"),
        "nothing_paid": _("quỹ không chi trả"),
        "small": _("Lần khám dưới mức này được trả 100 %"),
        "five": _("Đủ 5 năm liên tục"),
        "exempt": _("Miễn cùng chi trả"),
        "until": _("được miễn đến {day}"),
        "left": _("còn {sum} trong năm, như đã biết"),
        "why": _("Vì sao"),
    }
