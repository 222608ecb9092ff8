// The notes page: contents and search on the left, the section that the address names on the right.
"use strict";

addEventListener("DOMContentLoaded", async () => {
  const { applyTheme, at, make, marks, outline, piece, tree } = window.study;
  const LONGEST = 200;
  const PAUSE = 120;
  const narrow = matchMedia("(max-width: 800px)");
  let asked = 0;
  let searched = 0;
  let timer;

  applyTheme();
  const nodes = await outline().catch(() => []);
  const byAnchor = new Map(nodes.map((node) => [node.anchor, node]));
  tree.fill(nodes);

  // ---- The section

  function wanted() {
    const hash = location.hash.slice(1);
    try {
      return decodeURIComponent(hash);
    } catch {
      return hash;
    }
  }

  async function show(byHand) {
    const anchor = wanted() || nodes[0]?.anchor || "";
    const number = asked += 1;
    const html = await piece("section", { anchor });
    if (number !== asked) return;
    const node = byAnchor.get(anchor);
    const page = at("page");
    page.innerHTML = html;
    page.scrollTop = 0;
    if (node) {
      page.querySelector(".where")?.append(make("a", { class: "ask-here", href: `/?scope=${encodeURIComponent(anchor)}`, text: "Ask about this section" }));
    } else if (nodes.length) page.append(waysOn(anchor));
    document.title = `${node?.title ?? "Notes"} · Study assistant`;
    tree.show(node);
    markHits();
    closeContents();
    if (byHand) (page.querySelector(".section-title") ?? page).focus({ preventScroll: true });
  }

  /** What to do where the address names no section: search, or begin at the start. */
  function waysOn(anchor) {
    const words = anchor.replace(/[-_\s]+/g, " ").trim().slice(0, LONGEST);
    const search = make("button", { type: "button", class: "way", text: words ? `Search the notes for “${words}”` : "Search the notes" });
    search.addEventListener("click", () => find(words));
    return make("p", { class: "ways" }, search, make("a", { class: "way", href: `#${encodeURIComponent(nodes[0].anchor)}`, text: `Start with “${nodes[0].title}”` }));
  }

  /** Marks what is searched for in the open section, and goes to where its text says it first. */
  function markHits() {
    const page = at("page");
    marks.clear(page);
    const hits = [...page.querySelectorAll(".section-title, .part > :is(h2, h3, h4, h5, h6), .reading")].flatMap((part) => marks.mark(part, words()));
    const first = hits.find((hit) => hit.closest(".reading"));
    if (!first) return;
    const top = first.getBoundingClientRect().top - page.getBoundingClientRect().top;
    if (top > page.clientHeight * 0.8) page.scrollTop += top - page.clientHeight * 0.3;
  }

  // ---- Searching

  const words = () => at("find").value.trim().slice(0, LONGEST);

  async function search() {
    const number = searched += 1;
    if (!words()) {
      at("results").hidden = true;
      at("tree").hidden = false;
      at("found").textContent = "";
      marks.clear(at("page"));
      return;
    }
    const html = await piece("search", { words: words() });
    if (number !== searched) return;
    at("results").innerHTML = html;
    at("results").hidden = false;
    at("results").scrollTop = 0;
    at("tree").hidden = true;
    const found = at("results").querySelectorAll("li").length;
    at("found").textContent = found === 1 ? "1 section found" : `${found} sections found`;
  }

  function find(text) {
    if (narrow.matches) openContents();
    at("find").value = text;
    at("find").focus();
    search();
  }

  function onFindKey(event) {
    if (event.key === "Enter" || event.key === "ArrowDown") {
      at("results").querySelector("a")?.focus();
      event.preventDefault();
    }
    if (event.key === "Escape" && at("find").value) {
      at("find").value = "";
      search();
      event.stopPropagation();
    }
  }

  /** Up and down lead from result to result, and back to the box. */
  function onResultKey(event) {
    if (event.key !== "ArrowDown" && event.key !== "ArrowUp") return;
    const links = [...at("results").querySelectorAll("a")];
    const next = links.indexOf(document.activeElement) + (event.key === "ArrowDown" ? 1 : -1);
    (next < 0 ? at("find") : links[next])?.focus();
    event.preventDefault();
  }

  at("find").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, PAUSE);
  });
  if (words()) search(); // typed before this was ready, or kept by the browser
  at("find").addEventListener("keydown", onFindKey);
  at("results").addEventListener("keydown", onResultKey);
  // A result for the section that is open changes no address.
  at("results").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.hash === location.hash) show(true);
  });

  // ---- The contents on a narrow window

  function openContents() {
    document.body.classList.add("contents-open");
    at("contents-button").setAttribute("aria-expanded", "true");
  }

  function closeContents() {
    document.body.classList.remove("contents-open");
    at("contents-button").setAttribute("aria-expanded", "false");
  }

  at("contents-button").addEventListener("click", () => {
    if (document.body.classList.contains("contents-open")) closeContents();
    else {
      openContents();
      at("find").focus();
    }
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("contents-open")) {
      closeContents();
      at("contents-button").focus();
    } else if (event.key === "/" && !event.ctrlKey && !event.metaKey && !event.target.closest("input")) {
      event.preventDefault();
      if (narrow.matches) openContents();
      at("find").focus();
    }
  });

  addEventListener("hashchange", () => show(true));
  await show(false);
});
