"""Many things at once, each over a database connection of its own: one consistent sitting.

On SQLite the database is a file here, since connections to one in memory share its locks.
"""

from __future__ import annotations

import random
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path
from threading import Barrier
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from django.utils import timezone

from quiz.accounts.erase import erase
from quiz.accounts.models import User
from quiz.sittings.enter import Entered, OverError, TooManyError, enter, leave
from quiz.sittings.models import GRACE, Entry, Response, Sitting, Slot
from quiz.sittings.settle import settle_all
from tests.factories.accounts import PASSWORD, log_in, make_user
from tests.factories.exams import (
    address,
    answer_rightly,
    begin,
    hand_in,
    key_of,
    publish_exam,
    save,
    score_on,
    slots_of,
)

THREADS = 8
Act = Callable[[], Any]


@pytest.fixture
def own_connection(transactional_db: None, tmp_path: Path) -> Iterator[Act]:
    """What a thread calls first, so that it meets the others in the database and nowhere else."""
    if connection.vendor != "sqlite":
        yield lambda: None
        return
    path = tmp_path / "races.sqlite3"
    with connection.cursor() as cursor:
        cursor.execute("VACUUM INTO %s", [str(path)])
    memory = connections["default"]

    def connect() -> None:
        file = memory.copy()
        file.settings_dict["NAME"] = str(path)
        connections["default"] = file

    connect()
    try:
        yield connect
    finally:
        connections["default"].close()
        connections["default"] = memory


@pytest.fixture
def at_once(own_connection: Act) -> Callable[[Sequence[Act]], list[Any]]:
    """Do all of it at the same time; what came of each, an exception too."""

    def run(acts: Sequence[Act], threads: int = THREADS) -> list[Any]:
        threads = min(threads, len(acts))
        gate = Barrier(threads)

        def first() -> None:
            own_connection()
            gate.wait(30)

        def last(_: int) -> None:
            connections["default"].close()
            gate.wait(30)  # so that each thread has its turn

        with ThreadPoolExecutor(threads, initializer=first) as pool:
            done = [pool.submit(act) for act in acts]
            came = [one.exception() or one.result() for one in done]
            list(pool.map(last, range(threads)))
        return came

    return run


@pytest.fixture
def sitter(own_connection: Act) -> Client:
    publish_exam(30)
    make_user()
    client = Client(headers={"Accept-Language": "en"})
    log_in(client)
    return client


def again(client: Client) -> Client:
    """Another tab of the same browser."""
    tab = Client(headers={"Accept-Language": "en"}, raise_request_exception=False)
    tab.cookies = client.cookies
    return tab


def statuses(came: Sequence[Any]) -> Counter[int]:
    assert not [one for one in came if isinstance(one, Exception)], came
    return Counter(one.status_code for one in came)


def is_consistent(sitting: Sitting) -> None:
    """One end at most; the last entry in time is what the slot holds, and what was graded."""
    sitting.refresh_from_db()
    assert sitting.finished_at is None or sitting.abandoned_at is None
    for slot in slots_of(sitting):
        entries = Entry.objects.filter(slot=slot, is_choice=True).order_by("entered_at", "pk")
        last = entries.last()
        assert slot.selected == (last.selected if last else "")
        responses = Response.objects.filter(slot=slot)
        if sitting.finished_at and slot.selected:
            assert responses.get().selected == slot.selected
        else:
            assert not responses.exists()
    learner = User.objects.get(pk=sitting.learner_id)
    is_open = sitting.takes_saves(timezone.now())
    assert (learner.busy_at(timezone.now()) == sitting.key) == is_open
    if sitting.summary:
        answered = Response.objects.filter(slot__sitting=sitting).count()
        assert sitting.summary["answered"] == answered


def enter_first(sitting: Sitting, entered: Entered, *, at: datetime) -> None:
    assert sitting.key
    enter(sitting.key, 1, entered, by=sitting.learner, at=at)


@contextmanager
def deadline_in(sitting: Sitting, seconds: float) -> Iterator[datetime]:
    deadline = timezone.now() + timedelta(seconds=seconds)
    Sitting.objects.filter(pk=sitting.pk).update(deadline_at=deadline)
    User.objects.filter(pk=sitting.learner_id).update(busy_until=deadline + GRACE)
    yield deadline


