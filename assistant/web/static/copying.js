// Copies text, in browsers that guard the clipboard too.
"use strict";

window.study.copyFrom = (() => {
  const { at, make, say } = window.study;
  const SHOWN_FOR = 1600;

  /** Copies a text, and says on the button how it went. */
  async function copyFrom(button, text) {
    const label = button.textContent;
    button.textContent = (await toClipboard(text)) ? "Copied" : "Could not copy";
    say(button.textContent);
    setTimeout(() => { button.textContent = label; }, SHOWN_FOR);
  }

  async function toClipboard(text) {
    try {
      await navigator.clipboard.writeText(text);
      return true;
    } catch {
      return bySelection(text);
    }
  }

  function bySelection(text) {
    const box = make("textarea", { class: "unseen" });
    const had = document.activeElement;
    box.value = text;
    at("study").append(box);
    box.select();
    const done = document.execCommand("copy");
    box.remove();
    had?.focus();
    return done;
  }

  return copyFrom;
})();
