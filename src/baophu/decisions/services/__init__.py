"""What the decisions app does for others.

- `facts.facts_of(households, known_at=None) -> Facts`: the facts tables of some households, in memory
- `snapshot.take(known_at=None) -> Snapshot`: the register as dated Parquet files
- `running.run_now(...)`, `running.start(...)`: a whole-province run, here or in the background
- `redeciding.redecide(persons, households)`: the current decision of a few (or ten thousand) people at once
- `foreseeing.foresee(changes, on=None) -> Foreseen`: what would begin or end if changes were recorded; writes nothing
- `explaining.explain_person(person, day) -> Explanation`
- `lawbooks.active() -> Book`, `lawbooks.propose(folder, by)`: the law book in use, and how another comes into use
"""
