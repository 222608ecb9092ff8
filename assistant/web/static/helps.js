// The buttons that ask a chat model for help with a section: what it writes comes into the chat, from whatever page.
"use strict";

window.study.helps = (() => {
  const KEY = "study-help";

  /** Whether something read from the browser's storage is a wish for help: {kind, anchor}. */
  const isHelp = (help) => typeof help?.kind === "string" && typeof help.anchor === "string";

  function onClick(event) {
    const button = event.target.closest?.("button[data-help]");
    if (!button) return;
    const { help: kind, about: anchor, words: question } = button.dataset;
    const { talk, panel } = window.study;
    if (talk) {
      if (panel.covers()) panel.close();
      talk.ask(question, null, { help: { kind, anchor } });
    } else handOver({ question, help: { kind, anchor } });
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
