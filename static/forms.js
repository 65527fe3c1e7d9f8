/* An order: the boxes work by themselves. With this an answer moves up or down with a button, and
   one that is chosen again changes places with the other. Optional, as everything here. */
(() => {
  "use strict";

  function tell(box) {
    box.dispatchEvent(new Event("input", { bubbles: true }));
    box.dispatchEvent(new Event("change", { bubbles: true }));
  }

  function button(words, place, mark) {
    const made = document.createElement("button");
    const spoken = document.createElement("span");
    made.type = "button";
    made.className = "button quiet small move";
    made.textContent = mark;
    spoken.className = "visually-hidden";
    spoken.textContent = `${words}: ${place}`;
    made.append(spoken);
    return made;
  }

  function enhance(parts, words) {
    const boxes = [...parts.querySelectorAll("select")];
    const before = boxes.map((box) => box.value);
    const status = document.createElement("p");
    status.className = "visually-hidden";
    status.setAttribute("role", "status");
    parts.after(status);

    function remember() {
      boxes.forEach((box, place) => { before[place] = box.value; });
    }
    function swap(one, other) {
      const value = boxes[one].value;
      boxes[one].value = boxes[other].value;
      boxes[other].value = value;
      remember();
      const moved = boxes[other].selectedOptions[0];
      if (moved && moved.value) status.textContent = `${moved.text}: ${boxes[other].labels[0].textContent}`;
      tell(boxes[other]);
    }
    boxes.forEach((box, place) => {
      // An arrow key passes the answers one by one: only where it stops is one chosen.
      let isByKey = false;
      function settle() {
        const twin = boxes.findIndex((other, there) => there !== place && other.value && other.value === box.value);
        if (twin >= 0) boxes[twin].value = before[place];
        remember();
        return twin >= 0;
      }
      box.addEventListener("keydown", () => { isByKey = true; });
      box.addEventListener("pointerdown", () => { isByKey = false; });
      box.addEventListener("change", () => { if (!isByKey) settle(); });
      box.addEventListener("blur", () => { if (isByKey && settle()) tell(box); });
      const name = box.labels[0] ? box.labels[0].textContent : String(place + 1);
      const row = document.createElement("div");
      row.className = "moves";
      if (place > 0) {
        const up = button(words.up, name, "↑");
        up.addEventListener("click", () => { swap(place, place - 1); });
        row.append(up);
      }
      if (place < boxes.length - 1) {
        const down = button(words.down, name, "↓");
        down.addEventListener("click", () => { swap(place, place + 1); });
        row.append(down);
      }
      box.after(row);
    });
  }

  document.querySelectorAll("form[data-up]").forEach((form) => {
    form.querySelectorAll("fieldset .parts").forEach((parts) => enhance(parts, { up: form.dataset.up, down: form.dataset.down }));
  });
})();
