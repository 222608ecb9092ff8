// The review page: recall, look, and say how well it was known.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const { sheet, show, once, why, meant } = window.study.desk;
  const at = (id) => document.getElementById(id);
  const item = () => sheet().querySelector(".item");
  const shown = () => Boolean(at("back")) && !at("back").hidden;
  let since = performance.now();

  sheet().addEventListener("shown", () => {
    since = performance.now();
    (at("reveal") ?? sheet().querySelector("h1"))?.focus({ preventScroll: true });
  });

  function reveal() {
    if (!at("back") || shown()) return;
    at("back").hidden = false;
    if (at("recall")) at("recall").hidden = true;
    at("front-foot").hidden = true;
    at("back").querySelector(".good").focus({ preventScroll: true });
    at("back").scrollIntoView({ block: "nearest" });
  }

  function rate(rating) {
    if (shown()) once(() => show("/review/rate", { item: item().dataset.item, rating: Number(rating), seconds: (performance.now() - since) / 1000 }));
  }

  const undo = () => once(() => show("/review/undo", {}));

  sheet().addEventListener("click", (event) => {
    const button = event.target.closest("button");
    if (button?.id === "reveal") reveal();
    else if (button?.id === "undo") undo();
    else if (button?.dataset.rating) rate(button.dataset.rating);
  });
  addEventListener("keydown", (event) => {
    if (!meant(event)) return;
    const key = event.key.toLowerCase();
    if (/^[1-4]$/.test(key)) rate(key);
    else if ((key === "enter" || key === " ") && !shown() && !event.target.closest("button, a")) reveal();
    else if (key === "u" && at("undo")) undo();
    else if (key === "w" && shown()) why();
  });

  show("/review/view");
});
