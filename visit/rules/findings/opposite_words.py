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
        (r"midlertidig\w* ~ temporar\w* ~ tidsbegrænset\w*",
         r"varig\w* ~ permanent\w* ~ lasting ~ længerevarende ~ langvarig\w* ~ long[- ]term ~ long[- ]lasting"),
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
        (r"ved siden af ~ ud over ~ oven i ~ sammen med ~ i tillæg til ~ som supplement ~ supplerer ~ beside ~ alongside"
         r" ~ in addition to ~ on top of ~ together with ~ supplement\w* ~ besides",
         r"i stedet for ~ i stedet ~ frem for ~ erstatter ~ træder i stedet for ~ in place of ~ instead of ~ instead ~ replac\w*"),
        (r"begge ~ both", r"mindst (?:ét|et|én|en) ~ at least one ~ en af ~ one of ~ either"),
        (r"begynder ~ starter ~ begins ~ starts", r"ophører ~ slutter ~ udløber ~ ends ~ stops ~ ceases ~ expires"),
        (r"forlænges ~ forlænge ~ forlængelse ~ extended ~ extend ~ extension ~ prolonged",
         r"forkortes ~ forkorte ~ shortened ~ shorten ~ cut short"),
        (r"øges ~ udvides ~ forhøjes ~ increased ~ extended ~ raised",
         r"nedsættes ~ reduceres ~ mindskes ~ decreased ~ reduced ~ lowered"),
        (r"bevilg\w* ~ godkend\w* ~ imødekom\w* ~ grant\w* ~ approv\w*", r"afslå\w* ~ afslag\w* ~ afvis\w* ~ refus\w* ~ reject\w*"),
        (r"afslå\w* ~ afslag\w* ~ afvis\w* ~ refus\w* ~ reject\w*", r"spørg\w* ~ ask(?:s|ed)? (?:the|him|her|them|whether|if)"),
        (r"orienter\w* ~ underret\w* ~ giv(?:es|er)? besked ~ inform(?:s|ed)? ~ notif\w+ ~ tell ~ told", r"indhent\w* ~ obtain\w*"),
        (r"stoppes? ~ standses ~ stops? ~ stopped", r"fortsætt\w* ~ continu\w* ~ goes on ~ go on"),
        (r"ring(?:er)? til ~ telefon\w* ~ phone\w* ~ call(?:s|ed)? the", r"skriv(?:er)? til ~ writes? to"),
        (r"besøg(?:er|es)? ~ visits? the", r"skriv(?:er)? ~ writes?"),
        (r"flytter ind ~ indflytning\w* ~ moves in ~ moving in",
         r"flytter ud ~ fraflytning\w* ~ udflytning\w* ~ moves out ~ moving out"),
        (r"indlægges ~ indlæggelse\w* ~ admitted ~ admission", r"udskrives ~ udskrivning\w* ~ discharged? ~ discharge"),
        (r"om dagen ~ i dagtimerne ~ dagtimer\w* ~ by day ~ during the day ~ in the daytime",
         r"om natten ~ nattetimer\w* ~ by night ~ at night ~ during the night"),
        (r"hverdage\w* ~ på hverdage ~ weekdays? ~ on weekdays", r"weekend\w* ~ weekends? ~ at weekends"),
        (r"i (?:en )?gruppe\w* ~ gruppevis ~ in (?:a )?groups?",
         r"individuelt ~ individuel ~ individually ~ one to one ~ one-to-one"),
        (r"skriftligt? ~ in writing ~ written", r"mundtligt? ~ orally ~ oral ~ by word of mouth"),
        (r"frivilligt? ~ voluntar\w*", r"tvungen\w* ~ med tvang ~ compulsor\w* ~ forced ~ by force"),
        (r"gratis ~ uden betaling ~ free of charge ~ without charge",
         r"mod betaling ~ egenbetaling ~ for payment ~ at a charge ~ own payment"),
        (r"daglig\w* ~ hver dag ~ daily ~ every day", r"ugentlig\w* ~ hver uge ~ weekly ~ every week"),
        (r"tidligst\w* ~ at the earliest ~ no earlier than ~ no sooner than",
         r"senest ~ at the latest ~ no later than ~ by the latest"),
        (r"hovedregl?\w* ~ as a rule ~ the main rule", r"undtagelsesvis\w* ~ exceptionally ~ by way of exception"),
        (r"fysisk\w* ~ physical\w*", r"psykisk\w* ~ mental\w*"),
        (r"fylder ~ er fyldt ~ turns ~ has turned", r"er under ~ ikke fyldt ~ is below ~ is under"),
        (r"tung\w* ~ heavy", r"let ~ lette ~ light ~ slight ~ mild"),
        (r"åb(?:en|ent|ne) ~ open", r"lukket ~ lukkede ~ closed ~ shut"),
        (r"hurtig\w* ~ quick\w*", r"langsom\w* ~ slow\w*"),
        (r"enk(?:el|elt|le) ~ simp(?:el|elt|le) ~ simple ~ plain", r"kompleks\w* ~ sammensat\w* ~ complex"),
        (r"akut\w* ~ acute ~ urgent ~ hastende", r"planlagt\w* ~ planned ~ scheduled"),
        (r"stabil\w* ~ stable ~ steady", r"ustabil\w* ~ unstable ~ unsteady"),
        (r"stærk\w* ~ strong\w*", r"svag\w* ~ weak\w*"),
        (r"stor ~ stort ~ store ~ large ~ big", r"lille ~ små ~ small ~ little"),
        (r"høj ~ højt ~ høje ~ high", r"lav ~ lavt ~ lave ~ low"),
        (r"tidlig\w* ~ early", r"sen ~ sent ~ sene ~ late"),
        (r"fuldtid\w* ~ fuld tid ~ full[- ]time", r"deltid\w* ~ halv tid ~ part[- ]time"),
        (r"bedring ~ bedre ~ fremgang ~ better ~ improved? ~ progress", r"værre ~ dårligere ~ tilbagegang ~ worse ~ decline\w*"),
        (r"forælder\w* ~ forældre\w* ~ parents?", r"barn ~ børn ~ barnet ~ child ~ children"),
        (r"bor (?:\w+ )?alene ~ bor for sig selv ~ lives? alone ~ lives? on (?:his|her|their) own",
         r"(?:bor )?sammen med (?:andre|nogen|familie\w*|en) ~ lives? (?:together )?with"),
        (r"ja tak ~ takke[rt] ja ~ accept\w*", r"nej tak ~ takke[rt] nej ~ declin\w* ~ turn(?:s|ed) down"),
        (r"er gift ~ samlevende ~ samboende ~ is married ~ cohabit\w*", r"enlig\w* ~ er ugift ~ is single ~ unmarried"),
        (r"ejer(?:bolig)? ~ owns? ~ owner\w*", r"lejer ~ lejebolig ~ rents? ~ rented ~ tenants?"),
        (r"morgen\w* ~ morning\w*", r"aften\w* ~ evening\w*"),
        (r"tilmeldt ~ tilmelder ~ tilmelding\w* ~ signed up ~ sign(?:s|ing)? up ~ enrolled",
         r"afmeldt ~ afmelder ~ afmelding\w* ~ signed off ~ sign(?:s|ing)? off ~ withdr\w*"),
        (r"afsluttet ~ gennemført ~ completed ~ finished",
         r"igangværende ~ er i gang ~ under way ~ ongoing ~ afbrudt ~ broken off"),
        (r"mødt op ~ møder op ~ fremmøde ~ attended ~ attends ~ turned up",
         r"udeblev\w* ~ udeblivelse\w* ~ stayed away ~ fail\w* to attend"),
        (r"aftal\w* ~ agree\w* ~ arrange\w*",
         r"tr(?:æk\w*|ukket)(?: \w+){0,3} tilbage ~ withdr\w* ~ opsig\w* ~ terminat\w* ~ aflys\w* ~ cancel\w*"),
        (r"sommer\w* ~ summer", r"vinter\w* ~ winter"),
        (r"indendørs ~ indoors?", r"udendørs ~ outdoors?"),
        (r"siger ja ~ sagt ja ~ samtykker ~ agrees ~ says yes ~ said yes ~ consents", r"siger nej ~ sagt nej ~ says no ~ said no"),
    )
)  # fmt: skip
"""Words of which one text has the first and the other the second, in either language."""


