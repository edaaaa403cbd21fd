// Measures the time from a save to the changed page on the screen, as the browser has it.
//
// latency.js PUPPETEER QUARTERLY SPEC [SAVES]; fails where half of them take more than 150 ms, or one of twenty more than
// 300 ms, when LATENCY=strict is set: on a machine with other work, the times are those of that work.
const fs = require("node:fs");
const { followed, pause, preview, sentence, start, until } = require("./driver.js");

async function main() {
  const [module_, quarterly, spec, saves = "40"] = process.argv.slice(2);
  const bench = await preview(quarterly, spec);
  const browser = await start(module_, "chromium");
  try {
    const page = await browser.newPage();
    await page.setViewport({ width: 1440, height: 900 });
    await page.goto(bench.address);
    await until(page, "the first pages", () => document.documentElement.dataset.drawn && document.documentElement.dataset.found);
    const write = sentence(bench.text);
    await followed(page, "the first save", () => fs.writeFileSync(bench.spec, write("Once. ")));
    // The page that changes is the one that is looked at.
    await page.$eval(".page.changed", (section) => section.scrollIntoView());
    await pause(2000);
    // The page notes when a picture has taken the place of another; both clocks are those of this machine.
    await page.evaluate(() => {
      globalThis.times = [];
      const note = () => globalThis.times.push(performance.timeOrigin + performance.now());
      new MutationObserver(note).observe(document.documentElement, { attributes: true, attributeFilter: ["data-round"] });
    });
    const took = [];
    for (let save = 0; save < Number(saves); save += 1) {
      const before = await page.evaluate(() => globalThis.times.length);
      const begin = performance.timeOrigin + performance.now();
      fs.writeFileSync(bench.spec, write(`Save number ${save}. `));
      await until(page, "a changed page", (before) => globalThis.times.length > before, before);
      took.push((await page.evaluate((before) => globalThis.times[before], before)) - begin);
      await pause(500);
    }
    took.sort((one, two) => one - two);
    const of = (share) => Math.round(took[Math.min(took.length - 1, Math.floor(took.length * share))]);
    console.log(`${took.length} saves: half within ${of(0.5)} ms, 95 per cent within ${of(0.95)} ms, the slowest ${Math.round(took.at(-1))} ms`);
    if (process.env.LATENCY === "strict" && (of(0.5) > 150 || of(0.95) > 300)) process.exitCode = 1;
  } finally {
    await browser.close();
    bench.end();
  }
}

main().catch((error) => {
  console.error(String(error.stack));
  process.exitCode = 1;
});
