// The pages: a picture each, their words over it, and marks for numbers and findings. A page has its size before its
// picture, and a picture takes the place of another only when it is decoded, so that nothing moves.
import { byId, make, plural } from "./dom.js";

const root = byId("pages");
const POINT = 96 / 72;
// Pixels: with so many, notes stand beside the pages, and take so many of them.
const WIDE = 1160;
const NOTES = 336;
const STEPS = [0.5, 0.75, 1, 1.25, 1.5, 2, 3];
const pen = document.createElement("canvas").getContext("2d");

let sheets = [];
let size = "width";
let numbers = [];
let numbersOn = false;
let openNumber = () => {};

export const onNumber = (act) => (openNumber = act);

// Shows the pages of a round; gives the numbers of those that have changed, once they can be seen.
export async function show({ pages, round }) {
  const isFirst = sheets.length === 0;
  while (sheets.length > pages.length) sheets.pop().section.remove();
  pages.forEach((page, index) => {
    const sheet = sheets[index] ?? begin(index);
    const printed = page.number === null ? "" : `, printed ${page.number}`;
    sheet.section.setAttribute("aria-label", `Page ${index + 1}${printed}`);
    sheet.name.textContent = `Page ${index + 1}${printed}`;
    sheet.page = page;
  });
  byId("pages-count").textContent = `of ${pages.length}`;
  if (isFirst) byId("page").value = 1;
  fit();
  const differ = sheets.filter((sheet) => sheet.shown !== sheet.page.svg || sheet.read !== sheet.page.text);
  const middle = innerHeight / 2;
  const distance = ({ section }) => {
    const box = section.getBoundingClientRect();
    return box.top > middle ? box.top - middle : Math.max(0, middle - box.bottom);
  };
  const inOrder = differ.map((sheet) => [distance(sheet), sheet]).sort((one, two) => one[0] - two[0]);
  // What nobody sees yet is not waited for.
  const isNear = ([far]) => far < 1.5 * innerHeight;
  await Promise.all(inOrder.filter(isNear).map(([, sheet]) => draw(sheet, true)));
  const far = inOrder.filter((one) => !isNear(one)).map(([, sheet]) => draw(sheet, false));
  Promise.all(far).then(() => (document.documentElement.dataset.drawn = round));
  return isFirst ? [] : differ.map((sheet) => sheet.number);
}

function begin(index) {
  const picture = make("img", { alt: "" });
  const words = make("div", { class: "words" });
  const marks = make("div", { class: "marks" });
  const box = make("div", { class: "sheet" }, picture, make("div", { class: "layer" }, words, marks));
  const beside = make("div", { class: "beside" });
  const name = make("p", { class: "page-name", "aria-hidden": "true" });
  const section = make("section", { class: "page", id: `page-${index + 1}`, tabindex: "-1" }, name, box, beside);
  const sheet = { section, box, picture, words, marks, beside, name, number: index + 1 };
  box.addEventListener("click", (event) => clicked(sheet, event));
  box.addEventListener("mousemove", (event) => hovered(sheet, event));
  sheets.push(sheet);
  root.append(section);
  return sheet;
}

// Fetches what is new of a page, and shows it. A picture that is seen is decoded before.
async function draw(sheet, isSeen) {
  const { svg, text } = sheet.page;
  const isNew = sheet.shown !== svg;
  const picture = make("img", { alt: "", src: `page/${svg}` });
  const isRead = sheet.read === text;
  const [words] = await Promise.all([
    isRead ? null : fetch(`page/${text}`).then((answer) => (answer.ok ? answer.json() : null)).catch(() => null),
    isNew && isSeen ? picture.decode().catch(() => {}) : null,
  ]);
  // Meanwhile there may be newer ones.
  if (sheet.page.svg !== svg || sheet.page.text !== text) return;
  const before = sheet.shown;
  if (isNew) {
    sheet.picture.replaceWith(picture);
    sheet.picture = picture;
    sheet.shown = svg;
  }
  if (words) {
    sheet.read = text;
    write(sheet, words);
  }
  if (!isNew || !before) return;
  sheet.section.classList.remove("changed");
  void sheet.section.offsetWidth;
  sheet.section.classList.add("changed");
}

const place = (element, [x, y, width, height]) => {
  element.style.left = `${x}px`;
  element.style.top = `${y}px`;
  element.style.width = `${width}px`;
  element.style.height = `${height}px`;
};

