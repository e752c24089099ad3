// A card that was given to the wrong family, on a phone: given, and stopped after it was sent.

import { t } from '../words.mjs';
import { type } from './phone-handout.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./phone.mjs').Field} Field */

/** Gives a family a card, and stops it. @param {Field} field @param {Page} page @param {string} family @param {string} card */
export async function stopCard(field, page, family, card) {
  await field.go(page, `card/${family}`);
  await type(page, card);
  await page.getByRole('button', { name: t('card.give_this') }).click();
  await page.getByText(t('sent.office_has_it'), { exact: true }).waitFor();
  await field.look(page, 'done');
  await field.go(page, `household/${family}`);
  await page
    .locator('section a')
    .filter({ hasText: t('kind.card.bind') })
    .first()
    .click();
  await page.getByRole('button', { name: t('retract.title'), exact: true }).click();
  await field.look(page, 'stop the card');
  await page.getByRole('button', { name: t('retract.yes'), exact: true }).click();
  await page.getByText(t('retract.done')).waitFor();
  await field.look(page, 'stopped');
  await field.go(page, `household/${family}`);
  await page.getByText(t('household.no_card'), { exact: true }).waitFor();
}
