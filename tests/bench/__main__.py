"""`make bench`: what a request costs, as a ratio to a bare Django view in the same run.

CPU is that of the one worker process, user and system, read from /proc; the two servers take
turns, so that a machine whose speed drifts slows both. Linux only.
"""

from __future__ import annotations

import gzip
import http.client
import os
import re
import shutil
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from datetime import date
from pathlib import Path
from urllib.parse import urlencode

from quiz.authoring.check import Checker
from quiz.authoring.read import Reader, fingerprint

ROOT = Path(__file__).parents[2]
QUESTION = "/questions/ecs-container-writes-s3/"
ROUNDS, REQUESTS, STARTS = 7, 150, 30
SIZES = (100, 1_000, 10_000)
RESPONSES = (10_000, 1_000_000)
PAIRS = 480  # questions with their translations; with what is shipped about 1,000 files
TICKS = os.sysconf("SC_CLK_TCK") if hasattr(os, "sysconf") else 100


class Server:
    """`manage.py serve` with one worker, on a data folder that both servers share."""

    def __init__(self, data: Path, port: int, settings: str) -> None:
        environment = {
            **os.environ,
            "DATA_DIR": str(data),
            "DJANGO_SETTINGS_MODULE": settings,
            "WORKERS": "1",
            "LANGUAGE_CODE": "ja",
        }
        command = [sys.executable, "manage.py", "serve", "--port", str(port)]
        self.port, began = port, time.monotonic()
        self.process = subprocess.Popen(
            command, cwd=ROOT, env=environment, stdout=subprocess.DEVNULL
        )
        while True:
            try:
                self.ask("GET", "/healthz")
                break
            except OSError:
                time.sleep(0.02)
        self.seconds_to_answer = time.monotonic() - began
        self.worker = int(
            Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
            .read_text()
            .split()[0]
        )
        self.cookies = ""
        self.last_get = 0.0
        self.connection = http.client.HTTPConnection("127.0.0.1", port)

    def ask(self, method: str, path: str) -> None:
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
        connection.request(method, path)
        connection.getresponse().read()
        connection.close()

    def send(
        self,
        method: str,
        path: str,
        body: str = "",
        *,
        status: int = 200,
        is_htmx: bool = True,
    ) -> tuple[http.client.HTTPResponse, bytes]:
        began = time.perf_counter()
        headers = {
            "Cookie": self.cookies,
            "Content-Type": "application/x-www-form-urlencoded",
            "Accept-Encoding": "gzip",
        }
        if method == "POST" and is_htmx:
            headers["HX-Request"] = "true"
        self.connection.request(method, path, body, headers)
        response = self.connection.getresponse()
        raw = response.read()
        assert response.status == status, (method, path, response.status)
        if method == "GET":
            self.last_get = time.perf_counter() - began
        for name, value in response.getheaders():
            if name == "Set-Cookie":
                pair = value.split(";")[0]
                kept = [c for c in self.cookies.split("; ") if c and c[:9] != pair[:9]]
                self.cookies = "; ".join([*kept, pair])
        return response, raw

    def cpu_seconds(self) -> float:
        fields = Path(f"/proc/{self.worker}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / TICKS

    def form(self) -> str:
        """The body that answers a form fetched just now."""
        page = gzip.decompress(self.send("GET", QUESTION)[1]).decode()
        names = ("csrfmiddlewaretoken", "ticket")
        fields = {name: _found(rf'name="{name}" value="([^"]+)"', page) for name in names}
        return urlencode({**fields, "selected": "a"})

    def stop(self) -> None:
        self.process.terminate()
        self.process.wait(20)


def _found(pattern: str, text: str) -> str:
    match = re.search(pattern, text)
    assert match, pattern
    return match[1]


def cost(server: Server, act: Callable[[int], None]) -> float:
    """CPU milliseconds for one of REQUESTS calls of `act`."""
    before = server.cpu_seconds()
    for n in range(REQUESTS):
        act(n)
    return (server.cpu_seconds() - before) / REQUESTS * 1000


def compare(name: str, bound: float, ours: Callable[[], float], bare: Callable[[], float]) -> str:
    pairs = [(ours(), bare()) for _ in range(ROUNDS)]
    ratio = statistics.median(mine / theirs for mine, theirs in pairs)
    mine, theirs = (statistics.median(side) for side in zip(*pairs, strict=True))
    return f"| {name} | {mine:.2f} ms | {theirs:.2f} ms | {ratio:.2f} | {bound} |"


def costs(ours: Server, bare: Server) -> list[str]:
    ours.send("POST", QUESTION, ours.form())  # makes the guest that both are then
    bare.cookies = ours.cookies
    token = dict(part.split("=", 1) for part in ours.form().split("&"))["csrfmiddlewaretoken"]

    def our_answer() -> float:
        forms = [ours.form() for _ in range(REQUESTS)]
        return cost(ours, lambda n: void(ours.send("POST", QUESTION, forms[n])))

    def bare_answer() -> float:
        body = urlencode({"csrfmiddlewaretoken": token})
        return cost(bare, lambda _: void(bare.send("POST", "/write", body)))

    rows = [
        compare(
            "question page",
            1.5,
            lambda: cost(ours, lambda _: void(ours.send("GET", QUESTION))),
            lambda: cost(bare, lambda _: void(bare.send("GET", "/read"))),
        ),
        compare("answer (htmx)", 1.8, our_answer, bare_answer),
    ]
    exam = begin_exam(ours, "short")  # from here on its questions are locked elsewhere
    choice = urlencode({"csrfmiddlewaretoken": token, "selected": "a"})
    rows += [
        compare(
            "a page of an exam",
            1.5,
            lambda: cost(ours, lambda _: void(ours.send("GET", f"{exam}1/"))),
            lambda: cost(bare, lambda _: void(bare.send("GET", "/read"))),
        ),
        compare(
            "a save in an exam (htmx)",
            1.8,
            lambda: cost(ours, lambda _: void(ours.send("POST", f"{exam}1/", choice))),
            bare_answer,
        ),
    ]
    end_exam(ours, exam, "abandon")
    return rows


def begin_exam(server: Server, form: str) -> str:
    """The address of a sitting that was begun just now; the server's person has none running."""
    token = _found(
        'csrfmiddlewaretoken" value="([^"]+)"',
        gzip.decompress(server.send("GET", "/exams/")[1]).decode(),
    )
    body = urlencode({"csrfmiddlewaretoken": token, "form": form})
    response = server.send("POST", "/exams/", body, status=303, is_htmx=False)[0]
    return response.headers["Location"].removesuffix("1/")


def end_exam(server: Server, exam: str, how: str) -> None:
    page = gzip.decompress(server.send("GET", f"{exam}finish/")[1]).decode()
    token = _found('csrfmiddlewaretoken" value="([^"]+)"', page)
    body = urlencode({"csrfmiddlewaretoken": token})
    server.send("POST", f"{exam}{how}/", body, status=303, is_htmx=False)


def starts(server: Server) -> tuple[float, float]:
    """Median wall time and mean CPU time, in milliseconds, of the start of a whole exam."""
    walls, cpu = [], 0.0
    for _ in range(STARTS):
        before, began = server.cpu_seconds(), time.perf_counter()
        exam = begin_exam(server, "full")
        walls.append(time.perf_counter() - began - server.last_get)
        cpu += server.cpu_seconds() - before
        end_exam(server, exam, "abandon")
    return 1000 * statistics.median(walls), 1000 * cpu / STARTS


def void(_: object) -> None:
    """A call's result is of no use."""


def sizes(server: Server) -> list[str]:
    _, page = server.send("GET", "/")
    text = gzip.decompress(page).decode()
    assets = re.findall(r'(?:src|href)="(/static/[^"]+)"', text)
    total = len(page)
    for asset in assets:
        connection = http.client.HTTPConnection("127.0.0.1", server.port)
        connection.request("GET", asset, headers={"Accept-Encoding": "br"})
        total += len(connection.getresponse().read())
        connection.close()
    _, fragment = server.send("POST", QUESTION, server.form())
    return [
        f"| first load | {total / 1000:.1f} kB in {len(assets) + 1} requests | 45 kB, 5 |",
        f"| answer's fragment, gzip | {len(fragment) / 1000:.1f} kB | 8 kB |",
        f"| from start to the first answer, warm | {server.seconds_to_answer:.2f} s | 3 s |",
    ]


def by_size(folder: Path) -> list[str]:
    """The same request in banks of three sizes, side by side: its cost, and largest to smallest."""
    servers = [_filled(folder / str(size), 8973 + n, size) for n, size in enumerate(SIZES)]
    requests = {
        "question page": (QUESTION, 1.10),
        "list, first page": ("/questions/", 1.5),
        "list, a search": ("/questions/?q=sought", 1.5),
        "list, a search that finds all": ("/questions/?q=ECS", None),
    }
    rows = []
    try:
        for server in servers:
            server.send("POST", QUESTION, server.form())
        for name, (path, bound) in requests.items():
            rounds = [
                [
                    cost(server, lambda _, s=server, p=path: void(s.send("GET", p)))
                    for server in servers
                ]
                for _ in range(ROUNDS)
            ]
            shown = [f"{statistics.median(each):.2f} ms" for each in zip(*rounds, strict=True)]
            ratio = statistics.median(costs[-1] / costs[0] for costs in rounds)
            rows.append(f"| {name} | {' | '.join(shown)} | {ratio:.2f} | {bound or 'none'} |")
        timed = [starts(server) for server in servers]
        shown = [f"{cpu:.1f} ms (p50 {wall:.1f} ms)" for wall, cpu in timed]
        ratio = timed[-1][1] / timed[0][1]
        rows.append(f"| start of a whole exam | {' | '.join(shown)} | {ratio:.2f} | 1.5, 12 ms |")
    finally:
        for server in servers:
            server.stop()
    return rows


def by_responses(folder: Path) -> list[str]:
    """What a learner sees of their own sittings where others have left many responses."""
    servers = []
    for n, count in enumerate(RESPONSES):
        server = _filled(folder / f"responses-{count}", 8980 + n, 100)
        run(folder / f"responses-{count}", f"fill_responses({count})")
        servers.append(server)
    rows = []
    try:
        exams = []
        for server in servers:
            server.send("POST", QUESTION, server.form())
            exam = begin_exam(server, "full")
            end_exam(server, exam, "finish")
            exams.append(exam)
        for name, paths in {
            "result": [f"{exam}result/" for exam in exams],
            "history": ["/history/"] * len(exams),
        }.items():
            rounds = [
                [_get(server, path) for server, path in zip(servers, paths, strict=True)]
                for _ in range(ROUNDS)
            ]
            shown = [f"{statistics.median(each):.2f} ms" for each in zip(*rounds, strict=True)]
            ratio = statistics.median(costs[-1] / costs[0] for costs in rounds)
            rows.append(f"| {name} | {' | '.join(shown)} | {ratio:.2f} | 1.10 |")
    finally:
        for server in servers:
            server.stop()
    return rows


def _get(server: Server, path: str) -> float:
    return cost(server, lambda _: void(server.send("GET", path)))


def _filled(data: Path, port: int, size: int) -> Server:
    Server(data, port, "quiz.settings").stop()
    run(data, f"fill({size})")
    return Server(data, port, "quiz.settings")


def run(data: Path, call: str) -> None:
    """A call into `tests.bench.bank`, on the database in `data`."""
    environment = {**os.environ, "DATA_DIR": str(data), "DJANGO_SETTINGS_MODULE": "quiz.settings"}
    code = f"from tests.bench import bank; bank.{call}"
    command = [sys.executable, "manage.py", "shell", "--no-imports", "-c", code]
    subprocess.run(command, cwd=ROOT, env=environment, check=True)


def files(folder: Path) -> list[str]:
    """A bank of 1,000 files, half of them translations: read, checked with all rules, looked at."""
    bank = folder / "bank"
    shutil.copytree(ROOT / "questions", bank)
    original = bank / "saa-c03/secure/ecs-container-writes-s3.yaml"
    for n in range(PAIRS):
        name = f"copy-{n}"
        for file, field in ((original, "id"), (original.with_suffix(".en.yaml"), "translates")):
            copy = file.read_text(encoding="utf-8")
            copy = copy.replace(f"{field}: {original.stem}", f"{field}: {name}", 1)
            # Words of its own, or equal texts would be looked at once.
            copy = copy.replace("scenario: |\n  ", f"scenario: |\n  {n} ", 1)
            copy = re.sub(r"(\n    text: \|\n      )(?!\+)", rf"\g<1>{n} ", copy)  # no drawing
            target = original.parent / file.name.replace(original.stem, name)
            target.write_text(copy, encoding="utf-8")
    checker = Checker([bank])
    today = date(2026, 11, 24)

    def recheck() -> None:
        changed = original.with_name("copy-7.yaml")
        changed.write_text(changed.read_text(encoding="utf-8") + "# looked at\n", encoding="utf-8")
        checker.check(today=today, with_statistics=False)

    rows = []
    for name, bound, act in (
        ("1,000 files, read", 3, lambda: void(Reader([bank]).read().bank)),
        ("1,000 files, checked with all rules", 10, lambda: void(checker.check(today=today))),
        ("one changed file of 1,000, checked again", 0.3, recheck),
        ("look at 1,000 unchanged files", 1, lambda: void(fingerprint([bank]))),
    ):
        before = time.process_time()
        act()
        rows.append(f"| {name} | {time.process_time() - before:.2f} s CPU | {bound} s |")
    return rows


def main() -> None:
    with tempfile.TemporaryDirectory() as name:
        data = Path(name) / "data"
        Server(data, 8971, "quiz.settings").stop()
        ours = Server(data, 8971, "quiz.settings")
        bare = Server(data, 8972, "tests.bench.bare_settings")
        try:
            print("| request | ours | bare | ratio | bound |\n|---|---|---|---|---|")
            print("\n".join(costs(ours, bare)))
            print("\n| figure | is | bound |\n|---|---|---|")
            print("\n".join([*sizes(ours), *files(Path(name))]))
            print("\n| CPU of a request | 100 | 1,000 | 10,000 questions | ratio | bound |")
            print("|---|---|---|---|---|---|")
            print("\n".join(by_size(Path(name))))
            print("\n| CPU of a request | 10,000 | 1,000,000 responses | ratio | bound |")
            print("|---|---|---|---|---|")
            print("\n".join(by_responses(Path(name))))
        finally:
            ours.stop()
            bare.stop()


main()
