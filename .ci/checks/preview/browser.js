// Uses `quarterly preview` as an author would, in Chromium or Firefox: saves in every way, errors and their end, numbers,
// findings, keyboard, names, sizes, sleep, seven tabs, the form for figures, and what a page of somebody else may do.
//
// browser.js PUPPETEER QUARTERLY SPEC chromium|firefox [FOLDER for pictures]
const fs = require("node:fs");
const http = require("node:http");
const path = require("node:path");
const { counts, followed, pause, preview, sentence, start, until } = require("./driver.js");

const [module_, quarterly, spec, kind, pictures] = process.argv.slice(2);
let looked = 0;
const fail = (what) => {
  console.error(`${kind}: ${what}`);
  process.exitCode = 1;
};
const check = (holds, what) => {
  looked += 1;
  if (!holds) fail(what);
};
const picture = async (page, name) => pictures && page.screenshot({ path: path.join(pictures, `${kind}-${name}.png`) });
// Where a page stands in the window: what an author sees move.
const scroll = (page) => page.$eval("#page-6", (section) => Math.round(section.getBoundingClientRect().top));
// Waits until the pages stand still: what was scrolled may go on moving.
const still = (page) =>
  until(page, "pages that stand still", () => {
    const top = document.querySelector("#page-6").getBoundingClientRect().top;
    const before = globalThis.placeBefore;
    globalThis.placeBefore = top;
    return before === top;
  });
const shownPages = (page) => page.$$eval(".sheet > img", (all) => all.map((one) => one.src));

async function open(browser, address) {
  const page = await browser.newPage();
  page.on("pageerror", (error) => fail(`an error on the page: ${error}`));
  page.on("console", (message) => message.type() === "error" && fail(`told on the console: ${message.text()}`));
  // What stands in the page itself is asked of nobody: Firefox has a font for its buttons there.
  const isHere = (url) => url.startsWith(new URL(address).origin) || url.startsWith("data:");
  page.on("request", (request) => isHere(request.url()) || fail(`asks elsewhere: ${request.url().slice(0, 200)}`));
  await page.setViewport({ width: 1440, height: 900 });
  await page.goto(address);
  await ready(page);
  return page;
}

const ready = (page) =>
  until(page, "the first pages and findings", () => document.documentElement.dataset.drawn && document.documentElement.dataset.found);

async function saves(page, { spec: file, text }) {
  const write = sentence(text);
  const before = await shownPages(page);
  await page.$eval("#page-6", (section) => section.scrollIntoView());
  await page.$eval("#pages", (pages) => (pages.scrollTop += 123));
  await still(page);
  const place = await scroll(page);
  const aside = `${file}~`;
  const beside = path.join(path.dirname(file), ".beside.swp");
  const ways = {
    written: (words) => fs.writeFileSync(file, words),
    "renamed over": (words) => {
      fs.writeFileSync(beside, words);
      fs.renameSync(beside, file);
    },
    "the old one kept aside": (words) => {
      fs.renameSync(file, aside);
      fs.writeFileSync(file, words);
      fs.unlinkSync(aside);
    },
    "written in two parts": (words) => {
      fs.writeFileSync(file, words.slice(0, words.length / 2));
      fs.appendFileSync(file, words.slice(words.length / 2));
    },
  };
  let number = 0;
  for (const [way, save] of Object.entries(ways)) {
    const old = await counts(page);
    number += 1;
    await followed(page, `pages after a save: ${way}`, () => save(write(`This is save number ${number}. `)));
    await pause(700);
    const now = await counts(page);
    check(now.round === old.round + 1, `${way}: ${now.round - old.round} rounds for one save`);
    check((await scroll(page)) === place, `${way}: the pages have moved from ${place} to ${await scroll(page)}`);
    const isRead = await page.evaluate((words) => document.body.textContent.includes(words), `save number ${number}`);
    check(isRead, `${way}: the words are not on the page`);
  }
  const after = await shownPages(page);
  const same = after.filter((src, index) => src === before[index]).length;
  check(same >= after.length / 2, `only ${same} of ${after.length} pages were left as they are`);
  const old = await counts(page);
  fs.utimesSync(file, new Date(), new Date());
  fs.writeFileSync(path.join(path.dirname(file), "notes.pdf"), "x");
  await pause(1500);
  check((await counts(page)).found === old.found, "a file that only looks new is a round");
  await followed(page, "the old text", () => fs.writeFileSync(file, text));
  check((await shownPages(page)).join() === before.join(), "the old text does not give the old pages");
}

