"""Commands on the words of reports: frequencies, attention, concordance."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from fupin_nlp.cli.options import OUTPUT, PATHS, examples, word_options
from fupin_nlp.cli.running import corpus_of, deliver, end_with, say
from fupin_nlp.lexicon.stopwords import STOP_LISTS
from fupin_nlp.report import ReportOptions

if TYPE_CHECKING:
    import pandas as pd

    from fupin_nlp.words import WordTable

__all__ = ["attention", "kwic", "words"]

_SHOWN = 50  # rows on a terminal
_DOC = 24  # columns of the name of a document
_NONE = "none"
_PICTURES = (".png", ".jpg", ".jpeg")
_KEYS = "region, province, city, year, doc, issuer; several with commas"


def _keys(by: str) -> list[str]:
    return [key.strip() for key in by.split(",") if key.strip()]


def _stop(_context: click.Context, _option: click.Parameter, value: str) -> Any:
    """Return a list of the library, none, or the words of a file."""
    if value in STOP_LISTS:
        return value
    if value == _NONE:
        return None
    path = Path(value)
    if not path.is_file():
        raise click.BadParameter(f"{value} is none of {', '.join(STOP_LISTS)}, {_NONE}, and no such file is there")
    try:
        return path.read_text(encoding="utf-8-sig").split()
    except (OSError, UnicodeDecodeError) as error:
        raise click.BadParameter(f"{value} cannot be read as UTF-8 text: {error}") from error


def _picture(_context: click.Context, _option: click.Parameter, value: Path | None) -> Path | None:
    """Refuse a picture of another format before anything is read."""
    if value is not None and value.suffix.lower() not in _PICTURES:
        raise click.BadParameter(f"{value}: a cloud is written as .png or .jpg")
    return value


STOP = click.option(
    "--stop",
    metavar="function|report|none|FILE",
    default="function",
    show_default=True,
    callback=_stop,
    help="Words to leave out: of closed classes, also those of all reports, none, or those of a text file.",
)


def _show(found: WordTable, output: Path | None, names: Sequence[str]) -> None:
    """Write a table, or show the first rows of some of its columns."""
    from fupin_nlp.cli.terminal import table
    from fupin_nlp.words import WORD_LABELS_ZH

    frame = found.frame[list(names)]
    numbers = {name: frame[name].round(3) for name in names if frame[name].dtype == "float64"}
    shown = table(frame.assign(**numbers).rename(columns=dict(WORD_LABELS_ZH)), rows=_SHOWN, cell=60)
    deliver(found.frame, output, shown, WORD_LABELS_ZH)


@click.command(
    epilog=examples(
        "fupin words reports/",
        "fupin words reports/ --by year --top 20 --stop report -o words.xlsx",
        "fupin words table.csv --text-column 正文 --region-column 省份 --date-column 年份 --by region",
        "fupin words reports/ --pos n --cloud cloud.png",
    )
)
@PATHS
@click.option("--by", default="", metavar="KEYS", help=f"Count apart by {_KEYS}.")
@STOP
@click.option(
    "--pos", default="", metavar="TAGS", help="Only parts of speech that begin so (n, v, a, d …), with commas."
)
@click.option("--least", type=click.IntRange(1), default=1, show_default=True, help="Only words that occur so often.")
@click.option("--top", type=click.IntRange(1), help="Only the most frequent words of each group.")
@click.option(
    "--cloud",
    type=click.Path(path_type=Path, dir_okay=False),
    callback=_picture,
    help="Draw the words to this file too: .png .jpg",
)
@OUTPUT
@word_options
def words(
    paths: tuple[str, ...],
    by: str,
    pos: str,
    cloud: Path | None,
    output: Path | None,
    options: ReportOptions,
    **choices: Any,
) -> None:
    """Count the words of reports: how often, in how many reports, in a thousand words.

    Counted is the body, repaired and simplified; figures and marks are no words.
    """
    from fupin_nlp.words import frequencies

    corpus = corpus_of(paths, options)
    found = frequencies(corpus, _keys(by), pos=_keys(pos), **choices)
    keys = [name for name in found.frame.columns if name not in ("pos", "words", "region_code")]
    _show(found, output, keys)
    if cloud is not None:
        _draw(found, cloud)
    end_with(corpus.failed)


def _draw(found: WordTable, path: Path) -> None:
    from fupin_nlp.plot.words import word_cloud

    word_cloud(found).save(path)
    say(f"word cloud in {path}")


def _concepts(_context: click.Context, _option: click.Parameter, values: tuple[str, ...]) -> dict[str, list[str]]:
    """Return the concepts that were named on the command line, 环保=污染,减排."""
    found: dict[str, list[str]] = {}
    for value in values:
        name, mark, listed = value.partition("=")
        for comma in "，、":
            listed = listed.replace(comma, ",")
        own = [word.strip() for word in listed.split(",") if word.strip()] if mark else [name]
        found.setdefault(name.strip(), []).extend(own)
    return found


@click.command(
    epilog=examples(
        "fupin attention reports/ --concept 环保=污染,减排,生态* --concept 创新",
        "fupin attention reports/ --dictionary concepts.toml -o attention.dta --gaps gaps.csv",
        "fupin attention table.csv --text-column 正文 --region-column 省份 --date-column 年份 --concept 创新",
    )
)
@PATHS
@click.option(
    "--dictionary",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Concepts and their words: .toml .yaml .csv .xlsx",
)
@click.option(
    "--concept",
    "concepts",
    multiple=True,
    metavar="NAME=WORD,WORD",
    callback=_concepts,
    help="A concept and its words; a * at the beginning or end of a word stands for the rest. May be repeated.",
)
@click.option("--by", default="region,year", show_default=True, metavar="KEYS", help=f"A row for each {_KEYS}.")
@click.option(
    "--gaps", "gaps_file", type=click.Path(path_type=Path, dir_okay=False), help="Write what is missing, and why."
)
@click.option(
    "--words",
    "words_file",
    type=click.Path(path_type=Path, dir_okay=False),
    help="Write how often each word of the dictionary was counted.",
)
@OUTPUT
@word_options
def attention(  # noqa: PLR0913 - one for each option
    paths: tuple[str, ...],
    dictionary: Path | None,
    concepts: dict[str, list[str]],
    by: str,
    gaps_file: Path | None,
    words_file: Path | None,
    output: Path | None,
    options: ReportOptions,
) -> None:
    """Measure how much reports speak of concepts: a balanced panel of region, year and concept.

    Words of the dictionary are found as whole words, of those that overlap the longest counts, once.
    """
    from fupin_nlp.words import ATTENTION_GAPS_ZH, Dictionary, WordTable
    from fupin_nlp.words import attention as attention_of

    if (dictionary is None) == (not concepts):
        raise click.UsageError("name the concepts by --dictionary FILE or by --concept NAME=WORD,WORD")
    known = Dictionary.load(dictionary) if dictionary is not None else Dictionary.of(concepts)
    corpus = corpus_of(paths, options)
    found = attention_of(corpus, known, _keys(by))
    hidden = ("region_code", "sentences", "mentions", "mention_characters", "characters")
    _show(WordTable(found.frame, "rows"), output, [name for name in found.frame.columns if name not in hidden])
    for path, frame in ((gaps_file, found.gaps), (words_file, found.words)):
        if path is not None:
            _show(WordTable(frame, "rows"), path, list(frame.columns))
    counts = found.gaps["reason"].value_counts()
    if len(found.gaps):
        say("gaps: " + ", ".join(f"{reason} {counts[reason]}" for reason in ATTENTION_GAPS_ZH if reason in counts))
    end_with(corpus.failed)


def concordance(frame: pd.DataFrame, *, width: int | None = None) -> str:
    """Return places of a word for the terminal, the words below one another.

    Examples
    --------
    >>> from fupin_nlp.report import parse
    >>> from fupin_nlp.words import kwic
    >>> report = parse("全县打赢脱贫攻坚战，实现脱贫7800户。脱贫不脱政策。", name="略阳县")
    >>> print(concordance(kwic(report, "脱贫").frame, width=60))
    略阳县  …县打赢脱贫攻坚战，实现 脱贫 7800户。脱贫不脱政策。
    略阳县  …坚战，实现脱贫7800户。 脱贫 不脱政策。
    """
    from fupin_nlp.cli.terminal import cut, terminal_width, width_of

    if frame.empty:
        return "没有找到 / found nowhere"
    rows = frame.head(_SHOWN)
    docs = [cut(doc, _DOC) for doc in rows["doc"]]
    edge = max(map(width_of, docs))
    room = max(2, ((width or terminal_width()) - edge - max(map(width_of, rows["keyword"])) - 4) // 2)
    lines = []
    for doc, left, word, right in zip(docs, rows["left"], rows["keyword"], rows["right"], strict=True):
        before = cut(left[::-1], room)[::-1]
        head = doc + " " * (edge - width_of(doc) + 2) + " " * (room - width_of(before))
        lines.append(f"{head}{before} {word} {cut(right, room)}".rstrip())
    more = len(frame) - len(rows)
    return "\n".join(lines + ([f"… {more} more; -o writes all"] if more else []))


@click.command(
    epilog=examples(
        "fupin kwic 脱贫 reports/",
        "fupin kwic '*污染*' reports/ --width 30 -o pollution.xlsx",
        "fupin kwic 数字经济 table.csv --text-column 正文 --region-column 省份 --date-column 年份",
    )
)
@click.argument("word", metavar="WORD")
@PATHS
@click.option("--width", type=click.IntRange(1), default=20, show_default=True, help="Characters on each side.")
@OUTPUT
@word_options
def kwic(word: str, paths: tuple[str, ...], width: int, output: Path | None, options: ReportOptions) -> None:
    """List every place of a word with what stands before and after it.

    WORD is a whole word of the text; a * at its beginning or end stands for the rest. Several with commas.
    """
    from fupin_nlp.words import WORD_LABELS_ZH
    from fupin_nlp.words import kwic as places_of

    corpus = corpus_of(paths, options)
    found = places_of(corpus, _keys(word), width)
    deliver(found.frame, output, concordance(found.frame), WORD_LABELS_ZH)
    end_with(corpus.failed)