// The words of a page where they stand, each line as wide as it is there.
function write(sheet, { blocks, pictures, labels }) {
  const all = blocks.map(({ role, lines }) => {
    const name = /^h[1-5]$/.test(role) ? `h${Number(role[1]) + 1}` : "p";
    const block = make(name, role === "note" ? { role: "note" } : {});
    lines.forEach(([text, area, letters, family, style], index) => {
      const line = make("span", { "data-width": area[2] }, text);
      line.style.font = `${style.includes("i") ? "italic " : ""}${style.includes("b") ? "bold " : ""}${letters}px/${area[3]}px "${family}", sans-serif`;
      line.style.left = `${area[0]}px`;
      line.style.top = `${area[1]}px`;
      stretch(line);
      block.append(line, index + 1 < lines.length && !text.endsWith(" ") ? " " : "");
    });
    return block;
  });
  const drawings = pictures.map(({ alt, area }) => {
    const drawing = make("span", { role: "img", "aria-label": alt });
    place(drawing, area);
    return drawing;
  });
  const inCharts = labels.map(([text, area]) => {
    const label = make("span", { "aria-hidden": "true", class: "label", "data-width": area[2] }, text);
    label.style.left = `${area[0]}px`;
    label.style.top = `${area[1]}px`;
    label.style.font = `${area[3] * 0.75}px/${area[3]}px sans-serif`;
    stretch(label);
    return label;
  });
  sheet.words.replaceChildren(...all, ...drawings, ...inCharts);
}

// Makes a line as wide as it is on the page.
function stretch(line) {
  pen.font = line.style.font;
  const width = pen.measureText(line.textContent).width;
  if (width > 0) line.style.transform = `scaleX(${line.dataset.width / width})`;
}

// Text is measured anew when its fonts are there.
document.fonts.addEventListener("loadingdone", () => {
  sheets.forEach((sheet) => {
    sheet.words.querySelectorAll("[data-width]").forEach(stretch);
  });
});

export function go(number, area) {
  const sheet = sheets[number - 1];
  if (!sheet) return;
  if (area) {
    const mark = [...sheet.marks.querySelectorAll(".found")].find((one) => one.dataset.y === String(area.y)) ?? sheet.section;
    mark.scrollIntoView({ block: "center", inline: "nearest" });
  } else {
    sheet.section.scrollIntoView({ block: "start" });
    sheet.section.focus({ preventScroll: true });
  }
}

// Findings: boxes on the pages. Gives for each page the column beside it.
export function markFindings(findings) {
  sheets.forEach((sheet) => sheet.marks.querySelectorAll(".found").forEach((mark) => mark.remove()));
  findings.forEach((finding, index) => {
    finding.areas.forEach((area) => {
      const sheet = sheets[area.page - 1];
      if (!sheet) return;
      const mark = make("i", { class: `found ${finding.severity}`, "data-finding": index, "data-y": area.y });
      place(mark, [area.x - 0.5, area.y - 0.5, area.width + 1, area.height + 1]);
      sheet.marks.append(mark);
    });
  });
}

export const beside = (number) => sheets[number - 1]?.beside;
export const allBeside = () => sheets.map((sheet) => sheet.beside);

export function current(index) {
  document.querySelectorAll(".found.now").forEach((mark) => mark.classList.remove("now"));
  document.querySelectorAll(`.found[data-finding="${index}"]`).forEach((mark) => mark.classList.add("now"));
}

// Numbers: those of a chart have its picture as their place, and open together.
export function setNumbers(all) {
  numbers = all;
  sheets.forEach((sheet) => {
    sheet.numbers = new Map();
    sheet.marks.querySelectorAll(".number").forEach((mark) => mark.remove());
  });
  all.forEach((number) =>
    number.areas.forEach((area, line) => {
      const sheet = sheets[area.page - 1];
      if (!sheet) return;
      const key = [area.x, area.y, area.width, area.height].join();
      const known = sheet.numbers.get(key);
      if (known) {
        known.numbers.push(number);
        return;
      }
      sheet.numbers.set(key, { area, numbers: [number], isFirst: line === 0 });
    }),
  );
  sheets.forEach(mark);
}

export const knownNumbers = () => numbers;

