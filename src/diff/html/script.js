"use strict";
const all = (query) => Array.from(document.querySelectorAll(query));
const items = all("nav li button[data-stop]");
const status = document.getElementById("status");
let current = -1;

function go(index) {
  if (items.length === 0) return;
  current = (index + items.length) % items.length;
  const item = items[current];
  items.forEach((other) => other.removeAttribute("aria-current"));
  item.setAttribute("aria-current", "true");
  item.scrollIntoView({ block: "nearest" });
  all(".mark.now").forEach((mark) => mark.classList.remove("now"));
  const marks = all(`.sheet .mark[data-stop="${item.dataset.stop}"]`);
  marks.forEach((mark) => mark.classList.add("now"));
  const shown = marks.find((mark) => mark.closest(".new, .both")) || marks[0];
  if (shown) shown.scrollIntoView({ block: "center", inline: "nearest" });
  status.textContent = `${current + 1} of ${items.length}: ${item.textContent}`;
}

function view(name) {
  document.body.classList.remove("side", "overlay", "difference");
  document.body.classList.add(name);
  all("[data-view]").forEach((button) => button.setAttribute("aria-pressed", String(button.dataset.view === name)));
}

function toggleMarks() {
  const hidden = document.body.classList.toggle("unmarked");
  document.getElementById("marks").setAttribute("aria-pressed", String(!hidden));
}

items.forEach((item, index) => item.addEventListener("click", () => go(index)));
all("[data-view]").forEach((button) => button.addEventListener("click", () => view(button.dataset.view)));
document.getElementById("next").addEventListener("click", () => go(current + 1));
document.getElementById("previous").addEventListener("click", () => go(current < 0 ? -1 : current - 1));
document.getElementById("marks").addEventListener("click", toggleMarks);
const slider = document.querySelector("#slide input");
const slide = () => document.body.style.setProperty("--shown", `${slider.value}%`);
slider.addEventListener("input", slide);
slide();

document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  const keys = {
    n: () => go(current + 1),
    p: () => go(current < 0 ? -1 : current - 1),
    1: () => view("side"),
    2: () => view("overlay"),
    3: () => view("difference"),
    m: toggleMarks,
  };
  const inSlider = event.target === slider;
  if (!inSlider && document.body.classList.contains("overlay") && ["ArrowLeft", "ArrowRight"].includes(event.key)) {
    slider.value = Number(slider.value) + (event.key === "ArrowLeft" ? -5 : 5);
    slide();
    event.preventDefault();
  } else if (keys[event.key]) {
    keys[event.key]();
    event.preventDefault();
  }
});