async function errors(page, { spec: file, text }) {
  const before = await shownPages(page);
  const place = await scroll(page);
  await followed(page, "an error", () => fs.writeFileSync(file, text.replace(/\{\{ (\w+)\.total \}\}/, "{{ $1x.total }}")));
  const told = await page.$eval("#failed", (section) => (section.hidden ? "" : section.textContent));
  check(/1 error: the pages below are as of .*unknown figure/s.test(told), `the error is told as: ${told}`);
  check((await page.$$eval("#failed button.place", (all) => all.length)) === 1, "the error has no place");
  check((await shownPages(page)).join() === before.join() && (await scroll(page)) === place, "an error changes the pages");
  await picture(page, "error");
  fs.writeFileSync(file, text.slice(0, text.length / 3));
  await pause(40);
  fs.writeFileSync(file, text);
  await until(page, "the end of the error", () => document.getElementById("failed").hidden);
  await followed(page, "a file that is gone", () => fs.unlinkSync(file));
  check(/there is no|cannot/.test(await page.$eval("#failed", (section) => section.textContent)), "a file that is gone is not told");
  await followed(page, "the file again", () => fs.writeFileSync(file, text));
  check(await page.$eval("#failed", (section) => section.hidden), "the error stays when it is mended");
  check((await shownPages(page)).join() === before.join(), "the pages are others when the error is mended");
}

async function numbers(page) {
  await page.$eval("#page-7", (section) => section.scrollIntoView());
  await page.keyboard.press("m");
  const focusable = () => page.$$eval('.number[tabindex="0"]', (all) => all.length);
  check((await focusable()) > 100, "the numbers cannot be reached with the keyboard");
  await page.$eval("#page-7 .number", (number) => number.focus());
  await picture(page, "numbers");
  await page.keyboard.press("Enter");
  await until(page, "the card of a number", () => !document.getElementById("side").hidden);
  const card = () => page.$eval("#side", (side) => side.textContent);
  await page.keyboard.press("Escape");
  check(await page.$eval("#side", (side) => side.hidden), "Escape does not close the card");
  check(await page.evaluate(() => document.activeElement.classList.contains("number")), "the focus does not come back to the number");
  await page.keyboard.press("Tab");
  check(await page.evaluate(() => document.activeElement.classList.contains("number")), "Tab does not go to the next number");
  await page.keyboard.press("m");
  check((await focusable()) === 0, "the numbers stay in the way of Tab");
  // A click on the words of a number, without any mark.
  const place = await page.evaluate(() => {
    const main = document.getElementById("pages").getBoundingClientRect();
    const isSeen = (box) => box.top > main.top + 60 && box.bottom < main.bottom - 60 && box.width < 200;
    const box = [...document.querySelectorAll("#page-7 .number, #page-8 .number")].map((one) => one.getBoundingClientRect()).find(isSeen);
    return [box.left + box.width / 2, box.top + box.height / 2];
  });
  await page.mouse.click(...place);
  await until(page, "the card of a number that was clicked", () => !document.getElementById("side").hidden);
  check(/Value.*Figure.*Formula.*Source.*Check.*\.toml:\d+:\d+/s.test(await card()), `the card says: ${await card()}`);
  await picture(page, "card");
  await page.keyboard.press("Escape");
}

async function findings(page, { spec: file, text }) {
  await followed(page, "findings", () => fs.writeFileSync(file, sentence(text)("There were 987,654 of them. ")));
  const beside = await page.$$eval(".beside .finding", (all) => all.length);
  check(beside > 0, "no finding stands beside its page");
  const seen = new Set();
  const count = await page.$$eval(".finding[data-finding]", (all) => all.length);
  for (let step = 0; step < count; step += 1) {
    await page.keyboard.press("n");
    seen.add(await page.$eval("#state", (state) => state.textContent));
  }
  check(seen.size === count && count > 0, `${count} findings, ${seen.size} can be stepped to`);
  const marked = await page.$$eval(".found", (all) => all.map((one) => one.getBoundingClientRect().width).filter((width) => width > 0).length);
  check(marked > 0, "no finding is marked on a page");
  await picture(page, "findings");
  await followed(page, "no findings", () => fs.writeFileSync(file, text));
}

