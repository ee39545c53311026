"""TCX and GPX: activities and tracks of positions."""

from __future__ import annotations

import io
from datetime import date

import pytest

from loadaid.intake.devices import gpx, tcx
from loadaid.intake.model import FileReading, FileRefused

TODAY = date(2026, 3, 31)
TCX = '<TrainingCenterDatabase xmlns="http://www.garmin.com/xmlschemas/TrainingCenterDatabase/v2"><Activities>{}</Activities></TrainingCenterDatabase>'
BOMB = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b "bbbbbbbbbb"><!ENTITY c "&b;&b;&b;&b;">]>'


def lap(total: str = "", *times: str) -> str:
    points = "".join(f"<Trackpoint><Time>2026-03-09T{t}Z</Time></Trackpoint>" for t in times)
    return f'<Lap StartTime="2026-03-09T17:30:00Z">{total}<Track>{points}</Track></Lap>'


def seconds(n: float) -> str:
    return f"<TotalTimeSeconds>{n}</TotalTimeSeconds>"


def activity(*laps: str, start: str = "2026-03-09T17:30:00.000Z", sport: str = "Biking") -> str:
    return f'<Activity Sport="{sport}"><Id>{start}</Id>{"".join(laps)}</Activity>'


def read_tcx(text: str) -> FileReading:
    return tcx.read(io.BytesIO(text.encode()), "a.tcx", TODAY, {})


def track(*times: str, kind: str = "", untimed: int = 0) -> str:
    points = "".join(f'<trkpt lat="45" lon="5"><time>{t}</time></trkpt>' for t in times)
    points += '<trkpt lat="45" lon="5"/>' * untimed
    return f"<trk><name>Sortie</name>{kind and f'<type>{kind}</type>'}<trkseg>{points}</trkseg></trk>"


def read_gpx(inside: str, before: str = "") -> FileReading:
    text = f'{before}<gpx xmlns="http://www.topografix.com/GPX/1/1">{inside}</gpx>'
    return gpx.read(io.BytesIO(text.encode()), "a.gpx", TODAY, {})


def codes(of: FileReading) -> list[tuple[str, str]]:
    return [(p.code, p.outcome) for p in of.problems]


def test_the_laps_of_a_tcx_activity_are_summed() -> None:
    of = read_tcx(TCX.format(activity(lap(seconds(600)), lap(seconds(1260.5)))))
    assert of.found[0].values == {
        "date": "2026-03-09", "exercise": "biking", "family": "endurance", "session_minutes": 31.0, "completed": "yes",
    }  # fmt: skip
    assert (of.found[0].start, codes(of)) == (None, [("universal-time", "noticed")])


def test_a_lap_without_a_total_lasts_from_its_first_to_its_last_point() -> None:
    of = read_tcx(TCX.format(activity(lap(seconds(600)), lap("", "17:40:00", "17:45:00", "17:50:00"))))
    assert of.found[0].values["session_minutes"] == 20.0


def test_a_lap_without_any_time_leaves_the_length_unknown() -> None:
    of = read_tcx(TCX.format(activity(lap(seconds(600)), lap())))
    assert "session_minutes" not in of.found[0].values


def test_a_tcx_time_with_a_zone_is_local() -> None:
    of = read_tcx(TCX.format(activity(lap(seconds(600)), start="2026-03-10T00:30:00+01:00")))
    assert (of.found[0].values["date"], of.found[0].start, of.problems) == ("2026-03-10", "00:30", [])


def test_a_tcx_activity_without_a_start_is_refused_and_the_others_are_kept() -> None:
    laps = lap(seconds(600)).replace(' StartTime="2026-03-09T17:30:00Z"', "")
    of = read_tcx(TCX.format(activity(laps, start="") + activity(lap(seconds(60)))))
    assert (of.received, of.set_aside, [f.row for f in of.found]) == (2, {(None, 1): "refused"}, [2])


def test_times_with_and_without_a_zone_in_one_lap_give_no_length() -> None:
    mixed = lap("", "17:40:00", "17:50:00").replace("17:50:00Z", "17:50:00")
    assert "session_minutes" not in read_tcx(TCX.format(activity(mixed))).found[0].values


def test_a_tcx_of_courses_is_no_activity() -> None:
    with pytest.raises(FileRefused) as refused:
        read_tcx("<TrainingCenterDatabase><Courses><Course/></Courses></TrainingCenterDatabase>")
    assert refused.value.problem.code == "no-activity"


@pytest.mark.parametrize("read", [read_tcx, lambda text: gpx.read(io.BytesIO(text.encode()), "a.gpx", TODAY, {})])
@pytest.mark.parametrize(("text", "code"), [
    (BOMB + "<a>&c;</a>", "forbidden-content"),
    ('<!DOCTYPE a SYSTEM "http://example.org/a.dtd"><a/>', "forbidden-content"),
    ("<a><b>", "truncated-file"), ("<a><b", "truncated-file"), ("<a></b>", "damaged-file"),
    ('<?xml version="1.0" encoding="no-such"?><a/>', "damaged-file"),
])  # fmt: skip
def test_forbidden_cut_and_damaged_xml_is_refused(read: object, text: str, code: str) -> None:
    assert callable(read)
    with pytest.raises(FileRefused) as refused:
        read(text)
    assert refused.value.problem.code == code


def test_a_gpx_track_lasts_from_its_first_to_its_last_time() -> None:
    of = read_gpx(track("2026-03-09T17:30:00Z", "2026-03-09T18:01:30Z", kind="running"))
    assert of.found[0].values == {
        "date": "2026-03-09", "exercise": "running", "family": "endurance", "session_minutes": 31.5, "completed": "yes",
    }  # fmt: skip
    assert codes(of) == [("universal-time", "noticed")]


@pytest.mark.parametrize("kind", ["", "...", "9"])
def test_a_track_without_a_sport_is_an_activity_without_a_family(kind: str) -> None:
    values = read_gpx(track("2026-03-09T17:30:00Z", "2026-03-09T18:00:00Z", kind=kind)).found[0].values
    assert (values["exercise"], values.get("family")) == ("activity", None)


def test_a_track_without_times_is_refused_and_one_without_points_is_left_aside() -> None:
    of = read_gpx(track(untimed=3) + track())
    assert (of.received, codes(of)) == (2, [("no-time", "refused"), ("not-a-session", "skipped")])


def test_a_track_with_times_on_some_points_only_has_an_unknown_length() -> None:
    of = read_gpx(track("2026-03-09T17:30:00Z", "2026-03-09T17:31:00Z", untimed=2))
    assert "session_minutes" not in of.found[0].values


def test_a_byte_order_mark_and_waypoints_beside_a_track_do_not_matter() -> None:
    of = read_gpx(
        '<wpt lat="45" lon="5"><time>2020-01-01T00:00:00Z</time></wpt>'
        + track("2026-03-09T17:30:00Z", "2026-03-09T17:40:00Z"),
        "\ufeff",
    )
    assert [f.values["date"] for f in of.found] == ["2026-03-09"]


def test_waypoints_alone_are_no_activity() -> None:
    with pytest.raises(FileRefused) as refused:
        read_gpx('<wpt lat="45" lon="5"><time>2026-03-09T17:30:00Z</time></wpt>')
    assert (refused.value.problem.code, refused.value.problem.facts) == ("no-activity", {"what": "waypoints, routes"})
