"""Which documents a run has, and how they are called."""

from __future__ import annotations

from pathlib import Path

from fupin_nlp.ingest import find_sources


def make(folder: Path, *names: str) -> Path:
    for name in names:
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(name, encoding="utf-8")
    return folder


def docs(*paths) -> list[str]:
    return [s.doc for s in find_sources(paths) if s.skipped is None]


def test_folder_is_recursive_and_sorted(tmp_path):
    folder = make(tmp_path / "in", "b.txt", "a/z.html", "a/c.txt", "甲.txt")
    assert docs(folder) == ["a/c.txt", "a/z.html", "b.txt", "甲.txt"]
    assert docs(folder / "b.txt", "-") == ["b.txt", "stdin"]


def test_what_is_passed_over_is_told(tmp_path):
    folder = make(tmp_path / "in", "a.txt", ".hidden.txt", ".git/x.txt", "x.py", "noname", "~$a.docx", "b.docx")
    skipped = {s.doc: s.skipped for s in find_sources([folder]) if s.skipped}
    assert skipped == {
        ".git/x.txt": "hidden file",
        ".hidden.txt": "hidden file",
        "noname": "no suffix",
        "x.py": "unknown suffix '.py'",
        "~$a.docx": "lock file of an editor",
    }
    assert docs(folder) == ["a.txt", "b.docx"]  # a known format that cannot be read yet is a failure, not a silence


def test_a_file_named_by_hand_is_never_skipped(tmp_path):
    folder = make(tmp_path, "report", ".hidden.txt")
    assert docs(folder / "report", folder / ".hidden.txt") == [".hidden.txt", "report"]


def test_equal_names_get_the_name_of_their_path_in_front(tmp_path):
    a, b = make(tmp_path / "a", "x.txt", "only.txt"), make(tmp_path / "b", "x.txt")
    assert docs(a, b) == ["a/x.txt", "b/x.txt", "only.txt"]
    assert docs(a / "x.txt", b / "x.txt") == ["a/x.txt", "b/x.txt"]


def test_equal_names_in_folders_of_one_name(tmp_path):
    first, second = make(tmp_path / "1/in", "x.txt"), make(tmp_path / "2/in", "x.txt")
    assert docs(first, second) == ["2/in/x.txt", "in/x.txt"]


def test_the_same_file_twice_is_one_document(tmp_path):
    folder = make(tmp_path / "in", "x.txt")
    (tmp_path / "link.txt").symlink_to(folder / "x.txt")
    assert docs(folder, folder / "x.txt", folder, tmp_path / "link.txt") == ["x.txt"]


def test_links_in_a_ring_end(tmp_path):
    folder = make(tmp_path / "in", "x.txt", "deep/y.txt")
    (folder / "deep" / "ring").symlink_to(folder, target_is_directory=True)
    assert docs(folder) == ["deep/y.txt", "x.txt"]


def test_a_missing_path_is_left_to_the_reader(tmp_path):
    (source,) = find_sources([tmp_path / "none.txt"])
    assert (source.doc, source.skipped) == ("none.txt", None)
