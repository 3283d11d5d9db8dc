"""What the numbers of a gate are called: every name for help, and the right one for a name that people write otherwise."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from types import MappingProxyType

from visit.errors import UsageError, did_you_mean, nearest
from visit.lab.forms import BEGINS, CERTAIN, CHANGES, ENDS, TURN_NAMES
from visit.lab.gate_values import AMOUNTS, COUNTED
from visit.lab.said import OF_ROLES
from visit.lab.subgroups import DIMENSIONS
from visit.lab.totals import FOLLOWING
from visit.locale import text as _
from visit.vocabulary import Term, vocabulary

_CALLED: Mapping[str, str] = MappingProxyType({
    "flyttet": "moved", "flytter": "moved", "en anden nr 1": "moved", "anden nr 1": "moved", "another first": "moved",
    "lavere": "lower", "til et lavere trin": "lower", "højere": "higher",
    "til et højere trin": "higher", "samme trin": "same_step", "fra ingen til en": "gained", "vundet": "gained",
    "fra en til ingen": "lost", "mistet": "lost", "tabt": "lost", "købt": "external", "ekstern": "external",
    "bought": "external", "eget": "own", "kan bevilges": "grantable", "bevilges": "grantable",
    "kan ikke bevilges": "not_grantable", "uafklaret": "undecided", "afklaret": "decided", "undtagelse": "exception_first",
    "kun navnet afgør": "by_name", "navnet": "by_name", "mindre dækket": "less_covered", "færre dækket": "less_covered",
    "ikke sikkert dækket": "less_covered", "flere behov, der ikke er sikkert dækket": "less_covered",
    "mere dækket": "more_covered", "flere dækket": "more_covered", "færre ikke sikkert dækket": "more_covered",
    "færre behov, der ikke er sikkert dækket": "more_covered",
    "ulæst": "unread", "andre kommuner": "others",
    "kroner om året": "dkk_a_year", "kr om året": "dkk_a_year", "kroner": "dkk_a_year", "km": "km_median",
    "median": "km_median", "godkendelser": "approvals", "bemærkninger": "notices", "frister": "deadlines",
    "opfølgning": "follow_up", "afgør først": "decides_first", "beslutter først": "decides_first",
    "decides first": "decides_first", "bevillinger": "grants", "bevillingsperiode": "grants", "grant period": "grants",
})  # fmt: skip
"""What people call a name in Danish, or otherwise: the words of the answer, in small letters."""
_TURNS_CALLED: Mapping[str, str] = MappingProxyType({
    "begynder": BEGINS, "kommer til": BEGINS, "ny": BEGINS, "nye": BEGINS, "starts": BEGINS, "ophører": ENDS, "falder bort": ENDS,
    "bortfalder": ENDS, "slutter": ENDS, "ændres": CHANGES, "ændret": CHANGES, "skifter": CHANGES, "changed": CHANGES,
    "sikkert": CERTAIN, "sikker": CERTAIN, "surely": CERTAIN,
})  # fmt: skip
"""The same of what can be asked of a statement that follows."""
_NAMED = re.compile(r"\s*(\w[^<>=]*?)\s*(?=[<>=])")
"""A name before a comparison, also one of several words."""


def gate_names() -> str:
    """Return every name, for help."""
    named = (*COUNTED, *AMOUNTS, *map(id_wanted, FOLLOWING))
    return _(
        "{names}; behind what follows: {turns}; of a subgroup: {rows}",
        names=", ".join(named),
        turns=", ".join(f".{one}" for one in TURN_NAMES),
        rows=", ".join(f"{one}.{_('ROW.NAME')}" for one in DIMENSIONS),
    )


def id_wanted(section: str) -> str:
    """Return how a statement of a section is named."""
    return f"{section}.{_('ROLE')}" if section in OF_ROLES else f"{section}.ID"


def in_names(written: str) -> str:
    """Return a condition with the name for what it calls otherwise; as it stands where that is no word for one."""
    found = _NAMED.match(written)
    if found is None:
        return written
    name, dot, id = found[1].replace("nr. 1", "nr 1").partition(".")
    word = None if name in FOLLOWING else nearest(name.replace("_", " "), _CALLED)
    meant = name if word is None else _CALLED[word]
    if meant in FOLLOWING:
        id, turns, turn = id.partition(".")
        id = role_called(id, vocabulary().codes["role"].terms) if meant in OF_ROLES and id else id
        meant = f"{meant}.{id}" if id else id_wanted(meant)
        meant += f"{turns}{turn_called(turn)}"
    elif dot or name in COUNTED or name in AMOUNTS:
        return written
    return written.replace(found[1], meant, 1)


def role_called(id: str, roles: Mapping[str, Term]) -> str:
    """Return the key of the role that is called so in Danish or English; what is written where none is."""
    by_label = {label.casefold(): key for key, term in roles.items() for label in (term.en, term.da)}
    label = None if id in roles else nearest(id.replace("_", " "), by_label)
    return id if label is None else by_label[label]


def turn_called(turn: str) -> str:
    """Return the name of `TURN_NAMES` for what is called so, whole or in part; what is written where there is none."""
    if turn in TURN_NAMES:
        return turn
    words = [
        nearest(one.replace("_", " "), (*_TURNS_CALLED, BEGINS, ENDS, CHANGES, CERTAIN)) for one in turn.split(".")
    ]
    called = ".".join(_TURNS_CALLED.get(one or "", one or "") for one in words)
    return called if called in TURN_NAMES else turn


def not_of_a_statement(written: str, name: str, turn: str) -> UsageError:
    """Return that nothing of a statement that follows is called so, with what is, or what there is."""
    called = turn_called(turn)
    said = written.replace(f".{turn}", f".{called}", 1).strip()
    names = ", ".join(f".{one}" for one in TURN_NAMES)
    return UsageError(
        _('--fail-if: nothing is called "{name}"', name=name),
        help=_("write `{text}`", text=said)
        if called != turn
        else _("behind a statement that follows can stand {names}, or nothing: in how many more cases", names=names),
    )


def unknown_gate(written: str, name: str, known: Iterable[str], called: str) -> UsageError:
    """Return that nothing is called so, with what is `called` so, or the name that is near."""
    help = _("write `{text}`", text=called.strip()) if called != written else did_you_mean(name, known)
    return UsageError(
        _('--fail-if: nothing is called "{name}"', name=name), help=help or _("names: {names}", names=gate_names())
    )
