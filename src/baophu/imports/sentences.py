"""The sentences of imports, Vietnamese first. One line says what is wrong, the same line what would do."""

from __future__ import annotations

from collections.abc import Mapping

from baophu.law.model import Text

STATES: Mapping[str, Text] = {
    "uploaded": Text("đã tải lên", "uploaded"),
    "mapped": Text("đã gán cột", "columns confirmed"),
    "previewed": Text("đã xem trước", "previewed"),
    "waiting": Text("chờ người thứ hai duyệt", "waiting for a second officer"),
    "applied": Text("đã ghi vào sổ", "applied"),
    "undone": Text("đã hoàn tác", "undone"),
    "abandoned": Text("đã bỏ", "abandoned"),
}

KINDS: Mapping[str, Text] = {
    "new": Text("mới", "new"),
    "changed": Text("thay đổi", "changed"),
    "ended": Text("kết thúc", "ended"),
    "unchanged": Text("không đổi", "unchanged"),
    "unknown": Text("chưa có trong sổ", "not in the register"),
    "doubtful": Text("chưa chắc là ai", "doubtful"),
    "refused": Text("bị từ chối", "refused"),
    "skipped": Text("bỏ qua", "skipped"),
}

_FILES: Mapping[str, Text] = {
    "no such list": Text(
        "Không có loại danh sách “{name}”. Các loại có: {known}.", "There is no list type '{name}'; there are {known}."
    ),
    "cannot open": Text("Không mở được {file}: {error}.", "{file} cannot be opened: {error}."),
    "empty file": Text("Tệp trống; hãy chọn đúng tệp danh sách.", "The file is empty; choose the file with the list."),
    "too large": Text(
        "Tệp lớn hơn {allowed} MB. Hãy tách danh sách thành nhiều tệp, mỗi tệp không quá {rows} dòng, bỏ ảnh và các "
        "trang tính không cần, rồi tải lên từng tệp.",
        "The file is larger than {allowed} MB. Split the list into several files of at most {rows} rows each, without "
        "pictures and sheets that are not needed, and bring them in one by one.",
    ),
    "too many rows": Text(
        "Danh sách có {rows} dòng, nhiều hơn {allowed}. Hãy tách thành nhiều tệp, mỗi tệp giữ nguyên dòng tiêu đề.",
        "The list has {rows} rows, more than {allowed}. Split it into several files, each with the header line.",
    ),
    "swells": Text(
        "Tệp nén bung ra quá lớn, không phải một danh sách; hãy lưu lại dưới dạng CSV UTF-8.",
        "The workbook unpacks to far more than any list; save the sheet as CSV UTF-8.",
    ),
    "not a list": Text(
        "Đây là tệp {kind}, không phải danh sách; hãy gửi tệp Excel (.xlsx, .xls) hoặc CSV.",
        "This is a {kind} file, not a list; send Excel (.xlsx, .xls) or CSV.",
    ),
    "not text": Text(
        "Tệp không phải văn bản CSV cũng không phải Excel; hãy lưu lại dưới dạng .xlsx hoặc “CSV UTF-8”.",
        "The file is neither CSV text nor Excel; save it as .xlsx or 'CSV UTF-8'.",
    ),
    "broken encoding": Text(
        "Tệp ghi là {encoding} nhưng có chỗ hỏng ở byte {place}; hãy lưu lại dưới dạng “CSV UTF-8”.",
        "The file says it is {encoding} but is broken at byte {place}; save it again as 'CSV UTF-8'.",
    ),
    "unknown encoding": Text(
        "Không đọc được bảng mã của tệp; trong Excel chọn Lưu thành → “CSV UTF-8” hoặc .xlsx.",
        "The encoding of the file is not known; in Excel choose Save as → 'CSV UTF-8' or .xlsx.",
    ),
    "old letters": Text(
        "Chữ trong tệp theo bảng mã {old} (phông kiểu .VnTime hoặc VNI), đọc nhầm sẽ sai tên người. Hãy chuyển sang "
        "Unicode (ví dụ UniKey: Ctrl+Shift+F6, nguồn {old}, đích Unicode) rồi lưu dưới dạng .xlsx hoặc “CSV UTF-8”.",
        "The letters of the file are in {old} (fonts like .VnTime or VNI-Times); read wrongly they would spoil names. "
        "Convert it to Unicode (UniKey: Ctrl+Shift+F6, from {old} to Unicode) and save it as .xlsx or 'CSV UTF-8'.",
    ),
    "broken csv": Text(
        "Tệp CSV hỏng ({error}), thường do dấu ngoặc kép không khép; hãy lưu lại từ Excel.",
        "The CSV file is broken ({error}), mostly by a quotation mark that is never closed; save it again from Excel.",
    ),
    "broken workbook": Text(
        "Không mở được tệp Excel ({error}); hãy mở bằng Excel và lưu lại dưới dạng .xlsx.",
        "The workbook cannot be opened ({error}); open it in Excel and save it as .xlsx.",
    ),
    "password": Text(
        "Tệp Excel có mật khẩu; hãy bỏ mật khẩu rồi lưu lại.", "The workbook has a password; remove it and save again."
    ),
    "no sheet": Text("Tệp Excel không có trang tính nào.", "The workbook has no sheet that is shown."),
    "no such sheet": Text(
        "Không có trang tính “{name}”; có: {known}.", "There is no sheet '{name}'; there are {known}."
    ),
}

