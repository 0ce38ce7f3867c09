"""What is wrong with a field, in both languages: pydantic's kinds of error in our words."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from baophu.api.errors import Fault
from baophu.law.model import Text

WORDS: Mapping[str, tuple[str, str]] = {
    "missing": ("bắt buộc có.", "is required."),
    "extra_forbidden": ("không có trường này.", "there is no such field."),
    "string_type": ("phải là chuỗi ký tự.", "must be a string."),
    "string_too_short": ("quá ngắn: ít nhất {min_length} ký tự.", "is too short: {min_length} characters at least."),
    "string_too_long": ("quá dài: nhiều nhất {max_length} ký tự.", "is too long: {max_length} characters at most."),
    "string_pattern_mismatch": ("không đúng dạng {pattern}.", "does not have the shape {pattern}."),
    "string_unicode": ("có ký tự hỏng.", "has broken characters."),
    "int_type": ("phải là số nguyên.", "must be a whole number."),
    "int_from_float": ("phải là số nguyên.", "must be a whole number."),
    "int_parsing": ("phải là số nguyên.", "must be a whole number."),
    "int_parsing_size": ("là số quá lớn.", "is too large a number."),
    "bool_type": ("phải là true hoặc false.", "must be true or false."),
    "bool_parsing": ("phải là true hoặc false.", "must be true or false."),
    "date_type": ("phải là ngày dạng 2026-07-01.", "must be a day like 2026-07-01."),
    "date_parsing": ("phải là ngày dạng 2026-07-01.", "must be a day like 2026-07-01."),
    "date_from_datetime_parsing": ("phải là ngày dạng 2026-07-01.", "must be a day like 2026-07-01."),
    "value_error": ("không dùng được.", "cannot be used."),
    "literal_error": ("phải là một trong: {expected}.", "must be one of: {expected}."),
    "list_type": ("phải là danh sách.", "must be a list."),
    "too_short": ("ít nhất {min_length} mục.", "has {min_length} items at least."),
    "too_long": ("nhiều nhất {max_length} mục.", "has {max_length} items at most."),
    "dict_type": ("phải là đối tượng.", "must be an object."),
    "model_type": ("phải là đối tượng.", "must be an object."),
    "model_attributes_type": ("phải là đối tượng.", "must be an object."),
    "greater_than_equal": ("ít nhất {ge}.", "is {ge} at least."),
    "less_than_equal": ("nhiều nhất {le}.", "is {le} at most."),
}


def faults(errors: Iterable[Mapping[str, Any]]) -> list[Fault]:
    """Pydantic's errors as faults. Where nothing of ours is written its own sentence stands."""
    found = []
    for error in errors:
        where = "/".join(str(part) for part in error["loc"])
        words, context = WORDS.get(error["type"]), error.get("ctx", {})
        if words is None:
            text = Text(f"không dùng được ({error['msg']}).", error["msg"])
        else:
            text = Text(words[0].format(**context), words[1].format(**context))
        found.append(Fault(where, error["type"], text))
    return found
