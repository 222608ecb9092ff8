"""Days as the student's clock has them."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta


def day_of(moment: datetime) -> date:
    """The day of a moment, in this machine's zone."""
    return moment.astimezone().date()


def end_of_day(moment: datetime) -> datetime:
    """The midnight after a moment, in this machine's zone."""
    tomorrow = day_of(moment) + timedelta(days=1)
    return datetime.combine(tomorrow, time()).astimezone()
