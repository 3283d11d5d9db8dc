"""Documents written in a line or two, for tests that need one small case, offer, rule or guideline."""

from __future__ import annotations

from typing import Any

TEXT = {"da": "tekst", "en": "text"}
SOURCE = {"source": "written for a test"}
OF_SERVICE = (
    "months",
    "sessions",
    "price_dkk_per_day",
    "price",
    "hours_per_week",
    "staff",
    "free",
    "waiting_days",
    "open_to",
    "kind",
    "areas",
)


def a_case(**fields: Any) -> dict[str, Any]:
    """A case document."""
    return {"case": "written-1", "assessed": "2026-11-22", "municipality": "Esbjerg", **fields}


def an_offer(id: str, provision: str, **fields: Any) -> dict[str, Any]:
    """An offer of one service; its fields and the service's together. A price holds no VAT, whoever runs it."""
    service = {key: fields.pop(key) for key in OF_SERVICE if key in fields}
    if "price_dkk_per_day" in service and "operator" not in fields:
        service["price"] = {"basic": service.pop("price_dkk_per_day"), "vat": "excl"}
    return {
        "id": id,
        "name": id,
        "source": {"ref": "written"},
        "services": [{"provision": provision, **service}],
        **fields,
    }


def offers(*rows: dict[str, Any]) -> dict[str, Any]:
    """A catalogue document."""
    return {"catalogue": "written", "as_of": "2026-11-22", "offers": list(rows)}


def a_rule(id: str, require: str, **fields: Any) -> dict[str, Any]:
    """A must of the gate legality, unless told otherwise."""
    return {"id": id, "gate": "legality", "strength": "must", "require": require, "reason": TEXT, **SOURCE, **fields}


def a_guideline(**sections: Any) -> dict[str, Any]:
    """A guideline document; rows without a source get one."""
    named = {
        key: [{**SOURCE, **row} for row in rows] for key, rows in sections.items() if isinstance(rows, list | tuple)
    }
    mapped = {
        key: {name: {**SOURCE, **row} for name, row in rows.items()}
        for key, rows in sections.items()
        if key in ("case_facts", "facts", "parameters")
    }
    return {
        "guideline": "written", "version": "1", "title": TEXT, "in_force": {"from": "2020-01-01"}, **SOURCE,
        **sections, **named, **mapped,
    }  # fmt: skip
