"""Points in time as people write them, `2026-10-30 23:59 Asia/Tokyo`, and the one clock of the program."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone, tzinfo
from zoneinfo import ZoneInfo, available_timezones

from .errors import UsageError, did_you_mean

EXAMPLE = "2026-10-30 23:59 Asia/Tokyo"
_YEARS = (1970, 9998)  # a zone's offset leads out of neither end of the calendar


@dataclass(frozen=True, slots=True)
class Moment:
    """A time on somebody's clock: `local` with its offset; `zone` is the IANA name, or the offset itself."""

    local: datetime
    zone: str

    @property
    def utc(self) -> datetime:
        return self.local.astimezone(UTC)

    def __str__(self) -> str:
        """As `moment` reads it: with offset and zone, so that an hour that comes twice is told apart."""
        said = self.local.isoformat(" ", "seconds" if self.local.second else "minutes")
        return said if said.endswith(self.zone) else f"{said} {self.zone}"


def now() -> datetime:
    """What time it is, in UTC: the one place where the program asks."""
    return datetime.now(UTC)


def beside(at: datetime, other: Moment) -> Moment:
    """An instant, to the minute, on the clocks that `other` was read from."""
    zone = other.local.tzinfo if other.zone[0] in "+-" else ZoneInfo(other.zone)
    shown = at.astimezone(zone).replace(second=0, microsecond=0)
    return Moment(shown.replace(tzinfo=timezone(shown.utcoffset() or timedelta())), other.zone)


def moment(text: str) -> Moment:
    """Read a date, a time and an IANA zone; or, as machines write it, ISO 8601 with an offset.

    A time that the clocks leave out is refused, and so is one that comes twice, unless the offset is said,
    too: `2026-10-25 02:30+01:00 Europe/Berlin`. Raises UsageError, which says what to write.
    """
    said, zone = _parted(text)
    read = _clock(said)
    if read is None:
        raise UsageError(f"{text!r} is no date with a time and a zone; say it like {EXAMPLE}")
    if zone:
        return Moment(_placed(read, _zone(zone), zone), zone)
    if read.tzinfo is None:
        raise UsageError(f"{text!r} does not say its zone; say it like {EXAMPLE}")
    return Moment(read, read.isoformat()[-6:])


def _parted(text: str) -> tuple[str, str]:
    """The date with its time, and the name of the zone; empty where the last word is none."""
    words = text.split()
    zone = words.pop() if len(words) > 1 and words[-1][0].isalpha() else ""
    return " ".join(words), zone


def _clock(said: str) -> datetime | None:
    """A date with its time, and its offset if one is said; None for anything else, such as a date alone."""
    try:
        read = datetime.fromisoformat(said) if len(said) > len("2026-10-30") else None
    except ValueError:
        return None
    if read is None or not _YEARS[0] <= read.year <= _YEARS[1]:
        return None
    offset = read.utcoffset()
    if offset is None:
        return read
    return read.replace(tzinfo=timezone(offset)) if offset % timedelta(minutes=1) == timedelta() else None


def _zone(name: str) -> ZoneInfo:
    try:
        return ZoneInfo(name)
    except (OSError, ValueError, KeyError):  # no such file, a folder (`Asia`), a path, no database at all
        known = available_timezones()
    if not known:
        raise UsageError("this system has no list of time zones; `pip install tzdata` brings one")
    near = did_you_mean(name, sorted(zone for zone in known if "/" in zone))
    such = f"did you mean {near}?" if near else "say it like Asia/Tokyo, Europe/Berlin or UTC"
    raise UsageError(f"there is no time zone {name!r}; {such}")


def _placed(read: datetime, zone: ZoneInfo, name: str) -> datetime:
    """The time on the clocks of a zone, its offset now said. Raises UsageError where they do not show it."""
    clock = read.replace(tzinfo=None)
    shown = [side for fold in (0, 1) if (side := _shown(clock, zone, fold)) is not None]
    offsets = list(dict.fromkeys(side.isoformat()[-6:] for side in shown))
    if not shown:
        after = clock.replace(tzinfo=zone).astimezone(UTC).astimezone(zone)
        raise UsageError(
            f"{clock:%H:%M} is left out on {clock:%Y-%m-%d} in {name}, where the clocks are put forward; "
            f"say {after:%H:%M}"
        )
    if read.tzinfo is not None:
        found = [side for side in shown if side.utcoffset() == read.utcoffset()]
        if not found:
            raise UsageError(f"{name} is not at {read.isoformat()[-6:]} then, but at {offsets[0]}")
        return found[0]
    if len(offsets) > 1:
        raise UsageError(
            f"{clock:%H:%M} comes twice on {clock:%Y-%m-%d} in {name}, where the clocks are put back; say "
            + " or ".join(f"{clock:%Y-%m-%d %H:%M}{offset} {name}" for offset in offsets)
        )
    return shown[0]


def _shown(clock: datetime, zone: tzinfo, fold: int) -> datetime | None:
    """This time with the offset it has before (0) or after (1) a change of the clocks, if it is shown."""
    offset = clock.replace(tzinfo=zone, fold=fold).utcoffset() or timedelta()
    fixed = clock.replace(tzinfo=timezone(offset))
    return fixed if fixed.astimezone(UTC).astimezone(zone).replace(tzinfo=None) == clock else None
