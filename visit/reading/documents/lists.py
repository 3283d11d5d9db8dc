"""Which codes a list has: the vocabulary's, and the few that documents take a part of."""

from __future__ import annotations

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


def list_of(codes: str) -> str:
    """Return the list of the vocabulary whose codes these are, or are some of."""
    return {"assignable_target_group": "target_group", "granted_provision": "provision"}.get(codes, codes)
