from __future__ import annotations

import re
from typing import Any

import pytest
from django.test import Client

from quiz.accounts.models import User
from quiz.assessment.item import Comparison, Drill
from quiz.sittings.models import DrillResponse, DrillRun
from tests.factories.bank import CANARY, make_comparison, publish_items
from tests.factories.sittings import HTMX

pytestmark = pytest.mark.django_db

DRILL = "/comparisons/demo-comparison/drill/"
SUBJECTS = "xyx"  # of statements 0, 1 and 2


def table(**overrides: Any) -> Comparison:
    comparison = make_comparison(drills=tuple(Drill(subject=subject) for subject in SUBJECTS))
    for language, texts in comparison.texts.items():
        for n in range(len(SUBJECTS)):
            texts[f"drills.{n}.statement"] = f"{language} statement {n}"
            texts[f"drills.{n}.reason"] = f"{language} {CANARY} reason {n}"
        texts["subjects.x"], texts["subjects.y"] = "Ex", "Wy"
        texts["title"] = f"{language} table"
    return comparison


@pytest.fixture(autouse=True)
def _bank(client: Client) -> None:
    client.cookies["django_language"] = "en"
    publish_items(comparisons=(table(),))


def form(page: str) -> dict[str, str]:
    return dict(re.findall(r'name="(run|statement|position)" value="([^"]*)"', page))


def sort(client: Client, *, rightly: bool = True, **extra: Any) -> Any:
    fields = form(client.get(DRILL).content.decode())
    right = SUBJECTS[int(fields["statement"])]
    subject = right if rightly else {"x": "y", "y": "x"}[right]
    return client.post(DRILL, {**fields, "subject": subject}, **extra)


def test_a_statement_is_asked_without_its_answer_and_nothing_is_written(client: Client) -> None:
    page = client.get(DRILL).content.decode()

    assert re.search("en statement [012]", page)
    assert re.findall(r'name="subject" value="(.)"', page) == ["x", "y"]
    assert CANARY not in page
    assert "0 of 3 sorted" in page
    assert not DrillRun.objects.exists()
    assert not User.objects.exists()


def test_after_each_the_reason_is_told_at_an_address_of_its_own(client: Client) -> None:
    response = sort(client, rightly=False)

    page = client.get(response.url).content.decode()
    assert response.status_code == 303
    assert f"{CANARY} reason" in page
    assert 'data-grade="incorrect"' in page
    assert sorted(re.findall(r'data-verdict="([a-z-]+)"', page)) == ["false-alarm", "miss"]
    assert Client().get(response.url).status_code == 404


def test_with_htmx_the_fragment_comes_with_its_address(client: Client) -> None:
    response = sort(client, **HTMX)

    page = response.content.decode()
    assert "<html" not in page
    assert page.lstrip().startswith('<article id="drill"')
    assert response.headers["HX-Push-Url"] == f"/drills/{DrillRun.objects.get().pk}/1/"


def test_what_went_wrong_comes_again_until_all_is_sorted(client: Client) -> None:
    sort(client, rightly=False)
    sort(client)
    sort(client)
    again = client.get(DRILL).content.decode()
    assert "once more" in again
    last = client.get(sort(client).url).content.decode()

    run = DrillRun.objects.get()
    assert f'href="/drills/{run.pk}/"' in last
    result = client.get(f"/drills/{run.pk}/").content.decode()
    assert "2 of 3 right the first time" in result
    assert result.count(f"{CANARY} reason") == 1
    assert DrillResponse.objects.count() == 4


def test_a_drill_goes_on_where_it_was_left_and_begins_anew_when_done(client: Client) -> None:
    sort(client)
    assert "1 of 3 sorted" in client.get(DRILL).content.decode()
    sort(client)
    sort(client)

    assert "0 of 3 sorted" in client.get(DRILL).content.decode()
    sort(client)
    assert DrillRun.objects.count() == 2


def test_a_copy_of_a_form_gets_the_first_ones_answer(client: Client) -> None:
    fields = form(client.get(DRILL).content.decode())

    first = client.post(DRILL, {**fields, "subject": "x"})
    second = client.post(DRILL, {**fields, "subject": "y"})

    assert first.url == second.url
    assert DrillResponse.objects.get().subject == "x"
    assert (User.objects.count(), DrillRun.objects.count()) == (1, 1)


@pytest.mark.parametrize(
    "wrong",
    [
        {"statement": "9"},
        {"statement": "-1"},
        {"statement": "x"},
        {"position": "7"},
        {"position": ""},
        {"run": "nonsense"},
        {"subject": "z"},
        {"subject": ""},
    ],
)
def test_a_form_that_does_not_fit_counts_nothing(client: Client, wrong: dict[str, str]) -> None:
    fields = form(client.get(DRILL).content.decode())

    response = client.post(DRILL, {**fields, "subject": "x", **wrong})

    assert response.status_code == 200
    assert "was not counted" in response.content.decode()
    assert not DrillResponse.objects.exists()
    assert not User.objects.exists()


def test_another_learners_run_is_not_found_and_not_added_to(client: Client) -> None:
    sort(client)
    run = DrillRun.objects.get()
    outsider = Client()
    outsider.get(DRILL)

    response = outsider.post(
        DRILL, {"run": run.pk, "statement": run.order[1], "position": 2, "subject": "x"}
    )

    assert response.status_code == 200
    assert DrillResponse.objects.count() == 1
    for address in (f"/drills/{run.pk}/", f"/drills/{run.pk}/1/"):
        assert outsider.get(address).status_code == 404
    assert client.get(f"/drills/{run.pk}/9/").status_code == 404


def test_a_table_that_changed_meanwhile_begins_a_new_drill(client: Client) -> None:
    fields = form(client.get(sort(client).url).content.decode()) or form(
        client.get(DRILL).content.decode()
    )
    old = DrillRun.objects.get()
    changed = table()
    changed.texts["en"]["rows.0.x"] = "mended"
    publish_items(comparisons=(changed,))

    response = client.post(DRILL, {**fields, "subject": "x"})

    assert "was not counted" in response.content.decode()
    assert "0 of 3 sorted" in client.get(DRILL).content.decode()
    assert client.get(f"/drills/{old.pk}/1/").status_code == 404


def test_a_table_without_statements_has_no_drill(client: Client) -> None:
    publish_items(comparisons=(make_comparison(drills=()),))

    assert client.get(DRILL).status_code == 404
    assert "drill/" not in client.get("/comparisons/demo-comparison/").content.decode()


def test_the_tables_are_listed_and_searched_in_ones_language(client: Client) -> None:
    page = client.get("/comparisons/").content.decode()

    assert "en table" in page
    assert "Sort 3 statements" in page
    assert "One comparison" in client.get("/comparisons/?q=WY+table").content.decode()
    assert "Ex" in client.get("/comparisons/?q=cell", **HTMX).content.decode()
    empty = client.get("/comparisons/?q=nowhere").content.decode()
    assert "No table says “nowhere”" in empty
    assert client.get("/comparisons/?q=%00").status_code == 200


def test_pages_of_a_drill_take_few_queries(client: Client, django_assert_num_queries: Any) -> None:
    sort(client)
    fields = form(client.get(DRILL).content.decode())

    with django_assert_num_queries(5):
        client.get(DRILL)
    with django_assert_num_queries(8):
        response = client.post(DRILL, {**fields, "subject": "x"})
    with django_assert_num_queries(5):
        client.get(response.url)
    with django_assert_num_queries(3):
        client.get("/comparisons/")
