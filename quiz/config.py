"""The environment, read once and checked; every wrong value is one clear line."""

from __future__ import annotations

import contextlib
import importlib.util
import ipaddress
import os
import re
import secrets
import socket
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import unquote, urlsplit

import dj_database_url

BASE_DIR = Path(__file__).resolve().parent.parent
SHORTEST_SECRET_KEY = 50
_WORDS = dict.fromkeys(("on", "1", "true", "yes"), True) | dict.fromkeys(
    ("off", "0", "false", "no"), False
)
_MAIL = {"smtp": "smtp", "smtps": "smtp", "file": "filebased", "console": "console"}
_HOST_NAME = re.compile(r"[A-Za-z0-9]([A-Za-z0-9_-]*[A-Za-z0-9])?(\.[A-Za-z0-9_-]+)*")


class ConfigError(Exception):
    """A variable of the environment has a value that cannot be used; the text is for the host."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Config:
    """What a host may set; see docs/configuration.md. `public_url` is "" for a local network."""

    data_dir: Path
    database_url: str
    question_dirs: tuple[Path, ...]
    public_url: str
    trusted_proxies: int
    secret_key: str
    debug: bool
    host: str
    port: int
    workers: int
    language_code: str
    guests: bool
    signup: bool
    guest_days: int
    email: Mapping[str, Any]

    @property
    def site_url(self) -> str:
        """Where links lead that are made without a request: no slash at the end."""
        if self.public_url:
            return self.public_url
        host = self.host
        if host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
            host = next(iter(own_addresses()), "127.0.0.1").strip("[]")
        return f"http://[{host}]:{self.port}" if ":" in host else f"http://{host}:{self.port}"

    @property
    def is_tls(self) -> bool:
        return self.public_url.startswith("https://")

    def allowed_hosts_at(self, host: str) -> list[str]:
        """Bound to `host`: the public name; else this machine's own names, never everything."""
        local = ["localhost", "127.0.0.1", "[::1]"]
        if self.public_url:
            name = urlsplit(self.public_url).hostname or ""
            return [f"[{name}]" if ":" in name else name, *local]
        if host in ("127.0.0.1", "::1", "localhost"):
            return local
        return [*local, host, socket.gethostname().lower(), *own_addresses()]


def read(environ: Mapping[str, str]) -> Config:
    """Raises ConfigError at the first value that cannot be used."""
    data_dir = _path(environ.get("DATA_DIR") or str(BASE_DIR / "data"))
    public_url = _public_url(environ)
    debug = _flag(environ, "DEBUG", default=False)
    if debug and public_url:
        raise ConfigError("DEBUG=on shows secrets to visitors: unset DEBUG or PUBLIC_URL")
    return Config(
        data_dir=data_dir,
        database_url=_database_url(environ),
        question_dirs=_question_dirs(environ),
        public_url=public_url,
        trusted_proxies=number(
            environ.get("TRUSTED_PROXIES", "") or "0", "TRUSTED_PROXIES", lowest=0, highest=10
        ),
        secret_key=_secret_key(environ, data_dir),
        debug=debug,
        host=checked_host(environ.get("HOST", "").strip() or "127.0.0.1"),
        port=number(environ.get("PORT", "") or "8000", "PORT", lowest=1, highest=65535),
        workers=number(environ.get("WORKERS", "") or "2", "WORKERS", lowest=1, highest=64),
        language_code=_language(environ),
        guests=_flag(environ, "GUESTS", default=True),
        signup=_flag(environ, "SIGNUP", default=True),
        guest_days=number(
            environ.get("GUEST_DAYS", "") or "400", "GUEST_DAYS", lowest=1, highest=36500
        ),
        email=_email(environ, urlsplit(public_url).hostname or "localhost"),
    )


def own_addresses() -> list[str]:
    """The addresses under which other machines in the network may reach this one."""
    found: set[str] = set()
    with contextlib.suppress(OSError):
        found |= {str(info[4][0]) for info in socket.getaddrinfo(socket.gethostname(), None)}
    for family, far in ((socket.AF_INET, "192.0.2.1"), (socket.AF_INET6, "2001:db8::1")):
        try:
            with socket.socket(family, socket.SOCK_DGRAM) as probe:
                probe.connect((far, 9))  # sends nothing: it only picks the way out
                found.add(str(probe.getsockname()[0]))
        except OSError:
            continue
    addresses = [ipaddress.ip_address(address.partition("%")[0]) for address in found]
    return sorted(
        f"[{address}]" if address.version == 6 else str(address)
        for address in addresses
        if not address.is_loopback
    )


def _path(value: str) -> Path:
    return Path(value).expanduser().resolve()


