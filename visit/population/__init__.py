"""Populations of citizens: drawn ones, and real ones that are read.

Knows what citizens are drawn from (`profile`, of `figures` with their `facts`; `soundness`), how one is drawn (`drawing`, of named
`draws`) and what a file of them says of itself (`made`), and who comes out otherwise
with another assumption (`altered`); how many cases are read from files (`rows`, `parquet`) and from a ledger
(`recorded`), what they hold (`described`) and whether it is what a profile says (`compared`, of what is `observed` in each). Leaves
every answer to a case to `visit.matching`.
"""