function mark(sheet) {
  for (const one of sheet.numbers?.values() ?? []) {
    const { area } = one;
    const button = make("button", { type: "button", class: "number" });
    // A number that goes on in the next line is one number.
    if (!one.isFirst) button.setAttribute("aria-hidden", "true");
    button.tabIndex = numbersOn && one.isFirst ? 0 : -1;
    place(button, [area.x - 0.4, area.y, area.width + 0.8, area.height]);
    const [first] = one.numbers;
    const label = one.numbers.length > 1 ? `${first.part}: ${plural(one.numbers.length, "number")}` : describe(first);
    button.setAttribute("aria-label", label);
    button.classList.toggle("open-finding", one.numbers.some((number) => !number.agrees));
    button.addEventListener("click", (event) => {
      event.stopPropagation();
      openNumber(one.numbers, button);
    });
    one.button = button;
    sheet.marks.append(button);
  }
}

const describe = (number) =>
  [number.text, number.label ?? number.figure, number.outcome].filter(Boolean).join(", ");

export function markNumbers(isOn) {
  numbersOn = isOn;
  root.classList.toggle("numbered", isOn);
  root.querySelectorAll(".number:not([aria-hidden])").forEach((button) => (button.tabIndex = isOn ? 0 : -1));
}

function at(sheet, event) {
  const box = sheet.box.getBoundingClientRect();
  const scale = box.width / sheet.page.width;
  const [x, y] = [(event.clientX - box.left) / scale, (event.clientY - box.top) / scale];
  const holds = ({ area }) => x >= area.x - 1 && x <= area.x + area.width + 1 && y >= area.y && y <= area.y + area.height;
  const here = [...(sheet.numbers?.values() ?? [])].filter(holds);
  return here.sort((one, two) => one.area.width * one.area.height - two.area.width * two.area.height)[0];
}

function clicked(sheet, event) {
  if (!getSelection().isCollapsed) return;
  const one = at(sheet, event);
  if (one) openNumber(one.numbers, one.button);
}

function hovered(sheet, event) {
  const one = at(sheet, event);
  if (one?.button === sheet.over) return;
  sheet.over?.classList.remove("over");
  sheet.over = one?.button;
  sheet.over?.classList.add("over");
  sheet.box.classList.toggle("on-number", Boolean(one));
  sheet.box.title = one && one.numbers.length === 1 ? describe(one.numbers[0]) : "";
}

export function setZoom(value) {
  size = value;
  byId("zoom").value = value;
  fit();
}

export function zoom(direction) {
  const now = scale();
  const next = direction > 0 ? STEPS.find((step) => step > now + 0.01) : STEPS.findLast((step) => step < now - 0.01);
  if (next) setZoom(String(next));
}

// How much larger than on paper the pages are.
function scale() {
  const width = Math.max(...sheets.map((sheet) => sheet.page.width), 1) * POINT;
  const height = Math.max(...sheets.map((sheet) => sheet.page.height), 1) * POINT;
  const style = getComputedStyle(root);
  // Notes have their room whether there are any or not, so that no page moves when they come.
  const isWide = root.clientWidth >= WIDE;
  root.classList.toggle("wide", isWide);
  const beside = isWide ? NOTES : 0;
  const room = root.clientWidth - Number.parseFloat(style.paddingLeft) - Number.parseFloat(style.paddingRight) - beside;
  if (size !== "width" && size !== "page") return Number(size);
  const byWidth = Math.max(room / width, 0.2);
  return size === "width" ? Math.min(byWidth, 1.25) : Math.min(byWidth, (root.clientHeight - 48) / height);
}

function fit() {
  if (sheets.length === 0) return;
  const now = scale();
  sheets.forEach(({ box, page }) => {
    box.style.setProperty("--scale", String(now * POINT));
    box.style.setProperty("--width", `${page.width}px`);
    box.style.setProperty("--height", `${page.height}px`);
  });
}

new ResizeObserver(() => {
  const first = anchor();
  fit();
  first?.();
}).observe(root);

// What is at the top of the window stays there when sizes change.
function anchor() {
  const top = root.getBoundingClientRect().top;
  const sheet = sheets.find(({ section }) => section.getBoundingClientRect().bottom > top);
  if (!sheet) return null;
  const before = sheet.section.getBoundingClientRect();
  const share = (top - before.top) / before.height;
  return () => {
    const after = sheet.section.getBoundingClientRect();
    root.scrollTop += after.top + share * after.height - top;
  };
}

root.addEventListener("scroll", () => {
  const middle = root.getBoundingClientRect().top + root.clientHeight / 3;
  const sheet = sheets.findLast(({ section }) => section.getBoundingClientRect().top <= middle) ?? sheets[0];
  if (sheet && document.activeElement !== byId("page")) byId("page").value = sheet.number;
}, { passive: true });
