"""Times with their zones, against the clocks of `zoneinfo` and days when they were changed."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from grader.errors import UsageError
from grader.moments import moment, now

DUE = "2026-10-30 23:59 Asia/Tokyo"


@pytest.mark.parametrize("text", [DUE, "2026-10-30 14:59 UTC", "2026-10-30T23:59+09:00", "2026-10-30T14:59Z"])
def test_a_moment_is_the_same_however_its_zone_is_said(text: str) -> None:
    assert moment(text).utc == datetime(2026, 10, 30, 14, 59, tzinfo=UTC)


@pytest.mark.parametrize(
    ("text", "cure"),
    [
        ("2026-10-30 23:59", "does not say its zone; say it like 2026-10-30 23:59 Asia/Tokyo"),
        ("tomorrow", "say it like 2026-10-30 23:59 Asia/Tokyo"),
        ("", "say it like 2026-10-30 23:59 Asia/Tokyo"),
        ("2026-10-30 Asia/Tokyo", "no date with a time"),
        ("2026-02-30 23:59 Asia/Tokyo", "no date with a time"),
        ("0001-01-01 00:00 Asia/Tokyo", "no date with a time"),
        ("9999-12-31 23:59 America/Lima", "no date with a time"),
        ("2026-10-30 23:59 Asia/Tokio", "did you mean Asia/Tokyo"),
        ("2026-10-30 23:59 JST", "there is no time zone 'JST'; say it like Asia/Tokyo"),
        ("2026-10-30 23:59 Asia", "there is no time zone 'Asia'"),
        ("2026-10-30 23:59 A\0b", "there is no time zone"),
        ("2026-10-30 23:59+01:00 Asia/Tokyo", "Asia/Tokyo is not at .01:00 then, but at .09:00"),
    ],
)
def test_what_is_not_a_time_with_its_zone_is_refused_with_its_cure(text: str, cure: str) -> None:
    with pytest.raises(UsageError, match=cure):
        moment(text)


def test_an_hour_that_the_clocks_leave_out_is_refused_with_the_one_they_show() -> None:
    with pytest.raises(UsageError, match=r"02:30 is left out on 2026-03-29 in Europe/Berlin.*say 03:30"):
        moment("2026-03-29 02:30 Europe/Berlin")


def test_an_hour_that_comes_twice_is_refused_until_its_offset_is_said() -> None:
    with pytest.raises(UsageError, match="comes twice") as found:
        moment("2026-10-25 02:30 Europe/Berlin")
    said = str(found.value).partition("say ")[2].split(" or ")
    first, second = (moment(text) for text in said)
    assert second.utc - first.utc == timedelta(hours=1)
    assert [m.local.strftime("%H:%M") for m in (first, second)] == ["02:30", "02:30"]


ZONES = st.sampled_from(
    ["Asia/Tokyo", "Europe/Berlin", "America/New_York", "Australia/Lord_Howe", "Asia/Kathmandu", "UTC"]
)


@given(st.integers(600_000_000, 2_100_000_000), ZONES)
def test_a_moment_that_is_written_out_is_read_again_as_itself(seconds: int, name: str) -> None:
    """From the side of UTC every instant exists once, so each one has a spelling."""
    instant = datetime.fromtimestamp(seconds, UTC)
    local = instant.astimezone(ZoneInfo(name))
    read = moment(f"{local.isoformat(' ')} {name}")
    assert read.utc == instant
    assert moment(str(read)) == read


def test_the_clock_says_its_zone() -> None:
    assert now().utcoffset() == timedelta()
