"""The studio's home: its owner's alone, and without the empty folders of whoever has left."""

from pathlib import Path

from mutoscope.laptop.home import Home


def test_a_home_that_others_could_read_is_shut_at_the_next_start(tmp_path: Path) -> None:
    home = Home(tmp_path / "home")
    home.logs.mkdir(parents=True)
    home.folder.chmod(0o755)

    home.prepare()

    folders = (home.folder, home.logs, home.files)
    assert [folder.stat().st_mode & 0o777 for folder in folders] == [0o700] * 3
    assert home.supervisor_log.stat().st_mode & 0o777 == 0o600


def test_folders_that_nothing_is_in_go_at_the_next_start_and_buckets_stay(tmp_path: Path) -> None:
    home = Home(tmp_path)
    bucket = home.files / "000000000000" / "mutoscope"
    gone, kept = bucket / "outputs" / "user_1" / "job_1", bucket / "outputs" / "user_2" / "job_2"
    empty_bucket = home.files / "000000000000" / "other"
    for folder in (gone, kept, empty_bucket):
        folder.mkdir(parents=True)
    (kept / "a.mp4").write_bytes(b"film")

    home.tidy_files()

    assert [path.relative_to(home.files).as_posix() for path in sorted(home.files.rglob("*"))] == [
        "000000000000",
        "000000000000/mutoscope",
        "000000000000/mutoscope/outputs",
        "000000000000/mutoscope/outputs/user_2",
        "000000000000/mutoscope/outputs/user_2/job_2",
        "000000000000/mutoscope/outputs/user_2/job_2/a.mp4",
        "000000000000/other",
    ]
