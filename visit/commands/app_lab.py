"""The command line of the lab: what another guideline does to many citizens."""

from __future__ import annotations

from typing import Annotated

import typer

from visit.commands import completing
from visit.commands.app import app
from visit.commands.options import (
    AsOf,
    CatalogueFile,
    Command,
    FilesCommand,
    GuidelineOfNumber,
    ListShape,
    Open,
    PageListShape,
    TravelFile,
)
from visit.locale import language
from visit.locale import text as _

OldMeant = Annotated[
    str,
    typer.Argument(
        help=_(
            "The guideline before: id, id@version, id@date or file; a date behind it is the day asked about. “decided”: of each "
            "decision of a ledger the guideline, catalogue and day that it was made on; decided@1f2e3d4c: those of one such "
            "basis; --catalogue decided: each with its own catalogue on the new side, too."
        ),
        metavar=_("OLD"),
        autocompletion=completing.guidelines,
    ),
]
NewMeant = Annotated[
    str, typer.Argument(help=_("The guideline instead."), metavar=_("NEW"), autocompletion=completing.guidelines)
]
CasesMeant = Annotated[
    list[str] | None,
    typer.Argument(
        help=_("Case files, or folders of them; a file of JSON Lines has a case on each line."), metavar=_("[CASE]...")
    ),
]
Populations = Annotated[
    list[str],
    typer.Option(
        "--population",
        "-p",
        help=_("A population: JSON Lines, or a table (.parquet); - reads standard input."),
        metavar=_("FILE"),
    ),
]
AllMunicipalities = Annotated[
    bool, typer.Option("--all-municipalities", help=_("Cases of other municipalities than the guideline's, too."))
]

Invented = Annotated[
    bool,
    typer.Option(
        "--invented",
        help=_(
            "Say of cases that are not drawn that they are invented and nobody, as those in examples are: every number and each "
            "of them is shown, and the answer says that you said so."
        ),
    ),
]


