"""The law as data: read a book, refuse what is wrong, show it, compare it, try a draft on it.

    read.read_book              a folder of YAML files → model.Book
    draft.apply_draft           a book and a draft → the book as it would be
    show, diff, schema          a book for readers, for comparison, for editors
    interpret, breakpoints      what a condition is worth, and where it can turn

From the file inwards: yaml_file → fields → declarations, instruments (effects, conditions), gazetteer → amend → check
(overlap, meeting, situations). An expression is read by expression and comparison, and printed by written.
"""