async function reading(page) {
  const words = await page.$$eval("#page-6 .words span[data-width]", (lines) =>
    lines.map((line) => {
      const box = line.getBoundingClientRect();
      const sheet = line.closest(".sheet").getBoundingClientRect();
      return { wide: box.width, asked: line.dataset.width * (sheet.width / 595.28), inside: box.left >= sheet.left && box.right <= sheet.right + 1 };
    }),
  );
  check(words.length > 10 && words.every(({ inside }) => inside), "words stand outside their page");
  const off = words.filter(({ wide, asked }) => Math.abs(wide - asked) > 2);
  check(off.length === 0, `${off.length} of ${words.length} lines are not as wide as on the page`);
  const unnamed = await page.$$eval("button, input, select, a, summary, [role=img]", (all) =>
    all.filter((one) => !(one.textContent.trim() || one.getAttribute("aria-label") || one.labels?.length || one.title)).map((one) => one.outerHTML),
  );
  check(unnamed.length === 0, `without a name: ${unnamed.join(" ")}`);
  check((await page.$$eval(".words :is(h2, h3)", (all) => all.length)) > 5, "the pages have no headings");
  check((await page.$$eval(".words [role=img]", (all) => all.filter((one) => one.getAttribute("aria-label").length > 20).length)) > 3, "charts have no text");
  const selected = await page.evaluate(() => {
    const line = [...document.querySelectorAll("#page-6 .words p")].find((one) => one.textContent.length > 80);
    getSelection().selectAllChildren(line);
    return getSelection().toString().length;
  });
  check(selected > 80, "words cannot be selected");
  await page.evaluate(() => getSelection().removeAllRanges());
}

async function sizes(page) {
  const width = () => page.$eval("#page-6 .sheet", (sheet) => sheet.getBoundingClientRect().width);
  const first = await width();
  await page.keyboard.press("+");
  check((await width()) > first, "+ does not make the pages larger");
  await page.keyboard.press("-");
  await page.keyboard.press("-");
  check((await width()) < first, "- does not make the pages smaller");
  await page.keyboard.press("0");
  check((await width()) === first, "0 does not lead back");
  await page.keyboard.press("g");
  await page.keyboard.type("9");
  await page.keyboard.press("Enter");
  await until(page, "page 9", () => Math.abs(document.getElementById("page-9").getBoundingClientRect().top - document.getElementById("pages").getBoundingClientRect().top) < 40);
  await page.setViewport({ width: 420, height: 800 });
  await until(page, "a narrow window", () => innerWidth === 420);
  await until(page, "a page as narrow as its window", () => document.documentElement.scrollWidth <= 420);
  check(true, "");
  await picture(page, "narrow");
  await page.setViewport({ width: 1440, height: 900 });
}

async function looks(page) {
  if (kind !== "chromium") return;
  const session = await page.createCDPSession();
  for (const [name, value] of [["prefers-color-scheme", "dark"], ["forced-colors", "active"]]) {
    await session.send("Emulation.setEmulatedMedia", { features: [{ name, value }] });
    await until(page, name, (query) => matchMedia(query).matches, `(${name}: ${value})`);
    const [ink, paper] = await page.$eval("header.bar", (bar) => [getComputedStyle(bar).color, getComputedStyle(bar).backgroundColor]);
    check(ink !== paper, `${name}: words have the colour of what they stand on`);
    check(await page.$eval(".sheet", (sheet) => getComputedStyle(sheet).backgroundColor === "rgb(255, 255, 255)"), `${name}: pages are not white`);
    await picture(page, name);
  }
  await session.send("Emulation.setEmulatedMedia", { features: [] });
}

async function sleep(page, { child, spec: file, text }) {
  child.kill("SIGSTOP");
  await until(page, "words that the program is silent", () => !document.getElementById("gone").hidden);
  check(true, "");
  child.kill("SIGCONT");
  await until(page, "the end of the silence", () => document.getElementById("gone").hidden);
  await followed(page, "pages after the sleep", () => fs.writeFileSync(file, sentence(text)("It has slept. ")));
  check(await page.evaluate(() => document.body.textContent.includes("It has slept.")), "nothing new comes after the sleep");
  await followed(page, "the old text", () => fs.writeFileSync(file, text));
}

async function tabs(first, { address, spec: file, text }, browser) {
  const others = [];
  for (let tab = 0; tab < 6; tab += 1) others.push(await open(browser, address));
  const all = [first, ...others];
  fs.writeFileSync(file, sentence(text)("Seven tabs see this. "));
  for (const tab of all) {
    await tab.bringToFront();
    await until(tab, "what is new, in each of seven tabs", () => document.body.textContent.includes("Seven tabs see this."));
  }
  check(true, "");
  for (const tab of others) await tab.close();
  await first.bringToFront();
  await followed(first, "the old text", () => fs.writeFileSync(file, text));
}

