"""A new question that explains itself: every field, with what is wanted in it."""

from __future__ import annotations

import datetime as dt
from typing import Any

from quiz.authoring.comments import Comment
from quiz.authoring.layout import lay_out
from quiz.authoring.tree import Location

_REASONS = (
    "does-not-work, violates-requirement, costs-more, more-operations, less-secure,"
    " less-available, wrong-scope, not-supported"
)
# Above each field, by language. {task} is the name of the task.
_HELP: dict[str, dict[Location, str]] = {
    "en": {
        (): "Write over each text below, and delete a comment when you have done what it says.",
        ("format",): "The number of this format: leave it.",
        ("id",): "Lasting, and equal to the file's name. Learners see it: name the situation only.",
        ("language",): "The language of the texts below; `translate` adds others.",
        ("task",): "A task of exam.yaml: {task}",
        ("status",): "draft, published or retired. Learners see it when it is published.",
        ("services",): "Names from exam.yaml, such as [A, B]; shown after an answer only.",
        ("difficulty",): "1: one fact in context. 2: between plausible designs. 3: a trade-off.",
        ("origin",): "original, or adapted. Questions recalled from a real exam are refused.",
        ("verified_on",): "The day when the facts were last held against the documentation.",
        ("reviews",): "Who read it, and when: [{by: Name, on: 2026-01-31}]",
        ("title",): "For lists. Names the situation, not the answer.",
        ("scenario",): "2 to 5 sentences, as Markdown. Say only what the answer needs.",
        ("stem",): "The question put, in one sentence, with the requirement that decides.",
        ("options",): "Two to six, a to f; learners see them shuffled, so name no letter.",
        ("options", "a", "text"): "A distractor: a design that somebody would really choose.",
        ("options", "a", "rationale"): "Why it is wrong, in one or two sentences.",
        ("options", "a", "reason"): _REASONS,
        ("options", "a", "correct_if"): "The condition under which this would be the answer.",
        ("options", "b", "text"): "A key: about as long as the others, and in the same form.",
        ("options", "b", "correct"): "On keys only; the other options leave it out.",
        ("options", "b", "rationale"): "Why it is right, in one or two sentences.",
        ("explanation",): "How the thing works, as Markdown, also for who chose the right one.",
        ("takeaway",): "The one sentence to remember.",
        ("diagrams",): "Text drawings, shown as pictures; full-width letters take two columns.",
        ("comparisons",): "Ids of files in comparisons/, such as [this-vs-that].",
        ("tips",): "Exam tips, one sentence each.",
        ("references",): "Official pages, each under https://, that bear out what is said above.",
        ("volatile",): "true where the answer turns on a number, price or quota that may change.",
        ("shuffle",): "false only where the order of the options carries meaning.",
        ("lint_ignore",): "A rule that does not apply here, and why: {L12: the reason}",
    },
    "ja": {
        (): "下の文をそれぞれ書き換え、済んだコメントから消していってください。",
        ("format",): "この形式の番号。このままにします。",
        ("id",): "ファイル名と同じで、後から変えません。学習者にも見えるので、状況だけを表します。",
        ("language",): "下の文の言語。ほかの言語は translate で加えます。",
        ("task",): "exam.yaml のタスク: {task}",
        ("status",): "draft、published、retired のどれか。published になると学習者に見えます。",
        ("services",): "exam.yaml にある名前を [A, B] のように。解答後にだけ表示されます。",
        ("difficulty",): "1: 文脈の中の 1 つの知識。2: もっともらしい設計の比較。3: トレードオフ。",
        ("origin",): "original か adapted。実際の試験を思い出して書いた問題は受け付けません。",
        ("verified_on",): "内容を公式ドキュメントと最後に照らし合わせた日。",
        ("reviews",): "誰がいつ読んだか: [{by: 名前, on: 2026-01-31}]",
        ("title",): "一覧に出る題名。答えではなく、状況を表します。",
        ("scenario",): "2〜5 文の Markdown。答えに要ることだけを書きます。",
        ("stem",): "決め手になる要件を入れて、1 文で問います。",
        ("options",): "a から f までの 2〜6 個。順番は混ぜて表示されるので、記号では呼びません。",
        ("options", "a", "text"): "誤りの選択肢。実際に誰かが選びそうな設計にします。",
        ("options", "a", "rationale"): "なぜ誤りかを 1〜2 文で。",
        ("options", "a", "reason"): _REASONS,
        ("options", "a", "correct_if"): "どのような条件なら、これが正解になるか。",
        ("options", "b", "text"): "正解。ほかの選択肢と長さと形をそろえます。",
        ("options", "b", "correct"): "正解にだけ付け、ほかの選択肢には書きません。",
        ("options", "b", "rationale"): "なぜ正しいかを 1〜2 文で。",
        ("explanation",): "しくみを Markdown で。正解した人にも役立つように書きます。",
        ("takeaway",): "覚えてほしい 1 文。",
        ("diagrams",): "文字で描いた図は、絵になって表示されます。全角文字は 2 桁です。",
        ("comparisons",): "comparisons/ にあるファイルの id を [this-vs-that] のように。",
        ("tips",): "試験のポイントを 1 文ずつ。",
        ("references",): "上の内容を裏付ける公式のページ。https:// で始まります。",
        ("volatile",): "変わりうる数値、料金、クォータで答えが決まるなら true。",
        ("shuffle",): "選択肢の順番に意味があるときだけ false。",
        ("lint_ignore",): "この問題に当てはまらない規則と、その理由: {L12: 理由}",
    },
}
# Fields that are left out until there is something to say, as comments that become them.
_LEFT_OUT = {
    "en": {
        "source": "# source: where adapted content is from",
        "misconception": "# misconception: the id, in misconceptions.yaml, of the belief behind it",
    },
    "ja": {
        "source": "# source: adapted なら、元になったもの",
        "misconception": "# misconception: もとになる思い込みの、misconceptions.yaml での id",
    },
}
_TEXTS = {
    "en": {
        "title": "The situation in a few words",
        "scenario": "Say who runs what, where, and what has come up.",
        "stem": "Which solution meets the requirement that decides?",
        "stem of several": "Which combination of actions meets the requirement that decides?",
        "distractor": "Write the plausible design of option {id} here.",
        "key": "Write the design that meets the requirement, option {id}, here.",
        "wrong": "Say why the design of this option does not meet the requirement.",
        "right": "Say why the design of this option meets the requirement.",
        "correct_if": "Say what would have to be otherwise.",
        "explanation": "Explain how it works, and why the requirement decides.",
        "takeaway": "Write the one sentence to remember.",
        "diagram": "What the drawing shows",
        "alt": "Say what a person who cannot see the drawing must know.",
        "tip": "Write a tip: the words of the question, and what they point to.",
        "reference": "The title of the page",
    },
    "ja": {
        "title": "状況を表す短い題名",
        "scenario": "誰が、どこで、何を動かしていて、何が起きたかを書きます。",
        "stem": "決め手になる要件を満たすソリューションはどれですか。",
        "stem of several": "決め手になる要件を満たすアクションの組み合わせはどれですか。",
        "distractor": "選択肢 {id} の、もっともらしい設計を、ここに書く。",
        "key": "選択肢 {id} の、要件を満たす設計を、ここに書く。",
        "wrong": "この設計がなぜ要件を満たさないかを書きます。",
        "right": "この設計がなぜ要件を満たすかを書きます。",
        "correct_if": "何が違っていれば正解になるかを書きます。",
        "explanation": "しくみと、なぜその要件が決め手になるかを説明します。",
        "takeaway": "覚えてほしい 1 文を書きます。",
        "diagram": "図が表すもの",
        "alt": "図を見られない人にも伝わるように、図の内容を書きます。",
        "tip": "問題文の言葉と、それが何を指すかを書きます。",
        "reference": "ページの題名",
    },
}
LANGUAGES = tuple(sorted(_TEXTS))
_DRAWING = "+-----+    +-----+\n| One |--->| Two |\n+-----+    +-----+\n"


