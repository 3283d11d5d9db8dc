"""Populations of citizens: drawn ones, and real ones that are read.

Knows what citizens are drawn from (`profile`, of `figures` with their `facts`), how one is drawn (`drawing`, of named `draws`), how
a population is read from files (`rows`, `parquet`) and from a ledger (`recorded`), what one holds (`described`) and whether it is
what it was drawn from (`compared`, of what is `observed` in a case). Leaves every answer to a case to `visit.matching`.
"""
