"""The runs of disputes and trials that do not yet show what they must, each with the reason: only ever made shorter."""

from __future__ import annotations

NOT_YET: dict[str, str] = {
    "17-price-by-need: 28 hours a week: 1,206 and package 4": ("a price is one whole number"),
    "17-price-by-need: the hours are not recorded": ("a price is one whole number"),
    "18-agreed-price-and-vat: an agreed price wins over the catalogue's": (
        "a case has no agreed price, an offer no price without VAT"
    ),
    "18-agreed-price-and-vat: a private price is compared without indirect VAT": (
        "a case has no agreed price, an offer no price without VAT"
    ),
}
