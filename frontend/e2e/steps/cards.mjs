// The office prints blank cards; one of them is what the cameras see from then on.

import { printedCodes, showCard } from '../camera.mjs';
import { accessible, read, same, screen, toSection } from '../checks.mjs';
import { t } from '../words.mjs';

const BATCH = 'Hasnabad, first sheet';
const CARDS = 10;
const PLACE = 4; // the card of the sheet that the family gets

/** @param {import('../run.mjs').Job} job */
export async function printCards(job) {
  const page = await job.people.at('rina', 'office');
  await screen(page, t('nav.desk'));
  await accessible(page);
  await toSection(page, 'cards');
  await page.getByRole('button', { name: t('batch.start') }).click();
  await page.getByLabel(t('batch.name'), { exact: true }).fill(BATCH);
  await page.getByLabel(t('batch.cards'), { exact: true }).fill(String(CARDS));
  await page.getByRole('button', { name: t('batch.save'), exact: true }).click();
  await page.getByText(t('batch.done', { name: BATCH })).waitFor();
  await accessible(page);

  const row = page.getByRole('row').filter({ hasText: BATCH });
  same(await read(row.getByRole('cell').nth(1)), String(CARDS), 'the cards of the batch');
  const coming = page.waitForEvent('download');
  await row.getByRole('link').click();
  job.sheet = `${job.folder}/sheet.pdf`;
  await (await coming).saveAs(job.sheet);
}

/** @param {import('../run.mjs').Job} job */
export async function cardBeforeCamera(job) {
  const codes = (await printedCodes(job.sheet)).match(/\b[0-9A-Z]{4} [0-9A-Z]{4} [0-9A-Z]{3}\b/g) ?? [];
  same(new Set(codes).size, CARDS, 'the codes printed on the sheet');
  job.card = codes[PLACE - 1] ?? '';
  const page = await job.people.window('the camera');
  await showCard(page, { pdf: job.sheet, place: PLACE, feed: job.feed, folder: job.folder });
  await job.people.leave('the camera');
}
