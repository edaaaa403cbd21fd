// What mammoth makes of DOCX files, which goes by their structure alone: mammoth.js MODULES FILE…
const path = require("node:path");
const { each, lost } = require("./document.js");

const [modules, ...files] = process.argv.slice(2);
const mammoth = require(path.join(modules, "mammoth"));

async function ask(file, want) {
  const { value: html, messages } = await mammoth.convertToHtml({ path: file });
  const count = (pattern) => (html.match(pattern) ?? []).length;
  const have = {
    headings: count(/<h[1-6]>/g),
    heads: count(/<thead>.*?<\/thead>/gs),
    pictures: count(/<img [^>]*alt="[^"]+"/g),
    notes: count(/<a href="#footnote-\d+"/g),
  };
  const faults = messages.filter(({ type }) => type === "error").map(({ message }) => message);
  for (const [name, number] of Object.entries(have)) {
    if (number !== want[name]) faults.push(`${number} ${name} of ${want[name]}`);
  }
  // The mark of a note is no word of the author's; "[50]" may be.
  const unmarked = html.replace(/<a href="#footnote-\d+"[^>]*>\[\d+\]<\/a>/g, " ");
  const text = unmarked.replace(/<[^>]*>/g, (tag) => (/^<\/?(a|strong|em|sup|sub)\b/.test(tag) ? "" : " "));
  const plain = text.replace(/&(amp|lt|gt|quot);/g, (_, name) => ({ amp: "&", lt: "<", gt: ">", quot: '"' })[name]);
  const gone = lost(want.words, plain);
  if (gone.length > 0) faults.push(`lost words: ${gone.slice(0, 8).join(" ")}`);
  return faults;
}

each(modules, files, ask);
