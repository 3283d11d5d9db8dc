"""Trying a guideline on the test cases beside it: what `visit test` runs.

`reading` makes trials of a cases file, `rows` tries one statement on one option, with what it rests on alone (`resting`),
`decisions` a whole decision, `running` all of a file, and `telling` says what became of it. In: files. Out: a result per row,
with every difference between what was expected and what was found.
"""
