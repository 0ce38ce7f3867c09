"""The whole database into a file, and back.

copies.backup(file)      of either engine; copies.restore(file, replace=False)
sqlite, postgres         how each engine does it
"""
