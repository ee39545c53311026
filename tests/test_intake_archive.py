"""Archives: one table is taken out, everything else is refused by name, and nothing unpacks without end."""

from __future__ import annotations

import gzip
import io
import zipfile
from collections.abc import Callable

import pytest

from loadaid.intake.containers.archive import apple_record, gunzipped, members, only_file
from loadaid.intake.model import FileRefused

DIARY = b"Date;Douleur\n09/03/2026;3\n"
MEGABYTE = 1_000_000


def zipped(members: dict[str, bytes], *, deflated: bool = False) -> io.BytesIO:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED if deflated else zipfile.ZIP_STORED) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return file


def refusal(read: Callable[[], object]) -> tuple[str, dict[str, object]]:
    with pytest.raises(FileRefused) as refused:
        read()
    return refused.value.problem.code, dict(refused.value.problem.facts)


def patched(file: io.BytesIO, old: bytes, new: bytes) -> io.BytesIO:
    assert old in file.getvalue()
    return io.BytesIO(file.getvalue().replace(old, new))


def with_flag(file: io.BytesIO, flag: int) -> io.BytesIO:
    """The same archive, one bit of its members' flags set, in both places where a zip keeps them."""
    content = bytearray(file.getvalue())
    for signature, at in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        content[content.index(signature) + at] |= flag
    return io.BytesIO(bytes(content))


def test_the_one_table_is_given_with_its_name_without_folders() -> None:
    name, content = only_file(zipped({"avril/": b"", "avril/journal.csv": DIARY}))
    assert (name, content.read()) == ("journal.csv", DIARY)


def test_files_of_the_system_and_pictures_do_not_count() -> None:
    file = zipped(
        {"__MACOSX/._journal.csv": b"x", ".DS_Store": b"x", "photo.jpg": b"\xff\xd8\xff", "journal.csv": DIARY}
    )
    assert only_file(file)[0] == "journal.csv"


def test_a_table_without_an_ending_is_taken_when_it_stands_alone() -> None:
    assert only_file(zipped({"journal": DIARY}))[1].read() == DIARY


@pytest.mark.parametrize(
    ("names", "code", "facts"),
    [
        (["a.csv", "b.csv", "c.xlsx"], "archive-of-several", {"files": 3}),
        (["a.jpg", "b.jpg"], "archive-without-table", {}),
        ([".DS_Store"], "archive-without-table", {}),
        ([], "archive-without-table", {}),
        (["../journal.csv"], "unsafe-archive", {}),
        (["a/../../journal.csv"], "unsafe-archive", {}),
        (["..\\journal.csv"], "unsafe-archive", {}),
        (["/etc/journal.csv"], "unsafe-archive", {}),
        (["C:\\journal.csv"], "unsafe-archive", {}),
        (["a\nb.csv"], "unsafe-archive", {}),
    ],
)
def test_an_archive_that_is_not_one_table_is_refused(names: list[str], code: str, facts: dict[str, object]) -> None:
    assert refusal(lambda: only_file(zipped(dict.fromkeys(names, DIARY)))) == (code, facts)


def test_a_name_cut_short_by_a_nul_is_refused() -> None:
    file = patched(zipped({"journal.csvx.exe": DIARY}), b"journal.csvx.exe", b"journal.csv\0.exe")
    assert refusal(lambda: only_file(file))[0] == "unsafe-archive"


def test_a_name_that_stands_twice_is_refused() -> None:
    file = patched(zipped({"journal.csv": DIARY, "another.csv": b"x"}), b"another.csv", b"journal.csv")
    assert refusal(lambda: only_file(file))[0] == "unsafe-archive"


def test_a_link_is_refused() -> None:
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        link = zipfile.ZipInfo("journal.csv")
        link.external_attr = 0o120777 << 16
        archive.writestr(link, "/etc/hosts")
    assert refusal(lambda: only_file(file))[0] == "unsafe-archive"


def test_an_archive_in_an_archive_is_refused() -> None:
    inner = zipped({"journal.csv": DIARY}).getvalue()
    assert refusal(lambda: only_file(zipped({"inner.zip": inner})))[0] == "unsafe-archive"
    assert refusal(lambda: gunzipped(io.BytesIO(gzip.compress(inner)), "a.zip.gz"))[0] == "unsafe-archive"


def test_a_password_is_never_asked_for() -> None:
    assert refusal(lambda: only_file(with_flag(zipped({"journal.csv": DIARY}), 0x1)))[0] == "password-protected"


def test_a_member_larger_than_the_limit_is_refused_before_it_is_read() -> None:
    file = zipped({"journal.csv": bytes(51 * MEGABYTE)}, deflated=True)
    assert len(file.getvalue()) < 60_000
    assert refusal(lambda: only_file(file)) == ("too-big-unpacked", {"limit": 50})


def test_a_member_that_lies_about_its_size_is_refused() -> None:
    size = 51 * MEGABYTE
    file = patched(
        zipped({"journal.csv": bytes(size)}, deflated=True), size.to_bytes(4, "little"), (1000).to_bytes(4, "little")
    )
    assert refusal(lambda: only_file(file))[0] == "damaged-file"


def test_a_changed_byte_is_noticed() -> None:
    assert (
        refusal(lambda: only_file(patched(zipped({"journal.csv": DIARY}), b"2026;3", b"2026;8")))[0] == "damaged-file"
    )


def test_a_gzip_gives_its_one_file() -> None:
    name, content = gunzipped(io.BytesIO(gzip.compress(b"fit")), "activities/1.fit.gz")
    assert (name, content.read()) == ("1.fit", b"fit")


def test_a_gzip_cut_off_damaged_or_too_big_is_refused() -> None:
    whole = gzip.compress(DIARY * 100)
    assert refusal(lambda: gunzipped(io.BytesIO(whole[:-20]), "a.csv.gz"))[0] == "truncated-file"
    assert (
        refusal(lambda: gunzipped(io.BytesIO(whole[:20] + b"\xff\xff" + whole[22:]), "a.csv.gz"))[0] == "damaged-file"
    )
    bomb = gzip.compress(bytes(51 * MEGABYTE))
    assert refusal(lambda: gunzipped(io.BytesIO(bomb), "a.csv.gz")) == ("too-big-unpacked", {"limit": 50})


def test_the_wanted_members_of_an_export_share_one_limit() -> None:
    file = zipped(
        {
            "DI/0_summarizedActivities.json": bytes(700_000),
            "DI/photo.jpg": b"",
            "DI/1_summarizedActivities.json": bytes(700_000),
        }
    )
    read = [(name, len(member.read())) for name, member in members(file, lambda name: name.endswith(".json"), 2)]
    assert read == [("DI/0_summarizedActivities.json", 700_000), ("DI/1_summarizedActivities.json", 700_000)]
    both = lambda: [member.read() for _, member in members(file, lambda name: name.endswith(".json"), 1)]  # noqa: E731
    assert refusal(both) == ("too-big-unpacked", {"limit": 1})


def test_the_record_of_apple_health_is_found_in_any_language() -> None:
    record = b'<?xml version="1.0"?>\n<!DOCTYPE HealthData [<!ELEMENT HealthData ANY>]>\n<HealthData locale="fr_FR"/>'
    folder = "apple_health_export"
    file = zipped({f"{folder}/export_cda.xml": b"<ClinicalDocument/>", f"{folder}/exportation.xml": record})
    with apple_record(file) as stream:
        assert stream.read() == record
    assert refusal(lambda: apple_record(zipped({"export.xml": b"<diary/>"})))[0] == "archive-without-table"
