"""What steering does for others.

- `figures.keep(folder, number=None, day=None) -> Kept`: the figures of a run of decisions, written once
- `reading.latest() -> Kept | None` and what is read of it: coverage by unit, group and month, money, lapses, endings
- `targets.assign(...)`, `targets.progress(...)`: targets assigned by decision, and how far they are
- `actions.note(...)`, `actions.close(...)`: who does what about a target
- `tables.read(...)`: an assignment table (xlsx, csv) as targets
- `boundaries.take(...)`, `boundaries.shapes()`: the user's own boundary file
- `reports.make(...)`: the committee's quarterly report
"""
