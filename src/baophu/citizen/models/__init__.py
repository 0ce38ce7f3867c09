"""The tables of citizen, one file a subject."""

from baophu.citizen.models.delegation import Delegation
from baophu.citizen.models.notice import Address, Channel, Message, Notice
from baophu.citizen.models.report import Reply, Report

__all__ = ["Address", "Channel", "Delegation", "Message", "Notice", "Reply", "Report"]
