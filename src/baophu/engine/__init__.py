"""Facts and law in, decisions out. Knows no province and no web framework.

- the law made ready: `periods`, `layout`, `plan`, `decision` (its steps as expressions), `steps` and `sql` (printed),
  `vectors` (run on arrays), `cells`, `compiled` (all of it, once for a span)
- facts: `source`, `check`, `sound` (a quick look at few), `months`
- a run of a province, in DuckDB: `encode`, `spells`, `rulings`, `households`, `prices`, `decide`, `store`
- a register on arrays: `register`, `seen`, `monthly`, `amounts`; from it `few` people decided and explained, and
  everybody's `totals` by who is `alike`
- what is asked of it: `outcome`, `explanation`, `considered`, `explain`, `redecide` (drafts), `lint`
- people by hand: `one`, `case_file`, `cases`, `cards`; `subset` cuts one household out of a province
"""
