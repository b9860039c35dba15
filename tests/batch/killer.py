"""The work on a chunk, with one document that ends the process it is done in."""

from __future__ import annotations

import os
import signal

from fupin_nlp.batch import chunk as real
from fupin_nlp.batch.chunk import Chunk, Counts
from fupin_nlp.batch.work import ChunkWriter


def do_chunk(chunk: Chunk, told: object = None) -> Counts:
    begin = ChunkWriter.begin

    def deadly(writer: ChunkWriter, doc: str) -> None:
        begin(writer, doc)
        if "report_010" in doc:
            os.kill(os.getpid(), signal.SIGKILL)

    ChunkWriter.begin = deadly
    try:
        return real.do_chunk(chunk)
    finally:
        ChunkWriter.begin = begin
