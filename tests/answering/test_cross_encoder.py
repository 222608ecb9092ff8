"""Reading a question and a text together."""

from dataclasses import replace
from pathlib import Path

import pytest
from safetensors.torch import load_file, save_file

from assistant import Assistant, Settings
from assistant.answering.confidence import Confidence, Reading, Signals
from assistant.answering.cross_encoder import NUMBERS, CrossEncoder, packaged
from assistant.answering.judge import Judge
from assistant.answering.question import understand
from assistant.answering.retriever import NotesRetriever
from assistant.errors import BrokenIndexError

PAIRS = [
    ("How long does the battery of the scooter last?", "Scooter: The battery lasts 40 km.", "Scooter: The battery weighs 3 kg."),
    ("when do the tulips have to be planted", "Bulbs: Plant tulips in October.", "Bulbs: Tulips come from Central Asia."),
    ("Who may sign for the club?", "Rules: The chair and the treasurer sign contracts.", "Rules: Members pay 30 euros a year."),
    ("max. size of a parcel", "Post: A parcel is at most 120 cm long.", "Post: A parcel of 2 kg costs 5.49 euros."),
    (
        "Why does the bridge close at night?",
        "Bridge: It shuts after dark for fear of ice.",
        "Bridge: It is closed from ten to six.",
    ),
    ("what does a season ticket cost", "Pool: A season ticket is 90 euros.", "Pool: A season ticket is sold at the desk."),
    ("Can dogs come along?", "Hut: Pets must stay outside.", "Hut: The hut has forty beds and a stove."),
    ("who founded the choir", "Choir: Anna Berg started it in 1952.", "Choir: It sings on Tuesdays in the town hall."),
    ("Which day is the market?", "Market: It is held every Saturday.", "Market: It is held on the square by the church."),
    ("how many people does the boat carry", "Ferry: Up to 60 passengers may board.", "Ferry: The crossing takes 25 minutes."),
]
GARDEN = "# Garden\n\n## Bulbs\n\n- Plant tulips in October.\n- Tulips come from Central Asia.\n"
SHARES = [step / 200 for step in range(201)]


def test_texts_that_answer_are_rated_above_such_as_speak_of_the_same():
    rated = [packaged().rate(question, texts) for question, *texts in PAIRS]

    assert sum(right > wrong for right, wrong in rated) >= 0.8 * len(PAIRS)


def test_what_a_text_is_rated_does_not_hang_on_its_company():
    question, text, _ = PAIRS[0]
    long = "Post: A parcel that is sent abroad needs a form that says what is in it and what it is worth. " * 3

    alone, among = packaged().rate(question, [text])[0], packaged().rate(question, [long, text])[1]

    assert alone == pytest.approx(among, abs=1e-3)


def test_nothing_is_rated_as_nothing():
    assert packaged().rate("Anything?", []) == []


def test_numbers_that_are_missing_damaged_or_of_another_network_are_told(tmp_path: Path):
    missing, damaged, other = tmp_path / "missing", tmp_path / "damaged", tmp_path / "other"
    damaged.write_bytes(NUMBERS.read_bytes()[:1000])
    learned = load_file(NUMBERS)
    learned.popitem()
    save_file(learned, other)

    for file in (missing, damaged, other):
        with pytest.raises(BrokenIndexError, match="install the program anew"):
            CrossEncoder(file)


def test_what_was_found_is_read_only_where_a_glance_leaves_it_unsure():
    confidence = Confidence(reviewed=True)
    unread = Reading(0.0, 0.0, 0.0, 0.0)
    read: list[float] = []

    def judged(share: float) -> float:
        return confidence.of(_between(share), lambda: read.append(share) or unread)

    assert judged(1.0) > 0.97
    assert judged(0.0) < 0.05
    assert not read
    unsure = next(share for share in SHARES if 0.3 < confidence.at_a_glance(_between(share)) < 0.7)
    judged(unsure)
    assert read == [unsure]


def test_what_the_notes_tell_of_is_not_read():
    confidence = Confidence(reviewed=True)
    share = next(share for share in SHARES if 0.3 < confidence.at_a_glance(replace(_between(share), told=1.0)) < 0.7)
    unsure = replace(_between(share), told=1.0)

    assert confidence.of(unsure, pytest.fail) == confidence.at_a_glance(unsure)


@pytest.fixture(scope="module")
def garden(tmp_path_factory: pytest.TempPathFactory) -> Assistant:
    folder = tmp_path_factory.mktemp("garden")
    (folder / "garden.md").write_text(GARDEN)
    return Assistant.open(Settings(notes=folder, home=folder / "home"))


def test_the_passages_found_are_read_and_the_best_counts(garden: Assistant):
    vocabulary = garden.index.vocabulary
    retriever = NotesRetriever(index=garden.index)
    judge = Judge(retriever)

    def reading(text: str) -> Reading:
        question = understand(text, vocabulary)
        return judge.read(question, retriever.rank(question))

    held, missing = reading("When are tulips planted?"), reading("What does a tulip bulb cost?")
    assert held.read > missing.read
    assert held.read >= held.reads
    assert held.question_read == held.nearest_read == 0.0, "there are no review questions"


def test_without_review_questions_it_always_reads():
    confidence = Confidence(reviewed=False)
    read: list[float] = []

    for share in (0.0, 1.0):
        confidence.of(_between(share), lambda share=share: read.append(share) or Reading(0.0, 0.0, 0.0, 0.0))

    assert read == [0.0, 1.0]


@pytest.mark.parametrize("reviewed", [True, False])
def test_what_reads_well_is_surer(reviewed: bool):
    confidence = Confidence(reviewed=reviewed)
    unsure = next(seen for seen in map(_between, SHARES) if 0.3 < confidence.at_a_glance(seen) < 0.7)

    well, badly = (confidence.of(unsure, lambda rated=rated: Reading(rated, rated, rated, rated)) for rated in (3.0, -3.0))

    assert well > badly + 0.2


def _between(share: float) -> Signals:
    """Signals from those of a question about nothing in the notes to those of one that they answer."""
    answered = {"passage": 0.8, "covered": 1.0, "section_covered": 1.0, "figure_covered": 1.0, "margin": 1.0, "spread": 0.15,
                "usual": 0.9, "question": 0.9, "questions": 0.85, "open": 0.6, "opens": 0.55}  # fmt: skip
    foreign = {"passage": 0.3, "missing": 1.0, "usual": 0.3, "question": 0.5, "questions": 0.45, "open": 0.6, "opens": 0.55}
    mixed = {name: share * answered.get(name, 0.0) + (1 - share) * foreign.get(name, 0.0) for name in {*answered, *foreign}}
    return Signals(**{name: mixed.get(name, 0.0) for name in Signals.__slots__})
