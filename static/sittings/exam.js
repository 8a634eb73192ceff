// A running exam: the clock, saving that is tried again until it gets through, and its keys. The
// pages work without it: each button saves.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const form = () => byId("answer");
  const isAnswer = (element) => element?.id === "answer";
  const RETRY_MS = 3000;
  let isDirty = false; // something was entered since the last save that got through
  let isLeaving = false;
  let isOver = false;
  let onward; // where the button or link leads that waits for the save before it
  let isPassing = false; // the save got through, and the button goes on
  let isRefused = false; // the server will hardly take it from this page any more
  let sent = ""; // what the save holds that is on its way
  let retry = 0;

  // What was entered and is not saved yet outlives a reload, a crash and a closed laptop.
  const place = () => `exam:${location.pathname}`;
  const store = (act) => { try { return act(localStorage); } catch { return null; } }; // private mode
  const entered = () => new URLSearchParams([...new FormData(form())].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
  const keep = () => { isDirty = true; store((kept) => kept.setItem(place(), entered())); };
  const drop = () => { isDirty = false; store((kept) => kept.removeItem(place())); };
  const restore = () => {
    const kept = store((all) => all.getItem(place()));
    if (kept === null) return;
    const values = new URLSearchParams(kept);
    for (const input of form().querySelectorAll("input[type=radio], input[type=checkbox]")) input.checked = values.getAll(input.name).includes(input.value);
    form().elements.note.value = values.get("note") ?? "";
    isDirty = true;
    send();
  };
  const isFailing = () => isDirty && !(byId("unsaved").hidden && byId("refused").hidden);
  const send = () => window.htmx.trigger(form(), "again");
  const show = (isUnsaved) => {
    byId("unsaved").hidden = !isUnsaved || isRefused;
    byId("refused").hidden = !isUnsaved || !isRefused;
    clearTimeout(retry);
    if (isUnsaved) retry = setTimeout(send, RETRY_MS);
  };
  const failed = (event, status) => {
    event.stopImmediatePropagation();
    isRefused = [400, 403, 404].includes(status);
    show(true);
  };

  document.addEventListener("change", (event) => { if (isAnswer(event.target.form)) keep(); }, true);
  document.addEventListener("input", (event) => { if (event.target.name === "note") keep(); });
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      if (isAnswer(event.detail.elt)) failed(event, event.detail.xhr?.status);
    }, true);
  }
  document.addEventListener("htmx:beforeRequest", (event) => { if (isAnswer(event.detail.elt)) sent = entered(); });
  // Before htmx looks at the answer, which may lead on to the result.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (!isAnswer(elt) || xhr.status >= 400) return;
    const isAway = xhr.getResponseHeader("HX-Redirect");
    if (!isAway && !xhr.responseText.includes('id="saved"')) { // a train's own page, say
      event.preventDefault();
      failed(event, xhr.status);
      return;
    }
    isRefused = false;
    show(false);
    if (isAway || entered() === sent) drop(); // else a note went on meanwhile
    if (isAway) return;
    if (isOver) { leave(); return; }
    onward?.();
    onward = undefined;
  });
  addEventListener("online", () => { if (isDirty || onward) send(); });
  addEventListener("beforeunload", (event) => { if (isFailing() && !isRefused && !isLeaving) event.preventDefault(); });
  // Another tab saved this question: what stands there is what counts.
  addEventListener("storage", (event) => {
    if (event.key === place() && event.newValue === null && !isDirty) location.reload();
  });
  // A page that leads on where the network is gone would be lost, so the save goes first. Caught
  // before the page's other script, which takes it for an answer that is sent once.
  addEventListener("submit", (event) => {
    if (!isAnswer(event.target)) return;
    event.stopImmediatePropagation();
    if (isPassing || isRefused || (!isDirty && navigator.onLine)) return;
    event.preventDefault();
    const button = event.submitter;
    onward = () => { isPassing = true; form().requestSubmit(button); };
    send();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]");
    if (!link || !isDirty || isFailing() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    onward = () => location.assign(link.href);
    send();
  });

  // The server's clock decides; this one only shows it, by the distance between the two.
  const clock = byId("time-left");
  const arrived = performance.getEntriesByType("navigation")[0]?.responseStart;
  const ahead = clock ? (arrived ? performance.timeOrigin + arrived : Date.now()) - Date.parse(clock.dataset.now) : 0;
  const SAID = [30, 10, 5, 1]; // minutes
  let said;
  const leave = () => {
    isLeaving = true;
    location.assign(location.pathname.replace(/[^/]+\/$/, "result/"));
  };
  const tick = () => {
    const left = Math.max(0, Math.ceil((Date.parse(clock.dataset.deadline) - (Date.now() - ahead)) / 1000));
    const minutes = Math.ceil(left / 60);
    const words = left === 0 ? clock.dataset.over : left > 60 ? clock.dataset.minutes.replace("{n}", minutes) : clock.dataset.seconds.replace("{n}", left);
    const shown = clock.querySelector(".left");
    if (shown.textContent !== words) shown.textContent = words;
    clock.classList.toggle("soon", left <= 300);
    const passed = SAID.filter((at) => left <= at * 60).length;
    if (said !== undefined && passed > said) byId("time-said").textContent = words;
    said = passed;
    if (left > 0) return;
    clearInterval(ticking);
    isOver = true;
    // A note that is being written is saved within the two seconds that are left for it; what does
    // not get through stays here, and the answer to the next try says what was kept.
    if (isDirty) send(); else leave();
  };
  const ticking = clock ? setInterval(tick, 1000) : 0;

  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing || byId("keys")?.open) return;
    if (event.target.closest("textarea, input:not([type=radio]):not([type=checkbox])")) return;
    const key = event.key.toLowerCase();
    if (key === "m" && byId("flagged")) byId("flagged").click();
    else if (key === "p" && byId("previous")) byId("previous").click();
    else if (key === "enter" && form() && !event.target.closest("a, button, summary")) byId("next").click();
    else return;
    event.preventDefault();
    event.stopImmediatePropagation();
  }, true);

  document.addEventListener("DOMContentLoaded", () => {
    if (clock) tick();
    if (form()) restore();
  });
  addEventListener("pageshow", (event) => { if (clock) tick(); if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (clock && !document.hidden) tick(); });
})();
