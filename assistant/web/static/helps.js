// The buttons that ask a chat model for help with a section: what it writes comes into the chat, from whatever page.
"use strict";

window.study.helps = (() => {
  const KEY = "study-help";
  const { make, outline, picker } = window.study;

  /** Whether something read from the browser's storage is a wish for help: {kind, anchor}, and {other} for a comparison. */
  const isHelp = (help) => typeof help?.kind === "string" && typeof help.anchor === "string" && ["string", "undefined"].includes(typeof help.other);

  function onClick(event) {
    const button = event.target.closest?.("button.help");
    if (!button) return;
    const { help: kind, about: anchor, compare, words } = button.dataset;
    if (compare) offer(button);
    else want({ question: words, help: { kind, anchor } });
  }

  /** Asks for help in the chat of this page, or in the chat's own page. */
  function want(wish) {
    const { talk, panel } = window.study;
    if (!talk) return handOver(wish);
    if (panel.covers()) panel.close();
    talk.ask(wish.question, null, { help: wish.help });
  }

  /** Shows the field for the section to compare with, those beside it first, or takes it away. */
  function offer(button) {
    if (button.getAttribute("aria-expanded") === "true") return withdraw(button);
    const anchor = button.dataset.compare;
    const input = make("input", { type: "text", role: "combobox", "aria-expanded": "true", "aria-controls": "compare-list", "aria-autocomplete": "list", "aria-label": "Section to compare with", placeholder: "Find a section to compare with…", autocomplete: "off", spellcheck: "false" });
    const options = make("ul", { id: "compare-list", role: "listbox", "aria-label": "Sections to compare with" });
    const field = make("div", { class: "picker comparing" }, input, options);
    field.addEventListener("keydown", (event) => {
      if (event.key !== "Escape") return;
      event.preventDefault();
      withdraw(button);
      button.focus();
    });
    button.setAttribute("aria-expanded", "true");
    button.parentElement.after(field);
    const pick = async (row) => {
      withdraw(button);
      want({ question: `${button.dataset.words} “${await named(row)}”`, help: { kind: "compare", anchor, other: row.anchor } });
    };
    picker.start(input, options, { first: () => picker.beside(anchor), without: anchor, pick })();
    input.focus();
  }

  function withdraw(button) {
    button.setAttribute("aria-expanded", "false");
    button.parentElement.nextElementSibling?.matches(".comparing") && button.parentElement.nextElementSibling.remove();
  }

  /** A section's title, with the one above it. */
  async function named({ anchor, title }) {
    const node = (await outline().catch(() => [])).find((one) => one.anchor === anchor);
    return [node?.parent?.title, title].filter(Boolean).join(" › ");
  }

  function handOver(wish) {
    try {
      sessionStorage.setItem(KEY, JSON.stringify(wish));
    } catch {
      // the chat opens all the same, and can be asked there
    }
    location.assign("/");
  }

  /** What another page wants of the chat: {question, help}, given once, or null. */
  function handedOver() {
    try {
      const wish = JSON.parse(sessionStorage.getItem(KEY));
      sessionStorage.removeItem(KEY);
      return typeof wish?.question === "string" && isHelp(wish.help) ? wish : null;
    } catch {
      return null;
    }
  }

  document.addEventListener("click", onClick);

  return { handedOver, isHelp };
})();