@app.command(
    cls=FilesCommand,
    help=_(
        "Answer many cases under two guidelines, with two catalogues or on two days, and say what changes: who gets another "
        "first solution, from which step to which, what must be approved, how far it is and what it costs.\n\n"
        "The exit code is 2 where a case cannot be read or a --fail-if not be asked, 1 where a --fail-if is true, else 0.\n\n"
        "Example: visit compare ikast-brande nordby.yaml examples --all-municipalities, or visit compare ikast-brande@2025-06-30 "
        "ikast-brande@2025-07-01 -p citizens.jsonl; what was decided: visit compare decided nordby.yaml --ledger ledger.db"
    ),
)
def compare(
    old: OldMeant,
    new: NewMeant,
    cases: CasesMeant = None,
    population: Populations = [],
    ledger: Annotated[
        str | None,
        typer.Option(
            "--ledger",
            help=_(
                "The cases that a ledger's decisions were made on, the newest of each: a file, or postgresql://…. With “decided” "
                "as OLD it may be left out: as set (`visit config show`), else ledger.db in this folder."
            ),
            metavar=_("FILE"),
        ),
    ] = None,
    low: Annotated[
        str | None,
        typer.Option(
            "--low",
            help=_(
                "The same population drawn with --assumption all=low: with --high, what flips between them is called undecided."
            ),
            metavar=_("FILE"),
        ),
    ] = None,
    high: Annotated[
        str | None,
        typer.Option("--high", help=_("The same population drawn with --assumption all=high."), metavar=_("FILE")),
    ] = None,
    assumptions: Annotated[
        bool,
        typer.Option(
            "--assumptions",
            help=_(
                "Draw the same population with every assumption low, with every one high, and with each low and high by itself, "
                "and say what flips and which assumption it hangs on. What that takes is told first."
            ),
        ),
    ] = False,
    catalogue: CatalogueFile = None,
    old_catalogue: Annotated[
        str | None, typer.Option("--old-catalogue", help=_("The offers before, where they are others."))
    ] = None,
    new_catalogue: Annotated[
        str | None, typer.Option("--new-catalogue", help=_("The offers instead, where they are others."))
    ] = None,
    travel: TravelFile = None,
    as_of: Annotated[
        str | None,
        typer.Option("--as-of", help=_("The day asked about, YYYY-MM-DD; else that of each case's assessment.")),
    ] = None,
    all_municipalities: AllMunicipalities = False,
    most_answers: Annotated[
        int | None,
        typer.Option(
            "--most-answers",
            min=0,
            help=_(
                "Take so many further answers at most to say which edit did it: exact shares, else each edit alone and all but "
                "it, else only whom each may touch; 0 does not ask. Unless given 1000 for exact shares, and to try each as many "
                "as the comparison itself takes."
            ),
        ),
    ] = None,
    fail_if: Annotated[
        list[str],
        typer.Option(
            "--fail-if",
            autocompletion=completing.gates,
            help=_(
                "End with 1 where this is true: a name, > < >= <= or ==, and a number or percent of the cases, for example "
                "'moved > 5%'. Names: moved, lower, higher, same_step, gained, lost (a solution), external (own → bought), "
                "own, grantable, not_grantable, undecided, decided, exception_first, by_name, less_covered and "
                "more_covered (more, or fewer, needs not surely covered), unread, others; dkk_a_year, "
                "km_median, km_90 (how much more); approvals.ROLE, decides_first.ROLE, notices.ID, deadlines.ID, follow_up.ID, "
                "grants.ID (in how many more, net). Behind these .begins, .ends and .changes (another period or form, another "
                "number of people, or certain and not only perhaps), and .certain (what surely follows), alone or before these, "
                "for example 'follow_up.follow-up.changes > 0'. Of a subgroup: age, group, kind, sex, support_need, help_now or "
                "municipality, its row and a name, for example "
                "'group.autism-spectrum.higher > 3'."
            ),
        ),
    ] = [],
    baseline: Annotated[
        str | None,
        typer.Option(
            "--baseline", help=_("An accepted answer (-o accepted.json): --fail-if looks at what goes beyond it.")
        ),
    ] = None,
    people: Annotated[
        bool,
        typer.Option(
            "--people",
            help=_(
                "Say everything, with every number of real citizens and the ten affected most one by one, but not on the page; of "
                "synthetic ones it always is."
            ),
        ),
    ] = False,
    invented: Invented = False,
    full: Annotated[bool, typer.Option("--full", help=_("Say everything, not one screen of it."))] = False,
    processes: Annotated[
        int | None,
        typer.Option(
            "--processes",
            min=1,
            help=_("How many to share the work among; else one per core, at most four, where there are many citizens."),
        ),
    ] = None,
    anew: Annotated[
        bool,
        typer.Option(
            "--anew", help=_("Compare again, also where the same was compared before and is kept: see policy-lab.")
        ),
    ] = False,
    open: Open = False,
    format: PageListShape = None,
) -> None:
    """Say what another guideline, catalogue or day does to many citizens."""
    from visit.commands.compare import compare_command
    from visit.commands.compare_options import CompareOptions

    options = CompareOptions(
        old=old, new=new, cases=cases or [], populations=population, catalogue=catalogue, old_catalogue=old_catalogue,
        new_catalogue=new_catalogue, travel=travel, as_of=as_of, all_municipalities=all_municipalities,
        most_answers=most_answers,
        fail_if=fail_if, baseline=baseline, people=people, full=full, opened=open, low=low, high=high,
        processes=processes, invented=invented, ledger=ledger, anew=anew, assumptions=assumptions,
    )  # fmt: skip
    shape: str | None = format
    if open:
        from visit.commands.pages import shape_of_page

        shape = shape_of_page(shape)
    raise typer.Exit(compare_command(options, shape=shape, language=language()))


