"""Turns vectors of questions so that those which ask the same lie near, and those which only speak of the same thing do not."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Hashable, Sequence

import numpy as np

from assistant.index.batches import batches
from assistant.index.embedder import Vectors

FEWEST_PAIRED = 200
"""Questions with another of the same answer below which nothing is learned: there is too little to learn from."""

_EPOCHS, _MOST_BATCHES, _RATE = 9, 400, 1e-3
_TEMPERATURE = 0.05
_STAY = 0.003
"""How dearly the matrix pays for leaving the identity."""

_NEIGHBOURS = 60
_OTHERS = 12
"""Nearest questions of other answers that each question is held against."""

_AT_ONCE = 512


def learn_alike(questions: Vectors, answers: Sequence[Hashable], open_questions: Vectors) -> Vectors | None:
    """Learns a linear map of question vectors from questions that have the same answer.

    The loss is InfoNCE (van den Oord et al. 2018, arXiv 1807.03748) of each question and one of the same answer, against the
    nearest questions of other answers and those that the notes leave open, with a penalty on the distance from the
    identity. A question about the same thing is the hard case: an embedder puts it near, whatever is asked of the thing.

    Args:
        questions: unit vectors of review questions, shape (questions, dimensions).
        answers: what answers each of them; the same for those that ask the same.
        open_questions: unit vectors of questions that the notes leave open, shape (questions, dimensions).

    Returns:
        A matrix, shape (dimensions, dimensions), that vectors are multiplied with from the right; None where fewer than
        200 questions have another of the same answer.
    """
    import torch
    from torch.nn.functional import cross_entropy, normalize

    groups: defaultdict[Hashable, list[int]] = defaultdict(list)
    for row, answer in enumerate(answers):
        groups[answer].append(row)
    paired = [row for rows in groups.values() if len(rows) > 1 for row in rows]
    if len(paired) < FEWEST_PAIRED:
        return None
    everything = np.concatenate([questions, open_questions]) if len(open_questions) else questions
    numbered = {answer: number for number, answer in enumerate(groups)}
    group = np.arange(len(everything)) + len(groups)
    group[: len(answers)] = [numbered[answer] for answer in answers]
    others = _others(everything, paired, group)
    random = np.random.default_rng(0)
    texts, of = torch.from_numpy(np.ascontiguousarray(everything)), torch.from_numpy(group)
    identity = torch.eye(everything.shape[1])
    matrix = identity.clone().requires_grad_()
    optimizer = torch.optim.Adam([matrix], lr=_RATE)
    for batch in batches(len(paired), _EPOCHS, _MOST_BATCHES):
        rows = [paired[at] for at in batch]
        twins = [int(random.choice([row for row in groups[answers[own]] if row != own])) for own in rows]
        against = [*twins, *(row for at in batch for row in others[at])]
        same = of[rows][:, None] == of[against][None]
        same[torch.arange(len(rows)), torch.arange(len(rows))] = False
        turned = normalize(texts[rows] @ matrix, dim=1)
        scores = turned @ normalize(texts[against] @ matrix, dim=1).T / _TEMPERATURE
        loss = cross_entropy(scores.masked_fill(same, -1e9), torch.arange(len(rows)))
        loss = loss + _STAY * ((matrix - identity) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    learned: Vectors = matrix.detach().numpy().astype(np.float32)
    return learned


def _others(everything: Vectors, rows: Sequence[int], group: np.ndarray) -> list[list[int]]:
    """For each row, those nearest to it of other groups."""
    count = min(_NEIGHBOURS, len(everything))
    found: list[list[int]] = []
    for start in range(0, len(rows), _AT_ONCE):
        some = list(rows[start : start + _AT_ONCE])
        cosines = everything[some] @ everything.T
        near = np.argpartition(-cosines, count - 1, axis=1)[:, :count]
        for at, own in enumerate(some):
            ordered = near[at][np.argsort(-cosines[at, near[at]], kind="stable")]
            found.append([int(row) for row in ordered if group[row] != group[own]][:_OTHERS])
    return found


def turn_all(vectors: Vectors, matrix: Vectors | None) -> Vectors:
    """Vectors after a map, each of unit length, shape (vectors, dimensions); unchanged where nothing was learned."""
    if matrix is None or not len(vectors):
        return vectors
    turned = vectors @ matrix
    unit: Vectors = turned / np.maximum(np.linalg.norm(turned, axis=1, keepdims=True), 1e-12)
    return unit
