// The report: filters its questions; outside the app it also takes the system's colours, and has no sections to open.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const inApp = Boolean(window.study);
  const form = document.getElementById("filters");

  if (inApp) window.study.applyTheme();
  else {
    const dark = matchMedia("(prefers-color-scheme: dark)");
    const follow = () => { document.documentElement.dataset.theme = dark.matches ? "dark" : "light"; };
    dark.addEventListener("change", follow);
    follow();
    for (const link of document.querySelectorAll("#report a[data-section]")) {
      const name = document.createElement("span");
      name.className = link.className;
      name.textContent = link.textContent;
      link.replaceWith(name);
    }
  }
  if (!form) return;

  const questions = [...document.querySelectorAll("#questions > .question")];
  const texts = new Map();
  const text = (question) => {
    if (!texts.has(question)) texts.set(question, question.textContent.toLowerCase());
    return texts.get(question);
  };

  function fits(question, wanted) {
    const { outcome, suite, split, kind } = question.dataset;
    if (wanted.outcome === "failed" ? outcome === "right" : wanted.outcome && wanted.outcome !== outcome) return false;
    if ((wanted.suite && wanted.suite !== suite) || (wanted.split && wanted.split !== split) || (wanted.kind && wanted.kind !== kind)) return false;
    return wanted.words.toLowerCase().split(/\s+/).every((word) => !word || text(question).includes(word));
  }

  function filter() {
    const wanted = Object.fromEntries(new FormData(form));
    let shown = 0;
    for (const question of questions) {
      question.hidden = !fits(question, wanted);
      if (!question.hidden) shown += 1;
    }
    document.getElementById("count").textContent = `${shown} of ${questions.length} questions`;
  }

  form.addEventListener("input", filter);
  form.addEventListener("submit", (event) => event.preventDefault());
  filter();
});
