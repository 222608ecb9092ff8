"""Whether two programs differ on the same questions by more than chance.

The exact McNemar test (McNemar 1947, Note on the sampling error of the difference between correlated proportions; exact by the
binomial distribution): only questions that one side has right and the other wrong tell them apart, and by chance each side
wins half of them.
"""

from __future__ import annotations


def mcnemar(better: int, worse: int) -> float:
    """The two-sided p of a difference.

    Args:
        better: questions that only the one side has right.
        worse: questions that only the other side has right.
    """
    if not better + worse:
        return 1.0
    from scipy.stats import binomtest

    return float(binomtest(better, better + worse).pvalue)
