// The progress page: one piece from the server; its calendar shows the latest days first where it does not fit.
"use strict";

addEventListener("DOMContentLoaded", async () => {
  const { show, sheet } = window.study.desk;
  if (!await show("/progress/view")) return;
  const calendar = sheet().querySelector(".scrolls");
  if (calendar) calendar.scrollLeft = calendar.scrollWidth;
});
