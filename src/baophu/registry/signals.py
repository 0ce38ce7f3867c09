"""What the register tells those who stand on it.

`recorded`   sent on commit, once an entry and transaction: `person_ids`, `household_ids`, `units` (frozensets of what
             was touched; units where facts of the area were) and `entry`. What was recorded may concern the other
             members of a household, and everybody in a unit.
`newborn`    sent inside the transaction, with `person` and `entry`: cover adds the child's card on the same entry.
`died`       sent inside the transaction, with `person`, `day` and `entry`, after the register ended what it holds.
`merged`     sent inside the transaction, with `kept`, `other` and `entry`: what other apps hang on `other` moves.
`undoing`    sent inside the transaction, with `entry` (undone) and `by` (the new entry), before anything is taken back:
             a receiver takes back its own, or raises `BuiltOn` when it cannot.
"""

from __future__ import annotations

from django.dispatch import Signal

recorded = Signal()
newborn = Signal()
died = Signal()
merged = Signal()
undoing = Signal()
