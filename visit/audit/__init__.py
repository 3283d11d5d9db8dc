"""What people decided, and what can be asked of it afterwards.

`core` is what replay compares; `deciding` makes a decision's entry from a ranking and a choice, `answering` the entries that follow
it; `files` reads a ledger as decisions with what became of them; `replaying` answers each again; `reports`, `pairs` and `progress`
look at many. The bytes are `visit.ledger`'s, the wording `visit.render`'s; the clock and the user come in from the command line.
"""
