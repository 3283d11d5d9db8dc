"""Help that a text names by its everyday word, beside provisions of another kind of help; and the role that a text says decides."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace

from visit.errors import GuidelineError
from visit.locale import text as _
from visit.rules.findings.logic_words import any_word
from visit.rules.findings.statements import BoundStatement, SaidText, bound_statements, nodes_of
from visit.rules.findings.texts import plain_text
from visit.rules.guideline.layering import Layer
from visit.rules.guideline.records import RoleRecord
from visit.rules.guideline.values import Guideline
from visit.rules.language.expression import Comparison, Name, Not
from visit.vocabulary import vocabulary

_CALLED: Mapping[str, str] = {
    "SEL-83": "hjemmehjælp ~ personlig pleje ~ praktisk hjælp ~ home help ~ personal care ~ practical help",
    "SEL-84": r"aflastning\w* ~ afløsning\w* ~ relief ~ respite",
    "SEL-85": r"bostøtte\w* ~ socialpædagogisk støtte ~ social-pedagogical support",
    "SEL-86": r"genoptræning\w* ~ vedligeholdelsestræning\w* ~ retraining ~ training to keep skills",
    "SEL-96": r"BPA ~ borgerstyret\w* ~ citizen-led\w*",
    "SEL-97": r"ledsagelse\w* ~ ledsager\w* ~ ledsageordning\w* ~ companionship",
    "SEL-101 SEL-107-2 SUL-142": r"stof(?:misbrugs)?behandling\w* ~ behandling\w* for stof\w* ~ drug treatment",
    "SEL-103": "beskyttet beskæftigelse ~ beskyttet værksted ~ sheltered employment ~ sheltered workshop",
    "SEL-104": r"aktivitets- og samvær\w* ~ samværstilbud\w* ~ activity and company",
    "SEL-103 SEL-104": r"dagtilbud\w* ~ day offers?",
    "SEL-107": r"midlertidig\w* (?:ophold|botilbud)\w* ~ temporary (?:residential )?(?:stays?|accommodation)",
    "SEL-108 ABL-105": r"(?:længerevarende|varig\w*) (?:ophold|botilbud)\w* ~ long-term (?:residential )?(?:stays?|accommodation)",
    "SEL-107 SEL-108 SEL-109 SEL-110 ABL-105 SEL-85 SEL-85a": r"botilbud\w* ~ residential stays? ~ accommodation",
    "SEL-84 SEL-101 SEL-107 SEL-109 SEL-110 SUL-141": "(?:opholdet|botilbuddet) er midlertidigt ~ the stay is temporary",
    "SEL-84 SEL-101 SEL-102 SEL-107 SEL-108 SEL-109 SEL-110 SUL-141 SUL-142 ABL-105": "opholdet ~ the stay",
    "SEL-101 SEL-107 SUL-141 SUL-142": r"døgnbehandling\w* ~ residential treatment",
    "SEL-109": r"krisecent\w+ ~ crisis cent\w+",
    "SEL-110": r"forsorgshjem\w* ~ herberg\w* ~ shelters?",
    "SUL-141": r"alkoholbehandling\w* ~ behandling\w* for alkohol\w* ~ alcohol treatment ~ treatment for alcohol\w*",
    "STU": "STU ~ ungdomsuddannelse ~ youth education",
}
"""What help is called in everyday words, under the beginnings of the provisions that it may be given under."""
_WORDS = tuple((tuple(ids.split()), any_word(words)) for ids, words in _CALLED.items())

_SECTION = re.compile(r"(?:§ ?|\bsection )(\d+)(?: ([a-e])\b)?(?!\w)", re.IGNORECASE)
_CASE = re.compile(r"(?:ved|når|hvis|til|with|when|where|if|on)\b", re.IGNORECASE)
"""How a text begins that first says for which help it is."""
_WHERE_THEY_LIVE = ("case.home.", "case.current.", "option.residents_only", "option.lives_here", "option.gives_home")
"""How names begin by which a condition asks where somebody lives already: the text speaks of that, too."""
_WHERE = re.compile(r"\b(?:i|på|fra|in|at|from)(?: (?:et|en|a|an|the))? $", re.IGNORECASE)
"""Before a word for help that says where somebody is."""


def other_help(leaf: Layer, _every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer that name one kind of help in every text, and are about provisions of another."""
    known = vocabulary().provisions.keys()
    for one in bound_statements(leaf):
        own = provisions_said(one) & known
        if not own or any(name.startswith(_WHERE_THEY_LIVE) for name in one.names()):
            continue
        for texts in (one.worded, [text for text in one.texts if text.is_source]):
            said = [dict(_said(_first_of(one, text))) for text in texts]
            if not said or not all(said):
                continue
            named = {id for each in said for ids in each.values() for id in ids}
            if not any(provision.startswith(id) or id.startswith(provision) for provision in own for id in named):
                message = _("{id}: the text names {names}, and the statement is about {others}",
                            id=one.id, names=f"“{next(iter(said[0]))}”", others=", ".join(sorted(own)))  # fmt: skip
                yield GuidelineError(message, at=leaf.locate(_place(one)), code="other-name")
                break


