"""Figures made ready to be shown: charts, maps and rows of tables. No page asks the database itself."""
