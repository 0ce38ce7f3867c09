"""The tables of care, one file a subject."""

from baophu.care.models.checkin import CheckIn
from baophu.care.models.facility import Facility, Post
from baophu.care.models.visit import ClaimFile, Visit

__all__ = ["CheckIn", "ClaimFile", "Facility", "Post", "Visit"]
