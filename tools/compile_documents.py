"""Write the compiled form of the YAML that ships: `python tools/compile_documents.py`.

What people change is the YAML. A command reads the compiled JSON, which is the same, validated and resolved, as long as it was made
from the files that lie there; else the YAML, which takes longer. Run this after every change to `visit/vocabulary/`,
`visit/places/`, `visit/catalogue.yaml` or `visit/guidelines/`; a test holds the two equal.
"""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from visit import catalogue, compiled, places, shipped, vocabulary
from visit.places.gazetteer import gazetteer
from visit.reading import source
from visit.rules.guideline import layering


def documents() -> Iterable[tuple[str, bytes]]:
    """Yield the name and the content of every compiled document, first those that the later ones are checked against."""
    yield "vocabulary", compiled.compiled_text(compiled.made_from(vocabulary.sources()), vocabulary.read_sources())
    yield "places", compiled.compiled_text(compiled.made_from(places.sources()), gazetteer())
    made = compiled.made_from((shipped.CATALOGUE, *catalogue.sources()))
    yield "catalogue", compiled.compiled_text(made, catalogue.catalogue_record(source.read(shipped.CATALOGUE)))
    files = (*layering.shipped_files(), *layering.corrected_files())
    guidelines = [dict(layering.read_layer(path).record) for path in files]
    yield "guidelines", compiled.compiled_text(compiled.made_from(layering.sources()), guidelines)


def write(name: str, content: bytes) -> None:
    """Write one compiled document."""
    path = Path(compiled.FOLDER) / f"{name}.json"
    path.write_bytes(content)
    print(f"{path.name}: {len(content):,} bytes")


def main() -> None:
    """Write every compiled document."""
    for name, content in documents():
        write(name, content)


if __name__ == "__main__":
    main()
