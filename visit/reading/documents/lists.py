"""Which codes a list has: the vocabulary's, and the few that documents take a part of."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence

from visit.errors import did_you_mean, nearest
from visit.locale import formats
from visit.locale import text as _
from visit.vocabulary import levels_of, names_of, vocabulary


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

    `autisme` is `autism-spectrum`; `hjerneskade` may be `congenital-brain-injury` or `acquired-brain-injury`; `§ 107` is either
    of the two. None where the name is nearer to a code itself, or to none.
    """
    if (
        vocabulary_list(codes) not in vocabulary().codes
    ):  # municipalities, steps and a guideline's own codes have one name
        return ()
    keys = keys_of(codes)
    if nearest(name, keys) is not None:
        return ()
    if codes in ("provision", "granted_provision") and (section := _SECTION.search(name.casefold())):
        return tuple(key for key in keys if key.split("-")[1:2] == ["".join(section.groups())])
    meant = _meant(name, [(called, key) for called, key in names_of(vocabulary_list(codes)) if key in keys])
    return tuple(key for key in keys if key in meant)


_SECTION = re.compile(r"§ *(\d+) *([a-z]?)\b")
_FEW = 5
"""How many codes are named that a name may mean."""


def _meant(name: str, called: Sequence[tuple[str, str]]) -> set[str]:
    """Return what a name means, of pairs of a label and what it is the label of: what is called so, else all it may mean."""
    folded = name.casefold()
    by_name = dict(reversed(called))
    if any(label.casefold() == folded for label, _key in called):
        return {key for label, key in called if f"{label.casefold()} ".startswith(f"{folded} ")}
    near = nearest(name, by_name)
    holding = {key for label, key in called if len(folded) > 3 and folded in label.casefold()}
    return holding | ({by_name[near]} if near is not None else set())


def called_help(codes: str, name: str) -> str | None:
    """Return the help line for a name where a code is written; None where it is the name of none."""
    meant = codes_called(codes, name)
    return _("write {codes}", codes=formats.either(f"`{code}`" for code in meant[:_FEW])) if meant else None


def level_help(scale: str, name: str) -> str:
    """Return the help line for words where a level is written."""
    named = [(label, str(level)) for one in ("da", "en") for level, label in enumerate(levels_of(scale, one))]
    if meant := _meant(name, named):
        return _("write {codes}", codes=formats.either(f"`{level}`" for level in sorted(meant)))
    return _("write 0 to 4, and leave out what is not assessed")


def need_help(need: str, known: Iterable[str]) -> str | None:
    """Return the help line for a need that is none of those that are known; it may be the Danish or English name of one."""
    called = need.replace("_", " ")
    return did_you_mean(need, known) or called_help("need", called) or _met_by_help(called)


def _met_by_help(name: str) -> str | None:
    """Return the help line for what is help and no need: the needs that it usually meets; None where it is no help either."""
    provisions = [vocabulary().provisions[key] for key in codes_called("provision", name)]
    met = {need for provision in provisions for need in provision.usual}
    usual = [need for need in vocabulary().needs if need in met]
    if not usual:
        return None
    needs = formats.listed(f"`{one}`" for one in usual[:_FEW])
    return _("that is help: write the needs that it is to meet, for example {needs}", needs=needs)
