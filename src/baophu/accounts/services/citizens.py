"""Citizens' accounts: one for each person of the register who has signed in."""

from __future__ import annotations

import re

from baophu.accounts.errors import Refused
from baophu.accounts.models import Role, User
from baophu.accounts.people import find_by_personal_id


class NobodyThere(Refused):
    """The identity provider names somebody the register does not know."""

    def __init__(self) -> None:
        super().__init__(
            "Không tìm thấy số định danh cá nhân này trong cơ sở dữ liệu bảo hiểm y tế của tỉnh. "
            "Hãy đến Uỷ ban nhân dân xã, phường, đặc khu nơi cư trú để được đăng ký.",
            "This personal ID is not in the province's health insurance register. "
            "Please ask the People's Committee of the commune where you live to register you.",
        )


def citizen(personal_id: str) -> User:
    """The account of whoever has this 12-digit personal ID, made at the first sign-in.

    NobodyThere if the register knows nobody with it, or it is not 12 digits. The number decides, never a name.
    """
    person = find_by_personal_id(personal_id) if re.fullmatch("[0-9]{12}", personal_id) else None
    if person is None:
        raise NobodyThere
    user = User.objects.filter(person=person).first()
    if user is None:
        user = User(username=f"citizen-{person}", role=Role.CITIZEN, person=person)
        user.set_unusable_password()
        user, _ = User.objects.get_or_create(
            person=person,
            defaults={"username": user.username, "role": Role.CITIZEN, "password": user.password},
        )
    return user
