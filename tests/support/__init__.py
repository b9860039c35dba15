"""Help for tests: cases as data, the evaluation data, the files of the repository."""
