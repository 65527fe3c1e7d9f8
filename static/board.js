/* The board of matching: small and optional, as wegwijs.js is. Without it each step is a round trip. */
(() => {
  "use strict";

  /* --- how many mentors are asked, on the button that asks them -------------------------------- */

  function count() {
    const button = document.querySelector("#present");
    if (!button) return;
    const ticked = document.querySelectorAll("#board input[name=chosen]:checked");
    const mentors = new Set([...ticked].map((one) => one.dataset.mentor));
    const words = mentors.size === 1 ? button.dataset.one : button.dataset.many;
    button.textContent = words.replace("{number}", mentors.size);
  }
  document.addEventListener("change", (event) => { if (event.target.name === "chosen") count(); });

  /* Enter on a tick would press the first button, which asks everybody: that is nobody's wish. */
  document.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && event.target.name === "chosen") event.preventDefault();
  });

  /* --- after a part is drawn anew: the focus stays on the row that was worked on ---------------- */

  let worked = "";
  document.addEventListener("submit", (event) => {
    const row = event.submitter && event.submitter.closest("tr[id]");
    worked = row ? row.id : "";
  }, true);
  document.addEventListener("htmx:afterSettle", () => {
    count();
    if (!document.querySelector("#board")) return;
    const isLost = !document.activeElement || document.activeElement === document.body || document.activeElement.id === "main";
    if (!isLost) return;
    const row = worked && document.getElementById(worked);
    const place = row ? row.querySelector("a") : document.querySelector("#messages button, #main h1");
    if (place && place.matches("h1")) place.tabIndex = -1;
    if (place) place.focus({ preventScroll: Boolean(row) });
  });

  /* A fault leaves an old board behind: the page is fetched anew, and says what is wrong. */
  document.addEventListener("htmx:responseError", (event) => {
    if (event.target.closest("#board, #main")) location.reload();
  });

  count();
})();
