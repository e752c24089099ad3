// The screens of practice mode, which has its own colours, a band and a word across each screen: by day, in sun mode and at night.

import { t } from '../words.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./look.mjs').Eye} Eye */

/** Invented names, which are in one language. */
const INVENTED = ['Practice distribution', 'Practice Organisation', 'a practice worker', 'PRACTICE'].concat(
  ['Ek', 'Dui', 'Tin', 'Char', 'Panch', 'Chhoy', 'Sat', 'Aat'].map((name) => `Namuna ${name}`),
);

/** @param {Eye} eye @param {string} base */
export async function lookAtPractice(eye, base) {
  eye.data.add(INVENTED);
  const page = await eye.window(base);
  const at = async (/** @type {string} */ path) => {
    await page.goto(`${base}/field/?practice=#/${path}`);
    await page.getByRole('button', { name: t('practice.leave') }).waitFor();
    await eye.settled(page);
  };
  await at('');
  await eye.look(page, 'practice');
  await page.getByRole('button', { name: t('today.sun') }).click();
  await eye.look(page, 'practice sun');
  await page.getByRole('button', { name: t('today.night') }).click();
  await eye.look(page, 'practice night');
  if (!eye.dark) await page.getByRole('button', { name: t('today.night') }).click();
  for (const screen of ['practice-cards', 'register', 'houses', 'outbox']) {
    await at(screen);
    await eye.look(page, `practice ${screen}`);
  }
  await at('');
  await page.getByRole('link', { name: t('practice.task.handout') }).click();
  await page.getByRole('button', { name: t('practice.cards.use') }).click();
  await eye.look(page, 'practice cards of this phone');
  await page.getByRole('button', { name: 'PRACTICE 01', exact: true }).click();
  await page.getByRole('heading', { name: t('verdict.give.word') }).waitFor();
  await eye.look(page, 'practice give');
  await page.getByRole('button', { name: t('handout.next') }).click();
  await page.getByLabel(t('scan.type'), { exact: true }).fill('0'.repeat(11));
  await page.getByRole('button', { name: t('scan.read') }).click();
  await page.getByRole('heading', { name: t('verdict.real_card.word') }).waitFor();
  await eye.look(page, 'practice real card');
  await page.getByRole('button', { name: t('practice.leave') }).click();
  await page.getByText(t('practice.left')).waitFor();
  await eye.look(page, 'practice left');
  await page.context().close();
}
