"""Messages by SMTP, through Django's mail (`BAOPHU_SMTP`)."""

from __future__ import annotations

import smtplib

from django.core.mail import EmailMessage

from baophu.citizen.outbox.adapter import BadAddress, NotNow

FOR_GOOD = range(500, 600)


class Smtp:
    """One mail a message."""

    def send(self, address: str, subject: str, text: str, number: int) -> None:
        """Send; an address the server refuses for good is bad, everything else may work later."""
        mail = EmailMessage(subject, text, to=[address], headers={"X-Baophu-Message": str(number)})
        try:
            mail.send()
        except smtplib.SMTPRecipientsRefused as error:
            code, why = next(iter(error.recipients.values()), (0, b""))
            told = why.decode(errors="replace") if isinstance(why, bytes) else str(why)
            if code in FOR_GOOD:
                raise BadAddress(f"{code} {told}") from error
            raise NotNow(f"{code} {told}") from error
        except (smtplib.SMTPException, OSError) as error:
            raise NotNow(str(error)) from error
