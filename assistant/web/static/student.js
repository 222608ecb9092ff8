// Who studies in this browser: the name in the bar, and the dialog to sign in or out.
"use strict";

window.study.student = (() => {
  const { make } = window.study;
  let who = { name: null, signedIn: false };

  async function load() {
    const button = document.getElementById("student");
    if (!button) return;
    try {
      who = await (await fetch("/student")).json();
    } catch {
      return;
    }
    button.querySelector("span").textContent = who.name ?? "Sign in";
    button.setAttribute("aria-label", who.name ? `Student: ${who.name}` : "Sign in");
  }

  function open() {
    document.getElementById("sign-in")?.remove();
    const name = make("input", { id: "sign-in-name", type: "text", maxlength: "40", autocomplete: "username", required: "" });
    const passphrase = make("input", { id: "sign-in-passphrase", type: "password", maxlength: "200", autocomplete: "current-password" });
    const fault = make("p", { class: "fault", role: "alert" });
    const form = make("form", { method: "dialog" },
      make("h2", { text: "Who is studying?" }),
      make("p", { class: "soft", text: "Each name has quizzes, reviews and progress of its own." }),
      make("label", { for: "sign-in-name", text: "Name" }), name,
      make("label", { for: "sign-in-passphrase", text: "Passphrase" }), passphrase,
      make("p", { class: "soft small", text: "Only needed for a name that was first used with one; give one to guard a new name." }),
      fault, buttons());
    const dialog = make("dialog", { id: "sign-in", "aria-label": "Sign in" }, form);
    form.addEventListener("submit", (event) => {
      event.preventDefault();
      change("/student/sign-in", { name: name.value, passphrase: passphrase.value }, fault);
    });
    dialog.addEventListener("click", (event) => event.target.closest("#sign-out") && change("/student/sign-out", {}, fault));
    dialog.addEventListener("close", () => dialog.remove());
    document.getElementById("study").append(dialog);
    dialog.showModal();
  }

  function buttons() {
    const row = make("p", { class: "buttons" }, make("button", { type: "submit", class: "primary", text: "Sign in" }));
    if (who.signedIn) row.append(make("button", { type: "button", class: "secondary", id: "sign-out", text: `Sign ${who.name} out` }));
    const close = make("button", { type: "button", class: "quiet", text: "Cancel" });
    close.addEventListener("click", () => document.getElementById("sign-in").close());
    row.append(close);
    return row;
  }

  /** Another student must not find this one's chat: what the tab kept is dropped with the name. */
  async function change(path, sent, fault) {
    try {
      const response = await fetch(path, { method: "POST", headers: { "content-type": "application/json" }, body: JSON.stringify(sent) });
      if (!response.ok) {
        fault.textContent = response.status < 500 && response.headers.get("content-type")?.startsWith("text/plain") ? await response.text() : "That did not work: try it once more.";
        return;
      }
    } catch {
      fault.textContent = "The assistant cannot be reached: is the program still running?";
      return;
    }
    sessionStorage.clear();
    location.href = location.pathname;
  }

  document.addEventListener("click", (event) => event.target.closest?.("#student") && open());
  addEventListener("DOMContentLoaded", load);
  return { open, load };
})();
