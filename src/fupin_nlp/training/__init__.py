"""Learn the models of `fupin_nlp.decide` from gold and from unlabelled text."""