def _first_of(one: BoundStatement, text: SaidText) -> str:
    """Return a text; of a notice what it says first, since the rest is what to do."""
    plain = plain_text(text.text)
    return re.split(r"[.;:]", plain)[0] if one.section == "notices" else plain


def _said(text: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield each word for a kind of help, with the provisions that it may be given under."""
    found = [
        (one, ids)
        for ids, words in _WORDS
        for one in words.finditer(text)
        if _WHERE.search(text, 0, one.start()) is None
    ]
    for one, ids in found:
        if not any(_is_inside(one, other) for other, _ids in found):
            yield one[0], ids
    if _CASE.match(text) is not None:  # what is to be done may cite another section
        yield from ((one[0], (f"SEL-{one[1]}{(one[2] or '').casefold()}",)) for one in _SECTION.finditer(text))


def help_called(text: str) -> dict[str, tuple[str, ...]]:
    """Return each word for a kind of help that a text has, with the provisions that it may be given under."""
    return dict(_said(text))


def _is_inside(one: re.Match[str], other: re.Match[str]) -> bool:
    """Return whether a word is only a part of a longer one."""
    return other.start() <= one.start() and one.end() <= other.end() and len(one[0]) < len(other[0])


def provisions_said(one: BoundStatement) -> set[str]:
    """Return the provisions that a statement is about by its fields and conditions; of a condition that denies some, none."""
    written = one.row.get("provision", ())
    found = {written} if isinstance(written, str) else set(written) if isinstance(written, list | tuple) else set()
    found |= set(re.findall(r"\(([\w-]+)\)", str(one.row.get("counted_from", ""))))
    for condition in one.conditions:
        for node in nodes_of(condition.node):
            if isinstance(node, Not) or (isinstance(node, Comparison) and node.operator in ("!=", "not in")):
                return found  # what it is not about is not told apart
            if isinstance(node, Comparison) and isinstance(node.left, Name) and node.left.name in _READ:
                found |= {part.name for part in nodes_of(node.right) if isinstance(part, Name)}
    return found


def provisions_read(one: BoundStatement) -> set[str]:
    """Return the provisions that the conditions of a statement name, also in what they ask of them: `tried(SEL-85)`."""
    names = {name.partition("(")[2].rstrip(")") or name for name in one.names()}
    return {id for id in vocabulary().provisions for name in names if id == name or id.startswith(f"{name}-")}


_READ = frozenset(("provision.id", "option.provision", "case.applied"))


def _place(one: BoundStatement) -> tuple[str | int, ...]:
    field = next((field for field in ("provision", "counted_from", "when", "require") if field in one.row), "id")
    return (*one.path, field)


# --- who decides ---

_DECIDES = r"(?:selv |alone )?(?:godkender|bevilger|afgør|beslutter|approves|grants|decides)"
_DECIDERS: Mapping[str, str] = {
    "caseworker": rf"(?:sagsbehandleren|rådgiveren) {_DECIDES} ~ the caseworker {_DECIDES}",
    "team": rf"(?:visitations)?teamet {_DECIDES} ~ the (?:visitation )?team {_DECIDES}",
    "leader": r"(?:afdelings)?lederen ~ (?:afdelings|område)?leder(?:en)?s ~ the leader ~ the head ~ the manager",
    "leadership": "lederteamet ~ ledelsen ~ the leadership team ~ the leadership",
    "director": r"direktøren\w* ~ direktør ~ the director",
    "social_committee": r"socialudvalget ~ udvalget ~ byrådet ~ the social committee ~ the committee ~ the council",
    "doctor": "lægen ~ the doctor",
    "socialtilsyn": "socialtilsynet ~ the social supervision authority",
    "family_court_house": "Familieretshuset",
}


_PUT_BEFORE = re.compile(
    r"\b(?:forelæg\w*|indstil\w*|send\w*|orienter\w*|(?:put|laid|brought) before|(?:sent|submitted|recommended) to|inform\w*)"
    r"(?: (?:for|til|the|it|den|det|to))?(?: [^\W\d_]+){1,3}",
    re.IGNORECASE,
)
"""To whom something is brought by whoever has the task."""
_ADOPTED = re.compile(r"\b(?:vedtaget|udstedt|adopted|issued) (?:af|i|by|in) (?:the )?[^\W\d_]+", re.IGNORECASE)
"""Who made the document that a statement stands on."""


def other_decider(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield statements of a layer whose text or source says that another role decides than `by`."""
    words = {role: any_word(said) for role, said in _DECIDERS.items()}
    own = every[-1].roles
    for role, row in own.items():
        words[role] = any_word(rf"{re.escape(row['da'])}\w* ~ {re.escape(row['en'])}{_in_short(row)}")
    for one in bound_statements(leaf):
        by = one.row.get("by")
        if not isinstance(by, str):
            continue
        for texts in (one.worded, [text for text in one.texts if text.is_source]):
            is_task = one.section in ("deadlines", "follow_up")
            said = [replace(text, text=_ADOPTED.sub(" ", text.text)) for text in texts]
            said = [replace(text, text=_PUT_BEFORE.sub(" ", text.text)) for text in said] if is_task else said
            named = _doing(said, words) or _named(said, words)
            if named:
                if by not in named and by in words:
                    role, word = next(iter(named.items()))
                    message = _(
                        "{id}: the text names “{word}”, and the statement has `by: {by}`", id=one.id, word=word, by=by
                    )
                    help = _("write `{sign}` if the text is right, or mend the text", sign=f"by: {role}")
                    yield GuidelineError(message, at=leaf.locate((*one.path, "by")), help=help, code="said-otherwise")
                break


def _in_short(row: RoleRecord) -> str:
    """Return what else texts call a role of several people: the visitation board is “the board” further down."""
    head = re.search(r"(udvalg|team|råd|nævn|enhed)(?:et|en)?$", row["da"])
    return "" if head is None else rf" ~ {head[1]}(?:et|en) ~ the {re.escape(row['en'].split()[-1])}"


def other_doer(leaf: Layer, every: Sequence[Guideline]) -> Iterator[GuidelineError]:
    """Yield deadlines of a layer whose every text begins with another role's task than that of `by`."""
    words = {role: any_word(said) for role, said in _DOERS.items()}
    for role, row in every[-1].roles.items():
        words[role] = any_word(rf"{re.escape(row['da'])} ~ {re.escape(row['en'])}")
    for one in bound_statements(leaf):
        by = one.row.get("by")
        if one.section != "deadlines" or by not in words or not one.worded:
            continue
        doing = [
            {
                role: found[1]
                for role, pattern in words.items()
                if (found := re.match(rf"({pattern.pattern}) (?:skal|har|must|has)\b", text.text, re.IGNORECASE))
            }
            for text in one.worded
        ]
        if all(doing) and not any(by in roles for roles in doing):
            role = min(doing[0])
            message = _("{id}: the text names “{word}”, and the statement has `by: {by}`",
                        id=one.id, word=doing[0][role], by=by)  # fmt: skip
            help = _("write `{sign}` if the text is right, or mend the text", sign=f"by: {role}")
            yield GuidelineError(message, at=leaf.locate((*one.path, "by")), help=help, code="said-otherwise")


_DOERS: Mapping[str, str] = {
    "caseworker": "sagsbehandleren ~ rådgiveren ~ the caseworker",
    "team": "teamet ~ visitationsteamet ~ the team ~ the visitation team",
    "leader": "lederen ~ afdelingslederen ~ the leader ~ the head ~ the manager",
    "director": "direktøren ~ socialdirektøren ~ the director",
    "offer": "tilbuddet ~ the offer",
    "doctor": "lægen ~ the doctor",
}
"""Whom texts call the ones that have a task."""


def _doing(texts: Sequence[SaidText], words: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    """Return the one role that some texts say decides, in so many words."""
    found = {
        role: said[1]
        for role, pattern in words.items()
        for text in texts
        if (said := re.search(rf"({pattern.pattern}) {_DECIDES}", plain_text(text.text), re.IGNORECASE))
    }
    return found if len(found) == 1 else {}


def _named(texts: Sequence[SaidText], words: Mapping[str, re.Pattern[str]]) -> dict[str, str]:
    """Return the roles that some texts name, each with its word; where two of them are one in the other, the longer."""
    found = {
        role: said[0]
        for role, pattern in words.items()
        for text in texts
        if (said := pattern.search(plain_text(text.text)))
    }
    return {
        role: word for role, word in found.items()
        if not any(word != other and word.casefold() in other.casefold() for other in found.values())
    }  # fmt: skip
