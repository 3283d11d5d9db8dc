"""What is stored of a guideline, beside the checks of its file: the same fields, the same ones required."""

from __future__ import annotations

from typing import Any, NotRequired, get_origin, get_type_hints

import pytest
from pydantic import BaseModel

from visit.reading.documents import guideline as checked
from visit.rules.guideline import records

PAIRS = [
    (records.GuidelineRecord, checked.GuidelineDocument),
    (records.BilingualTextRecord, checked.BilingualTextDocument),
    (records.LabelRecord, checked.LabelDocument),
    (records.DaysRecord, checked.InForce),
    (records.AreaRecord, checked.AreaProposal),
    (records.ProposalRecord, checked.ProposalDocument),
    (records.CaseFactRecord, checked.CaseFactDocument),
    (records.NeedRecord, checked.OwnNeed),
    (records.NearnessRecord, checked.NearnessDocument),
    (records.PriceRecord, checked.ReferencePrice),
    (records.ParameterBoundsRecord, checked.ParameterBounds),
    (records.FactBoundsRecord, checked.FactBounds),
    (records.ParameterRecord, checked.ParameterDocument),
    (records.TableRowRecord, checked.TableRow),
    (records.TableRecord, checked.TableDocument),
    (records.RuleRecord, checked.RuleDocument),
    (records.PreferenceRecord, checked.PreferenceDocument),
    (records.ApproverRecord, checked.ApprovalDocument),
    (records.NoticeRecord, checked.NoticeDocument),
    (records.FollowUpRecord, checked.FollowUpRow),
    (records.RoleRecord, checked.OwnRole),
    (records.OfferGroupRecord, checked.OfferGroup),
    (records.DeadlineBoundsRecord, checked.DeadlineBounds),
    (records.DeadlineRecord, checked.DeadlineDocument),
    (records.ServiceLevelRecord, checked.ServiceLevelDocument),
    (records.GrantRecord, checked.GrantDocument),
    (records.InvariantRecord, checked.InvariantDocument),
]


@pytest.mark.parametrize(("record", "model"), PAIRS, ids=[record.__name__ for record, _model in PAIRS])
def test_a_record_has_the_fields_of_its_file(record: Any, model: type[BaseModel]) -> None:
    fields = {info.alias or name: info for name, info in model.model_fields.items() if not info.exclude}
    hints = get_type_hints(record, include_extras=True)
    assert hints.keys() == fields.keys()
    required = {name for name, hint in hints.items() if get_origin(hint) is not NotRequired}
    assert required == {name for name, info in fields.items() if info.is_required()}


def test_every_model_of_the_file_has_its_record() -> None:
    models = {one for one in vars(checked).values() if isinstance(one, type) and issubclass(one, BaseModel)}
    assert models - {checked.Model, checked.Allowing} == {model for _record, model in PAIRS}
