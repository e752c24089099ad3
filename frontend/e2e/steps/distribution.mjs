// Who gets the tarpaulins when there are too few: planned by one person, approved by another, and the account of it.

import { accessible, must, read, same, screen, toSection } from '../checks.mjs';
import { t } from '../words.mjs';
import { FAMILY } from './family.mjs';
import { choose, fillLines, holds, KIT, LEFT, STORE, TARPAULIN, toStore } from './goods.mjs';

/** @typedef {import('playwright-core').Page} Page */

export const PLAN = 'Hasnabad, tarpaulins and kits';
const DICE = '352614';

/** @param {import('../run.mjs').Job} job */
export async function plan(job) {
  const page = await job.people.at('rina', 'office');
  await toSection(page, 'distributions');
  await page.getByRole('link', { name: t('plan.start') }).click();
  await screen(page, t('plan.start'));
  await page.getByLabel(t('plan.name'), { exact: true }).fill(PLAN);
  await pickArea(page, t('plan.area'), 'Hasnabad', 'block', 'North 24 Parganas');
  await choose(page, t('plan.store'), STORE);
  await fillLines(page, t('plan.per_household'), [
    [TARPAULIN, 1],
    [KIT, 1],
  ]);
  await accessible(page);
  await page.getByRole('button', { name: t('plan.save'), exact: true }).click();
  await screen(page, PLAN);
  const listed = await count(page, 'listed');
  const included = await count(page, 'included');
  same(included, LEFT.tarpaulins, 'the families that can be served');
  must(listed > included, `there is no shortage: ${listed} families for ${included} tarpaulins`);
  await page.getByTestId('scarcity').getByText(String(LEFT.tarpaulins)).waitFor();
  await accessible(page);
  await job.shot(page, 'office-distribution');

  const { yes, draw, no } = await results(page);
  const ours = page.getByRole('row').filter({ hasText: FAMILY.name });
  await ours.getByText(t('grade.4')).waitFor();
  await ours.getByText(job.card).waitFor();
  for (const need of FAMILY.criteria) {
    same(await page.getByText(t(`criteria.${need}`)).count(), 0, 'a need on the list');
  }
  same(yes + draw + no, listed, 'the families on the list');
  must(
    yes <= included && yes + draw >= included,
    `${included} get it, of ${yes} sure and ${draw} that the dice decide`,
  );
  const cut = t('plan.cut', { count: included, behind: listed - included });
  same(await read(page.getByTestId('cut')), cut, 'the line under those who are in');
}

/** @param {import('../run.mjs').Job} job */
export async function ownPlan(job) {
  const page = await job.people.at('rina', 'office');
  await page.getByTestId('own-plan').getByText(t('fault.own_plan')).waitFor();
  const dice = page.getByLabel(t('approve.dice')).filter({ visible: true }); // closed away: for one who is alone
  same(await dice.count(), 0, 'dice offered to the planner');
  same(await page.getByRole('button', { name: t('approve.save') }).count(), 0, 'approval offered to the planner');
}

/** @param {import('../run.mjs').Job} job */
export async function approve(job) {
  const page = await job.people.at('anwar', 'office');
  await page.getByRole('link', { name: t('queue.plans'), exact: true }).click();
  await page.getByRole('link', { name: PLAN, exact: true }).click();
  await screen(page, PLAN);
  await page.getByLabel(t('approve.dice'), { exact: true }).fill(DICE);
  await accessible(page);
  await page.getByRole('button', { name: t('approve.save'), exact: true }).click();
  await page.getByText(t('approve.done')).waitFor();
  await job.people.leave('anwar');
}

/** @param {import('../run.mjs').Job} job */
export async function open(job) {
  const page = await job.people.at('rina', 'office');
  await toPlan(page);
  await page.getByText(DICE, { exact: true }).waitFor();
  const { yes, draw, no } = await results(page);
  same(yes, await count(page, 'included'), 'the families that get it');
  same(draw, 0, 'the families that still wait for the dice');
  same(yes + no, await count(page, 'listed'), 'the families on the list');
  const ours = page.getByRole('row').filter({ hasText: FAMILY.name });
  await ours.getByText(t('plan.in.yes'), { exact: true }).waitFor();
  await ours.getByRole('button', { name: t('plan.open_why') }).click();
  await ours.getByRole('status').getByText(t('criteria.widow')).waitFor(); // its needs, opened for this family alone
  await job.shot(page, 'office-reason');
  await page.getByRole('button', { name: t('open.save'), exact: true }).click();
  await page.getByText(t('open.done')).waitFor();
}

/** @param {import('../run.mjs').Job} job */
export async function account(job) {
  const page = await job.people.at('rina', 'office');
  await toPlan(page);
  await page.getByTestId('served').filter({ hasText: /^1$/ }).waitFor();
  const given = page.getByRole('row').filter({ hasText: FAMILY.name }).getByRole('cell').last();
  must((await read(given)) !== '', 'the list does not say when the family was served');
  await toStore(page, STORE);
  await holds(page, TARPAULIN, LEFT.tarpaulins - 1);
  await holds(page, KIT, LEFT.kits - 1);
  const moves = page.getByRole('row').filter({ hasText: t('movement.handover') });
  same(await moves.count(), 2, 'the lines of the handover in the ledger, one for each item');
  await accessible(page);
  await job.shot(page, 'office-stock');
}

/** @param {import('../run.mjs').Job} job */
export async function close(job) {
  const page = await job.people.at('rina', 'office');
  await toPlan(page);
  await page.getByText(t('close.means', { served: 1, included: LEFT.tarpaulins })).waitFor();
  await page.getByRole('button', { name: t('close.save'), exact: true }).click();
  await page.getByText(t('close.done')).waitFor();
  await page.getByText(t('plan.state.closed'), { exact: true }).waitFor();
}

/**
 * Chooses an area by its name among those that are found.
 * @param {Page} page
 * @param {string} label
 * @param {string} name
 * @param {string} level
 * @param {string} parent
 */
export async function pickArea(page, label, name, level, parent) {
  await page.getByLabel(label, { exact: true }).fill(name);
  const described = [name, t(`area.level.${level}`), parent].join(' · ');
  await page.getByRole('button', { name: described, exact: true }).click();
  await page.getByRole('group', { name: label }).getByText(described).waitFor();
}

/** @param {Page} page */
async function toPlan(page) {
  await toSection(page, 'distributions');
  await page.getByRole('link', { name: PLAN, exact: true }).click();
  await screen(page, PLAN);
}

/**
 * @param {Page} page
 * @param {string} id
 */
async function count(page, id) {
  return Number((await read(page.getByTestId(id))).replace(/\D/g, ''));
}

/**
 * How many families of the whole list get it, wait for the dice, or do not get it.
 * @param {Page} page
 */
async function results(page) {
  await showAll(page);
  const of = (/** @type {string} */ result) => page.getByText(t(`plan.in.${result}`), { exact: true }).count();
  return { yes: await of('yes'), draw: await of('draw'), no: await of('no') };
}

/** @param {Page} page */
async function showAll(page) {
  const more = page.getByRole('button', { name: t('office.more') });
  const rows = page.getByRole('row');
  while ((await more.count()) > 0) {
    const before = await rows.count();
    await more.click();
    await rows.nth(before).waitFor();
    await page.getByRole('button', { name: t('loading') }).waitFor({ state: 'detached' });
  }
}
