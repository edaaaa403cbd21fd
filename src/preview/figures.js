// The values of the edition as a form: what is typed is shown as changes of the file first, and written after a yes.
import { byId, make, plural, post } from "./dom.js";
import { open as openSide } from "./notes.js";

let hash = "";
let fields = [];
// Rows for countries that the edition does not list yet.
let added = [];

export async function open() {
  byId("figures").setAttribute("aria-expanded", "true");
  const answer = await fetch("figures.json").catch(() => null);
  if (!answer) return openSide("Figures", make("p", {}, "The preview has ended."));
  const told = await answer.json();
  if (!answer.ok) return openSide("Figures", make("p", {}, "The edition has errors: mend them first."), ...found(told));
  hash = told.hash;
  fields = [];
  added = [];
  const form = make("form", { class: "figures" });
  const onlyOpen = make("input", { type: "checkbox", id: "only-open", checked: told.open > 0 });
  form.append(make("p", { class: "choice" }, onlyOpen, make("label", { for: "only-open" }, ` only what is to be filled in (${told.open} of ${told.all})`)));
  form.append(make("datalist", { id: "part-names" }, ...told.names.map((name) => make("option", { value: name }))));
  told.figures.forEach((figure) => form.append(table(figure)));
  const result = make("div", { id: "result", role: "status", "aria-live": "polite" });
  form.append(make("p", { class: "choice" }, make("button", { type: "submit" }, "Show the changes")), result);
  const choose = () => form.classList.toggle("only-open", onlyOpen.checked);
  onlyOpen.addEventListener("change", choose);
  choose();
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    send(form, false);
  });
  openSide("Figures", form);
}

function table(figure) {
  const rows = figure.rows.map((row) => {
    const name = [row.part, row.period].filter(Boolean).join(", ");
    const label = [figure.label, row.kind, name].join(", ");
    const value = row.open ? "" : row.held;
    const field = make("input", { type: "text", value, size: 10, "aria-label": label, disabled: row.of_file, placeholder: row.open ? "?" : "", autocomplete: "off" });
    fields.push({ field, key: row.key, base: row.held, shown: value });
    const cells = [row.kind, name, row.last ?? "", row.year_before ?? ""].map((text) => make("td", {}, text));
    return make("tr", { class: row.open ? "open" : "" }, ...cells, make("td", {}, field), make("td", {}, row.of_file ? `${row.unit} (in a table)` : row.unit));
  });
  const body = make("tbody", {}, ...rows);
  // One list of parts for each kind and period; what stands in a table beside the spec is added there.
  const lists = new Map(figure.rows.filter((row) => ["share", "part"].includes(row.kind) && !row.of_file).map((row) => [`${row.kind}|${row.period}`, row]));
  const more = [...lists.values()].map((row) => {
    const name = lists.size > 1 ? `Add a country: ${row.kind}, ${row.period}` : "Add a country";
    const button = make("button", { type: "button", "aria-label": `${name}, ${figure.label}` }, name);
    button.addEventListener("click", () => addRow(figure, row, body));
    return button;
  });
  const head = ["Of", "Which", "Before", "Year before", "Value", "Unit"].map((text) => make("th", { scope: "col" }, text));
  const isOpen = figure.rows.some((row) => row.open);
  return make("section", { class: isOpen ? "open" : "" },
    make("h3", {}, figure.label, make("small", {}, ` ${figure.source ?? ""}`)),
    make("table", {}, make("thead", {}, make("tr", {}, ...head)), body), more.length > 0 ? make("p", {}, ...more) : null);
}

// An empty row: a name that is chosen from a list or typed, and its number.
function addRow(figure, like, body) {
  const [owner, kind, , period] = like.key.split("|");
  const key = [owner, kind, `+${added.length + 1}`, period].join("|");
  const label = `${figure.label}, ${like.kind}, ${like.period}`;
  const name = make("input", { type: "text", class: "name", list: "part-names", "aria-label": `Country to add, ${label}`, autocomplete: "off" });
  const field = make("input", { type: "text", size: 10, "aria-label": `Number of the country to add, ${label}`, autocomplete: "off" });
  added.push({ name, field, key });
  const cells = [make("td", {}, like.kind), make("td", {}, name), make("td", {}), make("td", {}), make("td", {}, field), make("td", {}, like.unit)];
  body.append(make("tr", { class: "open" }, ...cells));
  name.focus();
}

async function send(form, write) {
  const answers = fields
    .filter(({ field, shown }) => !field.disabled && field.value.trim() !== shown)
    .map(({ field, key, base }) => ({ key, value: field.value, base }));
  const isTyped = ({ name, field }) => name.value.trim() !== "" || field.value.trim() !== "";
  answers.push(...added.filter(isTyped).map(({ name, field, key }) => ({ key, part: name.value, value: field.value, base: "" })));
  const result = form.querySelector("#result");
  if (answers.length === 0) return result.replaceChildren(make("p", {}, "Nothing was typed."));
  const answer = await post("fill", { hash, answers, write }).catch(() => null);
  if (!answer) return result.replaceChildren(make("p", {}, "The preview has ended; nothing was written."));
  const { ok, told } = answer;
  if (told.changed) {
    const again = make("button", { type: "button" }, "Read it again");
    again.addEventListener("click", open);
    return result.replaceChildren(make("p", { class: "differs" }, "The files have changed on the disk since: nothing was written. "), again);
  }
  if (!ok) return result.replaceChildren(make("p", { class: "differs" }, "Refused; nothing was written."), ...found(told));
  const notes = told.told.map((line) => make("p", { class: "hint" }, line));
  if (told.written.length > 0) {
    const lines = told.written.map((line) => make("p", {}, line));
    const news = make("p", { class: "agrees" }, `${plural(told.changes.length, "number")} written; ${told.still_open} still to be filled in.`);
    // What was typed is written as the program reads it.
    await open();
    byId("result")?.replaceChildren(news, ...lines, ...notes);
    return;
  }
  const lines = told.lines.map((line) => make("pre", {}, line));
  const yes = make("button", { type: "button", class: "yes" }, `Write ${plural(told.changes.length, "number")}`);
  yes.addEventListener("click", () => send(form, true));
  result.replaceChildren(...notes, ...lines, told.changes.length > 0 ? yes : make("p", {}, "Nothing changes."));
  yes.focus();
}

function found(told) {
  if (typeof told === "string") return [make("pre", {}, told)];
  return (told.findings ?? []).map((finding) =>
    make("div", { class: "finding error" }, make("p", {}, finding.message), ...finding.hints.map((hint) => make("p", { class: "hint" }, hint))));
}
