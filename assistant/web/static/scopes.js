// Where to look: all notes, a chapter, or a section found by its title.
"use strict";

window.study.scopes = (() => {
  const { at, make, outline, titlesAbove } = window.study;
  const MOST_SHOWN = 40;
  let chapters = [];
  let chosen = null;

  /** Starts with the chapters, each an anchor and a title; `done` is called when a place was picked. */
  function start(those, done) {
    chapters = those.map(([anchor, title]) => ({ anchor, title }));
    at("scope").addEventListener("click", () => (at("scopes").hidden ? open() : close(true)));
    at("composer").addEventListener("keydown", onEscape);
    at("scope-search").addEventListener("input", list);
    at("scope-search").addEventListener("keydown", (event) => onKey(event, done));
    at("scope-list").addEventListener("click", (event) => pick(event.target.closest("[role=option]"), done));
    at("scopes").addEventListener("focusout", ({ relatedTarget, currentTarget }) => {
      if (relatedTarget && !currentTarget.contains(relatedTarget) && relatedTarget !== at("scope")) close(false);
    });
    document.addEventListener("click", (event) => event.target.closest("#scopes, #scope") || close(false));
    fromAddress();
  }

  function onEscape(event) {
    if (event.key !== "Escape" || at("scopes").hidden) return;
    event.preventDefault();
    close(true);
  }

  function open() {
    at("scopes").hidden = false;
    at("scope").setAttribute("aria-expanded", "true");
    at("scope-search").value = "";
    list();
    at("scope-search").focus();
  }

  function close(back) {
    if (at("scopes").hidden) return;
    at("scopes").hidden = true;
    at("scope").setAttribute("aria-expanded", "false");
    if (back) at("scope").focus();
  }

  async function list() {
    const words = at("scope-search").value.trim().toLowerCase().split(/\s+/).filter(Boolean);
    const rows = words.length ? await titled(words) : [{ anchor: "", title: "All notes" }, ...chapters];
    const options = rows.map(option);
    at("scope-list").replaceChildren(...(options.length ? options : [nothing()]));
    point(options.find((one) => one.getAttribute("aria-selected") === "true") ?? options[0]);
  }

  async function titled(words) {
    const nodes = await outline().catch(() => []);
    const found = nodes.filter((node) => words.every((word) => node.title.toLowerCase().includes(word)));
    return found.slice(0, MOST_SHOWN).map((node) => ({ anchor: node.anchor, title: node.title, above: titlesAbove(node).join(" › ") }));
  }

  function option({ anchor, title, above }, number) {
    const selected = String((chosen?.anchor ?? "") === anchor);
    const row = make("li", { role: "option", id: `scope-${number}`, "data-anchor": anchor, "data-title": title, "aria-selected": selected },
      make("span", { class: "title", text: title }));
    if (above) row.append(make("span", { class: "above", text: above }));
    return row;
  }

  function nothing() {
    return make("li", { class: "nothing", role: "option", "aria-disabled": "true", "aria-selected": "false", text: "No section has these words in its title." });
  }

  function point(row) {
    at("scope-list").querySelector(".pointed")?.classList.remove("pointed");
    row?.classList.add("pointed");
    row?.scrollIntoView({ block: "nearest" });
    at("scope-search").setAttribute("aria-activedescendant", row?.id ?? "");
  }

  function onKey(event, done) {
    const pointed = at("scope-list").querySelector(".pointed");
    if (event.key === "ArrowDown") point(pointed?.nextElementSibling ?? at("scope-list").firstElementChild);
    else if (event.key === "ArrowUp") point(pointed?.previousElementSibling ?? at("scope-list").lastElementChild);
    else if (event.key === "Enter") pick(pointed, done);
    else return;
    event.preventDefault();
  }

  function pick(row, done) {
    if (!row?.dataset.title) return;
    choose(row.dataset.anchor ? { anchor: row.dataset.anchor, title: row.dataset.title } : null);
    close(false);
    done();
  }

  /** Looks in this section from now on: {anchor, title}, or null for all notes. */
  function choose(place) {
    chosen = place;
    at("scope-name").textContent = place?.title ?? "All notes";
    at("scope").classList.toggle("chosen", Boolean(place));
  }

  async function fromAddress() {
    const address = new URL(location.href);
    const wanted = address.searchParams.get("scope");
    if (!wanted) return;
    address.searchParams.delete("scope");
    history.replaceState(history.state, "", address);
    const node = (await outline().catch(() => [])).find((one) => one.anchor === wanted);
    if (node) choose({ anchor: node.anchor, title: node.title });
  }

  return { start, choose, chosen: () => chosen };
})();
