// Looks at the pages of a running server: node test_pages.mjs BROWSER ADDRESS FOLDER. Pictures of them go to FOLDER.
import { chromium } from 'playwright-core';
import { mkdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';

const [executablePath, address, folder] = process.argv.slice(2);
const axe = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
const pictures = `${folder}/pictures`;
mkdirSync(pictures, { recursive: true });

const json = async (path) => (await fetch(address + path)).json();
const events = [];
const relations = (await json('relations.json')).relations;
for (const { states } of relations.slice(0, 3)) {
    events.push(...(await json(`relations/${states.join('/')}.json`)).events);
}
const widest = events.reduce((a, b) => (b.independent > a.independent ? b : a));
const person = events.flatMap((event) => event.participants)[0];
const [statement] = (await json('statements.json?limit=1')).statements;
const [office] = (await json('offices.json')).states;
const [a, b] = relations[0].states;
const pages = {
    start: '',
    relations: 'relations',
    relation: `relations/${a}/${b}`,
    filtered: `relations/${a}/${b}?type=consult&min-sources=2`,
    event: `events/${widest.id}`,
    compare: `events/${widest.id}/compare`,
    differs: `events/${widest.id}/compare?only=differs`,
    report: `reports/${encodeURIComponent(widest.documents[0])}`,
    actors: 'actors',
    state: `actors/${a}`,
    person: `actors/${encodeURIComponent(person)}`,
    offices: 'offices',
    'offices-of-state': `offices/${office.code}`,
    statements: 'statements',
    statement: `statements/${statement.id}`,
    search: 'search?q=talks',
    'search-nothing': 'search?q=zzyzx',
    findings: 'findings',
    log: 'log',
    unknown: 'events/none',
    wrong: 'relations?limit=0',
};

const faults = new Map();
let looks = 0;
const fault = (where, what) => faults.set(what, [...(faults.get(what) ?? []), where]);
const browser = await chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-gpu'] });

for (const width of [390, 1600]) {
    for (const colorScheme of ['light', 'dark']) {
        const context = await browser.newContext({ viewport: { width, height: 900 }, colorScheme });
        const page = await context.newPage();
        for (const [name, path] of Object.entries(pages)) {
            const where = `${name} ${width} ${colorScheme}`;
            const said = [];
            const listen = (message) => message.type() === 'error' && said.push(message.text());
            const broken = (error) => said.push(String(error));
            page.on('console', listen).on('pageerror', broken);
            const response = await page.goto(address + path);
            looks += 1;
            const expected = { unknown: 404, wrong: 400 }[name] ?? 200;
            if (response.status() !== expected) fault(where, `status ${response.status()}`);
            for (const text of said.filter((text) => expected === 200 || !text.includes(`${expected}`))) {
                fault(where, `console: ${text}`);
            }
            page.off('console', listen).off('pageerror', broken);
            const added = 'script, [style], [onclick], [onload]';
            if (await page.locator(added).count()) fault(where, 'there are scripts or styles in the page');
            await look(page, where);
            await page.screenshot({ path: `${pictures}/${name}-${width}-${colorScheme}.png`, fullPage: true });
            // What is folded away is read as well.
            await page.evaluate(() => document.querySelectorAll('details').forEach((d) => (d.open = true)));
            await look(page, `${where}, unfolded`);
            await accessible(page, where);
        }
        await context.close();
    }
}
await keyboard();
await print();
await browser.close();

for (const [what, places] of [...faults].slice(0, 60)) console.log(`${what}\n    ${places.slice(0, 4).join('; ')} …${places.length}`);
console.log(`test-pages: ${Object.keys(pages).length} pages, ${looks} looks, ${faults.size} kinds of faults`);
process.exit(faults.size === 0 ? 0 : 1);

async function look(page, where) {
    const found = await page.evaluate(() => {
        const root = document.documentElement;
        const levels = [...document.querySelectorAll('h1,h2,h3,h4')].map((h) => Number(h.tagName[1]));
        const wide = [...document.querySelectorAll('body *')].find(
            (e) => e.getBoundingClientRect().right > root.clientWidth + 1 && !e.closest('.wide, .skip, svg'),
        );
        return {
            over: root.scrollWidth - root.clientWidth,
            wide: wide?.outerHTML.slice(0, 100),
            headings: document.querySelectorAll('h1').length !== 1 || levels.some((l, n) => n > 0 && l > levels[n - 1] + 1),
            tables: [...document.querySelectorAll('table')].filter((t) => !t.caption && !t.ariaLabel).length,
        };
    });
    if (found.over > 0) fault(where, `the page is ${found.over} px too wide: ${found.wide}`);
    if (found.headings) fault(where, 'headings leave out a level, or there is not one first one');
    if (found.tables > 0) fault(where, 'a table has no caption');
}

async function accessible(page, where) {
    await page.evaluate(axe);
    const { violations } = await page.evaluate(() => window.axe.run({ resultTypes: ['violations'] }));
    for (const v of violations) {
        const [node] = v.nodes;
        const why = node.any[0]?.message ?? node.all[0]?.message ?? node.none[0]?.message ?? '';
        fault(where, `${v.id} (${v.nodes.length}): ${node.html.slice(0, 160)} ${why.slice(0, 160)}`);
    }
}

// By keyboard alone: the skip link first, then the pages, the search, the filters, and the first event; each seen where it is.
async function keyboard() {
    const page = await browser.newPage({ viewport: { width: 1600, height: 900 } });
    await page.goto(address + pages.relation);
    const wanted = ['.skip', 'nav[aria-label="Pages"] a', 'input[name="q"]', '.filters a', 'ol.ledger a.summary'];
    let next = 0;
    for (let n = 0; n < 1000 && next < wanted.length; n += 1) {
        await page.keyboard.press('Tab');
        const at = await page.evaluate((selector) => {
            const e = document.activeElement;
            const { width, height, left } = e.getBoundingClientRect();
            const style = getComputedStyle(e);
            return {
                is: e.matches(selector),
                html: e.outerHTML.slice(0, 100),
                shown: width > 0 && height > 0 && left >= 0 && style.outlineStyle !== 'none' && parseFloat(style.outlineWidth) >= 2,
            };
        }, wanted[next]);
        if (!at.shown) fault('keyboard', `focus can’t be seen: ${at.html}`);
        if (at.is) next += 1;
        if (n === 0 && next === 0) fault('keyboard', `the first stop is no skip link: ${at.html}`);
    }
    if (next < wanted.length) fault('keyboard', `never came to ${wanted[next]}`);
    await page.goto(address + pages.relation);
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    if (!page.url().endsWith('#main')) fault('keyboard', 'the skip link leads nowhere');
    await page.focus('input[name="q"]');
    await page.keyboard.type('talks');
    await Promise.all([page.waitForURL('**/search?q=talks'), page.keyboard.press('Enter')]);
    await page.close();
}

async function print() {
    const page = await browser.newPage({ viewport: { width: 720, height: 1000 } });
    await page.emulateMedia({ media: 'print' });
    for (const name of ['relation', 'event', 'compare', 'report']) {
        await page.goto(address + pages[name]);
        const found = await page.evaluate(() => ({
            over: document.documentElement.scrollWidth - document.documentElement.clientWidth,
            nav: [...document.querySelectorAll('nav, form, footer')].filter((e) => e.getClientRects().length > 0).length,
            title: document.querySelector('h1').getClientRects().length,
        }));
        if (found.over > 0 || found.nav > 0 || found.title === 0) fault(`print ${name}`, JSON.stringify(found));
        await page.pdf({ path: `${pictures}/${name}.pdf`, format: 'A4' });
    }
    await page.close();
}
