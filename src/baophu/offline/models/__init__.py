"""The tables of offline."""

from baophu.offline.models.keys import OpeningCode, SigningKey
from baophu.offline.models.snapshots import SentCheckIn, Snapshot

__all__ = ["OpeningCode", "SentCheckIn", "SigningKey", "Snapshot"]
