// Every page of the office, and every section of every role.

import { must, openMenu } from '../checks.mjs';
import { t } from '../words.mjs';
import { COMPLAINT } from './seed.mjs';
import { complete, officePages, officeRoles } from './tables.mjs';

/** @typedef {import('playwright-core').Page} Page */
/** @typedef {import('./look.mjs').Eye} Eye */

/** Who works in which role in the demonstration. */
const PEOPLE = {
  administrator: 'admin',
  auditor: 'audit',
  coordinator: 'rina',
  distributor: 'mina',
  outreach_worker: 'sabita',
  protection_officer: 'mukti',
  storekeeper: 'biswajit',
  treasurer: 'nandini',
};

/**
 * An address of each page, and who opens it.
 * @param {Awaited<ReturnType<import('./seed.mjs').seed>>} ids
 * @param {string} phone a credential that is blocked as lost
 * @returns {Record<string, [string, string][]>}
 */
const addresses = (ids, phone) => ({
  '': [['rina', '']],
  account: [['admin', 'account']],
  pending: [['admin', 'pending']],
  written: [
    ['rina', 'written'],
    ['rina', 'written?state=decided'],
  ],
  places: [
    ['admin', 'places'],
    ['rina', 'places'],
  ],
  withdrawals: [['mukti', 'withdrawals']],
  'erase/:id': [['mukti', `erase/${ids.withdrawn}`]],
  overview: [['rina', 'overview']],
  stock: [['biswajit', 'stock']],
  'store/:id/:part?': [
    ['biswajit', `store/${ids.store}`],
    ['biswajit', `store/${ids.store}/receive`],
    ['biswajit', `store/${ids.store}/dispatch`],
  ],
  items: [['admin', 'items']],
  waybills: [
    ['biswajit', 'waybills'],
    ['biswajit', 'waybills?way=late'],
  ],
  'waybill/:id': [['biswajit', `waybill/${ids.waybill}`]],
  households: [['rina', 'households']],
  houses: [['rina', 'houses']],
  'household/:id/history': [['rina', `household/${ids.family}/history`]],
  'not-reached': [['rina', 'not-reached']],
  'household/:id/claims': [['rina', `household/${ids.family}/claims`]],
  register: [['rina', 'register']],
  'household/:id/report': [['rina', `household/${ids.family}/report`]],
  'household/:id/card': [['rina', `household/${ids.family}/card`]],
  'household/:id/correct': [['rina', `household/${ids.family}/correct`]],
  'household/:id': [
    ['rina', `household/${ids.family}`],
    ['mukti', `household/${ids.family}`],
  ],
  cards: [['rina', 'cards']],
  forms: [['rina', 'forms']],
  'forms-print': [['rina', 'forms-print']],
  'form/:id': [['rina', `form/${ids.differing}`]],
  distributions: [['rina', 'distributions']],
  'distribution/:id/paper': [['rina', `distribution/${ids.distribution}/paper`]],
  'distribution/:id': [['rina', `distribution/${ids.distribution}`]],
  plan: [['rina', 'plan']],
  campaigns: [['nandini', 'campaigns']],
  'campaign/:id/pledges': [['nandini', `campaign/${ids.campaign}/pledges`]],
  'campaign/:id/homes': [['rina', `campaign/${ids.campaign}/homes`]],
  'campaign/:id': [['nandini', `campaign/${ids.campaign}`]],
  exceptions: [
    ['rina', 'exceptions'],
    ['rina', 'exceptions?state=settled'],
  ],
  complaints: [['rina', 'complaints']],
  complaint: [
    ['rina', 'complaint'],
    ['sabita', `complaint?household=${ids.family}`],
  ],
  situation: [['sabita', 'situation']],
  'erase-complaint': [
    ['mukti', 'erase-complaint'],
    ['mukti', `erase-complaint?reference=${COMPLAINT}`],
  ],
  situations: [['rina', 'situations']],
  'exports/:id?': [
    ['rina', 'exports'],
    ['rina', 'exports/households'],
  ],
  devices: [['admin', 'devices']],
  'lost/:id/sheet': [['admin', `lost/${phone}/sheet`]],
  'lost/:id/calls': [['mukti', `lost/${phone}/calls`]],
  'lost/:id': [['admin', `lost/${phone}`]],
  lost: [['mukti', 'lost']],
  protection: [['mukti', 'protection']],
  'people/:id': [['admin', `people/${ids.person}`]],
  people: [['admin', 'people']],
  voice: [['admin', 'voice']],
  backup: [['admin', 'backup']],
  start: [['admin', 'start']],
  imports: [['rina', 'imports']],
  jobs: [['rina', 'jobs']],
  'job/:id': [['rina', `job/${ids.job}`]],
});

