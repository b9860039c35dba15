"""Where things are: the checkout, and the evaluation data beside it."""

from __future__ import annotations

import os
import subprocess
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def evaluation_folder() -> Path:
    """Return the folder of real reports and gold: FUPIN_EVAL_DIR, else `shared` beside the checkout.

    It may be absent: most machines do not have it.
    """
    return Path(os.environ.get("FUPIN_EVAL_DIR") or ROOT.parent / "shared")


def why_no_evaluation_data() -> str | None:
    """Return why tests on real reports cannot run, or None if they can."""
    folder = evaluation_folder()
    missing = [part for part in ("reports", "gold") if not (folder / part).is_dir()]
    if not missing:
        return None
    return f"needs the real reports: no {' and no '.join(missing)} in {folder} (set FUPIN_EVAL_DIR)"


def repository_files() -> list[Path]:
    """Return the files that belong to the repository: tracked, or new and not ignored; sorted."""
    command = ["git", "ls-files", "-z", "--cached", "--others", "--exclude-standard"]
    listed = subprocess.run(command, cwd=ROOT, capture_output=True, check=True).stdout
    paths = (ROOT / name for name in listed.decode("utf-8").split("\0") if name)
    return sorted(path for path in paths if path.is_file())
