"""The three document formats as they stand in files: shapes, codes, units. What they mean is in `docs/*-format.md`.

Validated once, where data enters; inside, `visit.case`, `visit.catalogue` and `visit.rules.guideline.values` hold the values.
"""
