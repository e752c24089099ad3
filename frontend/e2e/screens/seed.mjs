// What the demonstration lacks for every screen to have something on it.

import { must } from '../checks.mjs';
import { Office } from '../offline/phone.mjs';
import { blankCards } from '../offline/steps.mjs';
import { PASSWORD } from '../people.mjs';

/** @typedef {import('../program.mjs').Program} Program */

const ORGANISATION = 'Sundarban Relief (demonstration)';
const LIST = ['name,people,area', 'Gulbahar Mistri,3,Amlani', 'Hemlata Bag,0,Atlantis', 'Ismail Dafadar,x,Amlani'];

/** The demonstration has no auditor. @param {Program} program */
export const addAuditor = (program) =>
  program.commandWith(
    `${PASSWORD}\n`,
    ...['user', 'add', 'audit', '--name', 'Asha Sen', '--organisation', ORGANISATION, '--role', 'auditor'],
  );

/** @param {string} base */
export async function seed(base) {
  const offices = /** @type {Record<string, Office>} */ ({});
  for (const login of ['rina', 'anwar', 'biswajit', 'fatima', 'sabita', 'admin', 'nandini']) {
    offices[login] = await new Office(base).signIn(login);
  }
  const office = (/** @type {string} */ login) => offices[login] ?? new Office(base);
  const first = async (/** @type {string} */ login, /** @type {string} */ path) => {
    const row = (await office(login).get(path)).rows[0];
    must(row !== undefined, `${path} is empty for ${login}`);
    return row;
  };
  const [family, withdrawn] = (await office('rina').get('/api/v1/households')).rows;
  const open = await first('rina', '/api/v1/distributions?state=open');
  const waybill = await shortWaybill(office('biswajit'), office('fatima'));
  const { number: coming, store: ownStore } = await comingWaybill(office('biswajit'));
  await office('rina').enter('card.print_batch', { id: crypto.randomUUID(), name: 'Blank', cards: 10 });
  await office('sabita').enter('situation.report', {
    id: crypto.randomUUID(),
    area: family.area,
    day: new Date().toISOString().slice(0, 10),
    ...{ flooded: 'part', power: 'out', water: 'unsafe', road: 'foot_or_boat', market: 'closed' },
    note: '',
  });
  await office('sabita').enter('grievance.take', {
    id: crypto.randomUUID(),
    household: family.id,
    about: 'not_listed',
    text: 'Nobody came',
    answer_by: 'visit',
  });
  await writePlaces(office('rina'));
  await office('rina').enter('consent.record', {
    id: crypto.randomUUID(),
    household: withdrawn.id,
    ...{ purpose: 'relief', given: false, how: 'told_in_person', language: 'bn' },
  });
  const campaign = await first('nandini', '/api/v1/campaigns');
  return {
    family: family.id,
    withdrawn: withdrawn.id,
    distribution: open.id,
    waybill,
    coming,
    ownStore,
    campaign: campaign.slug,
    person: (await first('admin', '/api/v1/accounts')).id,
    store: (await office('biswajit').get('/api/v1/stores')).rows.find((/** @type {{ own: boolean }} */ one) => one.own)
      .id,
    job: await dryRun(office('rina')),
    differing: await twoTypings(office('rina'), office('sabita'), family.area),
  };
}

/** A paper form whose two typings differ. @param {Office} first @param {Office} second @param {string} area */
async function twoTypings(first, second, area) {
  await first.enter('paper.issue', { id: crypto.randomUUID(), layout: 'sansad', sheets: 1, language: 'bn' });
  const [worker] = (await first.get('/api/v1/form-workers')).rows;
  const form = {
    ...{
      id: crypto.randomUUID(),
      number: '10M',
      worker: worker.id,
      filled_at: new Date(Date.now() - 60_000).toISOString(),
    },
    ...{ area, name: 'Rahima Bibi', landmark: '', also_called: '', phone: '', phone_of: '', criteria: ['widow'] },
    ...{ house: 'kutcha', mark: 'fish', not_same_as: [], assessment: crypto.randomUUID(), grade: 3 },
    people: { women: 1, men: 0, girls: 0, boys: 0, infants: 0, elderly: 0 },
    consent: { given: true, how: 'read_by_me', language: 'bn' },
  };
  await first.enter('paper.enter', form);
  await second.enter('paper.retype', { ...form, name: 'Rahima Khatun', grade: 2, mark: 'boat', criteria: [] });
  return form.number;
}

/** The number of a complaint about no registered family. */
export const COMPLAINT = 'XKMPTVW3';

