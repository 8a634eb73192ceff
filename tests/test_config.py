from __future__ import annotations

import os
import stat
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from quiz.config import BASE_DIR, Config, ConfigError, own_addresses, read

LONG = "k" * 50


def config(data_dir: Path, **environ: str) -> Config:
    return read({"DATA_DIR": str(data_dir), "SECRET_KEY": LONG, **environ})


def test_nothing_has_to_be_set(tmp_path: Path) -> None:
    found = read({"DATA_DIR": str(tmp_path)})

    assert (found.host, found.port, found.workers) == ("127.0.0.1", 8000, 2)
    assert (found.language_code, found.guests, found.debug) == ("ja", True, False)
    assert (found.signup, found.guest_days, found.email) == (True, 400, {})
    assert (found.public_url, found.database_url, found.trusted_proxies) == ("", "", 0)
    assert found.question_dirs == (BASE_DIR / "questions",)


@pytest.mark.parametrize(
    ("name", "value", "says"),
    [
        ("DATABASE_URL", "mysql://db/quiz", "must begin with sqlite:/// or postgresql://"),
        ("DATABASE_URL", "postgres://me:pass@db:port/quiz", "cannot be read"),
        ("QUESTIONS_DIR", "/no/such/folder", "there is no folder /no/such/folder"),
        ("PUBLIC_URL", "quiz.example.com", "not of the form https://quiz.example.com"),
        ("PUBLIC_URL", "https://quiz.example.com/path", "not of the form"),
        ("PUBLIC_URL", "https://me@quiz.example.com", "not of the form"),
        ("PUBLIC_URL", "https://quiz.example.com:99999", "not of the form"),
        ("PUBLIC_URL", "https://[", "not of the form"),
        ("PUBLIC_URL", "https://*", "not of the form"),
        ("TRUSTED_PROXIES", "-1", "whole number from 0 to 10"),
        ("SECRET_KEY", "short", "SECRET_KEY has 5 characters"),
        ("DEBUG", "maybe", "neither on nor off"),
        ("HOST", "0.0.0.0:80", "neither an address nor a host name"),
        ("PORT", "65536", "whole number from 1 to 65535"),
        ("PORT", "80.5", "whole number"),
        ("PORT", "８０", "whole number"),
        ("WORKERS", "0", "whole number from 1 to 64"),
        ("LANGUAGE_CODE", "fr", "neither ja nor en"),
        ("GUESTS", "some", "neither on nor off"),
        ("SIGNUP", "closed", "neither on nor off"),
        ("GUEST_DAYS", "0", "whole number from 1 to 36500"),
        ("EMAIL_URL", "mail.example.com", "must begin with smtp://"),
        ("EMAIL_URL", "http://mail.example.com", "must begin with smtp://"),
        ("EMAIL_URL", "smtp://me:pass@host:port", "cannot be read"),
        ("EMAIL_URL", "smtp://[", "cannot be read"),
        ("EMAIL_URL", "smtp://", "names no host"),
    ],
)
def test_a_wrong_value_is_named_in_one_line(
    tmp_path: Path, name: str, value: str, says: str
) -> None:
    with pytest.raises(ConfigError, match=name) as caught:
        config(tmp_path, **{name: value})

    assert says in str(caught.value)
    assert "\n" not in str(caught.value)


def test_an_error_in_the_database_url_does_not_show_its_password(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, DATABASE_URL="postgres://me:hunter2@db:port/quiz")

    assert "hunter2" not in str(caught.value)


def test_an_error_about_mail_never_shows_the_password(tmp_path: Path) -> None:
    with pytest.raises(ConfigError) as caught:
        config(tmp_path, EMAIL_URL="smtp://me:hunter2@host:port")

    assert "hunter2" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "port", "is_tls", "is_starttls", "sender"),
    [
        ("smtps://me%40x.org:p%3Aw@mail.x.org", 465, True, False, "me@x.org"),
        ("smtp://me:pw@mail.x.org", 587, False, True, "quiz@quiz.example.com"),
        ("smtp://me:pw@mail.x.org:2525", 2525, False, True, "quiz@quiz.example.com"),
        ("smtp://mail.x.org", 25, False, False, "quiz@quiz.example.com"),
    ],
)
def test_a_password_goes_to_the_mail_server_by_tls_only(
    tmp_path: Path, url: str, port: int, is_tls: bool, is_starttls: bool, sender: str
) -> None:
    mail = config(tmp_path, EMAIL_URL=url, PUBLIC_URL="https://quiz.example.com").email

    assert (mail["EMAIL_HOST"], mail["EMAIL_PORT"]) == ("mail.x.org", port)
    assert (mail["EMAIL_USE_SSL"], mail["EMAIL_USE_TLS"]) == (is_tls, is_starttls)
    assert mail["DEFAULT_FROM_EMAIL"] == sender
    if "%3A" in url:
        assert (mail["EMAIL_HOST_USER"], mail["EMAIL_HOST_PASSWORD"]) == ("me@x.org", "p:w")


