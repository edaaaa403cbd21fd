// What was found, beside its page, and what is known of a number.
import { byId, make, plural, post } from "./dom.js";
import * as pages from "./pages.js";

const side = byId("side");
const MARKS = { error: "✖", warning: "▲", note: "●" };
let findings = [];
// What can be stepped through: each finding with what it is shown in.
let stops = [];
let now = -1;
let isFailed = false;
let at = "";
let pagesAt = "";
let numbersName = "";
let back = null;

// The pages have changed at this time.
export function since(time) {
  pagesAt = time;
  if (!isFailed) at = time;
}

export const time = () => at || pagesAt;
export const failed = () => isFailed;

export function summary() {
  const errors = findings.filter((finding) => finding.severity === "error").length;
  const rest = findings.length - errors;
  if (findings.length === 0) return "no findings";
  return errors > 0 ? `${plural(errors, "error")}${rest > 0 ? `, ${plural(rest, "finding")}` : ""}` : plural(rest, "finding");
}

export function show(told) {
  isFailed = told.failed;
  if (!isFailed) at = pagesAt;
  findings = told.findings;
  now = -1;
  if (told.to_fill) fillBar(told.to_fill);
  // Over pages of before, what was found in them stays where it is.
  const inBanner = errors(told);
  stops = isFailed ? inBanner : list(told);
  byId("count").textContent = stops.length === 0 ? "No findings" : plural(stops.length, isFailed ? "error" : "finding");
  if (told.numbers && told.numbers !== numbersName) {
    numbersName = told.numbers;
    fetch(`page/${numbersName}`)
      .then((answer) => answer.json())
      .then(({ numbers }) => numbersName === told.numbers && pages.setNumbers(numbers))
      .catch(() => (numbersName = ""));
  } else if (told.numbers) {
    pages.setNumbers(pages.knownNumbers());
  }
  document.documentElement.dataset.found = told.round;
}

function fillBar(toFill) {
  const bar = byId("fill-bar");
  bar.hidden = toFill.open === 0;
  if (bar.hidden) return;
  const done = toFill.all - toFill.open;
  byId("filled").max = toFill.all;
  byId("filled").value = done;
  const figures = plural(toFill.figures.length, "figure");
  byId("fill-told").textContent = `${done} of ${toFill.all} values; ${toFill.open} of ${figures} to fill in`;
}

// Errors stand over the pages, which are then those of before.
function errors(told) {
  const all = findings.filter((finding) => finding.severity === "error");
  const section = byId("failed");
  section.hidden = all.length === 0 && !told.broken;
  document.body.classList.toggle("stale", isFailed);
  if (section.hidden) return [];
  const count = told.broken ? "The pages cannot be made" : plural(all.length, "error");
  const what = isFailed
    ? pagesAt ? `the pages below are as of ${pagesAt}, before ${all.length === 1 ? "it" : "them"}` : "there are no pages yet"
    : "the pages below are as they are now; nothing else can be built";
  byId("failed-title").textContent = `${count}: ${what}`;
  const broken = told.broken ? [make("li", {}, make("pre", {}, told.broken))] : [];
  const shown = all.map((finding) => ({ finding, element: make("li", { tabindex: "-1" }, ...body(finding)) }));
  byId("errors").replaceChildren(...broken, ...shown.map(({ element }) => element));
  return shown;
}

function list(told) {
  pages.markFindings(findings);
  const all = findings.map((finding, index) => item(finding, index));
  const elsewhere = byId("elsewhere");
  pages.allBeside().forEach((beside) => beside.replaceChildren());
  const rest = [];
  all.forEach(({ finding, element }) => {
    const page = finding.areas[0]?.page ?? finding.page;
    const beside = page && pages.beside(page);
    if (beside) beside.append(element);
    else rest.push(element);
  });
  const left = told.left > 0 ? [make("p", {}, `Not looked at: ${plural(told.left, "sentence")} that ${told.left === 1 ? "waits" : "wait"} for what cannot be read or is to be filled in.`)] : [];
  const allowed = told.allowed.length > 0 ? [allowedList(told.allowed)] : [];
  elsewhere.replaceChildren(...rest, ...left, ...allowed);
  elsewhere.hidden = elsewhere.childElementCount === 0;
  return all;
}

function allowedList(allowed) {
  const list = make("ul");
  allowed.forEach((finding) => list.append(make("li", {}, `${finding.code}: ${finding.message} – ${finding.reason} `, where(finding.place))));
  return make("details", { class: "allowed" }, make("summary", {}, `${plural(allowed.length, "finding")} that the author lets stand`), list);
}

function item(finding, index) {
  const element = make("article", { class: `finding ${finding.severity}`, tabindex: "-1", "data-finding": index }, ...body(finding));
  const stop = { finding, element, index };
  element.addEventListener("click", (event) => event.target.closest("button, a, details") || choose(stop));
  return stop;
}