def _flag(environ: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = environ.get(name, "").strip().lower()
    if not value:
        return default
    if value not in _WORDS:
        raise ConfigError(f"{name}={value} is neither on nor off")
    return _WORDS[value]


def number(text: str, name: str, *, lowest: int, highest: int) -> int:
    """`text` as a whole number in range; `name` is the variable or option that it came from."""
    value = text.strip()
    if not re.fullmatch(r"[0-9]{1,9}", value) or not lowest <= int(value) <= highest:
        raise ConfigError(f"{name}={value} is not a whole number from {lowest} to {highest}")
    return int(value)


def checked_host(value: str) -> str:
    """An address of this machine, as it is written in HOST or --host: without brackets or port."""
    try:
        ipaddress.ip_address(value)
    except ValueError:
        if not _HOST_NAME.fullmatch(value):
            raise ConfigError(f"HOST={value} is neither an address nor a host name") from None
    return value


def _language(environ: Mapping[str, str]) -> str:
    value = environ.get("LANGUAGE_CODE", "").strip() or "ja"
    if value not in ("ja", "en"):
        raise ConfigError(f"LANGUAGE_CODE={value} is neither ja nor en")
    return value


def _database_url(environ: Mapping[str, str]) -> str:
    """Errors never repeat the value: it may hold a password."""
    value = environ.get("DATABASE_URL", "").strip()
    if not value:
        return ""
    scheme = value.partition(":")[0]
    if scheme not in ("sqlite", "postgres", "postgresql"):
        raise ConfigError("DATABASE_URL must begin with sqlite:/// or postgresql://")
    try:
        dj_database_url.parse(value)
    except ValueError:
        raise ConfigError("DATABASE_URL cannot be read: percent-encode special signs") from None
    if scheme != "sqlite" and importlib.util.find_spec("psycopg") is None:
        raise ConfigError("DATABASE_URL asks for PostgreSQL: run pip install '.[postgres]' first")
    return value


def _public_url(environ: Mapping[str, str]) -> str:
    value = environ.get("PUBLIC_URL", "").strip().removesuffix("/")
    if not value:
        return ""
    try:
        parts = urlsplit(value)
        is_whole = value == f"{parts.scheme}://{parts.netloc}" and parts.port != 0
        name = parts.hostname or ""
    except ValueError:
        is_whole, name = False, ""
    if not (is_whole and parts.scheme in ("http", "https") and _is_host(name) and "@" not in value):
        raise ConfigError(f"PUBLIC_URL={value} is not of the form https://quiz.example.com")
    return value


def _email(environ: Mapping[str, str], site: str) -> dict[str, Any]:
    """Django's settings for EMAIL_URL; none where it is not set. Errors never repeat the value."""
    value = environ.get("EMAIL_URL", "").strip()
    if not value:
        return {}
    try:
        parts = urlsplit(value)
        host, port, user = parts.hostname or "", parts.port, unquote(parts.username or "")
    except ValueError:
        raise ConfigError("EMAIL_URL cannot be read: percent-encode special signs") from None
    backend = f"django.core.mail.backends.{_MAIL.get(parts.scheme)}.EmailBackend"
    if parts.scheme not in _MAIL:
        raise ConfigError("EMAIL_URL must begin with smtp://, smtps://, file:/// or console:")
    if parts.scheme == "console":
        return {"EMAIL_BACKEND": backend}
    if parts.scheme == "file":
        return {"EMAIL_BACKEND": backend, "EMAIL_FILE_PATH": unquote(parts.path)}
    if not _is_host(host):
        raise ConfigError("EMAIL_URL names no host: smtp://user:password@mail.example.com:587")
    is_smtps = parts.scheme == "smtps"
    return {
        "EMAIL_BACKEND": backend,
        "EMAIL_HOST": host,
        "EMAIL_PORT": port or (465 if is_smtps else 587 if user else 25),
        "EMAIL_HOST_USER": user,
        "EMAIL_HOST_PASSWORD": unquote(parts.password or ""),
        "EMAIL_USE_SSL": is_smtps,
        "EMAIL_USE_TLS": bool(user) and not is_smtps,  # a password never goes in the clear
        "EMAIL_TIMEOUT": 20,
        "DEFAULT_FROM_EMAIL": user if "@" in user else f"quiz@{site}",
    }


def _is_host(name: str) -> bool:
    try:
        checked_host(name)
    except ConfigError:
        return False
    return True


def _question_dirs(environ: Mapping[str, str]) -> tuple[Path, ...]:
    value = environ.get("QUESTIONS_DIR") or str(BASE_DIR / "questions")
    folders = tuple(_path(part.strip()) for part in value.split(os.pathsep) if part.strip())
    for folder in folders:
        if not folder.is_dir():
            raise ConfigError(f"QUESTIONS_DIR: there is no folder {folder}")
    return folders


def _secret_key(environ: Mapping[str, str], data_dir: Path) -> str:
    """The one that is set, else the one kept in the data folder, which the first start makes."""
    key = environ.get("SECRET_KEY", "")
    if key:
        if len(key) < SHORTEST_SECRET_KEY:
            raise ConfigError(
                f"SECRET_KEY has {len(key)} characters; give it {SHORTEST_SECRET_KEY} or more, "
                "or unset it and one is made and kept"
            )
        return key
    path = data_dir / "secret-key"
    try:
        data_dir.mkdir(mode=0o700, parents=True, exist_ok=True)
        if not path.exists():
            _make_secret_key(path)
        key = path.read_text(encoding="utf-8", errors="replace").strip()
    except OSError as error:
        raise ConfigError(f"DATA_DIR={data_dir} cannot be written: {error.strerror}") from error
    if len(key) < SHORTEST_SECRET_KEY:
        raise ConfigError(f"{path} is damaged: delete it and a new one is made")
    return key


def _make_secret_key(path: Path) -> None:
    """Two processes that start at once agree: the file appears whole, and the first one stays."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(8)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "w", encoding="ascii") as file:
        file.write(secrets.token_urlsafe(64))
    try:
        os.link(draft, path)
    except FileExistsError:
        pass
    except OSError:  # a file system without links
        draft.replace(path)
        return
    draft.unlink()
