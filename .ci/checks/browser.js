// Opens a page of `quarterly diff --html` in a headless Chromium, as its reader would: steps through the differences
// with the keyboard, changes the view, and looks for errors, requests to a network and pages without a picture.
//
// browser.js PUPPETEER REPORT.html [PICTURE.png]
const fail = (what) => {
  console.error(what);
  process.exitCode = 1;
};

async function main() {
  const [module, report, picture] = process.argv.slice(2);
  const puppeteer = require(module);
  const browser = await puppeteer.launch({ executablePath: "/usr/bin/chromium", args: ["--no-sandbox"] });
  const page = await browser.newPage();
  page.on("pageerror", (error) => fail(`an error on the page: ${error}`));
  page.on("console", (message) => message.type() === "error" && fail(`told on the console: ${message.text()}`));
  page.on("request", (request) => /^(data|file):/.test(request.url()) || fail(`asks the network: ${request.url()}`));
  await page.setViewport({ width: 1400, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-reduced-motion", value: "reduce" }]);
  await page.goto(`file://${report}`);
  const told = () => page.$eval("#status", (status) => status.textContent);
  const stops = (await page.$$("nav li button[data-stop]")).length;
  const seen = new Set();
  for (let step = 0; step < stops; step += 1) {
    await page.keyboard.press("n");
    seen.add(await told());
    const marked = await page.$$eval("nav [aria-current]", (items) => items.length);
    if (marked !== 1) fail(`step ${step + 1} marks ${marked} entries of the list`);
  }
  if (stops === 0 || seen.size !== stops) fail(`${stops} differences, ${seen.size} of them can be stepped to`);
  await page.keyboard.press("n");
  await page.keyboard.press("p");
  await page.keyboard.press("n");
  if (!(await told()).startsWith("1 of ")) fail("the steps do not go round");
  const isShown = await page.$$eval(".sheet .mark.now", (marks) =>
    marks.length === 0 ||
    marks.some((mark) => {
      const box = mark.getBoundingClientRect();
      return box.width > 0 && box.bottom > 0 && box.top < innerHeight;
    }),
  );
  if (!isShown) fail("the difference that is stepped to is not on the screen");
  if (picture) await page.screenshot({ path: picture });
  for (const [key, view] of [["2", "overlay"], ["3", "difference"], ["1", "side"]]) {
    await page.keyboard.press(key);
    const on = await page.$eval(`[data-view="${view}"]`, (button) => button.getAttribute("aria-pressed"));
    if (on !== "true") fail(`the key ${key} does not show the view ${view}`);
  }
  const unnamed = await page.$$eval("button, input, img", (all) =>
    all.filter((one) => !(one.alt || one.textContent.trim() || one.getAttribute("aria-label"))).length,
  );
  if (unnamed > 0) fail(`${unnamed} controls or pictures have no name`);
  const blank = await page.$$eval("img", (images) => images.filter((image) => image.naturalWidth === 0).length);
  if (blank > 0) fail(`${blank} pictures are not shown`);
  const sheets = (await page.$$(".sheet img")).length;
  if (sheets === 0) fail("no page is shown");
  console.log(`${stops} differences stepped through, ${sheets} pictures of pages`);
  await browser.close();
}

main().catch((error) => fail(String(error)));
