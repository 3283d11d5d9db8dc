"""`visit schema`: the JSON Schema of a document."""

from __future__ import annotations

import json

from visit.reading.documents.schema import json_schema
from visit.streams import takes_every_letter


def schema_command(kind: str) -> int:
    """Print the JSON Schema of a kind of document."""
    print(json.dumps(json_schema(kind), ensure_ascii=not takes_every_letter(), indent=1))
    return 0
