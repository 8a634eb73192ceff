// A running exam: the clock, saving that is tried again until it gets through, and its keys. The
// pages work without it: each button saves.
(() => {
  "use strict";
  const byId = (id) => document.getElementById(id);
  const form = () => byId("answer");
  const isAnswer = (element) => element?.id === "answer";
  const exam = location.pathname.replace(/[^/]+\/$/, "");
  const RETRY_MS = 3000;
  const SLOW_MS = 1000;
  const PAUSE_MS = 1500; // in writing a note
  const LONGEST_MS = 8000;
  let isDirty = false; // something was entered since the last save that got through
  let isLeaving = false;
  let isOver = false;
  let onward; // where the button or link leads that waits for the save before it
  let isRefused = false; // the server will hardly take it from this page any more
  let isWarned = false; // pressed once more, hand in goes without what could not be saved
  let sent = ""; // what the save holds that is on its way
  const timers = {};
  const later = (name, ms, act) => { clearTimeout(timers[name]); timers[name] = act && setTimeout(act, ms); };

  // What was entered and is not saved yet outlives a reload, a crash and a closed laptop.
  const place = () => `exam:${location.pathname}`;
  const store = (act) => { try { return act(localStorage); } catch { return null; } }; // private mode
  const entered = () => new URLSearchParams([...new FormData(form())].filter(([name]) => name !== "csrfmiddlewaretoken")).toString();
  const keep = () => { isDirty = true; onward = undefined; store((kept) => kept.setItem(place(), entered())); };
  const drop = () => { isDirty = false; store((kept) => kept.removeItem(place())); };
  const restore = () => {
    const kept = store((all) => all.getItem(place()));
    if (kept === null) return;
    const values = new URLSearchParams(kept);
    for (const input of form().querySelectorAll("input[type=radio], input[type=checkbox]")) input.checked = values.getAll(input.name).includes(input.value);
    form().elements.note.value = values.get("note") ?? "";
    count();
    isDirty = true;
    send();
  };
  const isFailing = () => isDirty && !(byId("unsaved").hidden && byId("refused").hidden);
  const send = () => window.htmx.trigger(form(), "again");
  const show = (isUnsaved) => {
    if (isUnsaved) byId("saved").replaceChildren();
    byId("unsaved").hidden = !isUnsaved || isRefused;
    byId("refused").hidden = !isUnsaved || !isRefused;
    later("slow");
    later("retry", RETRY_MS, isUnsaved && send);
  };

  // After a log-in elsewhere the page's token is of no use any more, but a new one is to be had.
  const tokens = () => document.querySelectorAll("[name=csrfmiddlewaretoken]");
  const anew = async (selector) => new DOMParser().parseFromString(await (await fetch(location.href)).text(), "text/html").querySelector(selector);
  const renew = async () => {
    try {
      const fresh = await anew("[name=csrfmiddlewaretoken]");
      for (const token of fresh ? tokens() : []) token.value = fresh.value;
      return Boolean(fresh);
    } catch { return true; } // the network is gone, which says nothing of the page
  };
  const failed = async (event, status) => {
    event.stopImmediatePropagation();
    isRefused = [400, 404].includes(status);
    show(true);
    if (status !== 403) return;
    isRefused = !(await renew());
    show(true);
  };

  // What other pages of this exam could not save, since they were left or closed.
  const others = () => store((all) => Object.keys(all).filter((key) => key.startsWith(`exam:${exam}`) && key !== place())) ?? [];
  const isSaved = (text) => text.includes('id="saved"'); // and not a train's own page, say
  const post = async (key, isAgain = false) => {
    const kept = store((all) => all.getItem(key));
    const body = new URLSearchParams(kept);
    body.set("csrfmiddlewaretoken", tokens()[0].value);
    const response = await fetch(key.slice("exam:".length), { method: "POST", body, headers: { "HX-Request": "true" }, signal: AbortSignal.timeout(LONGEST_MS) });
    if (response.status === 403 && !isAgain && await renew()) return post(key, true);
    const away = response.headers.get("HX-Redirect");
    if (!away && !isSaved(await response.text())) return undefined;
    store((all) => { if (all.getItem(key) === kept) all.removeItem(key); });
    return away;
  };
  const flush = async () => {
    const before = others();
    if (!before.length) return;
    const late = new URLSearchParams(location.search);
    let isAway = false;
    for (const key of before) {
      if (!(await post(key).catch(() => undefined))) continue;
      isAway = true;
      late.append("late", key.match(/(\d+)\/$/)[1]);
    }
    const left = others();
    const notice = byId("elsewhere");
    if (notice) {
      notice.hidden = !left.length;
      const text = notice.dataset.words.replace("{n}", left.map((key) => key.match(/(\d+)\/$/)[1]).join(", "));
      if (left.length && notice.textContent !== text) notice.textContent = text;
    }
    if (left.length) later("flush", RETRY_MS, flush);
    if (isAway) location.replace(`${exam}result/?${late}`); // they came too late, and the result says so
    else if (left.length < before.length && form()) {
      const fresh = await anew("#navigator").catch(() => null); // which tells of them
      if (fresh) byId("navigator").replaceWith(fresh);
    } else if (left.length < before.length && byId("hand-in")) location.reload();
  };

  // "Choose two": a third is not taken.
  const boxes = () => [...document.querySelectorAll("#answer input[type=checkbox][name=selected]")];
  const count = (isFull = false) => {
    const words = byId("chosen");
    if (!words) return;
    const n = boxes().filter((box) => box.checked).length;
    words.textContent = (isFull ? words.dataset.full : words.dataset.some).replace("{n}", n).replace("{pick}", words.dataset.pick);
  };
  document.addEventListener("change", (event) => {
    if (!isAnswer(event.target.form)) return;
    const isFull = boxes().filter((box) => box.checked).length > Number(byId("chosen")?.dataset.pick ?? 1);
    if (boxes().includes(event.target) && isFull) {
      event.target.checked = false;
      count(true);
      event.stopImmediatePropagation();
      return;
    }
    count();
    keep();
  }, true);
  document.addEventListener("click", (event) => {
    if (event.target.id !== "clear" || isRefused) return;
    event.preventDefault();
    for (const input of document.querySelectorAll("#answer [name=selected]")) input.checked = false;
    count();
    keep();
    send();
  });
  document.addEventListener("input", (event) => {
    if (event.target.name !== "note") return;
    keep();
    later("note", PAUSE_MS, () => { if (isDirty) send(); });
  });

  for (const failure of ["htmx:sendError", "htmx:timeout", "htmx:responseError"]) {
    document.addEventListener(failure, (event) => {
      if (isAnswer(event.detail.elt)) failed(event, event.detail.xhr?.status);
    }, true);
  }
  document.addEventListener("htmx:beforeRequest", (event) => {
    if (!isAnswer(event.detail.elt)) return;
    sent = entered();
    later("slow", SLOW_MS, () => { byId("saved").replaceChildren(); byId("unsaved").hidden = isRefused; });
  });
  // Before htmx looks at the answer, which may lead on to the result.
  document.addEventListener("htmx:beforeOnLoad", (event) => {
    const { elt, xhr } = event.detail;
    if (!isAnswer(elt) || xhr.status >= 400) return;
    const isAway = xhr.getResponseHeader("HX-Redirect");
    if (!isAway && !isSaved(xhr.responseText)) {
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
  addEventListener("online", () => { if (form() && (isDirty || onward)) send(); flush(); });
  addEventListener("beforeunload", (event) => { if (isFailing() && !isRefused && !isLeaving) event.preventDefault(); });
  // Another tab saved this question: what stands there is what counts.
  addEventListener("storage", (event) => {
    if (event.key !== place() || event.newValue !== null) return;
    isLeaving = true;
    location.reload();
  });
  // The time until now was this question's.
  const pass = () => navigator.sendBeacon(location.pathname, new URLSearchParams({ csrfmiddlewaretoken: tokens()[0].value, left: "1" }));
  const target = (button) => {
    const at = Number(location.pathname.match(/(\d+)\/$/)[1]);
    if (button?.value === "previous") return `${exam}${at - 1}/`;
    return button?.value === "finish" || byId("next").dataset.last ? `${exam}finish/` : `${exam}${at + 1}/`;
  };
  // A page that leads on where the network is gone would be lost, so the save goes first. Caught
  // before the page's other script, which takes it for an answer that is sent once.
  addEventListener("submit", (event) => {
    if (event.target.id === "hand-in" && others().length && !isWarned) {
      isWarned = true;
      event.preventDefault();
      event.stopImmediatePropagation();
      flush();
    }
    if (!isAnswer(event.target)) return;
    event.stopImmediatePropagation();
    if (isRefused) return;
    event.preventDefault();
    const to = target(event.submitter);
    onward = () => location.assign(to);
    if (isDirty || !navigator.onLine) { send(); return; }
    // Nothing was entered, so nothing is sent: on another device it may be newer.
    pass();
    onward();
  }, true);
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href]:not([href^='#'])");
    if (!link || !form() || isFailing() || event.ctrlKey || event.metaKey || event.shiftKey) return;
    if (!isDirty) { pass(); return; }
    event.preventDefault();
    onward = () => location.assign(link.href);
    send();
  });

  // The server's clock decides; this one only shows it, by the distance between the two.
  const clock = byId("time-left");
  const arrived = performance.getEntriesByType("navigation")[0]?.responseStart;
  const ahead = clock ? Date.now() - (arrived ? performance.now() - arrived : 0) - Date.parse(clock.dataset.now) : 0;
  const SAID = [30, 10, 5, 1]; // minutes
  let said;
  const leave = () => {
    isLeaving = true;
    location.assign(`${exam}result/`);
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
    if (event.repeat && ["enter", "p"].includes(key)) { event.preventDefault(); event.stopImmediatePropagation(); return; }
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
    flush();
  });
  addEventListener("pageshow", (event) => { if (clock) tick(); if (event.persisted) location.reload(); });
  document.addEventListener("visibilitychange", () => { if (clock && !document.hidden) tick(); });
})();
