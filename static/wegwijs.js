/* Small and optional: every page works without it. No inline code, no library. */
(() => {
  "use strict";

  const TYPED = "wegwijs.typed";
  const person = document.documentElement.dataset.person || "";

  /* --- menus: close with Escape or a click elsewhere -------------------------------------- */

  function closeDrops(except) {
    document.querySelectorAll("details[data-drop][open]").forEach((drop) => {
      if (drop !== except) drop.open = false;
    });
  }
  document.addEventListener("click", (event) => closeDrops(event.target.closest("details[data-drop]")));
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    const open = document.querySelector("details[data-drop][open]");
    if (!open) return;
    open.open = false;
    open.querySelector("summary").focus();
  });

  /* --- error summary ------------------------------------------------------------------------ */

  function focusSummary(root) {
    const summary = root.querySelector("[data-error-summary]");
    if (summary) summary.focus();
  }

  /* --- what was typed is kept until it has arrived ------------------------------------------ */

  function kept() {
    try { return JSON.parse(sessionStorage.getItem(TYPED)) || {}; } catch { return {}; }
  }
  function keep(all) {
    try { sessionStorage.setItem(TYPED, JSON.stringify(all)); } catch { /* full or closed: no harm */ }
  }
  function keyOf(form) {
    const sameName = [...document.forms].filter((one) => one.getAttribute("action") === form.getAttribute("action"));
    return [location.pathname, form.getAttribute("action") || "", form.id || sameName.indexOf(form)].join("|");
  }
  function isKept(field) {
    return field.name && !["password", "hidden", "file", "submit", "button"].includes(field.type) && field.autocomplete !== "one-time-code";
  }
  function valuesOf(form) {
    return [...form.elements].filter(isKept).map((field) =>
      ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]);
  }
  function keepTyped(form, isSent) {
    if (form.method !== "post" || form.hasAttribute("data-forget") || "forgetful" in form.dataset) return;
    const all = kept();
    all[keyOf(form)] = { person, values: valuesOf(form), isSent };
    keep(all);
  }
  function fillIn(form, values) {
    let changed = false;
    for (const [name, value, checked] of values) {
      for (const field of form.querySelectorAll(`[name="${CSS.escape(name)}"]`)) {
        if (checked === undefined) {
          if (field.value !== value) { field.value = value; changed = true; }
        } else if (field.value === value && field.checked !== checked) {
          field.checked = checked;
          changed = true;
        }
      }
    }
    return changed;
  }
  function sayRestored(form) {
    const words = document.body.dataset.restored;
    const place = document.querySelector(".messages");
    if (!words || !place) return;
    const notice = document.createElement("div");
    notice.className = "notice";
    const line = document.createElement("p");
    line.textContent = words;
    notice.append(line);
    place.append(notice);
  }
  function restore() {
    const all = kept();
    // On a fault page or at the door nothing has arrived: keep it until the form is back.
    const isAway = "fault" in document.body.dataset || "door" in document.body.dataset;
    if (isAway) {
      Object.values(all).forEach((one) => { one.isLost = true; });
      keep(all);
      return;
    }
    for (const form of document.forms) {
      const key = keyOf(form);
      const mine = all[key];
      if (mine && mine.isLost && mine.person === person && fillIn(form, mine.values)) sayRestored(form);
    }
    for (const [key, one] of Object.entries(all)) {
      const isHere = key.split("|")[0] === location.pathname;
      if (one.person !== person || (one.isSent && !one.isLost) || (one.isLost && isHere)) delete all[key];
    }
    keep(all);
  }

  /* --- autosave: on leaving a field, and at most five seconds after typing ------------------- */

  function startAutosave(form) {
    const status = form.querySelector("[data-autosave-status]");
    const words = form.dataset;
    let timer = 0;
    let isDirty = false;
    let isBusy = false;
    let isOver = false;

    function say(text, hasFailed) {
      if (!status) return;
      status.textContent = text;
      status.classList.toggle("failed", hasFailed);
    }
    function clock() {
      const now = new Date();
      return now.getHours() + words.autosaveClock + String(now.getMinutes()).padStart(2, "0");
    }
    function draft() {
      const data = new FormData(form);
      form.querySelectorAll("input[type=file]").forEach((field) => data.delete(field.name));
      return data;
    }
    async function save() {
      clearTimeout(timer);
      timer = 0;
      if (!isDirty || isBusy || isOver || form.dataset.sent) return;
      isDirty = false;
      isBusy = true;
      try {
        const answer = await fetch(words.autosave, {
          method: "POST",
          body: draft(),
          headers: { "X-CSRFToken": form.elements.csrfmiddlewaretoken?.value || "", Accept: "application/json" },
          credentials: "same-origin",
          redirect: "manual",
          keepalive: true,
        });
        if (answer.status === 409 && words.autosaveElsewhere) {
          // Somebody went on elsewhere: only a press of the button may decide which words count.
          isOver = true;
          isDirty = false;
          say(words.autosaveElsewhere, true);
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        say(words.autosaveSaved.replace("{time}", clock()), false);
      } catch {
        isDirty = true;
        say(words.autosaveFailed, true);
        timer = setTimeout(save, 15000);
      } finally {
        isBusy = false;
        form.dispatchEvent(new Event("autosave-ended"));
        if (isDirty && !timer) timer = setTimeout(save, 4000);
      }
    }
    form.addEventListener("input", () => {
      isDirty = true;
      if (!timer) timer = setTimeout(save, 4000);
    });
    form.addEventListener("change", save);
    form.addEventListener("focusout", save);
    document.addEventListener("visibilitychange", () => { if (document.visibilityState === "hidden") save(); });

    // What is under way must not arrive after what is sent now: it is older. Two seconds at most.
    form.addEventListener("submit", (event) => {
      if (!isBusy || form.dataset.sent) return;
      event.preventDefault();
      event.stopImmediatePropagation();
      const button = event.submitter;
      let isGone = false;
      const go = () => {
        if (isGone) return;
        isGone = true;
        isBusy = false;
        form.requestSubmit(button);
      };
      isDirty = false;
      form.addEventListener("autosave-ended", go, { once: true });
      setTimeout(go, 2000);
    });
    window.addEventListener("pageshow", (event) => { if (event.persisted) location.reload(); });
  }

  /* --- one click sends once; the button stays usable ------------------------------------------ */

  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) {
      event.preventDefault();
      return;
    }
    if ("forget" in form.dataset) keep({});
    else keepTyped(form, true);
    if (form.hasAttribute("hx-post")) return;
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  let typing = 0;
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    clearTimeout(typing);
    typing = setTimeout(() => keepTyped(form, false), 300);
  });

  focusSummary(document);
  restore();
  document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
})();
