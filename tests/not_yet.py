"""The runs of disputes and trials that do not yet show what they must, each with the reason: only ever made shorter."""

from __future__ import annotations

NOT_YET: dict[str, str] = {
    "04-ast-2016-fritvalg-refusion: the same, but 40 percent dearer": (
        "a wish lifts an offer beyond the limit of price"
    ),
    "04-ast-2016-fritvalg-refusion: over-specialised (level 3 for a need of level 1), price not known: no more than granted": (
        "a wish lifts an offer that is more specialised than what was pointed at"
    ),
    "17-price-by-need: 28 hours a week: 1,206 and package 4": ("a price is one whole number"),
    "17-price-by-need: the hours are not recorded": ("a price is one whole number"),
    "18-agreed-price-and-vat: an agreed price wins over the catalogue's": (
        "a case has no agreed price, an offer no price without VAT"
    ),
    "18-agreed-price-and-vat: a private price is compared without indirect VAT": (
        "a case has no agreed price, an offer no price without VAT"
    ),
    "18-agreed-price-and-vat: a private offer refused on price may have the municipal rate examined": (
        "a case has no agreed price, an offer no price without VAT"
    ),
    "20-wish-at-twice-the-price: 4,000 against 2,000": ("a wish lifts an offer beyond the limit of price"),
    "04b-a-private-stay-beyond-the-limit: 12 per cent dearer": ("a wish lifts an offer beyond the limit of price"),
    "04c-before-the-limit-was-a-number: the same in 2026: no right": (
        "a wish lifts an offer beyond the limit of price"
    ),
}
