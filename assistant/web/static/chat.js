// The chat page: brings the conversation, the box, the places to look and the panel together.
"use strict";

window.studyChat = (() => {
  const { at, applyTheme, box, copyFrom, make, panel, say, scopes, student, talk } = window.study;
  let there = false;
  let wire;

  // Gradio loads the frame and the wire in any order.

  function open() {
    there = true;
    applyTheme();
    if (wire) begin();
  }

  function connect(trigger, watch, props) {
    wire = { trigger, start: JSON.parse(props.value) };
    watch("value", () => talk.receive(JSON.parse(props.value)));
    if (there) begin();
  }

  function begin() {
    const { starters, chapters, sections, files } = wire.start;
    for (const text of starters) at("starters").append(make("button", { type: "button", class: "starter", "data-ask": text, text }));
    at("extent").textContent = `${count(sections, "section")} in ${count(files, "file")}`;
    at("new-chat").addEventListener("click", newChat);
    at("study").addEventListener("click", onClick);
    document.addEventListener("keydown", onKey);
    document.addEventListener("panel-closed", box.focusUnlessTouching);
    scopes.start(chapters, box.focus);
    box.start((question) => talk.ask(question, scopes.chosen()));
    talk.start(wire.trigger, wire.start);
    panel.fromAddress();
    student.load();
  }

  const count = (number, noun) => `${number.toLocaleString("en")} ${noun}${number === 1 ? "" : "s"}`;

  function newChat() {
    talk.clear();
    panel.close();
    scopes.choose(null);
    say("New chat");
    box.focus();
  }

  function onKey(event) {
    if (event.key !== "/" || event.ctrlKey || event.metaKey || event.target.closest("input, textarea")) return;
    event.preventDefault();
    box.focus();
  }

  function onClick(event) {
    const button = event.target.closest("[data-ask], button.copy, .retry");
    if (!button) toPassage(event);
    else if (button.dataset.ask) {
      talk.ask(button.dataset.ask, scopes.chosen());
      box.focusUnlessTouching();
    } else if (button.matches("button.copy")) copyFrom(button, talk.copied(button));
    else {
      talk.retry(button);
      box.focus();
    }
  }

  /** A click on a statement shows its passage, as its mark does; selecting its words does not. */
  function toPassage(event) {
    const line = event.target.closest(".answer .line");
    if (!line || event.target.closest("a") || !getSelection().isCollapsed) return;
    (line.querySelector(".cite") ?? line.closest("table")?.querySelector(".cite"))?.click();
  }

  return { open, connect, failed: talk.failed };
})();
