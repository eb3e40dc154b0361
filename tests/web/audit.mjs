// Opens pages in headless Chromium and prints one JSON object: what axe-core, the network and the layout say.
// usage: node audit.mjs CHROMIUM MODULES PROFILE < {"pages": [...], "shots": DIR or null}

import { createRequire } from "node:module";
import { readFileSync } from "node:fs";
import { basename } from "node:path";
import { pathToFileURL } from "node:url";

const [chromium, modules, profile] = process.argv.slice(2);
const load = createRequire(pathToFileURL(modules + "/"));
const puppeteer = (await import(pathToFileURL(load.resolve("puppeteer-core")))).default;
const axe = readFileSync(load.resolve("axe-core/axe.min.js"), "utf8");
const task = JSON.parse(readFileSync(0, "utf8"));

const browser = await puppeteer.launch({
  executablePath: chromium,
  userDataDir: profile,
  args: ["--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync"],
});

async function audit(path, scheme, width) {
  const page = await browser.newPage();
  const requests = [], complaints = [];
  page.on("request", (r) => { if (!r.url().startsWith("file:")) requests.push(r.url()); });
  page.on("console", (m) => { if (m.type() === "error" || m.type() === "warn") complaints.push(m.text()); });
  await page.setViewport({ width, height: 900 });
  await page.emulateMediaFeatures([{ name: "prefers-color-scheme", value: scheme }]);
  await page.goto(pathToFileURL(path).href);
  const overflow = () => document.documentElement.scrollWidth - document.documentElement.clientWidth;
  const sideways = [await page.evaluate(overflow)];
  if (task.shots) await page.screenshot({ path: `${task.shots}/${basename(path, ".html")}.${scheme}.${width}.png`, fullPage: true });
  await page.evaluate(() => document.querySelectorAll("details").forEach((d) => { d.open = true; }));
  sideways.push(await page.evaluate(overflow));
  const widest = await page.evaluate(() => [...document.querySelectorAll("body *")]
    .filter((e) => e.getBoundingClientRect().right > innerWidth + 1 && !e.closest(".wide, .unseen, .skip, svg"))
    .map((e) => e.outerHTML.slice(0, 120)).slice(0, 3));
  const quiet = [...complaints];
  await page.evaluate(axe); // through the debugger, which the page's policy does not bind
  const found = await page.evaluate(() => window.axe.run(document));
  await page.close();
  return {
    page: basename(path), scheme, width, requests, complaints: quiet, sideways: Math.max(...sideways), widest,
    violations: found.violations.map((v) => `${v.id}: ${v.nodes.map((n) => n.html.slice(0, 160)).join(" | ")}`),
  };
}

const results = [];
for (const path of task.pages)
  for (const scheme of ["light", "dark"])
    for (const width of [1280, 320]) results.push(await audit(path, scheme, width));
await browser.close();
console.log(JSON.stringify(results));
