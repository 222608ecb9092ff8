// The conversation: asks one question after the other through Gradio's queue, and shows what comes back.
"use strict";

window.study.talk = (() => {
  const { at, helps, make, say } = window.study;
  const KEPT = "study-turns";
  const MOST_KEPT = 40;
  const LONGEST = 2000;
  const REMEMBERED = 10;
  const LOOK_AFTER = 3_000;
  const SEARCH = 1_500;
  const COMING = ".body > p, .run, .lead, li, .sources, .actions, .follow-ups, .remark, .understood, .unsure, summary";

  let trigger;
  let written = false;
  let patience;
  let turns = [];
  let waiting = [];
  let current;
  let timer;

  /**
   * Starts with the wire to the server, and asks again what this tab has asked before. A chat model's answers can be stopped, and
   * are kept: asked again, they would take as long again, cost as much again, and be in other words.
   */
  function start(wire, { written: byModel, patience: seconds }) {
    trigger = wire;
    written = byModel;
    patience = seconds * 1000;
    restore();
    const wish = helps.handedOver();
    if (wish) ask(wish.question, null, { help: wish.help, first: true });
    next();
  }

  // ---- Asking

  /** Asks a question in a section, or in all notes; or for help with a section: {kind, anchor, other}, `first` before what waits. */
  function ask(question, scope, { help = null, first = false } = {}) {
    add({ question, scope, help, again: false }, first);
    next();
  }

  /** Adds a question to the conversation, and to those that wait unless it is `told` already; `again` after a reload. */
  function add({ question, scope, help, again, told, copied }, first = false) {
    const turn = { id: newId(), question, scope, help, shown: 0, again, told, copied };
    turn.answer = make("div", { class: "answer", "aria-busy": "true" });
    const bubble = makeBubble(question, scope);
    turn.element = make("li", { class: "turn" }, bubble, turn.answer);
    wait(turn);
    turns.push(turn);
    at("turns").append(turn.element);
    foldWhereLong(bubble);
    keep();
    showWelcome();
    if (!again) toEnd(turn);
    if (told) tell(turn);
    else waiting[first ? "unshift" : "push"](turn);
  }

  /** Shows an answer that was kept. */
  function tell(turn) {
    turn.answer.innerHTML = turn.told;
    turn.answer.setAttribute("aria-busy", "false");
    toEnd(turn);
  }

  /** A name that no other browser can guess: it is what stops an answer. */
  function newId() {
    return [...crypto.getRandomValues(new Uint32Array(4))].map((part) => part.toString(36)).join("-");
  }

  function makeBubble(question, scope) {
    const inside = scope ? make("p", { class: "inside", text: `in ${scope.title}` }) : "";
    return make("div", { class: "question" }, make("span", { class: "unseen", text: "You asked: " }),
      make("p", { class: "words", text: question }), inside);
  }

  /** A question of many lines shows its beginning, and the rest on demand. */
  function foldWhereLong(bubble) {
    const words = bubble.querySelector(".words");
    bubble.classList.add("long");
    if (words.scrollHeight <= words.clientHeight + 24) {
      bubble.classList.remove("long");
      return;
    }
    const button = make("button", { type: "button", class: "more", "aria-expanded": "false", text: "Show all" });
    button.addEventListener("click", () => {
      const whole = bubble.classList.toggle("whole");
      button.textContent = whole ? "Show less" : "Show all";
      button.setAttribute("aria-expanded", String(whole));
    });
    words.after(button);
  }

  function wait(turn) {
    turn.waiting = make("p", { class: "waiting", text: turn.help ? (turn.help.other ? "Reading both sections…" : "Reading the section…") : "Searching your notes…" });
    turn.answer.replaceChildren(turn.waiting);
    turn.answer.setAttribute("aria-busy", "true");
    turn.shown = 0;
  }

  function next() {
    if (current || !waiting.length) return;
    current = waiting.shift();
    const before = turns.slice(0, turns.indexOf(current)).map((turn) => turn.question.slice(0, LONGEST));
    arm();
    if (written) {
      inPlace(current, offerStop);
      sayWhoWrites(current);
    }
    trigger("ask", {
      turn: current.id,
      question: current.question.slice(0, LONGEST),
      history: before.slice(-REMEMBERED),
      scope: (current.help ?? current.scope)?.anchor ?? null,
      help: current.help?.kind ?? null,
      other: current.help?.other ?? null,
    });
  }

  function offerStop(turn) {
    turn.stop = make("button", { type: "button", class: "stop", text: "Stop" });
    turn.stop.addEventListener("click", () => {
      turn.stop.disabled = true;
      trigger("stop", { turn: turn.id });
    });
    turn.element.append(turn.stop);
  }

  /** A chat model may take long to its first sentence: the student is told what is waited for. */
  function sayWhoWrites(turn) {
    setTimeout(() => {
      if (!turn.waiting.isConnected) return;
      inPlace(turn, () => { turn.waiting.textContent = "The chat model is writing: each sentence comes once it is held to your notes…"; });
      if (!turn.again) toEnd(turn);
    }, SEARCH);
  }

  /** Looks now and then whether the server is still there; gives up after a while. */
  function arm(since = Date.now()) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = current;
      const there = await reachable();
      if (turn !== current) return;
      if (there && Date.now() - since < patience) arm(since);
      else failed(there);
    }, LOOK_AFTER);
  }

  function reachable() {
    return fetch("/web/icon.svg", { method: "HEAD", cache: "no-store" }).then((response) => response.ok, () => false);
  }

  // ---- What comes back

  function receive(message) {
    const turn = current;
    if (!turn || message.turn !== turn.id) return;
    arm();
    inPlace(turn, () => show(turn, message.html));
    reveal(turn);
    if (!message.done) {
      if (!turn.again) toEnd(turn);
      return;
    }
    turn.copied = message.copied;
    if (written && message.copied) turn.told = message.html; // trouble has nothing to copy, and may be over
    settled(turn);
    keep();
  }

  /** What was unfolded stays so while more comes. */
  function show(turn, html) {
    const unfolded = turn.answer.querySelector("details")?.open;
    turn.answer.innerHTML = html;
    if (unfolded) turn.answer.querySelector("details")?.setAttribute("open", "");
  }

  /** Changes a turn; while those from before a reload come again, a newer one below them stays where it is read. */
  function inPlace(turn, change) {
    const newer = turn.again && !turns.at(-1).again ? turns.at(-1).element : undefined;
    const top = newer?.offsetTop;
    change(turn);
    if (newer) at("log").scrollTop += newer.offsetTop - top;
  }

  function settled(turn) {
    clearTimeout(timer);
    turn.answer.setAttribute("aria-busy", "false");
    inPlace(turn, () => turn.stop?.remove());
    current = undefined;
    if (!turn.again) announce(turn);
    if (!turn.again || turn === turns.at(-1)) toEnd(turn);
    next();
  }

  /** Lets the lines that were not there before come in one after the other. */
  function reveal(turn) {
    const lines = [...turn.answer.querySelectorAll(COMING)];
    if (!turn.again) {
      const step = Math.min(50, 500 / Math.max(1, lines.length - turn.shown));
      lines.slice(turn.shown).forEach((line, number) => {
        line.classList.add("fresh");
        line.style.animationDelay = `${number * step}ms`;
      });
    }
    turn.shown = lines.length;
  }

  /** Something between page and server failed: the queue is full, or the server is gone. */
  async function failed(known) {
    const turn = current;
    if (!turn) return;
    clearTimeout(timer);
    const there = known ?? await reachable();
    if (turn !== current) return;
    const text = there
      ? "Many questions are being answered just now. Give it a moment, then try again."
      : "The assistant cannot be reached: is the program still running? This page carries on as soon as it is back.";
    turn.answer.replaceChildren(make("div", { class: "body trouble" }, make("p", { text }), make("button", { type: "button", class: "retry", text: "Try again" })));
    settled(turn);
  }

  /** Asks the question again whose answer holds the button. */
  function retry(button) {
    const turn = turnOf(button);
    if (!turn || waiting.includes(turn)) return;
    wait(turn);
    turn.again = false;
    turn.told = undefined;
    turn.id = newId();
    waiting.push(turn);
    next();
  }

  function announce(turn) {
    const copy = turn.answer.cloneNode(true);
    copy.querySelectorAll(".sources, .cite, .actions, .follow-ups, .solution > .scenes").forEach((part) => part.remove());
    copy.querySelectorAll("li, p, td, th").forEach((part) => part.append(" "));
    say(copy.textContent.replace(/\s+/g, " ").trim());
  }

  function toEnd(turn) {
    const log = at("log");
    const tall = turn.element.offsetHeight > log.clientHeight - 40;
    log.scrollTop = tall ? turn.element.offsetTop - 16 : log.scrollHeight;
  }

  const turnOf = (part) => turns.find((turn) => turn.element.contains(part));

  /** The answer that holds an element, as Markdown. */
  const copied = (part) => turnOf(part)?.copied ?? "";

  // ---- Keeping this tab's questions over a reload

  function keep() {
    const asked = turns.slice(-MOST_KEPT).map(({ question, scope, help }) => ({ question, scope, help }));
    const answered = turns.slice(-MOST_KEPT).map(({ told, copied }, number) => (told ? { ...asked[number], told, copied } : asked[number]));
    for (const kept of [answered, asked]) {
      try {
        return sessionStorage.setItem(KEPT, JSON.stringify(kept));
      } catch {
        // too much for the browser; and one that keeps nothing still answers
      }
    }
  }

  function restore() {
    let kept = [];
    try {
      kept = JSON.parse(sessionStorage.getItem(KEPT) ?? "[]");
    } catch {
      kept = [];
    }
    for (const one of Array.isArray(kept) ? kept : []) {
      if (typeof one?.question !== "string") continue;
      const scope = typeof one.scope?.anchor === "string" ? one.scope : null;
      const { question, help, told, copied } = one;
      add({ question, scope, help: helps.isHelp(help) ? help : null, again: true, told: written ? told : null, copied });
    }
    showWelcome();
  }

  /** Forgets the conversation. */
  function clear() {
    turns = [];
    waiting = [];
    current = undefined;
    clearTimeout(timer);
    at("turns").replaceChildren();
    keep();
    showWelcome();
  }

  function showWelcome() {
    at("welcome").hidden = turns.length > 0;
  }

  return { start, ask, receive, failed, retry, copied, clear };
})();
