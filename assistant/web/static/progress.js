// The progress page: one piece from the server; its calendar shows the latest days first where it does not fit.
"use strict";

addEventListener("DOMContentLoaded", () => {
  const { show, put, ask, once, sheet, trouble } = window.study.desk;
  const { at } = window.study;

  sheet().addEventListener("shown", () => {
    const calendar = sheet().querySelector(".scrolls");
    if (calendar) calendar.scrollLeft = calendar.scrollWidth;
  });

  /** Says whose progress a file holds, where it is not this student's. */
  async function tellWhose(file) {
    const form = at("import");
    let name;
    try {
      name = JSON.parse(await file.text()).student;
    } catch {
      return;  // the server says what is wrong with it
    }
    if (at("import") === form && typeof name === "string" && name !== form.dataset.student) {
      at("whose").textContent = `This is the progress of ${name.slice(0, 40)}: it would be added to ${form.dataset.student}’s.`;
    }
  }

  async function add(file, most) {
    if (file.size > most) {
      trouble(`This file is too large for the page, which takes ${Math.floor(most / 2 ** 20)} MB: assistant progress --import takes it in a terminal.`, at("import"));
      return;
    }
    const button = at("import").querySelector("button");
    button.textContent = "Adding…";
    const html = await ask("/progress/import", { method: "POST", headers: { "content-type": "application/json" }, body: file }, at("import"));
    if (html === null) button.textContent = "Add to my progress";
    else await put(html);
  }

  sheet().addEventListener("change", (event) => {
    if (event.target.id !== "import-file") return;
    at("whose").textContent = "";
    const [file] = event.target.files;
    if (file && file.size <= Number(at("import").dataset.most)) tellWhose(file);
  });
  sheet().addEventListener("submit", (event) => {
    event.preventDefault();
    const [file] = at("import-file").files;
    if (file) once(() => add(file, Number(at("import").dataset.most)));
  });

  show("/progress/view");
});
