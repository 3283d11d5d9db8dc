"""The Danish words that people write for keys and codes of a document, and what may be written for each."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

DANISH_WORDS: Mapping[str, Sequence[str]] = {
    "regler": ("rules",), "regel": ("rules", "rule"), "bemærkninger": ("notices",), "opfølgning": ("follow_up",),
    "frister": ("deadlines",), "frist": ("deadlines",), "bevillinger": ("grants",), "præferencer": ("preferences",),
    "rettigheder": ("rights",), "godkendelser": ("approvals",), "grupper": ("groups",), "roller": ("roles",),
    "behov": ("needs",), "områder": ("areas",), "parametre": ("parameters",), "oplysninger": ("case_facts", "facts"),
    "serviceniveauer": ("service_levels",), "serviceniveau": ("service_levels",), "ændret": ("corrects",),
    "vejledning": ("guideline",), "titel": ("title",), "kommune": ("municipality",), "gælder": ("in_force",),
    "udvider": ("extends",), "kilde": ("source",), "version": ("version",), "fra": ("from",), "til": ("until",),
    "når": ("when",), "hvis": ("when",), "kræver": ("require",), "krav": ("require", "must"), "medmindre": ("unless",),
    "undtagen": ("unless",), "undtagelse": ("unless",), "styrke": ("strength",), "begrundelse": ("reason",), "tekst": ("text",),
    "paragraf": ("provision",), "bestemmelse": ("provision",), "værdi": ("value",), "enhed": ("unit",), "rækker": ("rows",),
    "så": ("then",), "efter": ("after",), "inden": ("within",), "før": ("before",), "varer": ("lasts",), "varighed": ("lasts",),
    "spørg": ("ask",), "koder": ("codes",), "tilbud": ("offers",), "aldrig": ("never",), "af": ("by",), "slags": ("kind",),
    "skal": ("must",), "obligatorisk": ("must",), "bør": ("presumption",),
    "formodning": ("presumption",), "hovedregel": ("presumption",),
    "udgangspunkt": ("presumption",), "afvent": ("hold",), "vent": ("hold",), "forbehold": ("hold",),
    "pligt": ("duty",), "råd": ("advice",), "notat": ("record",), "flag": ("flag",), "bekræft": ("confirm",),
    "ansøgning": ("application",), "ansøgningen": ("application",), "afgørelse": ("decision",), "afgørelsen": ("decision",),
    "vurdering": ("assessment",), "vurderingen": ("assessment",), "opfyldt": ("holds", "suitable"),
    "udelukket": ("ruled_out", "fails"), "egnet": ("suitable",), "ukendt": ("unknown",), "ja": ("true",), "nej": ("false",),
    "sand": ("true", "truth"), "sandt": ("true", "truth"), "falsk": ("false",), "tal": ("number", "whole"),
    "heltal": ("whole",), "dato": ("date",), "kode": ("code",), "mængde": ("set",), "niveau": ("level",),
    "dag": ("days", "day"), "dage": ("days",), "uge": ("weeks", "week"), "uger": ("weeks",), "måned": ("months", "month"),
    "måneder": ("months",), "mdr": ("months",), "år": ("years", "year"), "time": ("hours",), "timer": ("hours",),
    "minutter": ("minutes",), "procent": ("percent",), "kr": ("DKK",), "kroner": ("DKK",), "kilometer": ("km",),
}  # fmt: skip
"""Danish words for keys and codes, in small letters; of what may be written for one, the first that its place takes is meant."""
