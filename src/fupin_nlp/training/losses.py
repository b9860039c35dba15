"""What a softmax regression loses on answers of which several may be right."""

from __future__ import annotations

from typing import Any

__all__ = ["accepted_loss"]


def accepted_loss(scores: Any, accepted: Any, weights: Any) -> tuple[float, Any]:
    """Return the negative logarithm of the chance that an accepted name is chosen, summed, and its slope.

    Parameters
    ----------
    scores : array (rows, names)
        Before they become chances.
    accepted : array (rows, names)
        Whether a name is right; at least one a row.
    weights : array (rows,)
        How much each row counts.

    Returns
    -------
    float, array (rows, names)
        The loss, and how it changes with each score.

    Examples
    --------
    >>> import numpy as np
    >>> loss, slope = accepted_loss(np.zeros((1, 4)), np.array([[True, True, False, False]]), np.ones(1))
    >>> round(loss, 3), slope.tolist()
    (0.693, [[-0.25, -0.25, 0.25, 0.25]])
    """
    import numpy as np

    chance = np.exp(scores - scores.max(1, keepdims=True))
    chance /= chance.sum(1, keepdims=True)
    hit = (chance * accepted).sum(1)
    slope = (chance - chance * accepted / hit[:, None]) * weights[:, None]
    return float(-(weights * np.log(hit)).sum()), slope
