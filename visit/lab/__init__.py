"""What another guideline, catalogue or day does to many citizens: each answered twice, and the two answers held side by side.

    old, new = Answerer(basis), Answerer(other)         `bases`, `answers`: the one seam to the engine
    found = impact_of(members, old, new)                   `comparing`: who moves where, and what it adds up to

Values only; how they are said is `visit.render`'s. Nothing here decides anything: each answer is what `match` gives.
"""
