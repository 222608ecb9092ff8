"""Turns a question's vector towards the passages that answer such questions, as the notes' review questions show it."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from assistant.index.batches import batches
from assistant.index.embedder import Vectors

FEWEST_QUESTIONS = 200
"""Review questions below which nothing is learned: there is too little to learn from."""

_EPOCHS, _MOST_BATCHES, _RATE = 16, 400, 2e-3
_TEMPERATURE = 0.05
_STAY = 0.003
"""How dearly the matrix pays for leaving the identity, so that it turns vectors no more than the questions ask for."""


def learn(
    questions: Vectors,
    passages: Vectors,
    carriers: Sequence[Sequence[int]],
    sections: Vectors,
    owners: Sequence[int],
) -> Vectors:
    """Learns a linear map of question vectors from review questions.

    The loss is InfoNCE (van den Oord et al. 2018, arXiv 1807.03748) of each question against all passages and against all
    sections, with a penalty on the distance from the identity.

    Args:
        questions: unit vectors of review questions, shape (questions, dimensions).
        passages: unit vectors of passages, shape (passages, dimensions).
        carriers: for each question, the rows of the passages that carry its answer.
        sections: unit vectors of sections, shape (sections, dimensions).
        owners: for each question, the row of its section.

    Returns:
        A matrix, shape (dimensions, dimensions), that a question's vector is multiplied with from the right.
    """
    import torch
    from torch.nn.functional import cross_entropy, log_softmax, normalize

    asked, answers, places = (torch.from_numpy(np.array(some)) for some in (questions, passages, sections))
    share = torch.zeros(len(carriers), len(passages))
    for row, columns in enumerate(carriers):
        share[row, list(columns)] = 1 / len(columns)
    owner = torch.tensor(list(owners))
    identity = torch.eye(asked.shape[1])
    matrix = identity.clone().requires_grad_()
    optimizer = torch.optim.Adam([matrix], lr=_RATE)
    for batch in batches(len(asked), _EPOCHS, _MOST_BATCHES):
        rows = torch.from_numpy(batch)
        turned = normalize(asked[rows] @ matrix, dim=1)
        by_passage = -(share[rows] * log_softmax(turned @ answers.T / _TEMPERATURE, dim=1)).sum(1).mean()
        by_section = cross_entropy(turned @ places.T / _TEMPERATURE, owner[rows])
        loss = by_passage + by_section + _STAY * ((matrix - identity) ** 2).sum()
        optimizer.zero_grad()
        loss.backward()
        optimizer.step()
    learned: Vectors = matrix.detach().numpy().astype(np.float32)
    return learned


def turn(vector: Sequence[float], matrix: Vectors | None) -> list[float]:
    """A question's vector after the map, of unit length; unchanged where nothing was learned."""
    if matrix is None:
        return list(vector)
    turned = np.asarray(vector, dtype=np.float32) @ matrix
    unit: list[float] = (turned / np.linalg.norm(turned)).tolist()
    return unit
