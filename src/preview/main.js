// Follows the program: hears what is new, and says so. Whatever comes from the edition is put into the page as text.
import { byId, make, post } from "./dom.js";
import * as pages from "./pages.js";
import * as notes from "./notes.js";
import * as figures from "./figures.js";

const BEAT_MISSED = 12000;
const state = byId("state");
let source = null;
let heard = 0;
let lastPages = "";
let lastFindings = "";
let isOver = false;
let told = { round: 0 };

const clock = (date) => date.toLocaleTimeString([], { hour: "2-digit", minute: "2-digit", second: "2-digit" });

function connect() {
  source?.close();
  source = new EventSource("events");
  heard = Date.now();
  // Where nobody listens any more, that need not be waited for so long.
  source.onerror = () => (heard = Math.min(heard, Date.now() - BEAT_MISSED + 3000));
  const on = (name, act) =>
    source.addEventListener(name, (event) => {
      heard = Date.now();
      if (isOver) {
        isOver = false;
        byId("gone").hidden = true;
      }
      act(event.data);
    });
  on("beat", () => {});
  on("pages", onPages);
  on("findings", onFindings);
}

// One connection a tab, and none of a tab that nobody sees: a browser has six to one host.
function onVisibility() {
  if (document.hidden) {
    source?.close();
    source = null;
  } else {
    connect();
  }
}

function watch() {
  if (document.hidden || !source) return;
  if (Date.now() - heard > BEAT_MISSED || source.readyState === EventSource.CLOSED) {
    if (!isOver) {
      isOver = true;
      const gone = byId("gone");
      gone.textContent = "The preview does not answer: it has ended, or this machine was asleep. The pages below are the last ones. If this stays, start it again: quarterly preview …";
      gone.hidden = false;
    }
    connect();
  }
}

function onPages(data) {
  if (data === lastPages) return;
  lastPages = data;
  told = JSON.parse(data);
  document.title = `${told.title} – preview`;
  document.documentElement.dataset.language = told.language;
  byId("title").textContent = `${told.title}, ${told.period}`;
  languages();
  pages.show(told).then((changed) => {
    document.documentElement.dataset.round = told.round;
    if (byId("follow").getAttribute("aria-pressed") === "true" && changed.length > 0) pages.go(changed[0]);
  });
  notes.since(clock(new Date()));
  say();
}

function onFindings(data) {
  if (data === lastFindings) return;
  lastFindings = data;
  notes.show(JSON.parse(data));
  say();
}

function say() {
  const count = told.pages?.length ?? 0;
  const at = notes.time();
  const what = notes.summary();
  if (notes.failed()) {
    state.textContent = count > 0 ? `Pages as of ${at}, before the error` : "No pages yet: mend the errors first";
  } else if (at) {
    state.textContent = `Built at ${at}: ${count} pages, ${what}${told.draft ? ", draft" : ""}`;
  }
}

function languages() {
  const choice = byId("language");
  const all = told.languages;
  byId("language-choice").hidden = all.length < 2;
  choice.replaceChildren(...all.map((tag) => make("option", { value: tag, selected: tag === told.language }, tag)));
  const beside = all.filter((tag) => tag !== told.language);
  const link = (tag) => make("a", { href: `beside?language=${encodeURIComponent(tag)}`, target: "_blank", rel: "noopener" }, `Beside ${tag}`);
  byId("languages-beside").replaceChildren(...beside.map(link));
}

function toggle(button, act) {
  const isOn = button.getAttribute("aria-pressed") !== "true";
  button.setAttribute("aria-pressed", String(isOn));
  act(isOn);
}

const actions = {
  n: () => notes.step(1),
  p: () => notes.step(-1),
  g: () => byId("page").select(),
  "+": () => pages.zoom(1),
  "=": () => pages.zoom(1),
  "-": () => pages.zoom(-1),
  0: () => pages.setZoom("width"),
  m: () => byId("numbers").click(),
  c: () => document.querySelector(".menu summary").click(),
  "?": help,
};

function help() {
  const keys = [
    ["n, p", "next and previous finding"],
    ["g", "go to a page, by its number in the file"],
    ["+, −, 0", "larger, smaller, as wide as the window"],
    ["m", "mark all numbers; Tab and Enter then open them"],
    ["c", "compare"],
    ["Esc", "close what is open"],
  ];
  const list = make("dl", { class: "keys" });
  keys.forEach(([key, what]) => list.append(make("dt", {}, make("kbd", {}, key)), make("dd", {}, what)));
  notes.open("Keys", list, make("p", {}, "A click on a number tells where it comes from. To print, download the PDF."));
}

document.addEventListener("keydown", (event) => {
  if (event.key === "Escape") {
    document.querySelectorAll(".menu[open]").forEach((menu) => (menu.open = false));
    notes.close();
    return;
  }
  const isField = event.target.closest("input, select, textarea");
  if (isField || event.ctrlKey || event.metaKey || event.altKey || !actions[event.key]) return;
  actions[event.key]();
  event.preventDefault();
});

byId("next").addEventListener("click", () => notes.step(1));
byId("previous").addEventListener("click", () => notes.step(-1));
byId("larger").addEventListener("click", () => pages.zoom(1));
byId("smaller").addEventListener("click", () => pages.zoom(-1));
byId("zoom").addEventListener("change", (event) => pages.setZoom(event.target.value));
byId("numbers").addEventListener("click", (event) => toggle(event.currentTarget, pages.markNumbers));
byId("follow").addEventListener("click", (event) => toggle(event.currentTarget, () => {}));
byId("help").addEventListener("click", help);
byId("close").addEventListener("click", () => notes.close());
byId("fold").addEventListener("click", (event) => {
  const isFolded = byId("failed").classList.toggle("folded");
  event.currentTarget.setAttribute("aria-expanded", String(!isFolded));
  event.currentTarget.textContent = isFolded ? "Show" : "Hide";
});
byId("figures").addEventListener("click", figures.open);
byId("fill-open").addEventListener("click", figures.open);
byId("language").addEventListener("change", (event) => post("language", { language: event.target.value }));
byId("page").addEventListener("keydown", (event) => {
  if (event.key === "Enter") pages.go(Number(event.target.value));
});
document.addEventListener("click", (event) => {
  document.querySelectorAll(".menu[open]").forEach((menu) => menu.contains(event.target) || (menu.open = false));
});
document.addEventListener("visibilitychange", onVisibility);
pages.onNumber((numbers, from) => notes.card(numbers, from));
setInterval(watch, 1000);
if (!document.hidden) connect();
