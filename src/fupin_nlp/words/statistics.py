"""The statistics of words."""

from __future__ import annotations

from math import erfc, log, log2, sqrt

__all__ = ["g2_of", "log_ratio_of", "p_of"]

_ZERO = 0.5  # in the place of no occurrence, so that a ratio can be told


def g2_of(n: int, size: int, n_rest: int, size_rest: int) -> float:
    """Return the log-likelihood statistic G2 of a word in two parts of a corpus.

    G2 = 2 Σ O ln(O/E) over the four cells: the word and all other words, in the part and in the rest (Dunning 1993).
    Rayson and Garside (2000) leave the cells of the other words away; for words that are one in a hundred or rarer the
    difference is in the first per cent.

    Parameters
    ----------
    n, n_rest : int
        How often it occurs.
    size, size_rest : int
        All words.

    Examples
    --------
    >>> round(g2_of(10, 1000, 10, 4000), 3), g2_of(5, 100, 10, 200)
    (8.971, 0.0)
    """
    total = size + size_rest
    both = n + n_rest
    if not size or not size_rest or not both:
        return 0.0
    cells = (
        (n, size * both / total),
        (n_rest, size_rest * both / total),
        (size - n, size * (total - both) / total),
        (size_rest - n_rest, size_rest * (total - both) / total),
    )
    # Rounding leaves -1e-16 where observed and expected are equal.
    return max(0.0, round(2 * sum(o * log(o / e) for o, e in cells if o), 10))


def p_of(g2: float) -> float:
    """Return how probable a G2 of at least this is by chance: chi-square with one degree of freedom.

    Examples
    --------
    >>> round(p_of(3.84), 3), p_of(0.0)
    (0.05, 1.0)
    """
    return erfc(sqrt(g2 / 2))


def log_ratio_of(n: int, size: int, n_rest: int, size_rest: int) -> float:
    """Return the binary logarithm of the ratio of two relative frequencies; 0 occurrences count as half a one.

    Examples
    --------
    >>> log_ratio_of(8, 1000, 2, 1000), log_ratio_of(1, 1000, 0, 1000)
    (2.0, 1.0)
    """
    return log2((n or _ZERO) / size) - log2((n_rest or _ZERO) / size_rest)
