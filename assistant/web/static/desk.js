// What the quiz, review and progress pages share: asking the server for their pieces, and the reason of an item in place.
"use strict";

window.study.desk = (() => {
  const { piece, make, panel } = window.study;
  const sheet = () => document.getElementById("sheet");
  const GONE = "The assistant cannot be reached: is the program still running? Nothing that was answered is lost; this page carries on as soon as it is back.";
  let busy = false;

  /** Fetches a piece of the page; null where that failed, and then the page says why. */
  async function fetchPiece(path, sent) {
    const asked = sent === undefined ? {} : { method: "POST", keepalive: true, headers: { "content-type": "application/json" }, body: JSON.stringify(sent) };
    return ask(path, asked);
  }

  /** Sends a request; the text that comes back, or null where that failed, and then the page says why, at `place`. */
  async function ask(path, asked, place = sheet()) {
    let response;
    try {
      response = await fetch(path, asked);
    } catch {
      trouble(GONE, place);
      return null;
    }
    const text = await response.text();
    if (response.ok) return text;
    if (response.status === 401) study.student?.open();
    trouble(response.status < 500 && response.headers.get("content-type")?.startsWith("text/plain") ? text : "Something went wrong here: try it once more.", place);
    return null;
  }

  /** Does one thing at a time: a key that is held down asks once. False where another thing is being done. */
  async function once(work) {
    if (busy) return false;
    busy = true;
    try {
      await work();
    } finally {
      busy = false;
    }
    return true;
  }

  /** Asks the server and shows what comes back; true where that worked. */
  async function show(path, sent) {
    const html = await fetchPiece(path, sent);
    if (html !== null) await put(html);
    return html !== null;
  }

  /** Puts a piece on the page. */
  async function put(html) {
    await closePanel();
    sheet().innerHTML = html;
    document.getElementById("desk").scrollTop = 0;
    sheet().dispatchEvent(new CustomEvent("shown"));
  }

  /** Closes the panel and waits until the address is what it was before, for what is shown next may change it. */
  async function closePanel() {
    if (!panel.isOpen()) return;
    const back = history.state?.section?.deep ? new Promise((done) => addEventListener("popstate", done, { once: true })) : undefined;
    panel.close();
    await back;
  }

  function trouble(text, place = sheet()) {
    document.getElementById("trouble")?.remove();
    sheet().querySelector(":scope > .waiting")?.remove();
    const again = make("button", { type: "button", class: "quiet", text: "Close" });
    const box = make("div", { id: "trouble", class: "trouble", role: "alert" }, make("p", { text }), again);
    again.addEventListener("click", () => box.remove());
    place.prepend(box);
    box.scrollIntoView({ block: "nearest" });
  }

  /** Opens the cited section below the reason, its passages highlighted; again closes it. */
  async function why() {
    const button = document.getElementById("why");
    const place = document.getElementById("in-place");
    if (!button || !place) return;
    const open = place.hidden;
    button.setAttribute("aria-expanded", String(open));
    if (open && !place.childElementCount) {
      const passages = JSON.parse(button.dataset.passages).slice(0, 100);
      place.innerHTML = await piece("panel", [["anchor", button.dataset.section], ...passages.map((passage) => ["passage", passage])]);
      place.querySelectorAll(".neighbours, .below").forEach((part) => part.remove());
    }
    place.hidden = !open;
    if (open) (place.querySelector("mark") ?? place).scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest?.("#why")) why();
  });

  /** Whether a key was meant for the page: not typed into a box, no shortcut of the browser. */
  function meant(event) {
    return !event.ctrlKey && !event.metaKey && !event.altKey && !event.isComposing && !event.repeat
      && !event.target.closest("input, textarea, select, dialog, .panel");
  }

  return { sheet, show, put, ask, fetchPiece, once, why, meant, trouble };
})();
