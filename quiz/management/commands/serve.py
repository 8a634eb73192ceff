"""Everything that stands between a fresh clone and a page in a browser, in one command."""

from __future__ import annotations

from functools import partial
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db import DEFAULT_DB_ALIAS, OperationalError, connections
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from quiz import assets, daily, server, watch
from quiz.bank.publish import publish_folders
from quiz.config import ConfigError, checked_host, number, own_addresses


def shown_host(host: str) -> str:
    return f"[{host}]" if ":" in host else host


class Command(BaseCommand):
    help = "Migrate, publish the question files, collect static files, and serve."
    requires_system_checks = []

    def add_arguments(self, parser: CommandParser) -> None:
        config = settings.CONFIG
        parser.add_argument("--host", default=config.host, help="address to listen on")
        parser.add_argument("--port", default=str(config.port))
        parser.add_argument("--workers", default=str(config.workers), help="requests at a time")
        parser.add_argument(
            "--watch", action="store_true", help="publish question files as they are saved"
        )
        parser.add_argument("--server", choices=server.SERVERS, default=server.default_server())

    def handle(self, *args: Any, **options: Any) -> None:
        try:
            host = checked_host(options["host"])
            port = number(options["port"], "PORT", lowest=1, highest=65535)
            workers = number(options["workers"], "WORKERS", lowest=1, highest=64)
        except ConfigError as error:
            raise CommandError(str(error), returncode=2) from error
        if not server.port_is_free(host, port):
            raise CommandError(
                f"{host}:{port} is in use or not this machine's: choose another with --port",
                returncode=2,
            )
        self._server = options["server"]
        is_private = host in ("127.0.0.1", "::1", "localhost") and not settings.CONFIG.public_url
        settings.AUTHORING_OPEN = options["watch"] and is_private
        settings.ALLOWED_HOSTS[:] = settings.CONFIG.allowed_hosts_at(host)
        self._migrate()
        self._publish()
        assets.collect()
        self._greet(host, port)
        from quiz.wsgi import application  # noqa: PLC0415 - it reads what was just collected

        serving = server.Serving(
            app=application,
            host=host,
            port=port,
            workers=workers,
            beside=[daily.start, *([self._watch] if options["watch"] else [])],
        )
        server.run(options["server"], serving)

    def _watch(self) -> None:
        """Only gunicorn forks; its workers agree through the kernel on which of them watches."""
        lock = settings.CONFIG.data_dir / "watch.lock"
        is_one_process = self._server == "waitress"
        line = watch.alone if is_one_process else partial(server.file_line, lock)
        watch.start(settings.QUESTIONS_DIRS, line)

    def _migrate(self) -> None:
        try:
            executor = MigrationExecutor(connections[DEFAULT_DB_ALIAS])
        except OperationalError as error:
            reason = str(error).strip().splitlines()[0]
            raise CommandError(f"the database cannot be opened: {reason}", returncode=2) from error
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            call_command("migrate", interactive=False, verbosity=0)

    def _publish(self) -> None:
        """With an error in the files the bank that was published before goes on being served."""
        outcome = publish_folders(settings.QUESTIONS_DIRS, at=timezone.now())
        for problem in outcome.problems:
            self.stderr.write(str(problem))
        if outcome.errors:
            self.stderr.write("Nothing was published; what was published before is served.")
        else:
            self.stdout.write(f"Questions: {outcome}")

    def _greet(self, host: str, port: int) -> None:
        if settings.CONFIG.public_url:
            self.stdout.write(f"Serving {settings.CONFIG.public_url} on {host}:{port}")
        elif host in ("0.0.0.0", "::"):  # noqa: S104 - compared, not bound
            self.stdout.write(f"Serving on http://127.0.0.1:{port}")
            for address in own_addresses():
                self.stdout.write(f"On a phone in the same network: http://{address}:{port}")
        else:
            self.stdout.write(f"Serving on http://{shown_host(host)}:{port}")
        if settings.AUTHORING_OPEN:
            self.stdout.write(f"Question files: http://{shown_host(host)}:{port}/authoring/")
        self.stdout.flush()
