// The help of a screen: its steps in pictures, over the screen.

import { t } from '../words.mjs';

/**
 * Opens the help of the screen, looks at it and closes it.
 * @param {import('./look.mjs').Eye} eye
 * @param {import('playwright-core').Page} page
 * @param {string} name
 */
export async function lookAtHelp(eye, page, name) {
  await page.getByRole('button', { name: t('help.open') }).click();
  const help = page.getByRole('dialog');
  await help.getByRole('listitem').first().waitFor();
  await eye.look(page, name);
  await help.getByRole('button', { name: t('help.close') }).click();
}
