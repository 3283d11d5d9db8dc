"""Take the picture of a page that README shows: `python tools/make_picture.py` writes `docs/page.png` with a headless Chromium.

Look at it before you commit it: it is taken again at a release, and where the page has changed much.
"""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "page.png"
EXAMPLE = "examples/sil-noget-at-staa-op-til.yaml"
SIZE = "1200,1190"


def main() -> None:
    """Write the page of the example to a temporary file, and take its picture."""
    with tempfile.TemporaryDirectory() as folder:
        page = Path(folder) / "page.html"
        subprocess.run(
            [sys.executable, "-m", "visit", "--lang", "en", "match", EXAMPLE, "-o", str(page)], cwd=ROOT, check=True
        )
        subprocess.run(
            ["chromium", "--headless", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", f"--window-size={SIZE}",
             f"--screenshot={PICTURE}", page.as_uri()],
            check=True, capture_output=True,
        )  # fmt: skip


if __name__ == "__main__":
    main()
