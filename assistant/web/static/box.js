// The box that questions are typed into.
"use strict";

window.study.box = (() => {
  const { at } = window.study;
  const LONGEST = 2000;
  const TALLEST = 0.3;

  /** Starts; `send` is given each question. */
  function start(send) {
    at("composer").addEventListener("submit", (event) => { event.preventDefault(); submit(send); });
    at("question").addEventListener("keydown", (event) => onKey(event, send));
    at("question").addEventListener("input", onInput);
    fromAddress();
    if (!touching()) focus();
  }

  /** A question that another page suggests stands in the box, ready to be sent or changed. */
  function fromAddress() {
    const address = new URL(location.href);
    const question = address.searchParams.get("question");
    if (!question) return;
    address.searchParams.delete("question");
    history.replaceState(history.state, "", address);
    at("question").value = question;
    onInput();
  }

  function submit(send) {
    const box = at("question");
    const question = box.value.trim();
    box.focus();
    if (!question) hint("Type a question first.");
    if (!question || question.length > LONGEST) return;
    box.value = "";
    onInput();
    send(question);
  }

  function onKey(event, send) {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    submit(send);
  }

  function onInput() {
    const box = at("question");
    box.style.height = "auto";
    box.style.height = `${Math.min(box.scrollHeight, innerHeight * TALLEST)}px`;
    const length = box.value.trim().length;
    hint(length > LONGEST ? `A question can have ${LONGEST.toLocaleString("en")} characters; this one has ${length.toLocaleString("en")}.` : "");
  }

  function hint(text) {
    at("hint").textContent = text;
  }

  /** Where a finger points, taking the focus would open a keyboard that nobody asked for. */
  const touching = () => matchMedia("(pointer: coarse)").matches;
  const focus = () => at("question").focus();
  const focusUnlessTouching = () => touching() || focus();

  return { start, focus, focusUnlessTouching };
})();