_STEPS: Mapping[str, Text] = {
    "applied already": Text(
        "Tệp này đã được ghi vào sổ (lần nhập {number}, ngày {day}, {by}); không có gì thay đổi. Muốn ghi lại thì "
        "hoàn tác lần nhập đó trước.",
        "This file was applied already (import {number}, {day}, {by}); nothing has changed. To apply it again, undo "
        "that import first.",
    ),
    "units not yours": Text(
        "Danh sách nói về đơn vị không thuộc địa bàn của bạn: {units}.", "The list speaks for units not yours: {units}."
    ),
    "import not yours": Text(
        "Lần nhập {number} của cán bộ khác, không thuộc địa bàn của bạn.",
        "Import {number} is another officer's and not of your units.",
    ),
    "not in state": Text(
        "Lần nhập {number} đang ở bước “{state}”; việc này cần “{wanted}”.",
        "Import {number} is '{state}'; this needs '{wanted}'.",
    ),
    "columns missing": Text(
        "Chưa có cột: {columns}. Hãy chọn cột trong tệp, hoặc nhập một giá trị chung cho cả danh sách.",
        "No column yet for: {columns}. Choose a column of the file, or give one value for the whole list.",
    ),
    "nobody can be told": Text(
        "Không có cột nào để biết ai là ai; cần ngày sinh, hoặc số định danh, mã số BHXH, số thẻ.",
        "No column tells who is who; a birth date is needed, or a personal ID, social-insurance or card number.",
    ),
    "wrong constant": Text("{column}: {why}", "{column}: {why}"),
    "no such column": Text(
        "Loại danh sách này không có cột “{name}”; có: {known}.",
        "This list type has no column '{name}'; it has {known}.",
    ),
    "no such place": Text(
        "{column}: tệp không có cột thứ {place}.", "{column}: the file has no column number {place}."
    ),
    "column twice": Text(
        "Cột thứ {place} của tệp được gán cho cả “{one}” và “{other}”; chọn một.",
        "Column {place} of the file is assigned to both '{one}' and '{other}'; choose one.",
    ),
    "row does not wait": Text("Dòng {row} không chờ quyết định.", "Row {row} does not wait for a decision."),
    "no such choice": Text(
        "“{choice}” không phải lựa chọn; hãy cho số hồ sơ, “new” (người mới) hoặc “skip” (bỏ qua).",
        "'{choice}' is no choice; give the number of a record, 'new' or 'skip'.",
    ),
    "no such person": Text(
        "Không có hồ sơ số {number} trong địa bàn của bạn.", "There is no record {number} in your units."
    ),
    "look again": Text(
        "Đã có quyết định mới về các dòng chưa chắc; hãy xem trước lại rồi ghi.",
        "Rows were decided since; preview again, then apply.",
    ),
    "register changed": Text(
        "Sổ đã thay đổi từ khi xem trước; chưa ghi gì. Hãy xem trước lại rồi ghi.",
        "The register has changed since the preview; nothing was written. Preview again, then apply.",
    ),
    "nothing to do": Text(
        "Lần nhập {number} không làm thay đổi gì: mọi dòng đã đúng như trong sổ, hoặc chưa được nhận.",
        "Import {number} would change nothing: every row stands in the register already or was not taken.",
    ),
    "large rows": Text("thay đổi {rows} dòng, nhiều hơn {allowed}", "it changes {rows} rows, more than {allowed}"),
    "large losses": Text(
        "{people} người mất hỗ trợ, nhiều hơn {allowed}", "support ends for {people} people, more than {allowed}"
    ),
    "large import": Text(
        "Nhập danh sách {number} “{list}” ({file}): {new} mới, {changed} thay đổi, {ended} kết thúc; cần duyệt vì "
        "{why}.",
        "Import {number} '{list}' ({file}): {new} new, {changed} changed, {ended} ended; it needs approval because "
        "{why}.",
    ),
    "not foreseen": Text(
        "Chưa dự báo được {count} hộ (số {households}…): {first}",
        "{count} households could not be foreseen (number {households}…): {first}",
    ),
    "full for": Text("Danh sách đầy đủ của: {units}", "Full list of: {units}"),
    "full for nobody": Text(
        "Danh sách đầy đủ nhưng không rõ của đơn vị nào, nên không kết thúc ai; hãy nêu đơn vị.",
        "A full list, but of which units is not said, so nothing ends for anybody; name the units.",
    ),
    "ends wait": Text(
        "Chưa kết thúc ai không còn trong danh sách, vì {count} dòng (đầu tiên: dòng {row}) chưa rõ là ai; hãy quyết "
        "định hoặc sửa các dòng đó.",
        "Nothing ends yet for those no longer on the list, because of {count} rows (the first: row {row}) of which it "
        "is not known who they are; decide or correct them.",
    ),
    "ends no day": Text(
        "Chưa kết thúc ai không còn trong danh sách, vì không rõ danh sách có hiệu lực từ ngày nào.",
        "Nothing ends for those no longer on the list, because no day says from when the list holds.",
    ),
    "request not open": Text(
        "Yêu cầu {number} đã được trả lời, đã rút, hoặc không thuộc địa bàn của bạn.",
        "Request {number} was answered or withdrawn, or is not of your units.",
    ),
    "pair not yours": Text(
        "Không có cặp hồ sơ số {number} trong địa bàn của bạn.", "There is no pair {number} in your units."
    ),
    "pair decided": Text("Cặp hồ sơ {number} đã được quyết định.", "Pair {number} has been decided already."),
    "left doubtful": Text("Chưa chắc là ai.", "It is not sure who this is."),
    "left unknown": Text("Chưa có trong sổ.", "Not in the register."),
    "left refused": Text("Bị từ chối.", "Refused."),
}

