"""What was asked, answered and missed, and when to ask it again."""

from assistant.progress.record import Progress, Record
from assistant.progress.schedule import Rating
from assistant.progress.sittings import Place, Sitting, SittingKind
from assistant.progress.students import Student

__all__ = ["Place", "Progress", "Rating", "Record", "Sitting", "SittingKind", "Student"]