def skeleton(
    id_: str, language: str, *, task: tuple[str, str], today: dt.date, is_multiple: bool
) -> str:
    """The text of a question file without its schema line; `task` is the task's id and name.

    It has options a to d of which b is right, or a to e of which b and d are. It passes the check
    as it is, and is in the layout.
    """
    ids, keys = ("abcde", "bd") if is_multiple else ("abcd", "b")
    said = _TEXTS[language]
    values = {
        "format": "1",
        "id": id_,
        "language": language,
        "task": task[0],
        "status": "draft",
        "services": [],
        "difficulty": "2",
        "origin": "original",
        "verified_on": today.isoformat(),
        "reviews": [],
        "title": said["title"],
        "scenario": _line(said["scenario"]),
        "stem": _line(said["stem of several" if is_multiple else "stem"]),
        "options": {id_: _option(id_, said, is_key=id_ in keys) for id_ in ids},
        "explanation": _line(said["explanation"]),
        "takeaway": _line(said["takeaway"]),
        "diagrams": [
            {"title": said["diagram"], "alt": _line(said["alt"]), "text": _DRAWING},
        ],
        "comparisons": [],
        "tips": [_line(said["tip"])],
        "references": [{"title": said["reference"], "url": "https://example.com/"}],
        "volatile": "false",
        "shuffle": "true",
        "lint_ignore": {},
    }
    return lay_out("question", values, _comments(language, task[1]))


def _line(text: str) -> str:
    return f"{text}\n"


def _option(id_: str, said: dict[str, str], *, is_key: bool) -> dict[str, Any]:
    if is_key:
        text = said["key"].format(id=id_)
        return {"text": _line(text), "correct": "true", "rationale": _line(said["right"])}
    return {
        "text": _line(said["distractor"].format(id=id_)),
        "rationale": _line(said["wrong"]),
        "reason": "violates-requirement",
        "correct_if": _line(said["correct_if"]),
    }


def _comments(language: str, task: str) -> list[Comment]:
    left_out = _LEFT_OUT[language]
    return [
        Comment(("verified_on",), "above", left_out["source"]),
        *(
            Comment(where, "above", f"# {said.replace('{task}', task)}")
            for where, said in _HELP[language].items()
        ),
        Comment(("options", "a"), "last", left_out["misconception"]),
    ]
