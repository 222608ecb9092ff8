// The notes page: contents on the left, the section that the address names on the right.
"use strict";

addEventListener("DOMContentLoaded", async () => {
  const { make, piece, outline, applyTheme } = window.study;
  const at = (id) => document.getElementById(id);
  const rows = new Map();
  let asked = 0;
  let searched = 0;
  let timer;

  applyTheme();
  const nodes = await outline().catch(() => []);
  const byAnchor = new Map(nodes.map((node) => [node.anchor, node]));
  at("tree").append(list(nodes.filter((node) => !node.parent)));

  // ---- The tree: a node's children are made when it is opened for the first time.

  function list(some) {
    return make("ul", {}, ...some.map(row));
  }

  function row(node) {
    const link = make("a", { href: `#${encodeURIComponent(node.anchor)}`, text: node.title });
    const item = make("li", {}, link);
    rows.set(node, { item, link });
    if (node.children.length) {
      const button = make("button", { type: "button", class: "fold", "aria-expanded": "false", "aria-label": `Sections of ${node.title}` });
      button.addEventListener("click", () => fold(node, button.getAttribute("aria-expanded") === "false"));
      item.prepend(button);
    }
    return item;
  }

  function fold(node, open) {
    const { item } = rows.get(node);
    const button = item.querySelector(":scope > .fold");
    if (!button) return;
    let below = item.querySelector(":scope > ul");
    if (open && !below) {
      below = list(node.children);
      item.append(below);
    }
    if (below) below.hidden = !open;
    button.setAttribute("aria-expanded", String(open));
  }

  function showInTree(node) {
    at("tree").querySelector("[aria-current]")?.removeAttribute("aria-current");
    if (!node) return;
    const above = [];
    for (let one = node.parent; one; one = one.parent) above.unshift(one);
    for (const one of above) fold(one, true);
    fold(node, true);
    const { link } = rows.get(node);
    link.setAttribute("aria-current", "page");
    const tree = at("tree");
    const top = link.getBoundingClientRect().top - tree.getBoundingClientRect().top;
    if (top < 0 || top > tree.clientHeight - 60) tree.scrollTop += top - tree.clientHeight / 3;
  }

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
    const page = at("page");
    const node = byAnchor.get(anchor);
    page.innerHTML = html;
    page.scrollTop = 0;
    if (node) {
      page.querySelector(".where")?.append(make("a", { class: "ask-here", href: `/?scope=${encodeURIComponent(anchor)}`, text: "Ask about this section" }));
    }
    document.title = node ? `${node.title} · Notes` : "Notes";
    showInTree(node);
    closeContents();
    if (byHand) (page.querySelector(".section-title") ?? page).focus({ preventScroll: true });
  }

  addEventListener("hashchange", () => show(true));
  await show(false);

  // ---- Searching

  async function search() {
    const words = at("find").value.trim();
    const number = searched += 1;
    if (!words) {
      at("results").hidden = true;
      at("tree").hidden = false;
      at("found").textContent = "";
      return;
    }
    const html = await piece("search", { words: words.slice(0, 200) });
    if (number !== searched) return;
    at("results").innerHTML = html;
    at("results").hidden = false;
    at("results").scrollTop = 0;
    at("tree").hidden = true;
    const found = at("results").querySelectorAll("li").length;
    at("found").textContent = found === 1 ? "1 section found" : `${found} sections found`;
  }

  at("find").addEventListener("input", () => {
    clearTimeout(timer);
    timer = setTimeout(search, 120);
  });
  at("find").addEventListener("keydown", (event) => {
    if (event.key === "Enter") at("results").querySelector("a")?.focus();
    if (event.key === "Escape" && at("find").value) {
      at("find").value = "";
      search();
      event.stopPropagation();
    }
  });
  // A result for the section that is open changes no address.
  at("results").addEventListener("click", (event) => {
    const link = event.target.closest("a");
    if (link && link.hash === location.hash) show(true);
  });

  // ---- The contents on a narrow window

  function closeContents() {
    document.body.classList.remove("contents-open");
    at("contents-button").setAttribute("aria-expanded", "false");
  }

  at("contents-button").addEventListener("click", () => {
    const open = document.body.classList.toggle("contents-open");
    at("contents-button").setAttribute("aria-expanded", String(open));
    if (open) at("find").focus();
  });
  addEventListener("keydown", (event) => {
    if (event.key === "Escape" && document.body.classList.contains("contents-open")) {
      closeContents();
      at("contents-button").focus();
    } else if (event.key === "/" && !event.target.closest("input")) {
      event.preventDefault();
      at("find").focus();
    }
  });
});