def test_200_saves_around_the_deadline_are_kept_or_refused_and_never_both(
    sitter: Client, at_once: Any
) -> None:
    sitting = begin(sitter)
    rng = random.Random(1)
    with deadline_in(sitting, 1 - GRACE.total_seconds()) as deadline:

        def act(n: int) -> Act:
            return partial(save, again(sitter), sitting, n % 7 + 1, rng.choice("abcd"))

        came = at_once([act(n) for n in range(200)], 16)
        while timezone.now() <= deadline + GRACE:  # so that some come too late for certain
            time.sleep(0.05)
        came += at_once([act(n) for n in range(16)], 16)

    assert statuses(came) == {303: 216}
    kept = [one for one in came if "late" not in one["Location"]]
    late = [one for one in came if "late" in one["Location"]]
    assert len(late) >= 16
    assert Entry.objects.count() == len(kept) >= 1
    assert not Entry.objects.filter(entered_at__gt=deadline + GRACE).exists()
    is_consistent(sitting)
    settle_all(at=timezone.now())
    is_consistent(sitting)


def test_of_two_saves_at_once_the_one_that_came_in_later_counts(sitter: Client) -> None:
    sitting = begin(sitter)
    now = timezone.now()
    slot = slots_of(sitting)[0]

    enter_first(
        sitting, Entered(selected=frozenset("b"), note="new"), at=now + timedelta(milliseconds=5)
    )
    enter_first(
        sitting, Entered(selected=frozenset("a"), note="old"), at=now
    )  # it waited for the other

    slot.refresh_from_db()
    assert (slot.selected, slot.note) == ("b", "new")
    assert Entry.objects.count() == 2
    is_consistent(sitting)


def test_saves_and_a_hand_in_at_once(sitter: Client, at_once: Any) -> None:
    for _ in range(5):
        sitting = begin(sitter)
        acts: list[Act] = [
            partial(save, again(sitter), sitting, n % 7 + 1, "abcd"[n % 4]) for n in range(40)
        ]
        for n in (11, 19):
            acts.insert(n, partial(hand_in, again(sitter), sitting))

        assert statuses(at_once(acts)) == {303: 42}

        is_consistent(sitting)
        assert sitting.finished_at


def test_an_exam_that_is_begun_many_times_at_once_runs_once(sitter: Client, at_once: Any) -> None:
    tabs = [again(sitter) for _ in range(THREADS)]

    came = at_once([partial(tab.post, "/exams/", {"form": "train"}) for tab in tabs])

    assert statuses(came) == {303: THREADS}
    sitting = Sitting.objects.get()
    assert {one["Location"].split("/")[2] for one in came} == {str(sitting.key)}
    assert Slot.objects.count() == 7
    is_consistent(sitting)


def test_two_hand_ins_and_an_abandoning_at_once_are_one_end(sitter: Client, at_once: Any) -> None:
    for _ in range(10):
        sitting = begin(sitter)
        answer_rightly(sitter, sitting, range(1, 4))
        tabs = [again(sitter) for _ in range(6)]
        acts: list[Act] = [partial(hand_in, tab, sitting) for tab in tabs[:3]]
        acts += [partial(tab.post, f"/exams/{sitting.key}/abandon/") for tab in tabs[3:]]

        assert statuses(at_once(acts)) == {303: 6}

        is_consistent(sitting)
        ended = Sitting.objects.get(pk=sitting.pk)
        assert bool(ended.finished_at) != bool(ended.abandoned_at)
        count = Response.objects.filter(slot__sitting=sitting).count()
        assert count == (3 if ended.finished_at else 0)


def test_many_who_settle_and_a_new_beginning_at_once_write_it_once(
    sitter: Client, at_once: Any
) -> None:
    for _ in range(10):
        over = begin(sitter)
        answer_rightly(sitter, over, range(1, 4))
        with deadline_in(over, -10):
            acts: list[Act] = [lambda: settle_all(at=timezone.now()) for _ in range(3)]
            acts += [partial(hand_in, again(sitter), over) for _ in range(2)]
            acts += [partial(again(sitter).post, "/exams/", {"form": "train"}) for _ in range(2)]
            came = at_once(acts)

        assert not [one for one in came if isinstance(one, Exception)], came
        assert sum(one for one in came if isinstance(one, int)) <= 1
        assert statuses([one for one in came if not isinstance(one, int)]) == {303: 4}
        is_consistent(over)
        assert over.finished_at == over.deadline_at
        running = Sitting.objects.exclude(pk=over.pk).get(finished_at=None, abandoned_at=None)
        is_consistent(running)
        hand_in(sitter, running)


def test_an_account_that_is_deleted_under_an_exam_leaves_nothing(
    sitter: Client, at_once: Any
) -> None:
    for n in range(10):
        client = Client()
        user = make_user(f"somebody-{n}")
        log_in(client, user.name)
        sitting = begin(client)
        acts: list[Act] = [partial(save, again(client), sitting, n, "b") for n in range(1, 5)]
        acts.insert(2, partial(erase, user))
        acts.append(partial(hand_in, again(client), sitting))
        acts.append(partial(again(client).post, "/exams/", {"form": "train"}))

        came = at_once(acts)

        assert not [one for one in came if isinstance(one, Exception)], came
        for one in came:
            # 400 is Django's word for a session that was deleted while its request was answered.
            assert one is None or one.status_code in (302, 303, 400, 404), one
        assert not User.objects.filter(name=user.name).exists()
        assert not Sitting.objects.filter(pk=sitting.pk).exists()
        assert not Entry.objects.filter(slot__sitting=sitting.pk).exists()


