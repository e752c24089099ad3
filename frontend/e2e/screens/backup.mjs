// Backups without a console: a key on two pages, a backup to a folder, its test, and its restore into an empty program.

import { mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { must } from '../checks.mjs';
import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./look.mjs').Eye} Eye */
/** @typedef {{ recipient: string, halves: { groups: string[] }[], asked: { half: number, group: number }[] }} Pages */

const LONG_MS = 60_000;

/** @param {Page} page @param {string} key */
const button = (page, key) => page.getByRole('button', { name: t(key), exact: true });

/**
 * Prints a key and types back what is asked for. Only paper shows the groups.
 * @param {Eye} eye @param {Page} page @param {string} folder @param {string} shots
 */
async function setUp(eye, page, folder, shots) {
  await eye.look(page, 'office backup none');
  await page.getByLabel(t('backup.folder'), { exact: true }).fill('no/whole/path');
  await button(page, 'backup.draw').click();
  await page.getByText(t('fault.backup_folder_relative')).first().waitFor();
  await page.getByLabel(t('backup.folder'), { exact: true }).fill(folder);
  const answer = page.waitForResponse((response) => response.url().endsWith('/api/v1/backup/key'));
  await button(page, 'backup.draw').click();
  /** @type {Pages} */
  const pages = await (await answer).json();
  await button(page, 'backup.print').click();
  await eye.look(page, 'office backup key');
  const paper = page.locator('main .paper');
  must(!(await paper.isVisible()), 'the screen shows the key');
  await page.emulateMedia({ media: 'print' });
  must(await paper.isVisible(), 'the paper does not show the key');
  const printed = (await paper.textContent()) ?? '';
  const groups = pages.halves.flatMap((half) => half.groups);
  must(
    groups.every((group) => printed.includes(group)),
    'the paper lacks a group of the key',
  );
  if (shots !== '') await page.pdf({ path: join(shots, 'key.pdf'), preferCSSPageSize: true });
  await page.emulateMedia({ media: 'screen' });
  for (const [index, one] of pages.asked.entries()) {
    await page.locator(`#prove-${index}`).fill(pages.halves[one.half - 1]?.groups[one.group - 1] ?? '');
  }
  await button(page, 'backup.confirm').click();
  await page.getByRole('table', { name: t('backup.runs') }).waitFor({ timeout: LONG_MS });
  await eye.look(page, 'office backup made');
  return pages.halves.map((half) => half.groups.join(' '));
}

/** @param {Page} page @param {string[]} halves */
async function typePages(page, halves) {
  await page.locator('#half-first').fill(halves[0] ?? '');
  await page.locator('#half-second').fill((halves[1] ?? '').toLowerCase());
}

/** @param {Eye} eye @param {Page} page @param {string[]} halves */
async function tryBackup(eye, page, halves) {
  await typePages(page, [`${halves[0]?.slice(0, -1)}#`, halves[1] ?? '']);
  await button(page, 'backup.test_go').click();
  await page
    .getByText(t('fault.backup_half_group', { group: 16 }))
    .first()
    .waitFor();
  await typePages(page, halves);
  await button(page, 'backup.test_go').click();
  const passed = t('backup.test_passed', { date: '' }).slice(-20);
  await page.getByText(passed).waitFor({ timeout: LONG_MS });
  await eye.look(page, 'office backup tested');
}

/** What became of an upgrade, as the supervisor's state tells it. @param {Eye} eye @param {Page} page */
async function upgrades(eye, page) {
  const last = { from: '1.0', to: '1.1', at: '2020-06-05T09:00:00Z', backup: 'made', changes: [] };
  for (const [result, reason] of [
    ['done', 'none'],
    ['kept_old', 'not_ready'],
  ]) {
    await page.route('**/api/v1/upgrade', (route) =>
      route.fulfill({ json: { possible: true, waiting: result !== 'done', last: { ...last, result, reason } } }),
    );
    await page.reload();
    await button(page, 'backup.upgrade_go').waitFor();
    await eye.look(page, `office backup upgrade ${result}`);
  }
}

/**
 * The first-run page of an empty program, until it shows what came back.
 * @param {Eye} eye @param {import('../program.mjs').Program} program @param {string} folder @param {string[]} halves
 */
async function restore(eye, program, folder, halves) {
  const fresh = await program.another();
  const log = join(fresh.folder, 'server.log');
  await fresh.serve(log);
  const code = /#\/begin\/(\S+)/.exec(readFileSync(log, 'utf8'))?.[1] ?? '';
  const page = await eye.window(fresh.base);
  await page.goto(`${fresh.base}/office/#/`);
  await page.getByLabel(t('begin.code'), { exact: true }).fill(code);
  await page.getByRole('link', { name: t('begin.restore') }).click();
  await page.getByLabel(t('backup.folder'), { exact: true }).fill(folder);
  await button(page, 'backup.restore.find').click();
  await page.locator('#restore-file').waitFor();
  await typePages(page, halves);
  await eye.look(page, 'office outside restore');
  await button(page, 'backup.restore.go').click();
  await button(page, 'backup.restore.open').waitFor({ timeout: LONG_MS });
  await eye.look(page, 'office outside restored');
  await button(page, 'backup.restore.open').click();
  await page.getByLabel(t('session.login'), { exact: true }).waitFor({ timeout: LONG_MS });
  await page.context().close();
}

/** @param {Eye} eye @param {import('../program.mjs').Program} program @param {string} shots */
export async function lookAtBackup(eye, program, shots) {
  const folder = join(program.folder, 'stick');
  mkdirSync(folder);
  const page = await eye.signIn(program.base, 'admin');
  await page.goto(`${program.base}/office/#/backup`);
  const halves = await setUp(eye, page, folder, shots);
  await tryBackup(eye, page, halves);
  await upgrades(eye, page);
  await page.context().close();
  await restore(eye, program, folder, halves);
}
