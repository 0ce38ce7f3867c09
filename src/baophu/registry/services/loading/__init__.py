"""Facts tables into an empty register, whole or not at all.

load.load(folder)   checks, shapes and writes; `shapes` says what each table's rows are, `sqlite` and `postgres` write
"""
