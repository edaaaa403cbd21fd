// What docx-preview shows of DOCX files in Chromium: preview.js MODULES FILE…
const fs = require("node:fs");
const path = require("node:path");
const { each, lost } = require("./document.js");

const [modules, ...files] = process.argv.slice(2);
const puppeteer = require(path.join(modules, "puppeteer-core"));

async function main() {
  const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage();
  const errors = [];
  page.on("pageerror", (error) => errors.push(error.message));
  for (const script of ["jszip/dist/jszip.min.js", "docx-preview/dist/docx-preview.min.js"]) {
    await page.addScriptTag({ path: path.join(modules, script) });
  }
  await each(modules, files, async (file, want) => {
    errors.length = 0;
    const seen = await page.evaluate(async (base64) => {
      document.body.replaceChildren();
      const bytes = Uint8Array.from(atob(base64), (letter) => letter.charCodeAt(0));
      await docx.renderAsync(bytes, document.body, null, { useBase64URL: true });
      const pictures = [...document.querySelectorAll("section.docx > article img")];
      await Promise.allSettled(pictures.map((picture) => picture.decode()));
      return { text: document.body.innerText, pictures: pictures.filter((picture) => picture.naturalWidth > 0).length };
    }, fs.readFileSync(file).toString("base64"));
    const faults = [...errors];
    if (seen.pictures !== want.pictures) faults.push(`${seen.pictures} pictures of ${want.pictures}`);
    const gone = lost(want.words, seen.text);
    if (gone.length > 0) faults.push(`lost words: ${gone.slice(0, 8).join(" ")}`);
    return faults;
  });
  await browser.close();
}

main();
