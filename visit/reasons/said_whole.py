"""A finding said in a whole sentence, where a text of a guideline sets yes or no behind a clause: “They can: yes” is “They can”."""

from __future__ import annotations

import re
from collections.abc import Mapping

from visit.rules.language.values import Value

_FINDING = re.compile(r"((?:^|(?<=[.;:,] ))(?:[^.;:,{}]|\{offer\.name\})+): \{([^{}]+)\}")
"""A clause of a text and the name whose value stands behind it."""
_GROUP = {
    "da": re.compile(r"oplyser at være for målgruppen: \{([^{}]+)\}; for alle: \{([^{}]+)\}"),
    "en": re.compile(r"says that it is for the group: \{([^{}]+)\}; for everybody: \{([^{}]+)\}"),
}
_OF_GROUP = {
    "da": {
        (False, False): "oplyser ikke, at det er for målgruppen eller for alle",
        (True, False): "oplyser, at det er for målgruppen, ikke for alle",
        (False, True): "oplyser, at det er for alle, ikke for målgruppen",
        (True, True): "oplyser, at det er for målgruppen og for alle",
    },
    "en": {
        (False, False): "does not say that it is for the group or for everybody",
        (True, False): "says that it is for the group, not for everybody",
        (False, True): "says that it is for everybody, not for the group",
        (True, True): "says that it is for the group and for everybody",
    },
}
_ALONE = {
    "da": {"Godkendt": "Det er godkendt", "Registreret": "Det er registreret", "Oplyst": "Det er oplyst"},
    "en": {"Approved": "It is approved", "Registered": "It is registered", "Recorded": "It is recorded"},
}
"""A word that is said of an offer or a need, and the sentence that it stands for."""
_NOT_TOLD = {"da": ("Det er oplyst",), "en": ("It is recorded",)}
"""That a recorded fact is not so is no sentence of these."""
_DENIALS = {
    "da": (
        (re.compile(r"((?:.* )?[Dd]et (?:kan|gør|passer)\b.*)"), r"\1 ikke"),
        (re.compile(r"(at \w+) (.+)"), r"\1 ikke \2"),
        (re.compile(r"((?:.* )?(?:er|har|klarer sig)) (.+)"), r"\1 ikke \2"),
        (re.compile(r"(kan|tiltræder) (.+)"), r"\1 ikke \2"),
    ),
    "en": (
        (re.compile(r"(.*\b)can\b(.*)"), r"\1cannot\2"),
        (re.compile(r"(.* (?:is|does|has))\b(.*)"), r"\1 not\2"),
        (re.compile(r"(manage|accept)s(.*)"), r"does not \1\2"),
    ),
}
"""How a clause is denied; the first that it has."""


def said_whole(text: str, values: Mapping[str, Value], language: str) -> str:
    """Return a text of a guideline with what it finds said in clauses, where yes or no would stand behind them.

    What is no clause keeps its yes or no: a single word in front of a value, or one that cannot be denied.

    Args:
        text: The text, with names in braces.
        values: What these are.
        language: Of the text, `da` or `en`.
    """

    def of_group(match: re.Match[str]) -> str:
        of, everybody = (values.get(name) for name in match.groups())
        known = isinstance(of, bool) and isinstance(everybody, bool)
        return _OF_GROUP[language][bool(of), bool(everybody)] if known else match.group()

    def said(match: re.Match[str]) -> str:
        value = values.get(match.group(2))
        if match.group(2).startswith("tried("):
            return match.group()  # in a text it stands for what was tried, and not for a yes or no
        clause = _ALONE[language].get(match.group(1), match.group(1))
        if not isinstance(value, bool) or (" " not in clause and clause[:1].isupper()):
            return match.group()
        told = clause if value else _denied(clause, language)
        return told or match.group()

    return _FINDING.sub(said, _GROUP[language].sub(of_group, text))


def _denied(clause: str, language: str) -> str:
    """Return a clause with a not in it; of a few words that are none, a not before them; nothing where neither can be."""
    if clause in _NOT_TOLD[language]:
        return ""
    for pattern, denied in _DENIALS[language]:
        if pattern.fullmatch(clause):
            return pattern.sub(denied, clause)
    if clause[:1].isupper():
        return ""
    return f"ikke {clause}" if language == "da" else f"not {clause}"