def test_mail_may_go_to_a_folder_or_the_terminal_or_nowhere(tmp_path: Path) -> None:
    assert config(tmp_path).email == {}
    assert config(tmp_path, EMAIL_URL="file:///a/b").email["EMAIL_FILE_PATH"] == "/a/b"
    assert "console" in config(tmp_path, EMAIL_URL="console:").email["EMAIL_BACKEND"]


@pytest.mark.parametrize(
    ("environ", "site"),
    [
        ({}, "http://127.0.0.1:8000"),
        ({"HOST": "::1", "PORT": "80"}, "http://[::1]:80"),
        ({"PUBLIC_URL": "https://quiz.example.com"}, "https://quiz.example.com"),
    ],
)
def test_links_made_without_a_request_lead_to_this_site(
    tmp_path: Path, environ: dict[str, str], site: str
) -> None:
    assert config(tmp_path, **environ).site_url == site


def test_links_do_not_lead_to_all_addresses(tmp_path: Path) -> None:
    assert "0.0.0.0" not in config(tmp_path, HOST="0.0.0.0").site_url


def test_debug_is_refused_in_public(tmp_path: Path) -> None:
    with pytest.raises(ConfigError, match="DEBUG"):
        config(tmp_path, DEBUG="on", PUBLIC_URL="https://quiz.example.com")


def test_a_data_folder_that_is_a_file_is_one_line(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="ascii")

    with pytest.raises(ConfigError, match="DATA_DIR"):
        read({"DATA_DIR": str(tmp_path / "file")})


def test_several_question_folders_are_read_in_order(tmp_path: Path) -> None:
    folders = [tmp_path / name for name in ("b", "a")]
    for folder in folders:
        folder.mkdir()

    found = config(tmp_path, QUESTIONS_DIR=os.pathsep.join(map(str, folders)))

    assert found.question_dirs == tuple(folders)


def test_a_secret_key_is_made_once_and_kept_for_its_owner_only(tmp_path: Path) -> None:
    folder = tmp_path / "new"
    first = read({"DATA_DIR": str(folder)}).secret_key

    assert len(first) >= 50
    assert read({"DATA_DIR": str(folder)}).secret_key == first
    assert stat.S_IMODE((folder / "secret-key").stat().st_mode) == 0o600
    assert [path.name for path in folder.iterdir()] == ["secret-key"]


def test_processes_that_start_at_once_agree_on_the_key(tmp_path: Path) -> None:
    with ThreadPoolExecutor(16) as pool:
        keys = set(pool.map(lambda _: read({"DATA_DIR": str(tmp_path)}).secret_key, range(64)))

    assert len(keys) == 1


def test_a_damaged_key_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "secret-key").write_bytes(b"\xff")

    with pytest.raises(ConfigError, match="damaged"):
        read({"DATA_DIR": str(tmp_path)})


def test_hosts_are_this_machine_only_and_never_everything(tmp_path: Path) -> None:
    local = ["localhost", "127.0.0.1", "[::1]"]

    assert config(tmp_path).allowed_hosts_at("127.0.0.1") == local
    everywhere = config(tmp_path).allowed_hosts_at("0.0.0.0")
    assert set(everywhere) >= {*local, *own_addresses()}
    assert "*" not in everywhere
    public = config(tmp_path, PUBLIC_URL="https://quiz.example.com:8443/")
    assert public.allowed_hosts_at("0.0.0.0") == ["quiz.example.com", *local]


def run_manage(*args: str, data_dir: Path, **environ: str) -> subprocess.CompletedProcess[str]:
    bare = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
    return subprocess.run(
        [sys.executable, "manage.py", *args],
        cwd=BASE_DIR,
        env={**bare, "DATA_DIR": str(data_dir), **environ},
        check=False,
        capture_output=True,
        text=True,
        timeout=60,
    )


@pytest.mark.parametrize("command", ["serve", "check", "load_questions"])
def test_a_command_stops_at_a_wrong_value_with_one_line_and_status_2(
    tmp_path: Path, command: str
) -> None:
    done = run_manage(command, data_dir=tmp_path, PORT="http")

    assert done.returncode == 2
    assert done.stderr == "PORT=http is not a whole number from 1 to 65535\n"
    assert done.stdout == ""


def test_the_settings_for_a_public_host_pass_djangos_own_check(tmp_path: Path) -> None:
    done = run_manage(
        *("check", "--deploy", "--fail-level", "WARNING"),
        data_dir=tmp_path,
        PUBLIC_URL="https://quiz.example.com",
    )

    assert done.returncode == 0, done.stderr


def test_no_model_is_without_its_migration(tmp_path: Path) -> None:
    done = run_manage("makemigrations", "--check", "--dry-run", data_dir=tmp_path)

    assert done.returncode == 0, done.stdout
