// Marks the words of a search where they stand in a text.
"use strict";

window.study.marks = (() => {
  const { make } = window.study;
  const MOST = 500;

  /** Marks each of the words inside an element, and returns the marks in their order. */
  function mark(element, words) {
    const wanted = [...new Set(words.split(/\s+/).filter(Boolean))].sort((one, other) => other.length - one.length);
    if (!wanted.length) return [];
    const pattern = new RegExp(wanted.map((word) => word.replace(/[.*+?^${}()|[\]\\]/g, "\\$&")).join("|"), "giu");
    const walker = document.createTreeWalker(element, NodeFilter.SHOW_TEXT);
    const nodes = [];
    while (walker.nextNode()) nodes.push(walker.currentNode);
    const marks = [];
    for (const node of nodes) if (marks.length < MOST) marks.push(...inText(node, pattern));
    return marks;
  }

  function inText(node, pattern) {
    const parts = [];
    const marks = [];
    let from = 0;
    for (const match of node.data.matchAll(pattern)) {
      const found = make("mark", { class: "hit", text: match[0] });
      parts.push(node.data.slice(from, match.index), found);
      marks.push(found);
      from = match.index + match[0].length;
    }
    if (marks.length) node.replaceWith(...parts, node.data.slice(from));
    return marks;
  }

  /** Takes the marks out of an element again. */
  function clear(element) {
    for (const found of element.querySelectorAll("mark.hit")) found.replaceWith(...found.childNodes);
    element.normalize();
  }

  return { mark, clear };
})();