async function form(page, { spec: file, text }) {
  const line = text.match(/^total\s*=\s*\d+/m)[0];
  await followed(page, "a number that is to be filled in", () => fs.writeFileSync(file, text.replace(line, 'total = "?"')));
  const told = await page.$eval("#fill-told", (told) => told.textContent);
  check(/^\d+ of \d+ values; 1 of 1 figure to fill in$/.test(told), `the bar says: ${told}`);
  await page.click("#fill-open");
  await page.waitForSelector(".figures tr.open input");
  await page.type(".figures tr.open input", "1 700");
  await picture(page, "form");
  await page.keyboard.press("Enter");
  await page.waitForSelector(".yes");
  check(fs.readFileSync(file, "utf8").includes('total = "?"'), "a number is written before anybody has said yes");
  await followed(page, "the number that was typed", () => page.click(".yes"));
  check(/^total = 1700$/m.test(fs.readFileSync(file, "utf8")), "the number that was typed is not in the file");
  check(await page.$eval("#fill-bar", (bar) => bar.hidden), "the bar stays when all is filled in");
  await page.keyboard.press("Escape");
  await followed(page, "the old text", () => fs.writeFileSync(file, text));
}

async function files(page) {
  for (const [name, begins] of [["pdf", "%PDF-1.7"], ["docx", "PK"]]) {
    const [status, begin] = await page.evaluate(async (name) => {
      const answer = await fetch(`download/${name}`);
      return [answer.status, (await answer.text()).slice(0, 8)];
    }, name);
    check(status === 200 && begin.startsWith(begins), `the download of ${name} is ${status} ${begin}`);
  }
}

// A page of somebody else, in the same browser: it may learn nothing and do nothing.
async function others(_, { address, spec: file }, browser) {
  const before = fs.readFileSync(file, "utf8");
  const site = http.createServer((_, answer) => answer.setHeader("Content-Type", "text/html").end("<!doctype html><title>x</title>"));
  await new Promise((done) => site.listen(0, "127.0.0.1", done));
  const page = await browser.newPage();
  await page.goto(`http://localhost:${site.address().port}/`);
  const got = await page.evaluate(async (address) => {
    const got = [];
    const json = { method: "POST", headers: { "Content-Type": "application/json" }, body: "{}" };
    for (const options of [{}, { mode: "no-cors" }, json]) {
      const answer = await fetch(`${address}figures.json`, options).catch(() => null);
      if (answer && answer.type !== "opaque") got.push(`fetch ${answer.status}`);
    }
    const load = (element) =>
      new Promise((done) => {
        element.onload = () => done(true);
        element.onerror = () => done(false);
        setTimeout(() => done(false), 1500);
        document.body.append(element);
      });
    if (await load(Object.assign(new Image(), { src: `${address}icon.svg` }))) got.push("picture");
    if (await load(Object.assign(document.createElement("script"), { src: `${address}dom.js`, type: "module" }))) got.push("script");
    const frame = document.createElement("iframe");
    frame.src = address;
    await load(frame);
    try {
      if (frame.contentDocument?.body?.textContent.includes("findings")) got.push("frame");
    } catch {
      // Another origin, as it should be.
    }
    return got;
  }, address);
  check(got.length === 0, `a page of somebody else gets: ${got.join(", ")}`);
  check(fs.readFileSync(file, "utf8") === before, "a page of somebody else changes the spec");
  await page.close();
  site.close();
}

async function main() {
  const bench = await preview(quarterly, spec);
  const browser = await start(module_, kind);
  try {
    const page = await open(browser, bench.address);
    await picture(page, "first");
    const steps = { saves, errors, numbers, findings, reading, sizes, looks, form, files, sleep, tabs, others };
    const wanted = process.env.STEPS?.split(",") ?? Object.keys(steps);
    for (const [name, step] of Object.entries(steps).filter(([name]) => wanted.includes(name))) {
      const begin = looked;
      await step(page, bench, browser).catch((error) => fail(`${name}: ${error.message}`));
      console.log(`${kind}: ${name}, ${looked - begin} looked at`);
    }
    await page.bringToFront();
    page.removeAllListeners("console");
    bench.child.kill("SIGKILL");
    await until(page, "the end of the preview", () => !document.getElementById("gone").hidden);
    check((await shownPages(page)).length > 10, "the last pages are gone with the program");
    console.log(`${kind}: ${looked} things looked at`);
  } finally {
    await browser.close();
    bench.end();
  }
}

main().catch((error) => fail(String(error.stack)));