_CELLS: Mapping[str, Text] = {
    "formula": Text(
        "Ô chứa công thức “{text}” dạng chữ; hãy thay bằng giá trị.",
        "The cell holds a formula as text, '{text}'; put its value instead.",
    ),
    "no date": Text(
        "“{text}” không phải ngày; viết ngày trước: 25/12/1980 (hoặc 12/1980, 1980).",
        "'{text}' is no date; write the day first: 25/12/1980 (or 12/1980, 1980).",
    ),
    "whole date": Text(
        "“{text}” thiếu ngày hoặc tháng; viết đủ như 25/12/2025.",
        "'{text}' lacks the day or the month; write it in full: 25/12/2025.",
    ),
    "no month": Text("“{text}” không phải tháng; viết như 03/2026.", "'{text}' is no month; write it like 03/2026."),
    "no year": Text("“{text}” không phải năm; viết như 2026.", "'{text}' is no year; write it like 2026."),
    "month first": Text(
        "Ngày sinh viết tháng trước; đọc là {day}.", "The birth date has the month first; read as {day}."
    ),
    "born later": Text("Ngày sinh {day} sau hôm nay; hãy kiểm tra.", "The birth date {day} is after today; check it."),
    "no unit": Text(
        "Không có xã, phường, đặc khu nào là “{text}”; hãy dùng tên hiện nay hoặc mã 5 chữ số.",
        "No commune is called '{text}'; use its present name or its code of 5 digits.",
    ),
    "several units": Text(
        "“{text}” có thể là {units}; hãy dùng mã 5 chữ số.", "'{text}' may be {units}; use the code of 5 digits."
    ),
    "no ethnic group": Text(
        "Không có dân tộc “{text}”; viết như trong danh mục (Kinh, Tày, Dao, Sán Dìu…).",
        "There is no ethnic group '{text}'; write it as in the national list (Kinh, Tày, Dao, Sán Dìu…).",
    ),
    "no such value": Text(
        "Không hiểu “{text}”; được phép: {allowed}.", "'{text}' is not understood; allowed: {allowed}."
    ),
    "no flag": Text(
        "“{text}” không phải có hay không; dùng x hoặc để trống.", "'{text}' is neither yes nor no; use x."
    ),
    "no money": Text(
        "“{text}” không phải số tiền; viết số đồng nguyên: 5.000.000.",
        "'{text}' is no amount; write whole đồng: 5.000.000.",
    ),
    "no count": Text("“{text}” không phải số nguyên.", "'{text}' is no whole number."),
    "missing": Text("Thiếu {column}.", "{column} is missing."),
    "nobody told": Text(
        "Không đủ để biết là ai; cần ngày sinh, hoặc số định danh, mã số BHXH, số thẻ.",
        "Too little to know who this is; a birth date is needed, or a personal ID, social-insurance or card number.",
    ),
}

