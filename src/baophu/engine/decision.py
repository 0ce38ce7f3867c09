"""The decision of one period as SQL: conditions, groups held, paying group, supports, benefit.

One SELECT over the table `cell` (a column a visible fact, `age` in full years, `month`), built as a chain of named
steps. It answers with small numbers that point into the period: groups by their place in Article 12's order,
provisions by their place in `Period.provisions`; -1 is none. `outcome` turns them back into law.
"""

from __future__ import annotations

from collections.abc import Iterable

from baophu.engine.plan import Plan
from baophu.engine.sql import DUCKDB, Dialect, condition
from baophu.engine.steps import Steps
from baophu.law.model import Ahead, Benefit, Choose, Order, Premium, Taper

MASK_BITS = 60


def decision_sql(plan: Plan, source: str = "cell", dialect: Dialect = DUCKDB, *, explain: bool = False) -> str:
    """The query that decides every row of `source`; with `explain`, the columns of `considered_columns` too."""
    columns = [*answer_columns(plan), *(considered_columns(plan) if explain else [])]
    return decision_steps(plan).select(columns, source, dialect)


def decision_steps(plan: Plan) -> Steps:
    """Every step of a decision, from conditions to answers."""
    steps = considered_steps(plan)
    steps.add("held", _held(plan))
    steps.add("standing", _standing(plan))
    steps.add("first_in_order", [_first(plan)])
    _choose(plan, steps)
    _supports(plan, steps)
    steps.add("levels", _levels(plan))
    steps.add("answers", _answers(plan))
    return steps


def considered_steps(plan: Plan) -> Steps:
    """The first steps alone: each condition as `c<place>_<line>`, each provision as `p<place>`."""
    steps = Steps()
    steps.add("conditions", _conditions(plan))
    steps.add("provisions", _holding(plan))
    return steps


def considered_columns(plan: Plan) -> list[str]:
    """Columns of `considered_steps`, in order."""
    lines = [f"c{i}_{j}" for i, p in enumerate(plan.period.provisions) for j in range(len(p.conditions))]
    return [*lines, *(f"p{i}" for i, p in enumerate(plan.period.provisions) if not isinstance(p.effect, Order))]


def answer_columns(plan: Plan) -> list[str]:
    """Columns of the answer, in order."""
    shares = [c for payer in plan.supporting() for c in (f"s_{payer}", f"w_{payer}")]
    return ["cell", "paying", "by_group", "by_premium", *shares, "benefit", "by_benefit", "by_taper",
            "held_low", "held_high", "gave_way", "by_choice"]  # fmt: skip


def _conditions(plan: Plan) -> list[str]:
    names = plan.layout.names(plan.period)
    return [
        f"{condition(c.node, names)} as c{i}_{j}"
        for i, p in enumerate(plan.period.provisions)
        for j, c in enumerate(p.conditions)
    ]


def _holding(plan: Plan) -> list[str]:
    """A provision holds when all its conditions do and none that excepts it holds."""
    by_ref = {p.ref: i for i, p in enumerate(plan.period.provisions)}
    excepted: dict[int, list[int]] = {}
    for i, p in enumerate(plan.period.provisions):
        for ref in p.excepts:
            if ref in by_ref:
                excepted.setdefault(by_ref[ref], []).append(i)

    def holds(i: int) -> str:
        own = [f"c{i}_{j}" for j in range(len(plan.period.provisions[i].conditions))]
        return " and ".join([*own, *(f"not ({holds(q)})" for q in excepted.get(i, ()))]) or "(1 = 1)"

    return [f"({holds(i)}) as p{i}" for i, p in enumerate(plan.period.provisions) if not isinstance(p.effect, Order)]


def _held(plan: Plan) -> list[str]:
    return [
        f"({_any(f'p{plan.place(p)}' for p in found)}) as h{k}" for k, found in enumerate(plan.period.groups.values())
    ]


def _standing(plan: Plan) -> list[str]:
    """Groups held that no other group held stands before by an exception of Article 13(5)."""
    gives_way: dict[int, list[str]] = {}
    masks: list[str] = []
    for bit, (p, ahead) in enumerate(plan.period.of(Ahead)):
        before, behind = plan.groups(ahead.groups), plan.groups(ahead.of)
        meeting: list[str] = []
        for k in behind:
            rivals = [f"h{j}" for j in before if j != k]
            if rivals:
                gives_way.setdefault(k, []).append(f"(p{plan.place(p)} and ({_any(rivals)}))")
                meeting.append(f"(h{k} and ({_any(rivals)}))")
        if meeting:
            masks.append(f"case when p{plan.place(p)} and ({_any(meeting)}) then {1 << bit} else 0 end")
    columns = [
        f"(h{k}" + "".join(f" and not {w}" for w in gives_way.get(k, ())) + f") as d{k}"
        for k in range(len(plan.period.groups))
    ]
    return [*columns, f"({' + '.join(masks) or '0'}) as gave_way"]


def _first(plan: Plan) -> str:
    whens = " ".join(f"when d{k} then {k}" for k in range(len(plan.period.groups)))
    return (f"case {whens} else -1 end" if whens else "-1") + " as first_paying"


