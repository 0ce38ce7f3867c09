"""Questions asked of decisions: coverage, money, lapses, what ends, what a draft changes, what was published.

Each question is a function of a run (`RunLike`), the law book and, where it needs a cause, the facts the run was
decided from. Answers are frozen dataclasses or Arrow tables, in whole đồng and whole people; `plain` turns any of
them into JSON; `show_*` draw them. Nothing here knows a province.
"""