/** Records at a place that no list has, in two spellings, and one that was decided. @param {Office} office */
async function writePlaces(office) {
  const [block] = (await office.get('/api/v1/areas?level=block&search=Hasnabad')).rows;
  const [place] = (await office.get('/api/v1/areas?level=panchayat&search=Bhebia')).rows;
  const complain = async (/** @type {string} */ written, reference = '') => {
    const id = crypto.randomUUID();
    const complaint = { about: 'not_listed', text: 'Nobody came', answer_by: 'visit', area: block.area };
    await office.enter('grievance.take', {
      id,
      ...complaint,
      written_place: written,
      ...(reference === '' ? {} : { reference }),
    });
    return id;
  };
  await complain('Bheba', COMPLAINT);
  await complain('ভেবা');
  await complain('Purba Khejurberia');
  const decided = await complain('Bhebiya bazar');
  await office.enter('written_place.match', { records: [decided], area: place.area });
  await office.enter('household.register', {
    id: crypto.randomUUID(),
    ...{ area: block.area, written_place: 'Purba Khejurberia', landmark: '' },
    ...{ name: 'Golapi Mridha', also_called: '', phone: '', phone_of: '' },
    people: { women: 1, men: 1, girls: 1, boys: 0, infants: 0, elderly: 0 },
    ...{ criteria: [], house: 'kutcha', mark: '', not_same_as: [], private_reason: 0 },
    consent: { given: true, how: 'read_by_me', language: 'bn' },
  });
}

/** Goods that reach the partner two short. @param {Office} from @param {Office} to */
async function shortWaybill(from, to) {
  const stores = (await from.get('/api/v1/stores')).rows;
  const named = (/** @type {string} */ name) =>
    stores.find((/** @type {{ name: string }} */ one) => one.name.startsWith(name)).id;
  const item = (await from.get('/api/v1/items')).rows.find(
    (/** @type {{ code: string }} */ one) => one.code === 'tarpaulin',
  );
  const id = crypto.randomUUID();
  await from.enter('stock.dispatch', {
    id,
    number: 'HSN-0001',
    from: named('Hingalganj'),
    to: named('Canning'),
    vehicle: 'WB 26 C 4471',
    driver: '',
    lines: [{ item: item.id, quantity: 10 }],
  });
  await to.enter('stock.accept', {
    id: crypto.randomUUID(),
    waybill: id,
    lines: [{ item: item.id, received: 8, reason: 'Two torn' }],
  });
  return id;
}

/** Goods on their way between two own stores, and where they go. @param {Office} from */
async function comingWaybill(from) {
  const own = (await from.get('/api/v1/stores')).rows.filter((/** @type {{ own: boolean }} */ one) => one.own);
  const [source, target] = [
    own.find(hasSome),
    own.find((/** @type {any} */ one) => !one.name.startsWith('Hingalganj')),
  ];
  must(source !== undefined && target !== undefined && source !== target, 'the demonstration has no two stores');
  const lines = [{ item: source.balances[0].item, quantity: 10 }];
  const ways = { from: source.id, to: target.id, vehicle: '', driver: '' };
  await from.enter('stock.dispatch', { id: crypto.randomUUID(), number: 'HSN-0100', ...ways, lines });
  return { number: 'HSN-0100', store: target.id };
}

/** @param {{ name: string, balances: { quantity: number }[] }} store */
const hasSome = ({ name, balances }) => name.startsWith('Hingalganj') && (balances[0]?.quantity ?? 0) >= 10;

/** A list that was tried and has rows that were refused. @param {Office} office */
async function dryRun(office) {
  const file = await office.send('/api/v1/import-files?name=list.csv', LIST.join('\n'), 'application/octet-stream');
  const mapping = {
    columns: [
      { column: 'name', field: 'name' },
      { column: 'people', field: 'people.size' },
      { column: 'area', field: 'area.name' },
    ],
    defaults: { house: 'kutcha' },
    area: { level: 'panchayat' },
    size_as: 'women',
    consent: { how: 'read_by_me', language: 'bn' },
  };
  const order = { file: file.id, kind: 'households', mapping, dry_run: true, similar: 'hold' };
  const { id } = await office.send('/api/v1/jobs', JSON.stringify(order), 'application/json');
  for (let tries = 0; tries < 200; tries++) {
    const { state } = await office.get(`/api/v1/jobs/${id}`).then((detail) => detail.job ?? detail);
    if (state === 'done' || state === 'failed') return id;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error('the import was not tried');
}

/** Blocks the phone of a worker as lost, and returns its credential. @param {string} base @param {string} login */
export async function lose(base, login) {
  const office = await new Office(base).signIn('admin');
  const devices = (await office.get('/api/v1/devices')).rows;
  const { credential } = devices.find((/** @type {{ login: string }} */ one) => one.login === login);
  await office.enter('device.withdraw', { credential, reason: 'lost' });
  return credential;
}

/** A family that is on no list, with a card; returns the card's number. @param {Program} program @param {Office} office */
export async function strangerWithCard(program, office) {
  const [card = ''] = await blankCards(program, office);
  const [area] = (await office.get('/api/v1/areas?level=panchayat&search=patlik')).rows;
  const household = crypto.randomUUID();
  await office.enter('household.register', {
    id: household,
    area: area.area,
    name: 'Stranger',
    ...{ also_called: '', phone: '', phone_of: '', landmark: '', mark: '' },
    people: { women: 1, men: 0, girls: 0, boys: 0, infants: 0, elderly: 0 },
    ...{ criteria: [], not_same_as: [] },
    house: 'kutcha',
    consent: { given: true, how: 'told_in_person', language: 'bn' },
  });
  await office.enter('card.bind', { card, household });
  return card;
}
