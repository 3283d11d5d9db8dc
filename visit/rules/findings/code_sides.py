"""A code that a condition asks for and a text denies, or the other way round; a deadline of one application counted from another.

Read is a statement that asks about one code alone, and a text that names it by its label.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from visit.errors import GuidelineError
from visit.locale import language
from visit.locale import text as _
from visit.rules.findings.claims import Subject, agreed, denies, sides_of_words, sides_said, without_findings
from visit.rules.findings.compared import WrittenCondition
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, bound_statements, nodes_of
from visit.rules.findings.texts import words_in
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Listing, Logic, Name, Node, Not
from visit.vocabulary import fact_label

_LISTS = frozenset(("target_group", "need", "premises", "permanence", "housing", "operator"))
_IS = {"includes": True, "==": True, "not includes": False, "!=": False}
_SECTIONS = frozenset(("notices", "approvals", "deadlines"))


def other_side_of_code(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that are for those with a code by their condition, and for those without by every text."""
    guideline = every[-1]
    for one in bound_statements(leaf):
        when = next((condition for condition in one.conditions if condition.path[-1] == "when"), None)
        if one.section not in _SECTIONS or when is None or not one.worded:
            continue
        asked = list(_asked(when.node))
        codes = {code for _fact, code, _is_so in asked}
        if len(asked) == 1 and len(codes) == 1:
            yield from _of_one(leaf, guideline, one, when, *asked[0])


def _of_one(
    leaf: Layer, guideline: Guideline, one: BoundStatement, when: WrittenCondition, fact: str, code: str, is_so: bool
) -> Iterator[GuidelineError]:
    listed = guideline.types[fact].codes if fact in guideline.types else None
    term = guideline.lists[listed].terms.get(code) if listed in _LISTS else None
    if term is None:
        return
    said = []
    for text in one.worded:
        label = term.da if text.language == "da" else term.en
        stems = [word[: max(4, len(word) - 2)] for word in words_in(label)]
        first = without_findings(text.text).partition(":")[0]
        sides = sides_of_words(first, [stem for stem in stems if len(stem) > 3] or stems)
        said.append(frozenset(not one for one in sides) if denies(label) else sides)
    of_all = agreed(said)
    if of_all is not None and of_all != frozenset((is_so,)):
        message = _("{id}: by its text it is for “{fact}: {said}”, and by its condition for “{fact}: {asked}”",
                    id=one.id, fact=term.label(language()), said=_("no") if is_so else _("yes"),
                    asked=_("yes") if is_so else _("no"))  # fmt: skip
        yield GuidelineError(message, at=leaf.locate(when.path), code="other-side")


_DONE: Mapping[str, Subject] = {
    "case.tried": Subject(any_word(r"(?:af)?prøvet ~ forsøgt ~ tried"), None, "-"),
    "case.applied": Subject(any_word(r"(?:an)?søgt ~ applied for ~ has applied"), None, "-"),
}
"""What has been done with help, as texts say it."""


def other_side_of_trial(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that are for those who have tried or applied for something, and by every text for the others."""
    for one in bound_statements(leaf):
        when = next((condition for condition in one.conditions if condition.path[-1] == "when"), None)
        if one.section not in _SECTIONS or when is None:
            continue
        for fact, subject in _DONE.items():
            asked = {is_so for name, _code, is_so in _asked(when.node) if name == fact}
            sides = agreed([sides_said(without_findings(text.text), subject) for text in one.worded])
            if len(asked) == 1 and sides is not None and sides != frozenset(asked):
                (is_said,) = sides
                message = _("{id}: by its text it is for “{fact}: {said}”, and by its condition for “{fact}: {asked}”",
                            id=one.id, fact=fact_label(fact, language()), said=_("yes") if is_said else _("no"),
                            asked=_("no") if is_said else _("yes"))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(when.path), code="other-side")


def _asked(node: Node, *, turned: bool = False) -> Iterator[tuple[str, str, bool]]:
    """Yield each single code that a condition asks for, and whether it is to be so."""
    match node:
        case Not(operand=operand):
            yield from _asked(operand, turned=not turned)
        case Logic(parts=parts):
            for part in parts:
                yield from _asked(part, turned=turned)
        case Comparison(operator=operator, left=Name(name=name), right=Name(name=code)) if operator in _IS:
            yield name, code, _IS[operator] != turned
        case _:
            return


def other_application(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield deadlines of a layer that are asked where one thing is applied for, and counted from an application for another."""
    for one in bound_statements(leaf):
        anchor = str(one.row.get("counted_from", ""))
        provision = anchor.removeprefix("application(").removesuffix(")")
        applied = {code for condition in one.conditions for node in nodes_of(condition.node) for code in _applied(node)}
        if not anchor.startswith("application(") or not applied:
            continue
        if not any(
            code == provision or code.startswith(f"{provision}-") or provision.startswith(f"{code}-")
            for code in applied
        ):
            message = _("{id} is asked where {other} is applied for, and counted from an application for {name}",
                        id=one.id, other=", ".join(sorted(applied)), name=provision)  # fmt: skip
            yield GuidelineError(message, at=leaf.locate((*one.path, "counted_from")), code="said-otherwise")


def _applied(node: Node) -> Iterator[str]:
    if isinstance(node, Comparison) and isinstance(node.left, Name) and node.left.name == "case.applied":
        items = node.right.items if isinstance(node.right, Listing) else (node.right,)
        if node.operator in ("includes", "overlaps"):
            yield from (item.name for item in items if isinstance(item, Name))


_CONSENT = ("case.consent.move", "case.consent.support")
_NO_CONSENT: Mapping[str, str] = {
    "withdrawn": r"tr(?:ukket|ækker|ække|ak)\b[^.;:]* tilbage ~ tilbagetr\w+ ~ withdr\w+ ~ takes? back ~ taken back",
    "refused": r"""afslå\w* ~ afvis\w* ~ siger nej ~ sagt nej ~ nægter ~ vil ikke samtykke ~ ikke vil samtykke
        refus\w* ~ says no ~ said no ~ declin\w*""",
    "cannot_consent_no_objection": r"modsætter sig ikke ~ ikke modsætter sig ~ (?:does|do) not object ~ without objecting",
    "cannot_consent_objects": r"(?<!ikke )modsætter sig(?! ikke) ~ objects(?! to nothing)",
}
"""How texts say the ways in which there is no consent."""


def other_consent(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that ask for one way in which there is no consent, where every text says another."""
    words = {code: any_word(said) for code, said in _NO_CONSENT.items()}
    for one in bound_statements(leaf):
        asked = {
            item.name: condition.path
            for condition in one.conditions
            for node in nodes_of(condition.node)
            if isinstance(node, Comparison) and node.operator in ("==", "in")
            and isinstance(node.left, Name) and node.left.name in _CONSENT
            for item in (node.right.items if isinstance(node.right, Listing) else (node.right,))
            if isinstance(item, Name)
        }  # fmt: skip
        first = [without_findings(text.text).partition(":")[0] for text in one.worded]
        said = [{code for code, pattern in words.items() if pattern.search(text)} for text in first]
        if (
            not asked
            or "given" in asked
            or not said
            or not all(len(each) == 1 for each in said)
            or len(set().union(*said)) != 1
        ):
            continue
        (code,) = said[0]
        if code not in asked:
            message = _("{id}: the text names `{name}`, and the statement has `{other}`",
                        id=one.id, name=code, other=", ".join(sorted(asked)))  # fmt: skip
            yield GuidelineError(message, at=leaf.locate(next(iter(asked.values()))), code="other-name")
