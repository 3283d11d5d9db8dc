"""JSON Schemas (Draft 2020-12) of the documents, made from their models, for editors and other programs.

A document that visit accepts is valid under its schema. The other way does not hold: what rests on two fields at once, or on the
vocabulary of a guideline, is checked by visit alone.
"""

from __future__ import annotations

from pydantic import BaseModel
from pydantic.json_schema import GenerateJsonSchema, JsonSchemaValue
from pydantic_core import core_schema

from visit.cpr import redacted
from visit.errors import UsageError, did_you_mean
from visit.locale import text as _

KINDS = (
    "case", "catalogue", "guideline", "cases", "follow-up", "plan", "population", "travel", "catalogue-map", "cases-map",
    "travel-map",
)  # fmt: skip
"""The documents that have a schema."""


class _Numbers(GenerateJsonSchema):
    """As pydantic makes it, but that a decimal is a number and never text, which is what visit reads."""

    def decimal_schema(self, schema: core_schema.DecimalSchema) -> JsonSchemaValue:
        limits = {"ge": "minimum", "le": "maximum", "gt": "exclusiveMinimum", "lt": "exclusiveMaximum"}
        made: JsonSchemaValue = {"type": "number"}
        made.update({word: float(schema[name]) for name, word in limits.items() if schema.get(name) is not None})  # type: ignore[literal-required]
        return made


def json_schema(kind: str) -> dict[str, object]:
    """Return the schema of a kind of document: one of `KINDS`.

    Raises:
        UsageError: It is none.
    """
    if kind not in KINDS:
        raise UsageError(
            _("no kind of document is called {name}", name=redacted(kind)),
            help=did_you_mean(kind, KINDS) or _("known: {names}", names=", ".join(KINDS)),
        )
    made = _model(kind).model_json_schema(by_alias=True, schema_generator=_Numbers)
    head = {
        "$schema": "https://json-schema.org/draft/2020-12/schema",
        "$id": f"urn:visit:schema:{kind}:1",
        "title": f"visit {kind}",
    }
    return {**head, **{key: value for key, value in made.items() if key not in head}}


def _model(kind: str) -> type[BaseModel]:
    from visit.reading.documents.case import CaseDocument
    from visit.reading.documents.cases import CasesDocument
    from visit.reading.documents.catalogue import CatalogueDocument, TravelDocument
    from visit.reading.documents.column_map import CaseMap, ColumnMap
    from visit.reading.documents.follow_up import FollowUpDocument
    from visit.reading.documents.guideline import GuidelineDocument
    from visit.reading.documents.models import model_of
    from visit.reading.documents.plan import PlanDocument
    from visit.reading.documents.population import PopulationDocument
    from visit.reading.documents.travel_map import TravelMap

    models: dict[str, type[BaseModel]] = {
        "case": model_of(CaseDocument),
        "catalogue": model_of(CatalogueDocument),
        "guideline": GuidelineDocument,
        "cases": CasesDocument,
        "follow-up": FollowUpDocument,
        "plan": PlanDocument,
        "population": PopulationDocument,
        "travel": model_of(TravelDocument),
        "catalogue-map": ColumnMap,
        "cases-map": CaseMap,
        "travel-map": TravelMap,
    }
    return models[kind]
