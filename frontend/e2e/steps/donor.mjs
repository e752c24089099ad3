// The world outside: a release is published, and somebody without an account reads it.

import { accessible, must, read, same, screen } from '../checks.mjs';
import { t } from '../words.mjs';
import { BLOCK, CAMPAIGN, HOMES } from './homes.mjs';

/** @typedef {import('playwright-core').Page} Page */

const FEW = 'Gosaba'; // six homes are promised there: too few to be counted in public

/** @param {import('../run.mjs').Job} job */
export async function publish(job) {
  const said = await job.program.command('release', 'publish');
  must(said.trim() !== '', 'tripol release publish says nothing');
}

/** @param {import('../run.mjs').Job} job */
export async function visit(job) {
  const page = await job.people.window('a donor');
  await page.goto(`${job.program.base}/`);
  await screen(page, t('public.campaigns'));
  await accessible(page);
  await page.getByRole('link', { name: CAMPAIGN }).click();
  await page.waitForURL('**/c/homes-for-hundreds*');
  await screen(page, /.+/);
  await numbers(page, job);
  const drawn = page.locator(`svg path[data-area="${BLOCK.key}"]`);
  const says = (await drawn.locator('title').textContent()) ?? '';
  must(says.startsWith(BLOCK.name) && says.endsWith(` ${HOMES}`), `the map says of the block: ${says}`);
  const box = await drawn.boundingBox();
  must(box !== null && box.width > 0 && box.height > 0, 'the block is not drawn on the map');
  await accessible(page);
  await page.locator('figure').evaluate((figure) => figure.scrollIntoView());
  await job.shot(page, 'public-campaign');
  await page.setViewportSize({ width: 360, height: 740 });
  await screen(page, /.+/);
  await page.getByRole('link', { name: 'বাংলা' }).click();
  await page.getByRole('heading', { name: t('public.map', {}, 'bn') }).waitFor();
  await screen(page, /.+/);
  await job.people.leave('a donor');
}

/** @param {import('../run.mjs').Job} job */
export async function visitWithoutScripts(job) {
  const page = await job.people.window('a donor without scripts', {
    viewport: { width: 360, height: 740 },
    javaScriptEnabled: false,
  });
  await page.goto(`${job.program.base}/c/homes-for-hundreds`);
  await numbers(page, job);
  await page.locator(`svg path[data-area="${BLOCK.key}"]`).waitFor();
  await job.people.leave('a donor without scripts');
}

/**
 * The numbers of the release: what was done today stands there, and what is too small to show does not.
 * @param {Page} page
 * @param {import('../run.mjs').Job} job
 */
async function numbers(page, job) {
  const cells = (/** @type {string} */ block) =>
    page
      .getByRole('row')
      .filter({ has: page.getByRole('rowheader', { name: block, exact: true }) })
      .getByRole('cell')
      .allInnerTexts();
  const [planned, begun, done] = await cells(BLOCK.name);
  same(planned, String(HOMES), `the homes planned in ${BLOCK.name}`);
  same(begun, String(HOMES), `the homes begun in ${BLOCK.name}`);
  same(done, String(HOMES), `the homes handed over in ${BLOCK.name}`);
  same((await cells(FEW))[0], t('public.few'), `the homes planned in ${FEW}`);
  for (const [key, rupees] of /** @type {[string, number][]} */ ([
    ['public.pledged', job.money.pledged],
    ['public.paid', job.money.paid],
  ])) {
    const sum = page.locator('dl > div').filter({ has: page.getByText(t(key), { exact: true }) });
    same(Number((await read(sum.locator('dd'))).replace(/[^\d.]/g, '')), rupees, t(key));
  }
}

/** @param {import('../run.mjs').Job} job */
export async function everythingCloses(job) {
  const said = await job.program.command('verify');
  must(said.includes('All checks passed.'), `tripol verify: ${said}`);
}
