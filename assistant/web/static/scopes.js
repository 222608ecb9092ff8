// Where to look: all notes, a chapter, or a section found by its title.
"use strict";

window.study.scopes = (() => {
  const { at, outline, picker } = window.study;
  let chosen = null;
  let list;

  /** Starts with the chapters, each an anchor and a title; `done` is called when a place was picked. */
  function start(those, done) {
    const rows = [{ anchor: "", title: "All notes" }, ...those.map(([anchor, title]) => ({ anchor, title }))];
    const pick = (row) => {
      choose(row.anchor ? row : null);
      close(false);
      done();
    };
    list = picker.start(at("scope-search"), at("scope-list"), { first: () => rows, chosen: () => chosen?.anchor ?? "", pick });
    at("scope").addEventListener("click", () => (at("scopes").hidden ? open() : close(true)));
    at("composer").addEventListener("keydown", onEscape);
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
