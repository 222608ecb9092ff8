"""Days as a student has them: who studies past midnight is still at the evening before."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

_BEGINS = time(4)
"""When a day begins, in this machine's zone; as in Anki."""


def day_of(moment: datetime) -> date:
    """The day of a moment."""
    return (moment.astimezone() - timedelta(hours=_BEGINS.hour)).date()


def end_of_day(moment: datetime) -> datetime:
    """When the day of a moment ends and the next begins."""
    tomorrow = day_of(moment) + timedelta(days=1)
    return datetime.combine(tomorrow, _BEGINS).astimezone()
