"""Lint by enumeration: what a law book does to the situations it can tell apart.

`lint(book, first, last)` gives a `Report`; `default_span` the months to look at unless told; `show` prints a report,
`to_data` makes it plain data. Nothing is judged by reading rules: every situation is decided by the engine's own SQL.
"""

from baophu.engine.lint.findings import Cited, Example, Finding, Kind, Level, Report, Tally
from baophu.engine.lint.run import lint
from baophu.engine.lint.show import show, to_data
from baophu.engine.lint.stretches import default_span

__all__ = [
    "Cited",
    "Example",
    "Finding",
    "Kind",
    "Level",
    "Report",
    "Tally",
    "default_span",
    "lint",
    "show",
    "to_data",
]
