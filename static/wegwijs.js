/* Small and optional: every page works without it. No inline code, no library. */
(() => {
  "use strict";

  const TYPED = "wegwijs.typed";
  const SIGNED_OUT = "wegwijs.signed-out";
  const person = document.documentElement.dataset.person || "";
  let typing = 0;
  let typingIn = null;

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
    return [location.pathname, location.search, form.getAttribute("action") || "", form.id || sameName.indexOf(form)].join("|");
  }
  function isKept(field) {
    return field.name && !["password", "hidden", "file", "submit", "button"].includes(field.type) && field.autocomplete !== "one-time-code";
  }
  function valuesOf(form) {
    return [...form.elements].filter(isKept).map((field) =>
      ["checkbox", "radio"].includes(field.type) ? [field.name, field.value, field.checked] : [field.name, field.value]);
  }
  // Which page it was: so that the house can tell when its writer went on elsewhere since.
  function originOf(form) {
    return form.dataset.autosave ? [...form.querySelectorAll("[name=mark], [name=seen]")].map((field) => [field.name, field.value]) : [];
  }
  function keepTyped(form, isSent) {
    if (form.method !== "post" || form.hasAttribute("data-forget") || "forgetful" in form.dataset) return;
    const all = kept();
    const key = keyOf(form);
    all[key] = { person, values: valuesOf(form), origin: originOf(form), isSent, isLost: !isSent && Boolean(all[key]?.isLost) };
    keep(all);
  }
  function markLost(form) {
    const all = kept();
    if (all[keyOf(form)]) all[keyOf(form)].isLost = true;
    keep(all);
  }
  function letGo(form) {
    if (typingIn === form) typingIn = null;
    const all = kept();
    delete all[keyOf(form)];
    keep(all);
  }
  function isBack() {
    return performance.getEntriesByType("navigation")[0]?.type === "back_forward";
  }
  function hasArrived(key) {
    // What answers a form is opened from it. Whoever came back, or by another way, had no answer.
    const from = document.referrer ? new URL(document.referrer) : null;
    return !isBack() && from?.origin === location.origin && from.pathname === key.split("|")[0];
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
    if (!words || !place || place.querySelector("[data-put-back]")) return;
    const notice = document.createElement("div");
    notice.className = "notice";
    notice.dataset.putBack = "yes";
    const line = document.createElement("p");
    line.textContent = words;
    notice.append(line);
    place.append(notice);
  }
  function restore() {
    const all = kept();
    // The house filled in a form itself. Now *back* leads here, and does not ask to send anything.
    if (document.querySelector("form[data-put-back]")) history.replaceState(null, "", location.href);
    // On a fault page or at the door nothing has arrived: keep it until the form is back.
    const isAway = "fault" in document.body.dataset || "door" in document.body.dataset;
    if (isAway) {
      // Without this script the page of the fault must stay open; with it the form fills itself in.
      document.querySelectorAll("a[data-door]").forEach((link) => {
        link.removeAttribute("target");
        link.nextElementSibling?.remove();
      });
      Object.values(all).forEach((one) => { one.isLost = true; });
      keep(all);
      return;
    }
    for (const [key, one] of Object.entries(all)) {
      if (one.person !== person || (one.isSent && !one.isLost && hasArrived(key))) delete all[key];
      else if (one.isSent) one.isLost = true;
    }
    for (const form of document.forms) {
      const key = keyOf(form);
      // The house has filled it in itself, and nothing of it is saved yet.
      if ("putBack" in form.dataset) {
        all[key] = { person, values: valuesOf(form), origin: originOf(form), isSent: false, isLost: true };
        form.dispatchEvent(new Event("put-back"));
        continue;
      }
      // A form that saves itself was not saved; any other was left without sending it.
      if (all[key] && (all[key].isLost || isBack() || !form.dataset.autosave) && fillIn(form, all[key].values)) {
        fillIn(form, all[key].origin);
        sayRestored(form);
        form.dispatchEvent(new Event("put-back"));
      } else if (all[key]) delete all[key];
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
      const saved = JSON.stringify(valuesOf(form));
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
          form.dataset.elsewhere = "yes";
          letGo(form);
          say(words.autosaveElsewhere, true);
          return;
        }
        if (!answer.ok) throw new Error(String(answer.status));
        say(words.autosaveSaved.replace("{time}", clock()), false);
        if (saved === JSON.stringify(valuesOf(form))) letGo(form);
      } catch {
        isDirty = true;
        keepTyped(form, false);
        markLost(form);
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
    form.addEventListener("put-back", () => { isDirty = true; save(); });
    window.addEventListener("online", save);
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
    if (!navigator.onLine) {
      event.preventDefault();
      sayOffline(event.submitter || form.lastElementChild);
      return;
    }
    if ("forget" in form.dataset) forget();
    else keepTyped(form, true);
    if (form.hasAttribute("hx-post")) return;
    form.dataset.sent = "yes";
    setTimeout(() => { delete form.dataset.sent; }, 8000);
  });
  window.addEventListener("pageshow", () => {
    for (const form of document.forms) delete form.dataset.sent;
  });

  function keepNow() {
    if (typingIn && !typingIn.dataset.elsewhere && !typingIn.dataset.sent) keepTyped(typingIn, false);
    typingIn = null;
  }
  document.addEventListener("input", (event) => {
    const form = event.target.form;
    if (!form) return;
    if (typingIn !== form) keepNow();
    typingIn = form;
    clearTimeout(typing);
    typing = setTimeout(keepNow, 300);
  });
  window.addEventListener("pagehide", keepNow);

  /* --- signing out forgets, in each window of this browser ------------------------------------ */

  function forget() {
    typingIn = null;
    keep({});
    try { localStorage.setItem(SIGNED_OUT, String(Date.now())); } catch { /* closed: no harm */ }
  }
  window.addEventListener("storage", (event) => { if (event.key === SIGNED_OUT) keep({}); });

  /* --- no connection: nothing is sent, so nothing is lost ------------------------------------- */

  function sayOffline(place) {
    const line = document.querySelector("[data-offline-line]") || document.createElement("p");
    line.className = "autosave small failed";
    line.dataset.offlineLine = "yes";
    line.setAttribute("role", "status");
    (place.closest(".buttons") || place).before(line);
    line.textContent = document.body.dataset.offline;
  }
  window.addEventListener("online", () => document.querySelector("[data-offline-line]")?.remove());

  focusSummary(document);
  document.querySelectorAll("form[data-autosave]").forEach(startAutosave);
  restore();
  document.addEventListener("htmx:afterSwap", (event) => focusSummary(event.target));
})();
