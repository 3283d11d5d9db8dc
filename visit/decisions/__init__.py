"""What people decide, as entries of a ledger.

`core` is what replay compares; `deciding` makes a decision's entry from a ranking and a choice, `answering` the entries that follow
it; `selection` says which are asked for; `files` reads a ledger as decisions with what became of them. The bytes are
`visit.ledger`'s, the wording `visit.render`'s; the clock and the user come in from the command line.
"""
