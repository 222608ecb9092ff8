// The quiz page: one item at a time, by keys or by hand; everything is kept by the server as soon as it is answered.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const { sheet, show, fetchPiece, once, why, meant } = window.study.desk;
  const at = (id) => document.getElementById(id);
  const item = () => sheet().querySelector(".item");
  const state = () => item()?.dataset.state ?? "";
  let since = performance.now();
  let ticking;

  // ---- Where the page is: the sitting is part of the address, so that a reload goes on.

  function place() {
    return { sitting: item().dataset.sitting, number: Number(item().dataset.number) };
  }

  const shownSitting = () => sheet().querySelector("[data-sitting]")?.dataset.sitting ?? null;

  function toAddress() {
    const sitting = shownSitting();
    const address = new URL(location.href);
    address.search = sitting ? new URLSearchParams({ sitting }).toString() : "";
    if (address.href === location.href) return;
    history[new URLSearchParams(location.search).has("sitting") ? "replaceState" : "pushState"](null, "", address);
  }

  async function open() {
    const asked = new URLSearchParams(location.search);
    if (asked.has("about")) {
      history.replaceState(null, "", "/quiz");
      if (await show("/quiz/begin", { about: asked.getAll("about") })) return;
    }
    const sitting = new URLSearchParams(location.search).get("sitting");
    if (sitting && await show(`/quiz/view?${new URLSearchParams({ sitting })}`)) return;
    const trouble = at("trouble");
    if (await show("/quiz/start") && trouble) sheet().prepend(trouble);
  }

  sheet().addEventListener("shown", () => {
    since = performance.now();
    toAddress();
    startClock();
    const first = at("given") ?? sheet().querySelector("#matching select");
    const focus = state() === "answered" ? at("next") : first ?? sheet().querySelector("h1");
    focus?.focus({ preventScroll: true });
  });
  addEventListener("popstate", () => {  // a section that closes goes back in the history, too: that leaves the question as it is
    if (new URLSearchParams(location.search).get("sitting") !== shownSitting()) once(open);
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
  const pairs = () => JSON.stringify(Object.fromEntries([...sheet().querySelectorAll("#matching select")].filter((one) => one.value).map((one) => [one.dataset.prompt, one.value])));

  function answer(given) {
    if (state() === "asked") once(() => show("/quiz/answer", { ...place(), given, seconds: seconds() }));
  }

  function choose(button) {
    if (state() === "asked") answer(button.dataset.given);
    else if (state() === "exam") fill(button.getAttribute("aria-pressed") === "true" ? null : button.dataset.given, button);
  }

  function submitGiven() {
    const given = at("matching") ? pairs() : at("given").value.trim();
    if (state() === "exam") go(1);
    else if (at("given") && !given) at("given").focus();
    else answer(given);
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

  async function fill(given, button) {
    if (await fetchPiece("/quiz/fill", { ...place(), given, seconds: 0 }) === null) return false;
    for (const one of sheet().querySelectorAll(".option")) one.setAttribute("aria-pressed", String(given !== null && one === button));
    sheet().querySelector(".cell[aria-current]")?.classList.toggle("filled", given !== null && given !== "");
    return true;
  }

  async function keepTyped() {
    if (state() !== "exam") return true;
    if (at("matching")) return fill(pairs() === "{}" ? null : pairs());
    if (at("given") && at("given").value !== at("given").defaultValue) return fill(at("given").value);
    return true;
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

  function startClock() {
    clearInterval(ticking);
    const left = Number(item()?.dataset.left ?? -1);
    if (!at("clock") || left < 0) return;
    const end = performance.now() + left * 1000;
    const tick = () => {
      if (!at("clock")) return;
      const rest = Math.max(0, Math.round((end - performance.now()) / 1000));
      at("clock").textContent = `${Math.floor(rest / 60)}:${String(rest % 60).padStart(2, "0")}`;
      at("clock").classList.toggle("soon", rest < 120);
      if (rest) return;
      clearInterval(ticking);
      once(() => show("/quiz/end", place()));
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
    "hand-in": handIn,
  };

  sheet().addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (!button) return;
    if (button.matches("button.option")) choose(button);
    else if (button.dataset.go) toPlace(Number(button.dataset.go));
    else BUTTONS[button.id]?.();
  });
  sheet().addEventListener("submit", (event) => {
    event.preventDefault();
    if (event.target.id === "setup") begin(event.target);
    else if (event.target.id === "exam-setup") once(() => show("/quiz/begin-exam", { count: Number(new FormData(event.target).get("exam-count")) }));
    else submitGiven();
  });
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
    else if (key === "enter" && !event.target.closest("button, a, summary")) press(state() === "answered" ? "next" : state() === "exam" ? "following" : "retry");
    else if (key === "s") press("skip");
    else if (key === "f") press("flag");
    else if (key === "w") why();
    else if (key === "arrowleft") press("previous");
    else if (key === "arrowright") press("following");
  });

  open();
});
