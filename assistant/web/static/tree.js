// The contents: a tree of titles. The children of a node are made when it is opened for the first time.
"use strict";

window.study.tree = (() => {
  const { at, make } = window.study;
  const rows = new Map();

  /** Fills the tree with the outline's nodes. */
  function fill(nodes) {
    at("tree").append(list(nodes.filter((node) => !node.parent)));
  }

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

  /** Marks a node as the one that is read, opens what is above it, and scrolls to it; no node marks none. */
  function show(node) {
    at("tree").querySelector("[aria-current]")?.removeAttribute("aria-current");
    if (!node) return;
    const above = [];
    for (let one = node.parent; one; one = one.parent) above.unshift(one);
    for (const one of above) fold(one, true);
    fold(node, true);
    const { link } = rows.get(node);
    link.setAttribute("aria-current", "page");
    toSight(link);
  }

  function toSight(link) {
    const tree = at("tree");
    const top = link.getBoundingClientRect().top - tree.getBoundingClientRect().top;
    if (top < 0 || top > tree.clientHeight - 60) tree.scrollTop += top - tree.clientHeight / 3;
  }

  return { fill, show };
})();
