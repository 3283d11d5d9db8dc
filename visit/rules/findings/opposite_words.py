"""Pairs of words that are opposite in what a guideline says, in Danish and English."""

from __future__ import annotations

import re

from visit.rules.findings.logic_words import any_word

OPPOSITES: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (any_word(first), any_word(second))
    for first, second in (
        ("kun ~ udelukkende ~ only ~ solely", r"medmindre ~ altid ~ unless ~ always ~ under alle omstændigheder"),
        (r"altid ~ always ~ every time ~ hver gang", "aldrig ~ never"),
        (r"inden(?! for) ~ før ~ forud for ~ before ~ prior to ~ ahead of",
         "after ~ derefter ~ afterwards ~ bagefter ~ when ~ once ~ as soon as ~ så snart"),
        (r"mindst ~ at least ~ no less than", r"højst ~ at most ~ up to ~ op til ~ no more than"),
        (r"mere end ~ flere end ~ (?:over|above)(?=\s\d|\s\s) ~ more than",
         r"mindre end ~ færre end ~ (?:under|below)(?=\s\d|\s\s) ~ less than ~ fewer than"),
        (r"med (?:borgerens )?(?:samtykke|accept) ~ with (?:the citizen's )?consent", "uden samtykke ~ without consent"),
        (r"nær\w* ~ tæt ~ tættest ~ near\w* ~ close\w*", r"fjern\w* ~ langt væk ~ far ~ farthest ~ furthest ~ farther"),
        (r"billig\w* ~ cheap\w*", r"dyr\w* ~ dear\w* ~ expensive ~ costly ~ most costly"),
        (r"kort\w* ~ short\w*", r"lang\w* ~ længst\w* ~ long\w*"),
        (r"færrest ~ fewest ~ færre ~ fewer ~ så få", r"flest ~ most ~ flere ~ more ~ as many"),
        (r"ung\w* ~ yngre ~ yngst\w* ~ young\w* ~ youth\w*", r"ældre\w* ~ ældst\w* ~ (?<!years )(?<!year )old\w* ~ elder\w*"),
        (r"midlertidig\w* ~ temporar\w* ~ tidsbegrænset\w*", r"varig\w* ~ permanent\w* ~ lasting ~ længerevarende"),
        (r"først ~ first", r"sidst ~ last ~ finally"),
        (r"egne ~ eget ~ own", r"købt\w* ~ eksterne? ~ bought ~ external ~ purchased"),
        (r"nye? ~ nyt ~ new", r"nuværende ~ i forvejen ~ løbende ~ current ~ existing ~ already"),
        (r"offentlige? ~ kommunale? ~ public ~ municipal", r"private? ~ privately"),
        (r"begge ~ både ~ both", r"enten ~ either"),
        (r"alle ~ samtlige ~ hver ~ all ~ every ~ each", r"nogen ~ ingen ~ some ~ none ~ nobody"),
        (r"inden for ~ inside", r"uden for ~ outside"),
        (r"let ~ lette ~ mild ~ slight ~ lavt ~ low", r"svær\w* ~ højt ~ severe ~ high"),
        (r"også ~ ligeledes ~ blandt andet ~ also ~ as well ~ among others", r"kun ~ udelukkende ~ only ~ solely ~ nothing but"),
        (r"alle ~ samtlige ~ all ~ every(?:body|one)? ~ each of",
         r"mindst (?:ét|et|én|en) ~ blot (?:ét|et|én|en) ~ at least one ~ any one"),
        (r"hele ~ whole ~ entire ~ alle ~ all", r"(?:ét|et|én|en) af ~ one of ~ nogle af ~ some of ~ part of"),
        (r"siger ja ~ sagt ja ~ samtykker ~ agrees ~ says yes ~ said yes ~ consents", r"siger nej ~ sagt nej ~ says no ~ said no"),
    )
)  # fmt: skip
"""Words of which one text has the first and the other the second, in either language."""
