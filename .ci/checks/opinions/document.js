// Reads a DOCX as far as other readers are held to it: headings, heads of tables, pictures, notes, words.
const fs = require("node:fs");
const path = require("node:path");

/// The parts of a DOCX that are asked about, with what stands in them.
async function read(modules, file) {
  const zip = await require(path.join(modules, "jszip")).loadAsync(fs.readFileSync(file));
  const text = (name) => zip.file(name)?.async("string") ?? "";
  const [body, notes, styles] = [await text("word/document.xml"), await text("word/footnotes.xml"), await text("word/styles.xml")];
  const count = (pattern, where = body) => (where.match(pattern) ?? []).length;
  const paragraphs = body.match(/<w:p[ >](?:(?!<w:p[ >]).)*?<\/w:p>/gs) ?? [];
  // Heads of other kinds (of cards, of laws) are no headings to these readers.
  const isHeading = (paragraph) => /<w:pStyle w:val="Heading[1-4]"/.test(paragraph) && /<w:t[ >]/.test(paragraph);
  return {
    headings: paragraphs.filter(isHeading).length,
    heads: count(/<w:tblHeader\/>/g),
    pictures: count(/<pic:pic[ >]/g),
    notes: count(/<w:footnoteReference /g),
    words: [body, notes].flatMap((xml) => words(shown(xml, styles))),
  };
}

/// What a reader shows of a part: no deleted words, none that are hidden, and a space where paragraphs part.
function shown(xml, styles) {
  const hidden = [...styles.matchAll(/<w:style [^>]*w:styleId="([^"]*)"(?:(?!<\/w:style>).)*<w:vanish\/>/gs)].map(([, id]) => id);
  const paragraphs = xml.split(/<\/w:p>/);
  const isShown = (paragraph) => !hidden.some((id) => paragraph.includes(`<w:pStyle w:val="${id}"/>`));
  const told = paragraphs.filter(isShown).map((paragraph) => {
    const parts = paragraph.match(/<w:t(?: [^>]*)?>[^<]*|<w:(?:tab|br|footnoteReference)[ /]|<w:rStyle w:val="NoteLetter"/g) ?? [];
    return parts.map((part) => (part.startsWith("<w:t>") || part.startsWith("<w:t ") ? part.replace(/^[^>]*>/, "") : " ")).join("");
  });
  const letters = { amp: "&", lt: "<", gt: ">", quot: '"', apos: "'" };
  return told.join("\n").replace(/&(amp|lt|gt|quot|apos);/g, (_, name) => letters[name]).replace(/&#(\d+);/g, (_, code) => String.fromCodePoint(code));
}

/// Words, whatever their case and whatever breaks or joins their lines.
function words(text) {
  return text.normalize("NFC").replace(/[\u00ad\u200b\u2060]/g, "").toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? [];
}

/// Words that stand in a text less often than they should. The letter of a note may be set right behind a word.
function lost(want, text) {
  const have = counted(words(text));
  const letters = words(text).join("");
  const isLost = ([word, count]) => (have.get(word) ?? 0) < count && letters.split(word).length - 1 < count;
  return [...counted(want)].filter(isLost).map(([word]) => word);
}

function counted(words) {
  const counts = new Map();
  for (const word of words) counts.set(word, (counts.get(word) ?? 0) + 1);
  return counts;
}

/// Asks about each file; gives what it says for a file's faults, and counts of all together.
async function each(modules, files, ask) {
  const sums = {};
  for (const file of files) {
    const want = await read(modules, file);
    const faults = await ask(file, want).catch((error) => [`cannot be opened: ${error.message ?? error}`]);
    if (faults.length > 0) {
      console.log(`${path.basename(file)}: ${faults.join("; ")}`);
      process.exitCode = 1;
    }
    for (const [name, value] of Object.entries(want)) sums[name] = (sums[name] ?? 0) + (value.length ?? value);
  }
  const told = Object.entries(sums).map(([name, count]) => `${count} ${name}`);
  console.log(`${files.length} files: ${told.join(", ")}`);
}

module.exports = { each, lost };
