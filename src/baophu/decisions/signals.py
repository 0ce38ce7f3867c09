"""What decisions tell those who stand on them.

`province_decided`   sent after a run of the whole province is done and written back, outside of transactions, with
                     `run`. What a receiver fails at is logged; the run stands.
"""

from __future__ import annotations

from django.dispatch import Signal

province_decided = Signal()
