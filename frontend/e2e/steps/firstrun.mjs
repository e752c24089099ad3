// An empty database begins in the browser: the code of the console, then organisation, places, items, people.

import { readFileSync, writeFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { accessible, inBengali, must, read, same, screen } from '../checks.mjs';
import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */

const STEPS = ['organisation', 'places', 'items', 'people'];
const FIRST = {
  organisation: 'Gosaba Samiti',
  name: 'Kamala Devi',
  login: 'kamala',
  password: 'lamp boat river',
};
const WHO = 'the first of all';
const CONSOLE_MS = 5_000;

/** @param {import('../run.mjs').Job} job */
export async function begin(job) {
  const empty = await job.program.another();
  const log = `${job.folder}/first-run.log`;
  await empty.serve(log);
  job.people.allow(empty.base);
  const address = await onConsole(log);
  must(address.startsWith(`${empty.base}/office/#/begin/`), `the console names the address ${address}`);
  const page = await job.people.window(WHO);
  await page.goto(`${empty.base}/office/`);
  await screen(page, t('begin.title'));
  await inBengali(page, 'begin.title');
  await page.goto(address);
  await screen(page, t('begin.title'));
  must(!page.url().includes(address.split('/begin/')[1] ?? ''), 'the code stays in the address');
  await page.getByRole('button', { name: t('begin.go'), exact: true }).click();
  await page.getByText(t('begin.password_missing')).first().waitFor();
  await accessible(page);
  await job.shot(page, 'begin', true);
  await page.getByLabel(t('begin.organisation'), { exact: true }).fill(FIRST.organisation);
  await page.getByLabel(t('begin.name'), { exact: true }).fill(FIRST.name);
  await page.getByLabel(t('session.login'), { exact: true }).fill(FIRST.login);
  await page.getByLabel(t('invitation.password'), { exact: true }).fill(FIRST.password);
  await page.getByRole('button', { name: t('begin.go'), exact: true }).click();
  await screen(page, t('start.title'));
  await step(page, 'organisation').getByText(FIRST.organisation).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function stepByStep(job) {
  const page = await job.people.at(WHO, 'office');
  for (const one of STEPS) await step(page, one).waitFor();
  await accessible(page);
  await inBengali(page, 'start.title');
  await job.shot(page, 'start', true);

  writeFileSync(`${job.folder}/states.csv`, 'code,name\n19,West Bengal\n');
  await page.getByLabel(t('places.source'), { exact: true }).selectOption({ label: t('places.source.own') });
  await page.getByLabel(t('places.level'), { exact: true }).selectOption({ label: t('level.state') });
  await page.getByLabel(t('places.file'), { exact: true }).setInputFiles(`${job.folder}/states.csv`);
  await page.getByRole('button', { name: t('places.send') }).click();
  await page.getByText(t('places.report', { read: 1, kept: 1, refused: 0 })).waitFor();
  await step(page, 'places')
    .getByText(t('start.so_far', { count: 1 }))
    .waitFor();
  await page.getByRole('checkbox', { name: 'Kalimpong' }).check(); // a district of three blocks
  await page.getByRole('button', { name: t('shipped.add'), exact: true }).click();
  await step(page, 'places')
    .getByText(t('start.so_far', { count: 5 }))
    .waitFor();
  await page.getByRole('button', { name: t('start.next'), exact: true }).click();

  await page
    .getByRole('list', { name: t('start.standard') })
    .getByRole('button')
    .first()
    .click();
  await step(page, 'items').getByText(t('start.done'), { exact: true }).waitFor();
  await accessible(page);
  await page.getByRole('link', { name: t('start.import'), exact: true }).click();
  await screen(page, t('nav.imports'));
  await page.goBack();
  await screen(page, t('start.title'));

  // What is left out is skipped; what was done is counted, wherever one comes from.
  await step(page, 'people')
    .getByRole('link', { name: t('start.people_go') })
    .waitFor();
  same(await read(step(page, 'people').locator('.head span')), t('start.not_yet'), 'the step of the people');
  await page.getByRole('button', { name: t('start.skip'), exact: true }).click();
  await screen(page, t('nav.desk'));
  await job.people.leave(WHO);
}

/**
 * One step's card.
 * @param {Page} page
 * @param {string} name
 */
function step(page, name) {
  return page.getByRole('listitem').filter({ has: page.getByRole('heading', { name: t(`start.step.${name}`) }) });
}

/**
 * The address that the program shows on its console.
 * @param {string} log
 */
async function onConsole(log) {
  const until = Date.now() + CONSOLE_MS;
  for (;;) {
    const [address] = readFileSync(log, 'utf8').match(/http\S+#\/begin\/\S+/) ?? [];
    if (address !== undefined) return address;
    if (Date.now() > until) throw new Error('the console shows no address to begin at');
    await pause(50);
  }
}
