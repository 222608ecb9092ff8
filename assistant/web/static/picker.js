// A field that finds sections by words of their titles, with the list to choose one from.
"use strict";

window.study.picker = (() => {
  const { make, outline, titlesAbove } = window.study;
  const MOST_SHOWN = 40;
  let lists = 0;

  /**
   * Starts a field and its list; gives what fills the list anew.
   * `first` gives the rows that are shown before anything is typed, each {anchor, title, above};
   * `chosen` the anchor that is chosen already; `without` one that is never offered; `pick` is called with the row that was picked.
   */
  function start(input, options, { first, chosen = () => null, without = null, pick }) {
    const number = lists += 1;

    async function list() {
      const words = input.value.trim().toLowerCase().split(/\s+/).filter(Boolean);
      const found = words.length ? await titled(words) : await first();
      const rows = found.filter((row) => row.anchor !== without).slice(0, MOST_SHOWN).map(option);
      options.replaceChildren(...(rows.length ? rows : [nothing(words.length)]));
      point(rows.find((row) => row.getAttribute("aria-selected") === "true") ?? rows[0]);
    }

    function option({ anchor, title, above }, at) {
      const selected = String(chosen() === anchor);
      const row = make("li", { role: "option", id: `pick-${number}-${at}`, "data-anchor": anchor, "data-title": title, "aria-selected": selected },
        make("span", { class: "title", text: title }));
      if (above) row.append(make("span", { class: "above", text: above }));
      return row;
    }

    function nothing(searched) {
      const text = searched ? "No section has these words in its title." : "Type words of a section's title.";
      return make("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false", text });
    }

    function point(row) {
      options.querySelector(".pointed")?.classList.remove("pointed");
      row?.classList.add("pointed");
      row?.scrollIntoView({ block: "nearest" });
      input.setAttribute("aria-activedescendant", row?.id ?? "");
    }

    function onKey(event) {
      const pointed = options.querySelector(".pointed");
      if (event.key === "ArrowDown") point(pointed?.nextElementSibling ?? options.firstElementChild);
      else if (event.key === "ArrowUp") point(pointed?.previousElementSibling ?? options.lastElementChild);
      else if (event.key === "Enter") picked(pointed);
      else return;
      event.preventDefault();
    }

    function picked(row) {
      if (row?.dataset.title) pick({ anchor: row.dataset.anchor, title: row.dataset.title });
    }

    input.addEventListener("input", list);
    input.addEventListener("keydown", onKey);
    options.addEventListener("click", (event) => picked(event.target.closest("[role=option]")));
    return list;
  }

  const rowOf = (node) => ({ anchor: node.anchor, title: node.title, above: titlesAbove(node).join(" › ") });

  async function titled(words) {
    const nodes = await outline().catch(() => []);
    return nodes.filter((node) => words.every((word) => node.title.toLowerCase().includes(word))).map(rowOf);
  }

  /** The sections beside one, as rows. */
  async function beside(anchor) {
    const nodes = await outline().catch(() => []);
    const parent = nodes.find((node) => node.anchor === anchor)?.parent;
    return nodes.filter((node) => node.parent === parent).map(rowOf);
  }

  return { start, beside };
})();