def a_guest_with_an_exam(choice: str) -> tuple[Client, Sitting]:
    client = Client(headers={"Accept-Language": "en"}, raise_request_exception=False)
    sitting = begin(client)
    save(client, sitting, 1, choice)
    return client, sitting


def test_a_guests_running_exam_goes_on_in_the_account_under_saves(
    sitter: Client, at_once: Any
) -> None:
    client, sitting = a_guest_with_an_exam("a")
    guest = sitting.learner_id
    acts: list[Act] = [partial(save, again(client), sitting, n, "b") for n in range(1, 7)]
    browser = again(client)
    acts.insert(3, partial(log_in, browser))

    came = at_once(acts)

    for one in came:  # a tab that still was the guest's when the guest was gone finds nothing
        assert not isinstance(one, Exception), one
        assert one.status_code in (302, 303, 404)
    assert not User.objects.filter(pk=guest).exists()
    sitting.refresh_from_db()
    assert sitting.learner.name == "taro"
    is_consistent(sitting)
    assert "Your exam is running" in browser.get("/").content.decode()
    assert save(browser, sitting, 7, key_of(slots_of(sitting)[6])).status_code == 303
    result = hand_in(browser, sitting)["Location"]
    assert score_on(browser.get(result).content.decode())[1] == 7
    assert Response.objects.filter(learner__name="taro").count() >= 2


def test_of_two_running_exams_the_accounts_own_goes_on(sitter: Client) -> None:
    own = begin(sitter)
    answer_rightly(sitter, own, range(1, 2))
    client, guests = a_guest_with_an_exam("a")

    log_in(client)

    for sitting in (own, guests):
        sitting.refresh_from_db()
        assert sitting.learner.name == "taro"
    assert own.is_running(timezone.now())
    assert guests.abandoned_at
    is_consistent(own)
    assert client.get(f"/exams/{own.key}/")["Location"] == address(own, 2)
    assert "abandoned" in client.get(f"/exams/{guests.key}/result/").content.decode()
    assert save(client, guests, 2, "b")["Location"].endswith("result/?late=2")
    assert hand_in(client, guests).status_code == 303
    assert not Response.objects.exists()


def test_a_guests_exam_that_was_over_is_settled_in_the_account(sitter: Client) -> None:
    client, over = a_guest_with_an_exam("a")
    answer_rightly(client, over, range(1, 4))
    with deadline_in(over, -10):
        log_in(client)

    begin(client)

    over.refresh_from_db()
    assert (over.finished_at, over.summary["correct"]) == (over.deadline_at, 3)
    assert Response.objects.filter(learner__name="taro").count() == 3


def test_an_account_is_deleted_with_its_running_exam(sitter: Client) -> None:
    sitting = begin(sitter)
    save(sitter, sitting, 1, "b")

    sitter.post("/account/delete/", {"password": PASSWORD, "confirm": "on"})

    assert not User.objects.exists()
    assert not any(model.objects.exists() for model in (Sitting, Slot, Entry))
    assert sitter.get(address(sitting, 1)).status_code == 404
    assert save(sitter, sitting, 1, "b").status_code == 404


def test_a_clock_that_is_set_back_loses_no_choice(sitter: Client) -> None:
    """A save that seems to come before the one that is there: it is kept, and does not count."""
    sitting = begin(sitter)
    now = datetime.now(UTC)
    enter_first(sitting, Entered(selected=frozenset("b")), at=now)

    with pytest.raises(OverError):
        enter_first(sitting, Entered(selected=frozenset("a")), at=now + timedelta(days=1))

    enter_first(sitting, Entered(selected=frozenset("c")), at=now - timedelta(hours=1))
    is_consistent(sitting)


def test_a_save_counts_that_was_slower_than_leaving_the_page(sitter: Client) -> None:
    """Leaving, and a choice of too many, repeat the choice that was there: they are none."""
    sitting = begin(sitter)
    now = datetime.now(UTC)
    assert sitting.key
    enter_first(sitting, Entered(selected=frozenset("b")), at=now)
    leave(sitting.key, 1, by=sitting.learner, at=now + timedelta(seconds=2))
    with pytest.raises(TooManyError):
        enter_first(sitting, Entered(selected=frozenset("abcd")), at=now + timedelta(seconds=3))

    enter_first(sitting, Entered(selected=frozenset("c")), at=now + timedelta(seconds=1))

    assert slots_of(sitting)[0].selected == "c"
