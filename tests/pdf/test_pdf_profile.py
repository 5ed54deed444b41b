from __future__ import annotations

import sys
from pathlib import Path
from xml.etree import ElementTree

import pytest
from no_locks import disk_without_locks, needs_flock

from generator.fonts import read_fc_list, resolve
from generator.pdf import LibreOfficeMissing, Office, find_office, require_office
from generator.pdf.profile import cache_folder, fontconfig, kept_profile, new_profile, replacement_table

SHELF = read_fc_list(
    "0\t/f/FandolFang-Regular.otf\t0\t80\tFandolFang\n"
    "0\t/f/NotoSerifCJK-Bold.ttc\t2\t200\tNoto Serif CJK SC\n"
    "0\t/f/NotoSerifCJK-Regular.ttc\t2\t80\tNoto Serif CJK SC\n"
)


@pytest.fixture(autouse=True)
def own_cache(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("JUESUAN_CACHE", str(tmp_path / "缓存"))


def test_two_conversions_at_once_never_share_a_profile() -> None:
    with kept_profile() as one:
        with kept_profile() as other:
            assert one.folder != other.folder
        with kept_profile() as again:
            assert again.folder == other.folder
    with kept_profile() as later:
        assert later.folder == one.folder


def test_a_profile_that_cannot_be_kept_is_a_new_one(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    blocked = tmp_path / "a file"
    blocked.touch()
    monkeypatch.setenv("JUESUAN_CACHE", str(blocked))
    with kept_profile() as profile:
        assert profile.folder.is_dir()
    assert not profile.folder.exists()


@needs_flock
def test_where_nothing_can_be_locked_no_profile_is_shared(monkeypatch: pytest.MonkeyPatch) -> None:
    disk_without_locks(monkeypatch)
    with kept_profile() as one, kept_profile() as other:
        assert one.folder != other.folder and one.lock is other.lock is None
    assert not one.folder.exists()


def test_a_new_profile_is_gone_afterwards() -> None:
    with new_profile() as profile:
        assert profile.argument.startswith("-env:UserInstallation=file:///")
    assert not profile.folder.exists()


def test_a_chinese_folder_becomes_a_plain_address() -> None:
    with kept_profile() as profile:
        assert profile.argument.isascii()


def test_fontconfig_names_stand_in_and_fallback_for_every_name_of_a_font() -> None:
    tree = ElementTree.fromstring(fontconfig(resolve(SHELF), resolve(SHELF)[4].found))
    rules = {
        match.findtext("test/string"): [name.text for name in match.findall("edit[@name='family']/string")]
        for match in tree.findall("match")
    }
    assert rules["仿宋_GB2312"] == rules["仿宋"] == ["FandolFang", "Noto Serif CJK SC"]
    assert rules["宋体"] == ["Noto Serif CJK SC"]
    assert "黑体" not in rules  # nothing stands in for it: no rule that would hide that


def test_fontconfig_makes_titles_bold() -> None:
    tree = ElementTree.fromstring(fontconfig(resolve(SHELF), None))
    bold = {match.findtext("test/string") for match in tree.findall("match") if match.find("edit/const") is not None}
    assert bold == {"方正小标宋简体", "方正小标宋_GBK"}


def test_the_replacement_table_of_other_systems_is_well_formed() -> None:
    tree = ElementTree.fromstring(replacement_table(resolve(SHELF)))
    values = [value.text for value in tree.iter("value")]
    assert values[0] == "true"
    assert "仿宋_GB2312" in values
    assert "FandolFang" in values


@pytest.mark.skipif(sys.platform != "linux", reason="fontconfig 只用于 Linux")
def test_on_linux_libreoffice_gets_our_fonts_and_keeps_its_memory() -> None:
    with kept_profile() as profile:
        env = profile.environment()
        assert Path(env["FONTCONFIG_FILE"]).is_file()
        assert "MALLOC_TOP_PAD_" in env


@pytest.mark.skipif(sys.platform != "linux", reason="glibc 只用于 Linux")
@pytest.mark.parametrize(("library", "given"), [("glibc 2.28", False), ("glibc 2.31", True), ("glibc 2.36", True), (None, False)])
def test_an_old_glibc_that_counts_in_a_byte_is_not_told_to_keep_more(
    monkeypatch: pytest.MonkeyPatch, library: str | None, given: bool
) -> None:
    monkeypatch.setattr("os.confstr", lambda name: library)
    monkeypatch.setenv("GLIBC_TUNABLES", "glibc.malloc.check=0")
    with kept_profile() as profile:
        tunables = profile.environment()["GLIBC_TUNABLES"]
    assert tunables.startswith("glibc.malloc.check=0") and ("tcache_count" in tunables) == given


def test_the_cache_follows_the_system() -> None:
    if sys.platform == "linux":
        assert cache_folder({"XDG_CACHE_HOME": "/c"}) == Path("/c/juesuan")
    assert cache_folder({"JUESUAN_CACHE": "/d"}) == Path("/d")


def test_a_libreoffice_before_7_4_gets_no_json_options() -> None:
    def takes(version: str) -> bool:
        return Office(("soffice",), Path("soffice"), version).takes_json_options

    assert [takes(version) for version in ("7.3", "7.4", "24.8", "")] == [False, True, True, True]


def test_an_office_without_writer_is_said_to_be_incomplete(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    soffice = tmp_path / "soffice"
    soffice.touch(mode=0o755)
    (tmp_path / "soffice.bin").touch()
    (tmp_path / "bootstraprc").write_text("[Bootstrap]\nProductKey=LibreOffice 24.2\n", encoding="utf-8")
    monkeypatch.setenv("JUESUAN_SOFFICE", str(soffice))
    office = find_office()
    assert office is not None
    assert (office.version, office.has_writer) == ("24.2", False)
    with pytest.raises(LibreOfficeMissing, match="没有 Writer"):
        require_office()
