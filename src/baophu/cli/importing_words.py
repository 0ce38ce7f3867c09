"""The words of the import commands, in both languages."""

from __future__ import annotations

from rich.console import Console

from baophu.law.model import Text

STEP_NAMES = {
    "read": Text("đọc tệp", "reading the file"),
    "match": Text("tìm người trong sổ", "finding people in the register"),
    "plan": Text("tính thay đổi", "reckoning the changes"),
    "foresee": Text("ai được, ai mất hỗ trợ", "for whom support begins or ends"),
    "keep": Text("lưu bản xem trước", "keeping the preview"),
    "write": Text("ghi vào sổ", "writing to the register"),
    "search": Text("tìm hồ sơ trùng", "searching for duplicates"),
}
HOW = {
    "header": Text("theo tiêu đề", "by its header"),
    "content": Text("theo nội dung", "by its content"),
    "remembered": Text("như lần trước", "as last time"),
    "given": Text("do bạn chọn", "as you chose"),
    "constant": Text("chung cả danh sách", "for the whole list"),
}
FIELDS = {
    "stay": Text("nơi cư trú", "residence"),
    "died": Text("mất", "died"),
    "cover": Text("xin tham gia BHYT, số tháng", "asks for cover, months"),
    "person.name": Text("họ và tên", "name"),
    "person.born": Text("ngày sinh", "birth date"),
    "person.sex": Text("giới tính", "sex"),
    "person.ethnicity": Text("dân tộc", "ethnic group"),
    "person.phone": Text("điện thoại", "phone"),
    "person.personal_id": Text("số định danh", "personal ID"),
    "person.old_id": Text("số CMND", "old ID"),
    "person.social_number": Text("mã số BHXH", "social-insurance number"),
    "person.card_number": Text("số thẻ BHYT", "card number"),
}
TITLES = {
    "mapping": Text("Cột|Trong tệp|Vì sao|Ví dụ", "Column|In the file|Why|Examples"),
    "columns": Text("Tên|Nhãn||Tiêu đề hay gặp|Giá trị", "Name|Label||Headers met|Values"),
}
SAID = {
    "list": Text("{title}: {file}, {sheet}", "{title}: {file}, {sheet}"),
    "about": Text("{title}. {about} ({law})", "{title}. {about} ({law})"),
    "not found": Text("chưa có", "not found"),
    "needed": Text("bắt buộc", "needed"),
    "unread": Text("Không đọc: {columns}", "Not read: {columns}"),
    "foresight": Text(
        "Hỗ trợ bắt đầu cho {begins} người, kết thúc với {ends} người; {less} người đóng ít hơn, {more} người đóng "
        "nhiều hơn.",
        "Support begins for {begins} people and ends for {ends}; {less} pay less, {more} pay more.",
    ),
    "passed": Text("Dòng không phải của người nào: {rows}", "Lines that are of nobody: {rows}"),
    "applied": Text(
        "Đã ghi vào sổ (lần nhập {number}). Hoàn tác: baophu import-undo {number} --as {by}",
        "Applied (import {number}). To undo it: baophu import-undo {number} --as {by}",
    ),
    "waiting": Text(
        "Lần nhập {number} chờ người thứ hai duyệt: baophu approve {proposal} --by …",
        "Import {number} waits for a second officer: baophu approve {proposal} --by …",
    ),
    "empty": Text("Không có gì thay đổi.", "Nothing would change."),
    "not applied": Text("Chưa ghi gì (lần nhập {number}).", "Nothing was written (import {number})."),
    "add yes": Text("Thêm --yes để ghi.", "Add --yes to apply."),
    "undecided": Text(
        "{count} dòng chờ quyết định: baophu import-doubtful {number} --as {by}",
        "{count} rows wait for a decision: baophu import-doubtful {number} --as {by}",
    ),
    "refused": Text(
        "{count} dòng không được nhận; thêm --refused TỆP.xlsx để lấy các dòng đó kèm lý do.",
        "{count} rows were not taken; add --refused FILE.xlsx to get them back with the reasons.",
    ),
    "decided": Text(
        "Đã ghi nhận dòng {row}. Chạy lại `baophu import {file} --list {list} …` để xem trước với quyết định này.",
        "Row {row} is decided. Run `baophu import {file} --list {list} …` again to preview with it.",
    ),
    "no doubt": Text("Không có dòng nào chờ quyết định.", "No row waits for a decision."),
    "nobody alike": Text("không ai giống trong sổ", "nobody alike in the register"),
    "decide": Text(
        "Quyết định: baophu import-doubtful {number} --as {by} --row SỐ_DÒNG --is SỐ_HỒ_SƠ|new|skip",
        "To decide: baophu import-doubtful {number} --as {by} --row ROW --is NUMBER|new|skip",
    ),
    "pairs": Text(
        "{count} cặp. Gộp: baophu duplicates --merge SỐ_CẶP; hai người khác nhau: --different SỐ_CẶP",
        "{count} pairs. To merge one: baophu duplicates --merge PAIR; two people: --different PAIR",
    ),
    "asked": Text(
        "Đã yêu cầu (lần tìm {number}); tiến trình nền sẽ làm.", "Asked for (search {number}); left to the worker."
    ),
    "two people": Text("Hai người khác nhau; không hỏi lại.", "Two people; not asked again."),
    "proposed": Text(
        "Đề nghị {number}: {summary}. Chờ người thứ hai duyệt.", "Proposal {number}: {summary}. It waits for another."
    ),
    "yes": Text("có", "yes"),
    "from": Text("từ {start}", "from {start}"),
    "from to": Text("từ {start} đến hết {end}", "from {start} to {end}"),
    "on": Text("ngày {start}", "on {start}"),
    "perhaps": Text("có thể là {count} người (giống nhất {best}/100)", "may be {count} people (the best {best}/100)"),
    "outside": Text("ngoài tỉnh", "outside the province"),
    "agree": Text("Ghi vào sổ?", "Apply?"),
    "no user": Text("Không có người dùng “{name}”.", "There is no user '{name}'."),
    "no import": Text("Không có lần nhập số {number}.", "There is no import {number}."),
    "no place": Text(
        "--column {name}={value}: cần số thứ tự của cột trong tệp (3), nhiều cột nối bằng + (2+3), hoặc - để bỏ.",
        "--column {name}={value}: give the number of a column (3), several joined by + (2+3), or - for none.",
    ),
}


def said(lang: str, key: str, **values: object) -> str:
    """A sentence in a language, its values filled in."""
    return pick(SAID[key], lang).format(**{k: pick(v, lang) if isinstance(v, Text) else v for k, v in values.items()})


def tell(lang: str, key: str, **values: object) -> None:
    """Print a sentence."""
    Console(soft_wrap=True, highlight=False).print(said(lang, key, **values), markup=False)


def pick(text: Text, lang: str) -> str:
    """A text in a language."""
    return text.en if lang == "en" else text.vi
