// The chat page: asks through Gradio's queue, shows what comes back, opens sections beside it.
"use strict";

window.studyChat = (() => {
  const { make, outline, panel, titlesAbove } = window.study;
  const KEPT = "study-turns";
  const MOST_KEPT = 40;
  const LONGEST = 2000;
  const PATIENCE = 60_000;
  const LOOK_AFTER = 3_000;

  let page;
  let wire;
  let turns = [];
  let waiting = [];
  let current;
  let timer;
  let scope = null;
  let serial = 0;

  const at = (id) => page.querySelector(`#${id}`);

  // ---- Starting: the frame and the wire are loaded by Gradio in any order.

  function open(element) {
    page = element.querySelector("#study");
    study.applyTheme();
    if (wire) begin();
  }

  function connect(trigger, watch, props) {
    wire = { trigger, start: JSON.parse(props.value) };
    watch("value", () => receive(JSON.parse(props.value)));
    if (page) begin();
  }

  function begin() {
    const { starters, sections, files } = wire.start;
    for (const text of starters) at("starters").append(make("button", { type: "button", class: "starter", "data-ask": text, text }));
    at("extent").textContent = `${count(sections, "section")} in ${count(files, "file")}`;
    at("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(); });
    at("question").addEventListener("keydown", onBoxKey);
    at("question").addEventListener("input", onInput);
    at("new-chat").addEventListener("click", newChat);
    document.addEventListener("panel-closed", () => at("question").focus());
    page.addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    prepareScopes();
    restore();
    scopeFromAddress();
    if (!touching()) at("question").focus();
    panel.fromAddress();
  }

  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;
  const touching = () => matchMedia("(pointer: coarse)").matches;

  // ---- Asking

  function submit() {
    const box = at("question");
    const question = box.value.trim();
    if (!question) {
      hint("Type a question first.");
      box.focus();
      return;
    }
    if (question.length > LONGEST) {
      box.focus();
      return;
    }
    box.value = "";
    onInput();
    ask(question, scope);
    box.focus();
  }

  function ask(question, where, again = false) {
    const turn = { id: `${Date.now()}-${serial += 1}`, question, scope: where, shown: 0, again };
    const inside = where ? make("p", { class: "inside", text: `in ${where.title}` }) : "";
    turn.answer = make("div", { class: "answer", "aria-busy": "true" });
    turn.element = make("li", { class: "turn" },
      make("div", { class: "question" }, make("span", { class: "unseen", text: "You asked: " }), make("p", { text: question }), inside), turn.answer);
    wait(turn);
    turns.push(turn);
    at("turns").append(turn.element);
    keep();
    showWelcome();
    if (!again) toEnd(turn);
    waiting.push(turn);
    next();
  }

  function wait(turn) {
    turn.answer.replaceChildren(make("p", { class: "waiting", text: "Searching your notes…" }));
    turn.answer.setAttribute("aria-busy", "true");
    turn.shown = 0;
  }

  function next() {
    if (current || !waiting.length) return;
    current = waiting.shift();
    const before = turns.slice(0, turns.indexOf(current)).map((turn) => turn.question.slice(0, LONGEST));
    arm();
    wire.trigger("ask", {
      turn: current.id,
      question: current.question.slice(0, LONGEST),
      history: before.slice(-10),
      scope: current.scope?.anchor ?? null,
    });
  }

  /** Looks now and then whether the server is still there; gives up after a while. */
  function arm(since = Date.now()) {
    clearTimeout(timer);
    timer = setTimeout(async () => {
      const turn = current;
      const there = await reachable();
      if (turn !== current) return;
      if (there && Date.now() - since < PATIENCE) arm(since);
      else failed(there);
    }, LOOK_AFTER);
  }

  function reachable() {
    return fetch("/web/icon.svg", { method: "HEAD", cache: "no-store" }).then((response) => response.ok, () => false);
  }

  function receive(message) {
    const turn = current;
    if (!turn || message.turn !== turn.id) return;
    arm();
    turn.answer.innerHTML = message.html;
    reveal(turn);
    if (!message.done) {
      if (!turn.again) toEnd(turn);
      return;
    }
    turn.copied = message.copied;
    settled(turn);
  }

  function settled(turn) {
    clearTimeout(timer);
    turn.answer.setAttribute("aria-busy", "false");
    current = undefined;
    if (!turn.again) announce(turn);
    if (!turn.again || !waiting.length) toEnd(turn);
    next();
  }

  /** Lets the lines that were not there before come in one after the other. */
  function reveal(turn) {
    const lines = [...turn.answer.querySelectorAll(".body > p, .run, li, .sources, .actions, .follow-ups, .remark, .understood, .unsure")];
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

  function retry(button) {
    const turn = turns.find((one) => one.element.contains(button));
    if (!turn || waiting.includes(turn)) return;
    wait(turn);
    turn.again = false;
    turn.id = `${Date.now()}-${serial += 1}`;
    waiting.push(turn);
    next();
    at("question").focus();
  }

  function announce(turn) {
    const copy = turn.answer.cloneNode(true);
    copy.querySelectorAll(".sources, .actions, .follow-ups").forEach((part) => part.remove());
    copy.querySelectorAll("li, p").forEach((part) => part.append(" "));
    at("announcer").textContent = copy.textContent.replace(/\s+/g, " ").trim();
  }

  function toEnd(turn) {
    const log = at("log");
    const tall = turn.element.offsetHeight > log.clientHeight - 40;
    log.scrollTop = tall ? turn.element.offsetTop - 16 : log.scrollHeight;
  }

  // ---- Keeping this tab's questions over a reload

  function keep() {
    try {
      sessionStorage.setItem(KEPT, JSON.stringify(turns.slice(-MOST_KEPT).map(({ question, scope: where }) => ({ question, scope: where }))));
    } catch {
      // a browser that keeps nothing still answers
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
      if (typeof one?.question === "string") ask(one.question, typeof one.scope?.anchor === "string" ? one.scope : null, true);
    }
    showWelcome();
  }

  function newChat() {
    turns = [];
    waiting = [];
    current = undefined;
    clearTimeout(timer);
    at("turns").replaceChildren();
    keep();
    panel.close();
    chooseScope(null);
    showWelcome();
    at("announcer").textContent = "New chat";
    at("question").focus();
  }

  function showWelcome() {
    at("welcome").hidden = turns.length > 0;
  }

  // ---- The box

  function onBoxKey(event) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit();
  }

  function onInput() {
    const box = at("question");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, innerHeight * 0.3)}px`;
    const length = box.value.trim().length;
    hint(length > LONGEST ? `A question can have ${LONGEST.toLocaleString("en")} characters; this one has ${length.toLocaleString("en")}.` : "");
  }

  function hint(text) {
    at("hint").textContent = text;
  }

  function onKey(event) {
    if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input, textarea")) {
      event.preventDefault();
      at("question").focus();
    }
  }

  function onClick(event) {
    const target = event.target.closest("[data-ask], .copy, .retry");
    if (!event.target.closest("#scopes, #scope")) closeScopes(false);
    if (!target) return;
    if (target.dataset.ask) {
      ask(target.dataset.ask, scope);
      if (!touching()) at("question").focus();
    } else if (target.matches(".copy")) copy(target);
    else if (target.matches(".retry")) retry(target);
  }

  async function copy(button) {
    const turn = turns.find((one) => one.element.contains(button));
    button.textContent = (await toClipboard(turn?.copied ?? "")) ? "Copied" : "Could not copy";
    at("announcer").textContent = button.textContent;
    setTimeout(() => { button.textContent = "Copy"; }, 1600);
  }

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      const box = make("textarea", { class: "unseen" });
      const had = document.activeElement;
      box.value = text;
      page.append(box);
      box.select();
      const done = document.execCommand("copy");
      box.remove();
      had?.focus();
      return done;
    }
  }

  // ---- Where to look

  function prepareScopes() {
    at("scope").addEventListener("click", () => (at("scopes").hidden ? openScopes() : closeScopes(true)));
    at("composer").addEventListener("keydown", (event) => {
      if (event.key !== "Escape" || at("scopes").hidden) return;
      event.preventDefault();
      closeScopes(true);
    });
    at("scope-search").addEventListener("input", listScopes);
    at("scope-search").addEventListener("keydown", onScopeKey);
    at("scope-list").addEventListener("click", (event) => pickScope(event.target.closest("[role=option]")));
    at("scopes").addEventListener("focusout", (event) => {
      if (event.relatedTarget && !event.currentTarget.contains(event.relatedTarget) && event.relatedTarget !== at("scope")) closeScopes(false);
    });
  }

  function openScopes() {
    at("scopes").hidden = false;
    at("scope").setAttribute("aria-expanded", "true");
    at("scope-search").value = "";
    listScopes();
    at("scope-search").focus();
  }

  function closeScopes(back) {
    if (at("scopes").hidden) return;
    at("scopes").hidden = true;
    at("scope").setAttribute("aria-expanded", "false");
    if (back) at("scope").focus();
  }

  async function listScopes() {
    const words = at("scope-search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    let rows = [{ anchor: "", title: "All notes" }, ...wire.start.chapters.map(([anchor, title]) => ({ anchor, title }))];
    if (words.length) {
      const nodes = await outline().catch(() => []);
      rows = nodes.filter((node) => words.every((word) => node.title.toLowerCase().includes(word))).slice(0, 40)
        .map((node) => ({ anchor: node.anchor, title: node.title, above: titlesAbove(node).join(" › ") }));
    }
    const options = rows.map(({ anchor, title, above }, number) => {
      const option = make("li", { role: "option", id: `scope-${number}`, "data-anchor": anchor, "data-title": title,
        "aria-selected": String((scope?.anchor ?? "") === anchor) }, make("span", { class: "title", text: title }));
      if (above) option.append(make("span", { class: "above", text: above }));
      return option;
    });
    at("scope-list").replaceChildren(...(options.length ? options : [make("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false", text: "No section has these words in its title." })]));
    point(options.find((option) => option.getAttribute("aria-selected") === "true") ?? options[0]);
  }

  function point(option) {
    at("scope-list").querySelector(".pointed")?.classList.remove("pointed");
    option?.classList.add("pointed");
    option?.scrollIntoView({ block: "nearest" });
    at("scope-search").setAttribute("aria-activedescendant", option?.id ?? "");
  }

  function onScopeKey(event) {
    const pointed = at("scope-list").querySelector(".pointed");
    if (event.key === "ArrowDown") point(pointed?.nextElementSibling ?? at("scope-list").firstElementChild);
    else if (event.key === "ArrowUp") point(pointed?.previousElementSibling ?? at("scope-list").lastElementChild);
    else if (event.key === "Enter") pickScope(pointed);
    else return;
    event.preventDefault();
  }

  function pickScope(option) {
    if (!option?.dataset.title) return;
    chooseScope(option.dataset.anchor ? { anchor: option.dataset.anchor, title: option.dataset.title } : null);
    closeScopes(false);
    at("question").focus();
  }

  function chooseScope(chosen) {
    scope = chosen;
    at("scope-name").textContent = chosen?.title ?? "All notes";
    at("scope").classList.toggle("chosen", Boolean(chosen));
  }

  async function scopeFromAddress() {
    const wanted = new URLSearchParams(location.search).get("scope");
    if (!wanted) return;
    const address = new URL(location.href);
    address.searchParams.delete("scope");
    history.replaceState(history.state, "", address);
    const node = (await outline().catch(() => [])).find((one) => one.anchor === wanted);
    if (node) chooseScope({ anchor: node.anchor, title: node.title });
  }

  return { open, connect, failed };
})();
