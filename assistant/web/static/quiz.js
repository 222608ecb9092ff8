// The quiz page: one item at a time, by keys or by hand; everything is kept by the server as soon as it is answered.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const { sheet, show, put, fetchPiece, once, why, meant } = window.study.desk;
  const { at, say } = window.study;
  const item = () => sheet().querySelector(".item");
  const state = () => item()?.dataset.state ?? "";
  const unsent = {
    get: () => { try { return sessionStorage.getItem("study-unsent"); } catch { return ""; } },
    set: (text) => { try { sessionStorage.setItem("study-unsent", text); } catch { /* then there is the request alone */ } },
  };
  let since = performance.now();
  let ticking;
  let saving;
  let filling = Promise.resolve(true);

  // ---- Where the page is: the sitting is part of the address, and an exam's question, so that a reload goes on there.

  function place() {
    return { sitting: item().dataset.sitting, number: Number(item().dataset.number) };
  }

  const shownSitting = () => sheet().querySelector("[data-sitting]")?.dataset.sitting ?? null;

  function toAddress() {
    const sitting = shownSitting();
    const address = new URL(location.href);
    const number = state() === "exam" ? { number: item().dataset.number } : {};
    address.search = sitting ? new URLSearchParams({ sitting, ...number }).toString() : "";
    if (address.href === location.href) return;
    history[new URLSearchParams(location.search).has("sitting") ? "replaceState" : "pushState"](null, "", address);
  }

  async function open() {
    const asked = new URLSearchParams(location.search);
    if (asked.has("about")) {
      history.replaceState(null, "", "/quiz");
      if (await show("/quiz/begin", { about: asked.getAll("about") })) return;
    }
    const sitting = asked.get("sitting");
    if (sitting) await sendLeft();
    const number = Number(asked.get("number") ?? -1);
    if (sitting && await show(`/quiz/view?${new URLSearchParams({ sitting, number: Number.isInteger(number) ? number : -1 })}`)) return;
    const trouble = at("trouble");
    if (await show("/quiz/start") && trouble) sheet().prepend(trouble);
  }

  sheet().addEventListener("shown", () => {
    since = performance.now();
    clearTimeout(saving);
    toAddress();
    startClock();
    if (at("matching")) turnTo(firstOpen() ?? pairs()[0]);
    const focus = state() === "answered" ? at("next") : at("given") ?? sheet().querySelector("h1");
    focus?.focus({ preventScroll: true });
  });
  addEventListener("popstate", () => {  // a section that closes goes back in the history, too: that leaves the question as it is
    if (new URLSearchParams(location.search).get("sitting") !== shownSitting()) once(async () => { await keepTyped(); await open(); });
  });

  // ---- Beginning

  function begin(form) {
    const wish = new FormData(form);
    once(() => show("/quiz/begin", {
      count: Number(wish.get("count")), kinds: wish.getAll("kind"), scope: wish.get("scope"), weak: wish.has("weak"),
    }));
  }

  // ---- Answering

  const seconds = () => (performance.now() - since) / 1000;

  function answer(given) {
    if (state() === "asked") once(() => show("/quiz/answer", { ...place(), given, seconds: seconds() }));
  }

  function choose(button) {
    if (at("matching")) match(button.dataset.given);
    else if (state() === "asked") answer(button.dataset.given);
    else if (state() === "exam") fill(button.getAttribute("aria-pressed") === "true" ? null : button.dataset.given, button);
  }

  function submitGiven() {
    if (state() === "exam") go(1);
    else if (at("matching")) firstOpen() ? turnTo(firstOpen()) : answer(matched());
    else if (at("given").value.trim()) answer(at("given").value.trim());
    else at("given").focus();
  }

  // ---- Matching: one prompt has its turn; an option that is chosen goes to it, and the turn to the next open prompt.

  const pairs = () => [...sheet().querySelectorAll("#matching .pair")];
  const chosen = (pair) => pair.querySelector(".chosen").textContent;
  const current = () => sheet().querySelector(".pair[aria-current]");
  const firstOpen = () => pairs().find((pair) => !chosen(pair));
  const matched = () => JSON.stringify(Object.fromEntries(pairs().filter(chosen).map((pair) => [pair.dataset.prompt, chosen(pair)])));

  function turnTo(pair) {
    for (const one of pairs()) one.toggleAttribute("aria-current", one === pair);
    pair.setAttribute("aria-current", "true");
    const taken = new Set(pairs().map(chosen));
    for (const option of sheet().querySelectorAll("button.option")) {
      option.setAttribute("aria-pressed", String(option.dataset.given === chosen(pair)));
      option.classList.toggle("taken", taken.has(option.dataset.given));
    }
    const left = pairs().filter((one) => !chosen(one)).length;
    at("left").textContent = left ? `${left} still to match` : "All matched";
  }

  function match(option) {
    const pair = current();
    const given = chosen(pair) === option ? "" : option;
    pair.querySelector(".chosen").textContent = given;
    say(`${pair.dataset.prompt}: ${given || "open"}`);
    const after = pairs().slice(pairs().indexOf(pair) + 1);
    turnTo(given ? after.find((one) => !chosen(one)) ?? firstOpen() ?? pair : pair);
    if (!firstOpen()) (state() === "exam" ? at("following") : at("check")).focus({ preventScroll: true });
    if (state() === "exam") fill(matched() === "{}" ? null : matched());
  }

  function turn(by) {
    const all = pairs();
    turnTo(all[(all.indexOf(current()) + by + all.length) % all.length]);
    current().scrollIntoView({ block: "nearest" });
  }

  const step = (path, sent = {}) => once(() => show(path, { ...place(), ...sent }));

  async function flag() {
    const button = at("flag");
    const on = button.getAttribute("aria-pressed") !== "true";
    if (await fetchPiece("/quiz/flag", { ...place(), on }) === null) return;
    button.setAttribute("aria-pressed", String(on));
    sheet().querySelector(".cell[aria-current]")?.classList.toggle("flagged", on);
  }

  // ---- The exam: what is filled in is sent at once, and can be changed until it is handed in.

  /** Keeps an answer, one after the other; false where that failed, or where the exam is over and its report is shown. */
  function fill(given, button) {
    const to = place();
    unsent.set("");
    filling = filling.then(async () => {
      const report = await fetchPiece("/quiz/fill", { ...to, given, seconds: 0 });
      if (report) await put(report);
      if (report !== "") return false;
      sheet().querySelector(`.cell[data-go="${to.number}"]`)?.classList.toggle("filled", given !== null && given.trim() !== "");
      if (button?.isConnected) for (const one of sheet().querySelectorAll(".option")) one.setAttribute("aria-pressed", String(given !== null && one === button));
      return true;
    });
    return filling;
  }

  /** Keeps what is in the box, and waits for all that is under way. */
  function keepTyped() {
    clearTimeout(saving);
    const box = at("given");
    if (state() !== "exam" || !box || box.value === box.defaultValue) return filling.then(() => true);
    const value = box.value;
    return fill(value).then((kept) => {
      if (kept) box.defaultValue = value;
      return kept;
    });
  }

  /** The page is left: what is in the box goes with it, and waits in the tab, for a reload may ask before it has arrived. */
  function keepLeaving() {
    const box = at("given");
    if (state() !== "exam" || !box || box.value === box.defaultValue) return;
    const sent = JSON.stringify({ ...place(), given: box.value });
    navigator.sendBeacon("/quiz/fill", new Blob([sent], { type: "application/json" }));
    unsent.set(sent);
    box.defaultValue = box.value;
  }

  async function sendLeft() {
    const left = unsent.get();
    if (left && await fetchPiece("/quiz/fill", JSON.parse(left)) !== null) unsent.set("");
  }

  function go(by) {
    toPlace(Math.min(Math.max(place().number + by, 0), Number(item().dataset.last)));
  }

  function toPlace(number) {
    once(async () => await keepTyped() && show(`/quiz/view?${new URLSearchParams({ sitting: place().sitting, number })}`));
  }

  function handIn() {
    once(async () => {
      if (!await keepTyped()) return;
      const button = at("hand-in");
      const open = sheet().querySelectorAll(".cell:not(.filled)").length;
      if (button && open && !button.dataset.sure) {
        button.dataset.sure = "yes";
        button.textContent = `Hand in with ${open} open`;
        return;
      }
      await show("/quiz/end", place());
    });
  }

  /** The time is over: what stands in the box counts, too. */
  async function handOver() {
    if (await keepTyped()) await show("/quiz/end", place());
  }

  function startClock() {
    clearInterval(ticking);
    const left = Number(item()?.dataset.left ?? -1);
    if (!at("clock") || left < 0) return;
    const end = Date.now() + left * 1000;  // this clock goes on while the machine sleeps
    const tick = async () => {
      if (!at("clock")) return;
      const rest = Math.max(0, Math.round((end - Date.now()) / 1000));
      at("clock").textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
      at("clock").classList.toggle("soon", rest < 120);
      if (!rest && await once(handOver)) clearInterval(ticking);
    };
    tick();
    ticking = setInterval(tick, 1000);
  }

  // ---- Hands and keys

  const BUTTONS = {
    next: () => step("/quiz/next"),
    skip: () => step("/quiz/skip"),
    end: () => step("/quiz/end"),
    flag,
    overrule: () => step("/quiz/overrule", { on: at("overrule").dataset.right === "true" }),
    retry: () => once(() => show("/quiz/retry", { sitting: at("retry").dataset.sitting })),
    previous: () => go(-1),
    following: () => go(1),
    check: submitGiven,
    "hand-in": handIn,
  };

  sheet().addEventListener("click", (event) => {
    const button = event.target.closest("button");
    const meantForBefore = event.detail > 1 && performance.now() - since < 500;  // the second of a double click
    if (!button || meantForBefore) return;
    if (button.matches("button.option")) choose(button);
    else if (button.matches("button.pair")) turnTo(button);
    else if (button.dataset.go) toPlace(Number(button.dataset.go));
    else BUTTONS[button.id]?.();
  });
  sheet().addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.id === "setup") begin(event.target);
    else if (event.target.id === "exam-setup") once(() => show("/quiz/begin-exam", { count: Number(new FormData(event.target).get("exam-count")) }));
    else submitGiven();
  });
  sheet().addEventListener("input", () => {
    clearTimeout(saving);
    if (state() === "exam") saving = setTimeout(keepTyped, 300);
  });
  for (const leaving of ["beforeunload", "pagehide"]) addEventListener(leaving, keepLeaving);
  sheet().addEventListener("keydown", (event) => {
    if (event.target.matches("textarea") && event.key === "Enter" && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      submitGiven();
    }
  });
  addEventListener("keydown", (event) => {
    if (!meant(event)) return;
    const key = event.key.toLowerCase();
    const press = (id) => {
      if (!at(id)) return;
      event.preventDefault();
      at(id).click();
    };
    if (/^[1-9]$/.test(key)) sheet().querySelectorAll("button.option")[Number(key) - 1]?.click();
    else if (key === "enter" && event.target.matches("button.option[aria-pressed=true]")) press(at("check") ? "check" : "following");
    else if (key === "enter" && !event.target.closest("button, a, summary")) {
      if (at("setup")) at("setup").requestSubmit();
      else if (state() === "asked" && at("matching")) submitGiven();
      else press(state() === "answered" ? "next" : state() === "exam" ? "following" : "retry");
    }
    else if (key === "s") press("skip");
    else if (key === "f") press("flag");
    else if (key === "w") why();
    else if (at("matching") && (key === "arrowup" || key === "arrowdown")) {
      event.preventDefault();
      turn(key === "arrowup" ? -1 : 1);
    }
    else if (key === "arrowleft") press("previous");
    else if (key === "arrowright") press("following");
  });

  open();
});
