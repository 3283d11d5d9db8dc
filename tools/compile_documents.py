"""Write the compiled form of the YAML that ships: `python tools/compile_documents.py`.

What people change is the YAML; a command reads the compiled JSON, which is the same, validated and resolved. A test
holds the two equal, so run this after every change to `visit/vocabulary/`, `visit/catalogue.yaml` or
`visit/guidelines/`.
"""

from __future__ import annotations

from pathlib import Path
from typing import Any

import make_towns
from describe import describe

from visit import canonical, shipped
from visit.reading import source

VOCABULARY = ("areas", "needs", "provisions", "target_groups", "themes", "scales", "interventions", "facts")


def vocabulary() -> dict[str, Any]:
    """Return the vocabulary as one document."""
    record: dict[str, Any] = {}
    for name in VOCABULARY:
        part: Any = source.read(shipped.VOCABULARY / f"{name}.yaml").value
        record.update(part)
    record["codes"] = source.read(shipped.VOCABULARY / "codes.yaml").value
    return record


def places() -> dict[str, Any]:
    """Return the towns, their names and the municipalities."""
    from visit.places.gazetteer import gazetteer

    return gazetteer()


def catalogue() -> dict[str, Any]:
    """Return the record of the catalogue that ships."""
    from visit.catalogue import catalogue_record

    return catalogue_record(source.read(shipped.CATALOGUE))


def guidelines() -> list[dict[str, Any]]:
    """Return the records of the guidelines that ship, in the order of their files."""
    from visit.rules.guideline.layering import read_layer

    return [dict(read_layer(path).record) for path in guideline_files()]


def guideline_files() -> list[Path]:
    """Return the guideline files that ship."""
    return [path for path in sorted(shipped.GUIDELINES.glob("*.yaml")) if not path.name.endswith(".cases.yaml")]


def case_schema() -> dict[str, Any]:
    """Return the description by which a well-formed case is accepted without its models."""
    from visit.reading.documents.case import CaseDocument

    return describe(CaseDocument)


def write(name: str, record: Any) -> None:
    """Write one compiled document."""
    path = shipped.ROOT / "compiled" / f"{name}.json"
    path.write_bytes(canonical.encode(record) + b"\n")
    print(f"{path.name}: {path.stat().st_size:,} bytes")


def main() -> None:
    """Write every compiled document; the vocabulary first, which the others are checked against."""
    write("vocabulary", vocabulary())
    (shipped.ROOT / "compiled" / "places.json").write_text(make_towns.written(places()), "utf-8")
    write("case-schema", case_schema())
    if shipped.CATALOGUE.exists():
        record = catalogue()
        write("catalogue", {"digest": canonical.digest(record), "record": record})
    write("guidelines", guidelines())


if __name__ == "__main__":
    main()