@app.command(
    cls=Command,
    help=_(
        "Answer many cases with a number of a guideline at many values, and say how many get another first solution than today "
        "and at which values something tips.\n\n"
        "The curve has at each value: another first (how many get another first solution than with today's value, and their "
        "share), lower step and higher step (of these, those who come to one), and where the number is read by what follows also "
        "follows (how many keep their first solution and surely get other approvals, notices, deadlines or follow-up) and perhaps "
        "(how many more only may). Below it stands where a first solution tips, where what follows does, and how many were tried "
        "at these values alone. csv and xlsx have the curve, and in tips how many get another first solution than at the value "
        "before; json has the curve between the values too.\n\n"
        "The exit code is 2 where a case cannot be read, else 0.\n\n"
        "Example: visit sweep fast_track_min_triggers examples --guideline ikast-brande --from 1 --to 4"
    ),
)
def sweep(
    parameter: Annotated[
        str,
        typer.Argument(
            help=_("The number, by its key or the beginning of its label."),
            metavar=_("NUMBER"),
            autocompletion=completing.numbers,
        ),
    ],
    cases: CasesMeant = None,
    population: Populations = [],
    first: Annotated[str, typer.Option("--from", help=_("The first value."))] = "",
    last: Annotated[str, typer.Option("--to", help=_("The last value."))] = "",
    step: Annotated[str, typer.Option("--step", help=_("From one value to the next; at most 200 values."))] = "1",
    guideline: GuidelineOfNumber = None,
    catalogue: CatalogueFile = None,
    travel: TravelFile = None,
    as_of: AsOf = None,
    all_municipalities: AllMunicipalities = False,
    people: Annotated[
        bool, typer.Option("--people", help=_("Say every number of real citizens, also of few."))
    ] = False,
    invented: Invented = False,
    format: ListShape = None,
) -> None:
    """Say what a number of a guideline does at many values."""
    from visit.commands.sweep import SweepOptions, sweep_command

    options = SweepOptions(
        parameter=parameter, cases=cases or [], populations=population, first=first, last=last, step=step,
        guideline=guideline, catalogue=catalogue, travel=travel, as_of=as_of, all_municipalities=all_municipalities,
        people=people, invented=invented,
    )  # fmt: skip
    raise typer.Exit(sweep_command(options, shape=format))


@app.command(
    cls=Command,
    help=_(
        "Answer many cases, and say of how many each invariant of a guideline, and of the layers below it, is true that never "
        "should be; of drawn citizens also of whom.\n\n"
        "The exit code is 2 where a case cannot be read, 1 where an invariant is true of one, else 0.\n\n"
        "Example: visit invariants ikast-brande examples, or visit invariants nordby.yaml -p citizens.jsonl"
    ),
)
def invariants(
    guideline: Annotated[
        str,
        typer.Argument(
            help=_("A guideline's id, id@version, id@date or file."),
            metavar=_("GUIDELINE"),
            autocompletion=completing.guidelines,
        ),
    ],
    cases: CasesMeant = None,
    population: Populations = [],
    catalogue: CatalogueFile = None,
    travel: TravelFile = None,
    as_of: AsOf = None,
    all_municipalities: AllMunicipalities = False,
    people: Annotated[
        bool, typer.Option("--people", help=_("Say of whom, also of real citizens; of synthetic ones it always is."))
    ] = False,
    invented: Invented = False,
    format: ListShape = None,
) -> None:
    """Say of how many citizens the invariants of a guideline are true."""
    from visit.commands.invariants import InvariantsOptions, invariants_command

    options = InvariantsOptions(
        guideline=guideline, cases=cases or [], populations=population, catalogue=catalogue,
        travel=travel, as_of=as_of, all_municipalities=all_municipalities, people=people,
        invented=invented,
    )  # fmt: skip
    raise typer.Exit(invariants_command(options, shape=format))
