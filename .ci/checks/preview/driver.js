// Starts `quarterly preview` on a copy of an edition, and a browser that shows it.
const { spawn } = require("node:child_process");
const fs = require("node:fs");
const os = require("node:os");
const path = require("node:path");

const BROWSERS = { chromium: "/usr/bin/chromium", firefox: "/usr/bin/firefox-esr" };
// Milliseconds until something that has to come is missed; the machine may have other work.
const PATIENCE = Number(process.env.PATIENCE ?? 60_000);
// The same for what follows a save, where a control never sees one.
const SOON = Number(process.env.SOON ?? PATIENCE);
const pause = (milliseconds) => new Promise((done) => setTimeout(done, milliseconds));

// A preview of a copy of the spec's folder, which may be spoiled.
async function preview(quarterly, spec, options = []) {
  const folder = fs.mkdtempSync(path.join(os.tmpdir(), "preview-"));
  const name = path.basename(path.dirname(spec));
  fs.cpSync(path.dirname(spec), path.join(folder, name), { recursive: true });
  const copy = path.join(folder, name, path.basename(spec));
  const child = spawn(quarterly, ["preview", `${name}/${path.basename(spec)}`, "--no-open", ...options], { cwd: folder });
  let said = "";
  child.stdout.on("data", (data) => (said += data));
  child.stderr.on("data", (data) => (said += data));
  for (const end = Date.now() + PATIENCE; !said.includes("\n") && Date.now() < end; ) await pause(50);
  const address = said.split("\n")[0];
  if (!/^http:\/\/127\.0\.0\.1:\d+\/[0-9a-f]{32}\/$/.test(address)) throw new Error(`no address: ${said}`);
  const end = () => {
    child.kill("SIGCONT");
    child.kill("SIGKILL");
    fs.rmSync(folder, { recursive: true, force: true });
  };
  return { address, child, end, folder, spec: copy, text: fs.readFileSync(copy, "utf8") };
}

async function start(module, kind) {
  const puppeteer = require(module);
  const launch = { executablePath: BROWSERS[kind], browser: kind === "firefox" ? "firefox" : "chrome" };
  return puppeteer.launch({ ...launch, args: kind === "firefox" ? [] : ["--no-sandbox"], protocolTimeout: 120_000 });
}

// How often something was shown, and found.
const counts = (page) =>
  page.evaluate(() => {
    const { round, found } = document.documentElement.dataset;
    return { round: Number(round ?? 0), found: Number(found ?? 0) };
  });

// Waits for a state of the page; tells which one did not come.
const until = (page, what, test, ...values) => within(PATIENCE, page, what, test, ...values);

async function within(patience, page, what, test, ...values) {
  for (const end = Date.now() + patience; Date.now() < end; ) {
    if (await page.evaluate(test, ...values)) return;
    await pause(25);
  }
  throw new Error(`did not come: ${what}`);
}

// Does something to the files, and waits until what follows is shown and checked.
async function followed(page, what, act) {
  const before = await counts(page);
  act();
  const test = (old) => Number(document.documentElement.dataset.found ?? 0) > old;
  await within(SOON, page, what, test, before.found);
}

// Puts words before a sentence whose page has room for them.
function sentence(text) {
  const at = text.indexOf("The Bureau of National Statistics recorded");
  if (at < 0) throw new Error("the example has another sentence now: choose one here");
  return (words) => text.slice(0, at) + words + text.slice(at);
}

module.exports = { counts, followed, pause, preview, sentence, start, until };