def _choose(plan: Plan, steps: Steps) -> None:
    """Among several groups held, the one that leaves least to pay; ties by Article 12's order."""
    rules = [(p, plan.groups(c.among)) for p, c in plan.period.of(Choose)]
    rules = [(p, among) for p, among in rules if among]
    if not rules:
        steps.add("chosen", ["first_paying as paying", "-1 as by_choice"])
        return
    together = sorted({k for _, among in rules for k in among})
    earlier: dict[int, list[str]] = {k: [] for k in together}
    for payer in plan.supporting():
        columns = []
        for k in together:
            terms = [
                f"case when p{i} then {_rest(plan.share(s), s.on_top, earlier[k])} else 0 end"
                for i, s in plan.supports(payer)
                if k in plan.groups(s.groups)
            ]
            if terms:
                left = _rest(plan.scale, False, earlier[k])
                columns.append(f"least({left}, {_greatest(['0', *terms])}) as s{k}_{payer}")
        steps.add(f"would_pay_{payer}", columns)
        for k in together:
            if any(c.endswith(f" as s{k}_{payer}") for c in columns):
                earlier[k].append(f"s{k}_{payer}")
    best = []
    for n, (_, among) in enumerate(rules):
        given = {k: f"cast({' + '.join(earlier[k]) or '0'} as bigint)" for k in among}
        keys = [f"case when d{k} then {given[k]} * 1000 + {999 - k} else -1 end" for k in among]
        best.append(f"{_greatest(keys)} as best{n}")
    steps.add("best", best)
    whens = " ".join(
        f"when p{plan.place(p)} and first_paying in ({_list(among)}) then 999 - best{n} % 1000"
        for n, (p, among) in enumerate(rules)
    )
    steps.add("choice", [f"case {whens} else first_paying end as paying"])
    who = " ".join(
        f"when paying <> first_paying and p{plan.place(p)} and first_paying in ({_list(among)}) then {plan.place(p)}"
        for p, among in rules
    )
    steps.add("chosen", [f"case {who} else -1 end as by_choice"])


def _supports(plan: Plan, steps: Steps) -> None:
    """Each payer in turn: the best of its supports for the paying group, and which one it is."""
    earlier: list[str] = []
    for payer in plan.supporting():
        found = [(i, s, plan.groups(s.groups)) for i, s in plan.supports(payer)]
        found = [(i, s, groups) for i, s, groups in found if groups]
        terms = [
            f"case when p{i} and paying in ({_list(groups)}) then {_rest(plan.share(s), s.on_top, earlier)}"
            f" else 0 end as t{i}"
            for i, s, groups in found
        ]
        steps.add(f"terms_{payer}", terms)
        names = [f"t{i}" for i, _, _ in found]
        steps.add(f"best_{payer}", [f"{_greatest(['0', *names])} as m_{payer}"])
        winner = " ".join(f"when t{i} = m_{payer} then {i}" for i, _, _ in found)
        steps.add(
            f"share_{payer}",
            [
                f"least(m_{payer}, {_rest(plan.scale, False, earlier)}) as s_{payer}",
                f"case when m_{payer} <= 0 then -1 {winner} else -1 end as w_{payer}",
            ],
        )
        earlier.append(f"s_{payer}")


def _levels(plan: Plan) -> list[str]:
    columns = []
    for p, benefit in plan.period.of(Benefit):
        held = "(1 = 1)" if "all" in benefit.groups else f"({_any(f'h{k}' for k in plan.groups(benefit.groups))})"
        columns.append(f"case when p{plan.place(p)} and {held} then {benefit.level} else 0 end as l{plan.place(p)}")
    return columns


def _answers(plan: Plan) -> list[str]:
    levels = [plan.place(p) for p, _ in plan.period.of(Benefit)]
    best = _greatest(["0", *(f"l{i}" for i in levels)])
    by_level = " ".join(f"when l{i} > 0 and l{i} = {best} then {i}" for i in levels)
    by_group = " ".join(
        f"when paying = {k} and p{plan.place(p)} then {plan.place(p)}"
        for k, found in enumerate(plan.period.groups.values())
        for p in found
    )
    by_premium = _whens((plan.place(p), plan.groups(m.groups)) for p, m in plan.period.of(Premium))
    unsupported = "".join(f" and s_{payer} = 0" for payer in plan.supporting())
    by_taper = _whens(((plan.place(p), plan.groups(t.groups)) for p, t in plan.period.of(Taper)), unsupported)
    low, high = _masks(len(plan.period.groups))
    return [
        f"{best} as benefit",
        _case(by_level, "by_benefit"),
        _case(by_group, "by_group"),
        _case(by_premium, "by_premium"),
        _case(by_taper, "by_taper"),
        f"({low}) as held_low",
        f"({high}) as held_high",
    ]


def _whens(rules: Iterable[tuple[int, list[int]]], also: str = "") -> str:
    return " ".join(f"when p{i} and paying in ({_list(groups)}){also} then {i}" for i, groups in rules if groups)


def _case(whens: str, name: str) -> str:
    return (f"case {whens} else -1 end" if whens else "-1") + f" as {name}"


def _masks(count: int) -> tuple[str, str]:
    bits = [f"case when h{k} then {1 << (k % MASK_BITS)} else 0 end" for k in range(count)]
    return " + ".join(bits[:MASK_BITS]) or "0", " + ".join(bits[MASK_BITS:]) or "0"


def _rest(share: int, on_top: bool, earlier: list[str]) -> str:
    """A share, less what earlier payers give unless it stands on top."""
    return str(share) if on_top or not earlier else f"{share} - {' - '.join(earlier)}"


def _any(names: Iterable[str]) -> str:
    return " or ".join(names) or "(1 = 0)"


def _greatest(items: list[str]) -> str:
    return items[0] if len(items) == 1 else f"greatest({', '.join(items)})"


def _list(items: list[int]) -> str:
    return ", ".join(str(i) for i in items)
