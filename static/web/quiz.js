// The one script: keys, counting what is chosen, focus, and what happens when the network fails.
// Everything works without it. Its words come from the page.
(() => {
  "use strict";
  const form = () => document.getElementById("answer");
  const inputs = () => [...document.querySelectorAll("#answer input[name=selected]")];
  const notSent = document.getElementById("not-sent");
  const busy = document.getElementById("busy");
  const keys = document.getElementById("keys");
  let sending = false;
  let striking = false;
  let waiting = 0;

  const setSending = (on) => {
    sending = on;
    clearTimeout(waiting);
    busy.hidden = true;
    if (on) waiting = setTimeout(() => { busy.hidden = false; }, 400);
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
    input.checked = false;
    input.closest(".option").classList.toggle("struck");
    count();
  };
  const choose = (input) => {
    input.checked = input.type === "radio" || !input.checked;
    input.closest(".option").classList.remove("struck");
    input.focus();
    count();
  };

  document.addEventListener("change", (event) => {
    if (event.target.name !== "selected") return;
    event.target.closest(".option").classList.remove("struck");
    count();
  });

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || keys.open) return;
    if (event.target.closest("input:not([name=selected]), textarea, select, [contenteditable]")) return;
    const key = event.key.toLowerCase();
    const at = key.length !== 1 ? -1 : "abcdef".includes(key) ? "abcdef".indexOf(key) : "123456".indexOf(key);
    const input = at < 0 ? undefined : inputs()[at];
    if (key === "?") keys.showModal();
    else if (key === "x" && form()) striking = true;
    else if (input && striking) { strike(input); striking = false; }
    else if (input) choose(input);
    else if (key === "n") document.getElementById("next")?.click();
    else if (key === "enter" && form() && !event.target.closest("a, button, summary")) form().requestSubmit();
    else return;
    event.preventDefault();
  });

  // A second press while the first is on its way is nothing; the ticket makes a copy harmless anyway.
  document.addEventListener("submit", (event) => {
    if (event.target.id !== "answer") return;
    if (sending) { event.preventDefault(); event.stopImmediatePropagation(); return; }
    notSent.hidden = true;
    setSending(true);
  }, true);

  const failed = (words) => {
    setSending(false);
    notSent.querySelector("p").textContent = words || notSent.dataset.words;
    notSent.hidden = false;
    notSent.querySelector("button").focus();
  };
  notSent.dataset.words = notSent.querySelector("p").textContent;
  notSent.querySelector("button").addEventListener("click", () => {
    notSent.hidden = true;
    form()?.requestSubmit();
  });
  document.addEventListener("htmx:sendError", () => failed());
  document.addEventListener("htmx:timeout", () => failed());
  document.addEventListener("htmx:responseError", (event) => {
    const page = new DOMParser().parseFromString(event.detail.xhr.responseText, "text/html");
    const error = page.getElementById("error");
    failed(error && [...error.querySelectorAll("h1, h1 + p")].map((part) => part.textContent).join(": "));
  });

  document.addEventListener("htmx:afterSettle", () => {
    setSending(false);
    const problem = document.getElementById("problem");
    const verdict = document.getElementById("verdict");
    if (verdict) { verdict.focus({ preventScroll: true }); verdict.scrollIntoView({ block: "start" }); }
    else if (problem && !problem.hidden) problem.scrollIntoView({ block: "center" });
    count();
  });

  addEventListener("pageshow", () => { setSending(false); count(); });
})();