function body(finding) {
  const { severity, message, hints, code, place, line, help } = finding;
  const head = make("p", { class: "what" }, make("span", { class: "mark", "aria-hidden": "true" }, MARKS[severity]), make("b", {}, ` ${severity}: `), message);
  const advice = hints.map((hint) => make("p", { class: "hint" }, hint));
  const source = line && line[1] ? make("p", { class: "source" }, make("code", {}, line[0].trimStart(), make("mark", {}, line[1]), line[2])) : null;
  const more = make("details", {}, make("summary", {}, code), make("pre", {}, help));
  return [head, ...advice, source, make("p", { class: "where" }, where(place)), more].filter(Boolean);
}

// A place in a file: opens it, or copies it where no editor is known.
export function where(place) {
  if (!place) return "";
  const name = `${place.file}:${place.line}:${place.column}`;
  const button = make("button", { type: "button", class: "place", title: "Open in the editor" }, name);
  button.addEventListener("click", async () => {
    const { number, line, column } = place;
    const answer = await post("open", { number, line, column }).catch(() => ({ ok: false, told: "the preview has ended" }));
    if (answer.ok) return say(button, "opened");
    const path = `${place.path}:${place.line}:${place.column}`;
    const isCopied = await navigator.clipboard?.writeText(path).then(() => true, () => false);
    say(button, isCopied ? `copied: ${answer.told}` : answer.told);
  });
  return button;
}

function say(button, words) {
  button.nextElementSibling?.classList.contains("said") && button.nextElementSibling.remove();
  button.after(make("span", { class: "said", role: "status" }, ` ${words}`));
}

function choose(stop) {
  now = stops.indexOf(stop);
  const { finding, element, index } = stop;
  document.querySelectorAll(".finding.now").forEach((other) => other.classList.remove("now"));
  element.classList.add("now");
  pages.current(index);
  const area = finding.areas[0];
  if (area) pages.go(area.page, area);
  else if (finding.page) pages.go(finding.page);
  else element.scrollIntoView({ block: "center" });
}

export function step(by) {
  const count = stops.length;
  if (count === 0) return;
  const next = now < 0 ? (by > 0 ? 0 : count - 1) : (now + by + count) % count;
  const stop = stops[next];
  choose(stop);
  stop.element.focus({ preventScroll: true });
  byId("count").textContent = `${next + 1} of ${count}`;
  byId("state").textContent = `${next + 1} of ${count}: ${stop.finding.severity}, ${stop.finding.message}`;
}

export function open(title, ...content) {
  back = side.hidden ? document.activeElement : back;
  byId("side-title").textContent = title;
  byId("side-body").replaceChildren(...content);
  side.hidden = false;
  side.focus({ preventScroll: true });
}

export function close() {
  if (side.hidden) return;
  side.hidden = true;
  byId("figures").setAttribute("aria-expanded", "false");
  document.querySelectorAll(".number.now").forEach((mark) => mark.classList.remove("now"));
  if (back?.isConnected) back.focus({ preventScroll: true });
}

// What is known of a number, or of all numbers of a chart.
export function card(numbers, from) {
  document.querySelectorAll(".number.now").forEach((mark) => mark.classList.remove("now"));
  from?.classList.add("now");
  const [first] = numbers;
  if (numbers.length === 1) {
    open(first.text, ...details(first));
    return;
  }
  const all = numbers.map((number) => {
    const name = number.formula || number.figure;
    return make("details", { class: "one" }, make("summary", {}, make("b", {}, number.text), ` ${name}`), ...details(number));
  });
  open(first.part, ...all);
}

function details(number) {
  const list = make("dl", { class: "card" });
  const row = (name, ...value) => {
    const filled = value.filter((one) => one !== "" && one !== null && one !== undefined);
    if (filled.length > 0) list.append(make("dt", {}, name), make("dd", {}, ...filled));
  };
  row("Value", [number.value, number.unit].filter(Boolean).join(" "));
  row("Figure", number.label ? `${number.label} (${number.figure})` : number.figure);
  row("Formula", number.formula && make("code", {}, number.formula));
  row("Source", number.source);
  row("Status", number.status);
  row("Check", make("span", { class: number.agrees ? "agrees" : "differs" }, number.outcome));
  row("How", number.how);
  row("In", number.part);
  row("In the text", number.place && where(number.place));
  number.origins.forEach((origin, index) => {
    const before = [origin.last && `before: ${origin.last}`, origin.year_before && `a year before: ${origin.year_before}`];
    const told = before.filter(Boolean).join("; ");
    const name = origin.table ? "From the table" : "From";
    row(index === 0 ? name : "and", make("code", {}, origin.written), origin.cell ? ` ${origin.cell} ` : " ", where(origin.place), told && make("small", {}, ` ${told}`));
  });
  row("", number.more > 0 ? `and ${plural(number.more, "value")} more` : "");
  row("Defined", number.defined && where(number.defined));
  row("Comment", number.comments.join(" "));
  return [list];
}
