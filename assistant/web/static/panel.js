// The panel with a section of the notes: a link with data-section opens it; Back, Escape or its button close it.
// What it shows is part of the address, so that Back works and a reload or a shared link shows the same.
"use strict";

window.study.panel = (() => {
  const { at, piece } = window.study;
  const narrow = matchMedia("(max-width: 1023px)");
  const MOST_PASSAGES = 100;
  const isOpen = () => Boolean(at("panel")) && !at("panel").hidden;
  let opener;
  let asked = 0;

  /** Opens a section; `from` is the link that was followed, if any. */
  function open(anchor, passages = [], from = undefined) {
    const inside = Boolean(from) && at("panel").contains(from);
    const deep = history.state?.section?.deep ?? 0;
    const section = { anchor, passages: passages.slice(0, MOST_PASSAGES), deep: deep + (inside || !isOpen() ? 1 : 0) };
    const address = new URL(location.href);
    address.searchParams.set("section", anchor);
    history[section.deep > deep ? "pushState" : "replaceState"]({ ...history.state, section }, "", address);
    if (!inside) opener = from;
    return show(section);
  }

  async function show({ anchor, passages }) {
    const number = asked += 1;
    const html = await piece("panel", [["anchor", anchor], ...passages.map((passage) => ["passage", passage])]);
    if (number !== asked) return;
    const body = at("panel-body");
    body.innerHTML = html;
    at("panel-head").replaceChildren(...body.querySelectorAll(".section-head"));
    at("panel-notes").setAttribute("href", `/notes#${encodeURIComponent(anchor)}`);
    at("panel").hidden = false;
    markOpener(true);
    coverRest();
    toFirstMark(body);
    (at("panel-head").querySelector(".section-title") ?? at("panel-close")).focus({ preventScroll: true });
  }

  function toFirstMark(body) {
    body.scrollTop = 0;
    const mark = body.querySelector("mark");
    if (!mark) return;
    const top = mark.getBoundingClientRect().top - body.getBoundingClientRect().top;
    if (top > body.clientHeight * 0.55) body.scrollTop = top - body.clientHeight * 0.3;
  }

  function markOpener(open) {
    document.querySelectorAll("#study [data-section][aria-current]").forEach((link) => link.removeAttribute("aria-current"));
    if (!open || !opener?.isConnected) return;
    opener.setAttribute("aria-current", "true");
    opener.scrollIntoView({ block: "nearest" });
  }

  /** Closes the panel and goes back to where it was opened. */
  function close() {
    if (!isOpen()) return;
    const deep = history.state?.section?.deep ?? 0;
    if (deep) history.go(-deep);
    else withoutSection();
    hide();
  }

  function withoutSection() {
    const address = new URL(location.href);
    address.searchParams.delete("section");
    history.replaceState({ ...history.state, section: undefined }, "", address);
  }

  function hide() {
    asked += 1;
    if (!isOpen()) return;
    const had = at("panel").contains(document.activeElement) || document.activeElement === document.body;
    at("panel").hidden = true;
    markOpener(false);
    coverRest();
    if (had && opener?.isConnected) opener.focus();
    else if (had) document.dispatchEvent(new CustomEvent("panel-closed"));
    opener = undefined;
  }

  /** On a narrow window the panel lies over the page, which then must not be reached. */
  const covers = () => narrow.matches && isOpen();

  function coverRest() {
    const covered = covers();
    for (const part of document.querySelectorAll("#study > .bar, #study > .columns > :not(#panel)")) part.inert = covered;
  }

  /** Shows what the address says; a page calls it once it is there. */
  function fromAddress() {
    if (!at("panel")) return;
    const anchor = new URLSearchParams(location.search).get("section");
    const section = history.state?.section;
    if (section) show(section);
    else if (anchor) show({ anchor, passages: [] });
    else hide();
  }

  function follow(event) {
    const link = event.target.closest?.("a[data-section]");
    if (!link || !at("panel") || event.defaultPrevented || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    open(link.dataset.section, JSON.parse(link.dataset.passages ?? "[]"), link);
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#panel-close")) close();
    else follow(event);
  });
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !event.defaultPrevented) close();
  });
  addEventListener("popstate", fromAddress);
  addEventListener("DOMContentLoaded", fromAddress);
  narrow.addEventListener("change", coverRest);

  return { open, close, isOpen, covers, fromAddress };
})();
