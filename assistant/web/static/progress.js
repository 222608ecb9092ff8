// The progress page: one piece from the server.
"use strict";

addEventListener("DOMContentLoaded", () => window.study.desk.show("/progress/view"));
