"""Data files of the library; read them through `fupin_nlp.lexicon.loader` only."""