OPPOSITE_QUESTIONS: tuple[tuple[re.Pattern[str], re.Pattern[str]], ...] = tuple(
    (any_word(first), any_word(second))
    for first, second in (
        (r"""sig selv ~ selv ~ alene ~ på egen hånd ~ selvstændigt ~ uden (?:hjælp|støtte|følge|ledsagelse) ~ alone
          by (?:him|her|them)self ~ independently ~ on (?:his|her|their) own ~ unaided ~ without (?:help|support|an escort)""",
         r"""(?:have|brug for|behov for|afhængig af) (?:\w+ )?(?:hjælp|støtte|følge|ledsagelse|ledsager|andre|en anden)
          følges ~ ledsages ~ hjælpes
          needs? (?:\w+ )?(?:help|support|somebody|someone|company|escort) ~ (?:be )?(?:escorted|accompanied|helped)
          depend(?:s|ent)? on (?:help|support|others|somebody|someone)"""),
        ("møder op ~ kommer til aftalerne ~ attends? ~ turns? up ~ comes? to",
         "udebliver ~ bliver væk ~ stays? away ~ miss(?:es)? ~ fails? to (?:turn up|attend)"),
        ("husker ~ remembers?", "glemmer ~ forgets?"),
        (r"gældfri\w* ~ debt-free ~ free of debt", r"(?:har|i) (?:\w+ ){0,2}gæld ~ (?:has|have|in) (?:\w+ )?debts?"),
        (r"betaler til tiden ~ pays? (?:\w+ )?on time", r"restance\w* ~ skylder ~ arrears ~ owes?"),
        (r"frivillig\w* ~ voluntar\w*",
         r"mod (?:sin|borgerens) vilje ~ tvang\w* ~ tvunget ~ against \w+(?:'s)? will ~ forced ~ coerc\w+"),
        (r"ædru ~ afholdende ~ sober ~ abstinent", r"drikker ~ misbruger ~ påvirket ~ drinks? ~ misuses? ~ intoxicated"),
        (r"hjemløs\w* ~ homeless", "(?:har|have) (?:borgeren )?(?:en )?bolig ~ (?:has|have) (?:a )?(?:home|dwelling)"),
        ("i arbejde ~ i beskæftigelse ~ employed ~ in work", "ledig ~ arbejdsløs ~ uden arbejde ~ unemployed ~ out of work"),
        (r"rask ~ healthy", r"syg ~ sygemeldt ~ ill ~ sick"),
        (r"muligt? ~ possible", r"udelukket ~ umuligt? ~ impossible ~ ruled out"),
        (r"afsluttet ~ færdig ~ ophørt ~ finished ~ ended", r"i gang ~ løber ~ igangværende ~ ongoing ~ in progress ~ running"),
        (r"lykkedes ~ lykkes ~ gik godt ~ succeeds? ~ succeeded ~ worked",
         r"mislyk\w+ ~ slog fejl ~ gik galt ~ fail(?:s|ed)? ~ broke down"),
        ("til stede ~ hjemme ~ present ~ at home", "fraværende ~ ude ~ væk ~ absent ~ away"),
        (r"vil(?! (?:undgå|ikke|have sig fri|stoppe|holde op|slippe))\b ~ ønsker(?! at (?:undgå|slippe|stoppe)) ~ accepterer"
         r" ~ will(?! not) ~ wants?(?! to (?:avoid|stop)) ~ wish(?:es)?(?! to (?:avoid|stop)) ~ accepts? ~ willing",
         r"sagt nej ~ siger nej ~ sige nej ~ takke[rt] nej ~ afvis(?:t|er) ~ afslå(?:et|r)? ~ said no ~ says? no"
         r" ~ declin(?:ed?|es) ~ refuse[sd]? ~ turn(?:s|ed) down"),
        ("tryg ~ safe", "bange ~ utryg ~ afraid ~ unsafe ~ scared"),
    )
)  # fmt: skip
"""Opposites as a question and a label say them: a yes to the one is a no to the other."""
