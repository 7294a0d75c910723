// Opens readiness reports in headless Chromium, as people do: on a phone and on a desk, light, dark and printed, with JavaScript and without.
// Usage: node .ci/report.mjs MODULES SCREENSHOTS FILE…   (MODULES: the node_modules folder with playwright-core, axe-core and ajv)
// The last line is "N passed, N failed".
import fs from 'node:fs';
import path from 'node:path';
import { createRequire } from 'node:module';
import { pathToFileURL } from 'node:url';

const [modules, screenshots, ...files] = process.argv.slice(2);
const require = createRequire(path.resolve(modules, 'index.js'));
const { chromium } = require('playwright-core');
const Ajv = require('ajv/dist/2020').default;
const axe = fs.readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');
const sizes = { phone: { width: 390, height: 844 }, desk: { width: 1280, height: 900 } };
const slowest = 2000; // ms until a report can be read, also one of ten thousand findings
let passed = 0;
let failed = 0;

function check(what, problems) {
  if (problems.length === 0) {
    passed++;
    return;
  }
  failed++;
  console.log(`FAIL  ${what}\n      ${problems.slice(0, 5).join('\n      ')}`);
}

// Opens the file, reports what it asked for elsewhere, and hands the page on.
async function withPage(browser, file, options, use) {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const foreign = [];
  const errors = [];
  page.on('request', request => {
    if (request.url() !== pathToFileURL(file).href) foreign.push(request.url());
  });
  page.on('pageerror', error => errors.push(error.message));
  page.on('console', message => {
    if (message.type() === 'error') errors.push(message.text());
  });
  await page.goto(pathToFileURL(file).href);
  await use(page);
  check(`${file} loads nothing else`, foreign);
  check(`${file} has no script errors`, errors);
  await context.close();
}

const overflow = page =>
  page.evaluate(() => {
    const wide = document.documentElement.scrollWidth - document.documentElement.clientWidth;
    return wide > 0 ? [`the page is ${wide} px wider than the screen`] : [];
  });

async function look(browser, file) {
  const name = path.basename(path.resolve(file, '../../..'));
  const shot = (page, what) => page.screenshot({ path: path.join(screenshots, `${name}-${what}.png`), fullPage: true });

  for (const [size, viewport] of Object.entries(sizes)) {
    for (const colorScheme of ['light', 'dark']) {
      await withPage(browser, file, { viewport, colorScheme }, async page => {
        check(`${name}: fits a ${size}`, await overflow(page));
        await page.evaluate(axe);
        const { violations } = await page.evaluate(() => window.axe.run(document, { resultTypes: ['violations'] }));
        check(
          `${name}: accessible on a ${size}, ${colorScheme}`,
          violations.map(found => `${found.id}: ${found.help} (${found.nodes[0].html.slice(0, 120)})`),
        );
        await shot(page, `${size}-${colorScheme}`);
      });
    }

    await withPage(browser, file, { viewport, javaScriptEnabled: false }, async page => {
      check(`${name}: fits a ${size} without JavaScript`, await overflow(page));
      const gaps = await page.locator('.gap').all();
      const hidden = [];
      for (const gap of gaps.slice(0, 20)) if (!(await gap.isVisible())) hidden.push((await gap.textContent()).slice(0, 60));
      check(`${name}: shows every gap without JavaScript`, hidden);
      check(`${name}: offers no filter that does nothing`, (await page.locator('#filter').isVisible().catch(() => false)) ? ['#filter is visible'] : []);
      await shot(page, `${size}-no-script`);
    });
  }

  await withPage(browser, file, { viewport: sizes.desk }, async page => {
    await filter(page, name);
    await copy(page, name);
    await page.emulateMedia({ media: 'print' });
    const left = [];
    for (const selector of ['#filter', 'nav', '.snippet button']) {
      if (await page.locator(selector).first().isVisible().catch(() => false)) left.push(`${selector} is printed`);
    }
    for (const gap of (await page.locator('.gap').all()).slice(0, 20)) if (!(await gap.isVisible())) left.push('a gap that was filtered away is not printed');
    check(`${name}: prints what can be read, nothing to click`, left);
  });
}

async function filter(page, name) {
  const area = page.locator('#filter select[name=area]');
  if ((await area.count()) === 0) return;
  const options = await area.locator('option').evaluateAll(all => all.map(option => option.value).filter(Boolean));
  await area.selectOption(options[0]);
  const shown = await page.locator('.gap:not([hidden])').evaluateAll(all => all.map(gap => gap.dataset.area));
  check(`${name}: the filter leaves one area`, shown.length > 0 ? shown.filter(other => other !== options[0]) : ['nothing is left']);
  const places = await page.locator('.gap:not([hidden])').evaluateAll(all => all.reduce((sum, gap) => sum + Number(gap.dataset.count), 0));
  const said = await page.locator('#shown').textContent();
  check(`${name}: the filter says how many are shown`, said.startsWith(`${places} `) ? [] : [said]);
}

// From a file the page may not use the clipboard API: what counts is that the old way selects the whole snippet.
async function copy(page, name) {
  const boxes = page.locator('.snippet');
  if ((await boxes.count()) === 0) return;
  await page.evaluate(() => document.addEventListener('copy', () => (window.copied = document.activeElement.value ?? String(getSelection()))));
  await page.evaluate(() => Object.defineProperty(window, 'isSecureContext', { value: false }));
  await boxes.first().locator('button').click();
  const copied = await page.evaluate(() => window.copied ?? '');
  const text = await boxes.first().locator('code').textContent();
  check(`${name}: a button copies the snippet`, copied === text ? [] : [`copied '${copied.slice(0, 40)}' of '${text.slice(0, 40)}'`]);
}

// The best of a few times: what the page costs, and not what else the machine does.
async function opens(browser, file) {
  let time = Infinity;
  for (let turn = 0; turn < 5 && time > slowest; turn++) {
    await withPage(browser, file, { viewport: sizes.desk }, async page => {
      time = Math.min(time, await page.evaluate(() => Math.round(performance.getEntriesByType('navigation')[0].domComplete)));
      if (time > slowest) return;
      const findings = await page.locator('.gap').evaluateAll(all => all.reduce((sum, gap) => sum + Number(gap.dataset.count), 0));
      console.log(`      ${findings} findings, ${Math.round(fs.statSync(file).size / 1024)} KB, can be read after ${time} ms`);
    });
  }
  check(`${file} can be read within ${slowest} ms`, time <= slowest ? [] : [`${time} ms`]);
}

fs.mkdirSync(screenshots, { recursive: true });
const compile = name => new Ajv({ strict: false }).compile(JSON.parse(fs.readFileSync(`docs/${name}.schema.json`, 'utf8')));
const ofApp = compile('report');
const ofSolution = compile('solution-report');
const browser = await chromium.launch({ executablePath: process.env.CHROMIUM ?? '/usr/bin/chromium', args: ['--no-sandbox'] });
for (const file of files) {
  await opens(browser, file);
  // Nobody looks through a megabyte, and no picture of it can be taken.
  if (fs.statSync(file).size < 1 << 20) await look(browser, file);
  const json = JSON.parse(fs.readFileSync(file.replace(/html$/, 'json'), 'utf8'));
  const validate = json.apps ? ofSolution : ofApp;
  check(`${file}: the JSON fits its schema`, validate(json) ? [] : validate.errors.map(error => `${error.instancePath} ${error.message}`));
}
await browser.close();
console.log(`${passed} passed, ${failed} failed`);
process.exit(failed === 0 ? 0 : 1);
