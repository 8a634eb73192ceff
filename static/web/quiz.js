// The one script: keys, counting what is chosen, focus, and what happens when the network fails.
// Everything works without it. Its words come from the page, and elements are looked up when they
// are needed: the Back button makes htmx replace the whole body.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const form = () => byId("answer");
  const inputs = () => [...document.querySelectorAll("#answer input[name=selected]")];
  const subjects = () => [...document.querySelectorAll("#sort button[name=subject]")];
  let unsent;
  let pressed;
  let sending = false;
  let left = { timeStamp: -Infinity }; // the last form that led to another page
  let striking = false;
  let isSwapped = false; // what was answered gave way to its feedback, on the same page
  let waiting = 0;

  const setSending = (on) => {
    sending = on;
    clearTimeout(waiting);
    byId("busy").hidden = true;
    if (on) waiting = setTimeout(() => { byId("busy").hidden = false; }, 400);
  };

  // "Choose TWO": the button says what is missing instead of being dead.
  const count = () => {
    const answer = form();
    if (!answer || answer.dataset.pick === "1") return;
    const button = answer.querySelector("button");
    button.dataset.label ||= button.textContent;
    const missing = Number(answer.dataset.pick) - inputs().filter((input) => input.checked).length;
    button.textContent = missing > 0
      ? answer.dataset.missing.replace("{n}", missing) : button.dataset.label;
  };

  const strike = (input) => {
    const box = input.closest(".choice")?.querySelector("[name=eliminated]");
    if (box) { box.click(); return; }
    input.checked = false;
    input.closest(".option").classList.toggle("struck");
    count();
  };
  const choose = (input) => {
    input.focus();
    input.click(); // so that a change is told, as of a press
  };

  // A number of one's own is chosen by typing it.
  document.addEventListener("input", ({ target }) => {
    if (target.name === "custom") target.form.querySelector("[name=count][value=custom]").checked = true;
  }, true);

  document.addEventListener("change", (event) => {
    if (event.target.name !== "selected") return;
    event.target.closest(".option").classList.remove("struck");
    count();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
    const keys = byId("keys");
    if (!keys || keys.open) return;
    if (event.target.closest("input:not([name=selected]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    const at = key.length !== 1 ? -1 : "abcdef".includes(key) ? "abcdef".indexOf(key) : "123456".indexOf(key);
    const input = at < 0 ? undefined : inputs()[at];
    const isStrike = striking;
    if (key !== "shift") striking = false;
    if (key === "?") keys.showModal();
    else if (key === "x" && form()) striking = true;
    else if (input && isStrike) strike(input);
    else if (input) choose(input);
    else if (at >= 0 && subjects()[at]) subjects()[at].click();
    else if (key === "m" && byId("flag")) byId("flag").click();
    else if (key === "n" && byId("next")) byId("next").click();
    else if (key === "p" && document.querySelector("#previous, [rel=prev]")) document.querySelector("#previous, [rel=prev]").click();
    else if (key === "enter" && form() && !event.target.closest("a, button, summary")) form().requestSubmit();
    else return;
    event.preventDefault();
  });

  document.addEventListener("submit", (event) => {
    // A switch comes back to where the reader is now; htmx may have moved on since the page came.
    if (event.target.id === "switches") event.target.elements.next.value = location.pathname + location.search;
    pressed = event.submitter;
    const method = event.submitter?.getAttribute("formmethod") || event.target.method;
    if (method === "post" && !event.target.hasAttribute("hx-post")) {
      // A second press is nothing: a visitor's double click would make two people.
      if (event.target === left.target && event.timeStamp - left.timeStamp < 5000) event.preventDefault();
      else left = { target: event.target, timeStamp: event.timeStamp };
      return;
    }
    if (!["answer", "sort"].includes(event.target.id)) return;
    // A second press while the first is on its way is nothing; the ticket makes a copy harmless.
    if (sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    byId("not-sent").hidden = true;
    setSending(true);
  }, true);

  // What could not be sent stays as it is, and one button sends it again.
  const failed = (event, words) => {
    setSending(false);
    unsent = event.detail.elt;
    const notice = byId("not-sent");
    notice.querySelector("p").textContent = words || (unsent.id === "answer" ? notice.dataset.answer : notice.dataset.other);
    notice.hidden = false;
    notice.querySelector("button").focus();
  };
  document.addEventListener("click", (event) => {
    if (!event.target.closest("#not-sent button")) return;
    byId("not-sent").hidden = true;
    if (!unsent?.isConnected) return;
    // A click, since htmx takes the button's value from the one that was clicked.
    if (unsent.matches("button")) unsent.click();
    else (pressed?.form === unsent ? pressed : unsent.querySelector("button")).click();
  });
  // "Next" comes where "Answer" was: the second press of a double click would pass by the feedback.
  document.addEventListener("click", (event) => {
    if (!isSwapped || event.detail < 2 || !event.target.closest("#next")) return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("htmx:sendError", (event) => failed(event));
  document.addEventListener("htmx:timeout", (event) => failed(event));
  document.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const error = page.getElementById("error");
    failed(event, error && [...error.querySelectorAll("h1, h1 + p")].map((part) => part.textContent).join(": "));
  });

  document.addEventListener("htmx:afterSettle", (event) => {
    if (!["item", "drill"].includes(event.target.id)) return;
    setSending(false);
    isSwapped = true;
    const problem = byId("problem");
    const verdict = byId("verdict");
    if (verdict) { verdict.focus({ preventScroll: true }); verdict.scrollIntoView({ block: "start" }); }
    else if (problem && !problem.hidden) { problem.focus({ preventScroll: true }); problem.scrollIntoView({ block: "center" }); }
    count();
  });

  // Moments as the reader's own clock has them; without this they are in UTC, and say so.
  const localize = () => {
    const format = new Intl.DateTimeFormat(document.documentElement.lang, { dateStyle: "medium", timeStyle: "short" });
    for (const time of document.querySelectorAll("time[data-local]")) time.textContent = format.format(new Date(time.dateTime));
  };

  // What was typed before the scripts were there.
  document.addEventListener("DOMContentLoaded", () => {
    localize();
    const find = byId("q");
    if (find && find.value !== find.defaultValue) find.form.requestSubmit();
  });

  const settle = () => { setSending(false); count(); localize(); };
  document.addEventListener("htmx:historyRestore", settle);
  addEventListener("pageshow", () => { if (byId("busy")) settle(); });
  // Paper has no room for what is folded away.
  addEventListener("beforeprint", () => {
    for (const folded of document.querySelectorAll("details")) folded.open = true;
  });
})();
