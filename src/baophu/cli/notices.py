"""`baophu notices`: the notices of the day, and what stands in the outbox."""

from __future__ import annotations

from typing import Annotated

import typer

from baophu.cli.shared import FormatOption, LangOption, as_json, choice
from baophu.cli.users import accounts


def register(app: typer.Typer) -> None:
    """Add the command to the command line."""
    app.command()(notices)


def notices(
    send: Annotated[bool, typer.Option("--send/--no-send", help="Send what stands in the outbox afterwards.")] = True,
    format_: FormatOption = "text",
    lang: LangOption = "vi",
) -> None:
    """Make today's notices for citizens who have an account, each once, and send them. Run it daily."""
    choice("format", format_, ("text", "json"))
    with accounts(lang):
        from baophu.citizen.services import noticing, sending

        made = noticing.make()
        sent = sending.send_waiting() if send else sending.Sent()
        told = {
            "notices": dict(made.notices),
            "messages": made.messages,
            "sent": sent.sent,
            "failed": sent.failed,
            "left": sent.left,
        }
        if format_ == "json":
            print(as_json(told))
            return
        new = sum(made.notices.values())
        told_in = {
            "en": "{} new notices, {} messages; {} sent, {} failed, {} later",
            "vi": "{} thông báo mới, {} tin; {} đã gửi, {} hỏng, {} gửi sau",
        }
        print(told_in[lang].format(new, made.messages, sent.sent, sent.failed, sent.left))
