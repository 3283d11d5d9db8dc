"""What becomes of an application, by its verdict: in a clause behind its provision, and in a sentence of its own."""

from __future__ import annotations

from visit.locale import text as _


def becomes_of_it(placement: str, only_if: str = "") -> dict[str, str]:
    """Return what can become of an application beside a placement, by its verdict.

    `only_if` is as what an open fact has to turn out for it.
    """
    turned = {
        "full": _("can be met in full by {placement} {only_if}", placement=placement, only_if=only_if),
        "part": _(
            "can be met in part, in another form, {only_if}: hearing, reasons and complaint guidance are due"
            " (FVL 19, 22-25)",
            only_if=only_if,
        ),
        "instead": _(
            "can be refused only {only_if}; {placement} then covers the need instead: hearing, reasons and complaint"
            " guidance are due (FVL 19, 22-25)",
            placement=placement, only_if=only_if,
        ),
    }  # fmt: skip
    return {
        "full": _("met in full by {placement}", placement=placement),
        "part": _("met in part, in another form: hearing, reasons and complaint guidance are due (FVL 19, 22-25)"),
        "instead": _(
            "refused; {placement} covers the need instead: hearing, reasons and complaint guidance are due (FVL 19, 22-25)",
            placement=placement,
        ),
        "alone": _("can be granted in its own right, though it does not meet every need"),
        "refused": _("refused: hearing, reasons and complaint guidance are due (FVL 19, 22-25)"),
        "open": _("not yet decided"),
    } | (turned if only_if else {})


def application(verdict: str, provision: str, placement: str) -> str:
    """Return what becomes of an application beside a placement, by its verdict, in a sentence."""
    words = {
        "full": _("The application for {provision} is met.", provision=provision),
        "part": _(
            "The application for {provision} is met in part, in another form: hearing, reasons and complaint guidance"
            " are due (FVL 19, 22-25).",
            provision=provision,
        ),
        "instead": _(
            "The application for {provision} is refused, since {placement} covers the need: hearing, reasons and"
            " complaint guidance are due (FVL 19, 22-25).",
            provision=provision, placement=placement,
        ),
        "alone": _(
            "{provision}, applied for, can be granted in its own right, though it does not meet every need.",
            provision=provision,
        ),
        "refused": _(
            "The application for {provision} is refused: hearing, reasons and complaint guidance are due"
            " (FVL 19, 22-25).",
            provision=provision,
        ),
        "open": _("The application for {provision} is not yet decided.", provision=provision),
    }  # fmt: skip
    return words[verdict]


def application_if(verdict: str, provision: str, placement: str, only_if: str) -> str:
    """Return the same while a fact that nobody recorded can still turn it; `only_if` is as what that has to turn out."""
    words = {
        "full": _("The application for {provision} can be met {only_if}.", provision=provision, only_if=only_if),
        "part": _(
            "The application for {provision} can be met in part, in another form, {only_if}: hearing, reasons and"
            " complaint guidance are due (FVL 19, 22-25).",
            provision=provision, only_if=only_if,
        ),
        "instead": _(
            "The application for {provision} can be refused only {only_if}; {placement} then covers the need. Hearing,"
            " reasons and complaint guidance are due (FVL 19, 22-25).",
            provision=provision, placement=placement, only_if=only_if,
        ),
    }  # fmt: skip
    return words.get(verdict) or application(verdict, provision, placement)
