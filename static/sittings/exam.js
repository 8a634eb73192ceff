// A running exam: the clock, saving that is tried again until it gets through, and its keys. The
// pages work without it: each button saves.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const form = () => byId("answer");
  const RETRY_MS = 3000;
  let unsaved = false;
  let retry = 0;

  // What was entered and is not saved yet outlives a reload, a crash and a closed laptop.
  const place = () => `exam:${location.pathname}`;
  const entered = () => new URLSearchParams([...new FormData(form())].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
  const keep = () => { try { localStorage.setItem(place(), entered()); } catch { /* private mode */ } };
  const drop = () => { try { localStorage.removeItem(place()); } catch { /* private mode */ } };
  const restore = () => {
    let kept = null;
    try { kept = localStorage.getItem(place()); } catch { /* private mode */ }
    if (kept === null) return;
    const values = new URLSearchParams(kept);
    for (const input of form().querySelectorAll("input[type=radio], input[type=checkbox]")) input.checked = values.getAll(input.name).includes(input.value);
    form().elements.note.value = values.get("note") ?? "";
    send();
  };
  const send = () => window.htmx.trigger(form(), "again");
  const show = (on) => {
    unsaved = on;
    byId("unsaved").hidden = !on;
    clearTimeout(retry);
    if (on) retry = setTimeout(send, RETRY_MS);
  };

  document.addEventListener("change", (event) => { if (event.target.form?.id === "answer") keep(); }, true);
  document.addEventListener("input", (event) => { if (event.target.name === "note") keep(); });
  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      if (event.detail.elt?.id !== "answer") return;
      event.stopImmediatePropagation();
      show(true);
    }, true);
  }
  document.addEventListener("htmx:afterRequest", (event) => {
    if (event.detail.elt?.id !== "answer" || !event.detail.successful) return;
    show(false);
    drop();
  });
  addEventListener("online", () => { if (unsaved) send(); });
  addEventListener("beforeunload", (event) => { if (unsaved) event.preventDefault(); });
  document.addEventListener("submit", (event) => { if (event.target.id === "answer") { unsaved = false; drop(); } }, true);

  // The server's clock decides; this one only shows it, by the distance between the two.
  const clock = byId("time-left");
  const ahead = clock ? Date.now() - Date.parse(clock.dataset.now) : 0;
  const SAID = [30, 10, 5, 1];
  let said;
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
    if (left === 0 && !unsaved) { clearInterval(ticking); location.assign(location.pathname.replace(/[^/]+\/$/, "result/")); }
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