/** @param {Page} page @param {Eye} eye @param {string} login @param {string} address */
async function open(page, eye, login, address) {
  await page.goto(`${new URL(page.url()).origin}/office/#/${address}`);
  await eye.settled(page);
  const heading = await page.getByRole('heading', { level: 1 }).first().textContent();
  const [missing, forbidden] = [t('office.missing'), t('office.not_yours')];
  must(heading !== missing && heading !== forbidden, `#/${address} for ${login}: "${heading}"`);
}

/**
 * @param {Eye} eye
 * @param {string} base
 * @param {Awaited<ReturnType<import('./seed.mjs').seed>>} ids
 * @param {string} phone
 */
export async function lookAtOffice(eye, base, ids, phone) {
  const table = addresses(ids, phone);
  complete(Object.keys(table), officePages(), 'pages of the office');
  complete(Object.keys(PEOPLE), officeRoles(), 'roles of the office');
  const outside = await eye.window(base);
  for (const address of ['', 'invitation']) {
    await outside.goto(`${base}/office/#/${address}`);
    await eye.look(outside, `office outside ${address}`);
  }
  await outside.context().close();
  for (const [role, login] of Object.entries(PEOPLE)) {
    const page = await eye.signIn(base, login);
    const own = Object.values(table).flatMap((rows) => rows.filter(([who]) => who === login).map(([, to]) => to));
    await openMenu(page);
    const menu = page.locator('nav ul a');
    const sections = await menu.evaluateAll((links) =>
      links.map((link) => (link.getAttribute('href') ?? '').replace('#/', '')),
    );
    must(sections.length > 1, `the menu of ${role} is empty`);
    for (const address of new Set([...sections, ...own])) {
      await open(page, eye, login, address);
      const name = address.replace(/[0-9a-f-]{36}/, 'id');
      await eye.look(page, `office ${role} ${name || 'desk'}`);
    }
    if (role === 'administrator') await decide(page, eye);
    if (role === 'coordinator') await setLeader(page, eye, ids.distribution);
    await page.context().close();
  }
}

/** The two decisions on a written place, with their forms open. @param {Page} page @param {Eye} eye */
async function decide(page, eye) {
  await open(page, eye, PEOPLE.administrator, 'written');
  await page
    .getByRole('button', { name: t('written.same'), exact: true })
    .first()
    .click();
  await page.getByRole('button', { name: t('written.save'), exact: true }).waitFor();
  await eye.look(page, 'office administrator written same');
  await open(page, eye, PEOPLE.administrator, 'written?again');
  await page
    .getByRole('button', { name: t('written.new'), exact: true })
    .first()
    .click();
  await page.getByRole('button', { name: t('written.add'), exact: true }).waitFor();
  await eye.look(page, 'office administrator written new');
}

/** The form of the team leader's PIN, as of a list that has none. @param {Page} page @param {Eye} eye @param {string} id */
async function setLeader(page, eye, id) {
  await page.route('**/custody', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ response, json: { ...(await response.json()), leader: false } });
  });
  await open(page, eye, PEOPLE.coordinator, `distribution/${id}?again`);
  await page.getByLabel(t('phones.pin'), { exact: true }).fill('123456');
  await page.getByRole('button', { name: t('phones.leader_save'), exact: true }).click();
  await page.getByText(t('fault.pin_easy'), { exact: true }).waitFor();
  await eye.look(page, 'office coordinator distribution leader');
}
