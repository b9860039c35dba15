"""The command that trains models on gold of one's own."""

from __future__ import annotations

from pathlib import Path

import click

from fupin_nlp.cli.options import examples
from fupin_nlp.cli.running import say
from fupin_nlp.errors import DependencyError, FupinError

__all__ = ["train"]


@click.command(
    epilog=examples(
        "fupin annotate export reports/ -o to_correct.xlsx     # correct it by hand",
        "fupin annotate import to_correct.xlsx -o gold/rows.jsonl",
        "fupin train --gold gold/ -o my_models.npz              # gold/texts/ holds the reports",
        "fupin extract reports/ --models my_models.npz -o records.csv",
    )
)
@click.option(
    "--gold",
    type=click.Path(path_type=Path, exists=True, file_okay=False),
    required=True,
    multiple=True,
    help="A folder with gold rows (.jsonl) and their texts in texts/, or a folder of such folders. May be repeated.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="The same gold and seed give the same models.")
@click.option(
    "-o", "--output", type=click.Path(path_type=Path, dir_okay=False), required=True, help="The file to write."
)
def train(gold: tuple[Path, ...], seed: int, output: Path) -> None:
    """Train the decisions on your own gold, beginning with the models of the library.

    Role, measure, entity and action of a figure are decided by models. Gold of your own kind of reports (some
    hundred rows of twenty documents or more) makes them better there. What they are worth is measured on
    documents that are held out, and told at the end beside what the library's grammar alone would get.
    """
    try:
        import jax  # noqa: F401
    except ImportError as error:
        raise DependencyError('training needs the extra: pip install "fupin-nlp[train]"') from error
    from fupin_nlp.decide.trained import save_trained, shipped
    from fupin_nlp.ingest import read_file
    from fupin_nlp.report.goldset import read_gold
    from fupin_nlp.training.course import learn, learnt_before
    from fupin_nlp.training.samples import labelled

    trained = shipped()
    if trained is None:
        raise FupinError("this installation has no models to begin with")
    groups = [group for folder in gold for group in read_gold(folder)]
    reads = [labelled(read_file(d.path), d.rows, group.name) for group in groups for d in group.documents]
    models, scores = learn(learnt_before(trained), reads, seed, say)
    save_trained(models, output)
    say(f"{output}: {models.card['documents']} documents, {models.card['rows']} rows; held out: {scores.line()}")
