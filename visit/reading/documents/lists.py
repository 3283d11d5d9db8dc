"""Which codes a list has: the vocabulary's, and the few that documents take a part of."""

from __future__ import annotations

from visit.errors import nearest
from visit.vocabulary import vocabulary


def keys_of(codes: str) -> tuple[str, ...]:
    """Return the codes of a list."""
    if codes == "municipality":
        from visit import places

        return tuple(one.name for one in places.municipalities())
    if codes == "assignable_target_group":
        below = vocabulary().codes["target_group"].below or {}
        return tuple(key for key, members in below.items() if len(members) == 1)
    if codes == "granted_provision":
        return tuple(vocabulary().provisions)
    if codes == "step":
        return tuple(term.key for ladder in vocabulary().ladders.values() for term in ladder.terms)
    return tuple(vocabulary().codes[codes].terms)


def vocabulary_list(codes: str) -> str:
    """Return the list of the vocabulary whose codes these are, or are some of."""
    return {"assignable_target_group": "target_group", "granted_provision": "provision"}.get(codes, codes)


def codes_called(codes: str, name: str) -> tuple[str, ...]:
    """Return the codes that a Danish or English name means, begins to say or is a part of.

    `autisme` is `autism-spectrum`; `hjerneskade` may be `congenital-brain-injury` or `acquired-brain-injury`. None where the
    name is nearer to a code itself, or to none.
    """
    terms = vocabulary().codes[vocabulary_list(codes)].terms if codes != "municipality" else {}
    keys = [key for key in keys_of(codes) if key in terms]
    if nearest(name, keys) is not None:
        return ()
    by_name = {label: key for key in reversed(keys) for label in (terms[key].en, terms[key].da)}
    folded = name.casefold()
    if exact := [key for label, key in by_name.items() if label.casefold() == folded]:
        return tuple(dict.fromkeys(exact))
    near = nearest(name, by_name)
    holding = {key for label, key in by_name.items() if len(folded) > 3 and folded in label.casefold()}
    meant = holding | ({by_name[near]} if near is not None else set())
    return tuple(key for key in keys if key in meant)