_ROWS: Mapping[str, Text] = {
    "a name": Text("họ và tên", "a name"),
    "a birth date": Text("ngày sinh", "a birth date"),
    "a sex": Text("giới tính", "a sex"),
    "new person needs": Text("Người mới cần có {what}.", "Somebody new needs {what}."),
    "new person where": Text("Người mới cần có xã, phường, đặc khu nơi ở.", "Somebody new needs a commune to live in."),
    "died already": Text(
        "{name} đã được ghi mất ngày {day}; nếu sai, hãy sửa hồ sơ trước.",
        "{name} is recorded as having died on {day}; if that is wrong, correct the record first.",
    ),
    "died otherwise": Text(
        "Đã được ghi mất ngày {day}; nếu sai, hãy hoàn tác lần ghi đó trước.",
        "Recorded as having died on {day}; if that is wrong, undo that entry first.",
    ),
    "death day": Text(
        "Ngày mất {day} trước ngày sinh hoặc sau hôm nay; hãy kiểm tra.",
        "The death on {day} is before birth or after today; check it.",
    ),
    "not your unit": Text(
        "Đang ở {unit}, không thuộc địa bàn của bạn; hãy chuyển dòng này cho đơn vị đó.",
        "Lives in {unit}, which is not yours; pass this row to that unit.",
    ),
    "other household": Text(
        "Trong sổ người này ở hộ khác với hộ ở dòng {row}; hãy ghi chuyển hộ trước, rồi nhập lại dòng này.",
        "In the register this person lives in another household than that of row {row}; record the move first, then "
        "bring this row in again.",
    ),
    "twice": Text(
        "Cùng một người với dòng {row}; giữ lại một dòng.", "The same person as in row {row}; keep one of the two."
    ),
    "contradicts": Text(
        "Trái với dòng {row} về cùng người hoặc cùng hộ; hãy giữ dòng đúng.",
        "Contradicts row {row} about the same person or household; keep the right one.",
    ),
    "lives nowhere": Text(
        "Sổ chưa ghi người này ở đâu; hãy ghi nơi cư trú trước.",
        "The register does not say where this person lives; record that first.",
    ),
    "no first day": Text(
        "Không rõ từ ngày nào; cần một trong các cột: {columns}.",
        "From when is not said; one of these is needed: {english}.",
    ),
    "ends before": Text(
        "Kết thúc {end} trước khi bắt đầu {start}; hãy sửa một trong hai ngày.",
        "It ends on {end}, before it begins on {start}; correct one of the two.",
    ),
    "months asked": Text("Số tháng phải từ 1 đến 60.", "Months are 1 to 60."),
    "unknown cannot move": Text(
        "Không thấy người này trong sổ nên không thể chuyển đi; hãy kiểm tra tên, ngày sinh, số định danh.",
        "The register does not know this person, so no move can be recorded; check name, birth date and personal ID.",
    ),
    "permanent or not": Text("Cần ghi rõ thường trú hay tạm trú.", "Say whether residence is permanent or temporary."),
    "move day": Text(
        "Ngày chuyển thiếu, sau hôm nay hoặc trước ngày sinh; hãy kiểm tra.",
        "The day of the move is missing, after today or before birth; check it.",
    ),
    "move where": Text(
        "Không rõ chuyển đến đâu; cần xã, phường, đặc khu hoặc số định danh của người trong hộ nơi đến.",
        "Where to is not said; give the commune, or the personal ID of somebody of the household moved to.",
    ),
    "no host": Text(
        "Không thấy ai có số định danh {number} trong sổ, hoặc người đó chưa có nơi ở.",
        "Nobody in the register has the personal ID {number}, or they live nowhere.",
    ),
    "number not filled": Text(
        "Số định danh {number} trái với giới tính hoặc năm sinh trong sổ nên không ghi.",
        "The personal ID {number} disagrees with sex or birth year in the register and was not taken.",
    ),
    "number taken": Text(
        "Số {number} đã thuộc một hồ sơ khác nên không ghi; nếu là một người, hãy gộp hồ sơ.",
        "The number {number} is another record's and was not taken; if both are one person, merge the records.",
    ),
    "numbers of two": Text(
        "Các số trong dòng thuộc về những hồ sơ khác nhau.", "The numbers of the row belong to different records."
    ),
    "number of another": Text(
        "Trong sổ số này là của người có họ tên, ngày sinh khác.",
        "In the register this number is of somebody with another name and birth date.",
    ),
    "lives elsewhere": Text(
        "Trong sổ người này ở xã khác; nếu đã chuyển, hãy ghi chuyển nơi ở.",
        "In the register this person lives in another unit; if they moved, record it.",
    ),
    "name differs": Text("Trong sổ tên là {name}.", "In the register the name is {name}."),
    "birth swapped": Text(
        "Trong sổ ngày sinh là {born} (ngày và tháng đổi chỗ).",
        "In the register the birth date is {born} (day and month exchanged).",
    ),
    "birth differs": Text("Trong sổ ngày sinh là {born}.", "In the register the birth date is {born}."),
    "year only": Text(
        "Chỉ khớp theo năm sinh {born}; là người duy nhất trùng tên trong xã.",
        "Matched by the birth year {born} alone; nobody else of that name lives in the unit.",
    ),
    "also on": Text(
        "Cũng có trong danh sách của {sender} (lần nhập {number}).",
        "Is also on the list of {sender} (import {number}).",
    ),
    "why same name": Text("cùng họ tên", "same name"),
    "why like name": Text("tên giống {score} %", "names {score} % alike"),
    "why same birth": Text("cùng ngày sinh", "same birth date"),
    "why swapped birth": Text("ngày và tháng sinh đổi chỗ", "day and month of birth exchanged"),
    "why same year": Text("cùng năm sinh", "same birth year"),
    "why near birth": Text("ngày sinh gần giống", "birth dates nearly the same"),
    "why other birth": Text("khác ngày sinh", "other birth date"),
    "why same unit": Text("cùng xã", "same unit"),
    "why other unit": Text("ở xã khác", "lives in another unit"),
    "why other sex": Text("khác giới tính", "other sex"),
    "why same number": Text("trùng số", "same number"),
    "why other number": Text("khác số định danh", "other personal ID"),
    "why by splink": Text("giống nhau theo mô hình", "alike by the model"),
}

SAYS: Mapping[str, Text] = {**_FILES, **_STEPS, **_CELLS, **_ROWS}
"""Every sentence by its key."""
