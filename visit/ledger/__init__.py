"""The ledger as bytes: an append-only log that shows what was changed, and forgets what it must.

`merkle` hashes, `commitments` hides, `entries` writes leaves, `notes` signs heads. `store` keeps the rows, `sqlite` or `postgres`
under it, and `opening` tells by a name which. `log` appends and reads, `blocks` and `verifying` recompute everything, `packs` hands
out evidence. What an entry says of a citizen is `visit.audit`'s; nothing here knows what a placement is.
`docs/ledger-format.md` specifies every byte.
"""
