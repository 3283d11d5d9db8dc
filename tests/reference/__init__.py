"""The ranking written to be read: slow, obvious, and sharing nothing with the engine that ranks.

It is the meaning; the engine must give the same outcomes, standings and placements. In the order in which it is read:

    documents    the records of case and catalogue as values, and the options of a case
    values       what is unknown or one of a few, and how to count with it
    of_case      what each name of a citizen's fact means
    of_option    what each name of an option's fact means
    conditions   a condition, interpreted node by node
    missing      which facts leave a condition unknown
    outcome      what a rule gives for an option (printed in `docs/semantics.md`)
    standing     what has to be met, what meets it, and the standing of an option (printed there too)
    placements   every set of options that is a placement, and what is said of it as a whole
    order        which of two placements comes first
    ranking      the two passes, which are all of these twice

It takes the engine's documents (records, guidelines as bound values, parsed conditions), the vocabulary and the distance between
two points. Everything that is worked out from them, it works out itself.
"""

from reference.ranking import Reference

__all__ = ["Reference"]
