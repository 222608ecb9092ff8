// What all pages share: the colours, fetching pieces of the notes, the outline, and making elements.
"use strict";

window.study = (() => {
  const system = matchMedia("(prefers-color-scheme: dark)");
  const key = "study-theme";

  function stored() {
    try {
      return localStorage.getItem(key);
    } catch {
      return null;
    }
  }

  function applyTheme() {
    const dark = stored() ? stored() === "dark" : system.matches;
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    for (const button of document.querySelectorAll("button.theme")) button.setAttribute("aria-pressed", String(dark));
  }

  function toggleTheme() {
    const dark = document.documentElement.dataset.theme !== "dark";
    try {
      if (dark === system.matches) localStorage.removeItem(key);
      else localStorage.setItem(key, dark ? "dark" : "light");
    } catch {
      document.documentElement.dataset.theme = dark ? "dark" : "light";
      return;
    }
    applyTheme();
  }

  document.documentElement.lang = "en";
  applyTheme();
  system.addEventListener("change", applyTheme);
  addEventListener("storage", (event) => event.key === key && applyTheme());
  document.addEventListener("click", (event) => event.target.closest?.("button.theme") && toggleTheme());

  /** A piece of the notes as the server renders it; a missing section comes as a sentence that says so. */
  async function piece(name, values) {
    try {
      const response = await fetch(`/notes/${name}?${new URLSearchParams(values)}`);
      if (response.ok || response.status === 404) return await response.text();
    } catch {
      // falls through to the sentence below
    }
    return '<p class="nothing">The notes cannot be reached: is the program still running?</p>';
  }

  let outlined;
  /** All sections in reading order: {anchor, depth, title, parent, path}. */
  function outline() {
    outlined ??= fetch("/notes/outline").then((response) => response.json()).then((rows) => {
      const above = [];
      return rows.map(([anchor, depth, title]) => {
        above.length = depth;
        const parent = above[depth - 1];
        const node = { anchor, depth, title, parent, children: [] };
        parent?.children.push(node);
        above[depth] = node;
        return node;
      });
    });
    outlined.catch(() => { outlined = undefined; });
    return outlined;
  }

  /** The titles above a node of the outline. */
  function titlesAbove(node) {
    const titles = [];
    for (let one = node.parent; one; one = one.parent) titles.unshift(one.title);
    return titles;
  }

  /** Makes an element; what is given as text can only be text. */
  function make(tag, properties = {}, ...children) {
    const element = document.createElement(tag);
    for (const [name, value] of Object.entries(properties)) {
      if (name === "text") element.textContent = value;
      else if (value !== undefined) element.setAttribute(name, value);
    }
    element.append(...children);
    return element;
  }

  const at = (id) => document.getElementById(id);

  /** Tells those who do not see the page what changed. */
  function say(text) {
    at("announcer").textContent = text;
  }

  return { applyTheme, piece, outline, titlesAbove, make, at, say };
})();
