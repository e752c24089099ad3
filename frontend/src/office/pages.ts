// The office's pages in one table: the address of each, the section that it belongs to, and its code, which is loaded when
// the page is first opened.

import type { Component } from 'svelte';
import { useMessages } from '../lib/i18n.svelte';
import {
  type AccountId,
  type DistributionId,
  type HouseholdId,
  idFrom,
  type StoreId,
  type WaybillId,
} from '../lib/ids';
import { mayOpen, type Section } from './roles';

type Props = Record<string, unknown>;

/** A page that has been loaded, with the properties that it takes from its address. */
export interface View {
  readonly component: Component<Props>;
  readonly props: (id: string, part: string) => Props;
}

/** One row of the table. */
export interface OfficePage {
  /** 'store/:id/:part?': a name with a colon is any text, and a question mark makes it optional. */
  readonly pattern: string;
  /** Sections that the page belongs to; the reader needs one of them. */
  readonly sections: readonly Section[];
  readonly load: () => Promise<View>;
}

function page<P extends Props>(
  pattern: string,
  sections: Section | readonly Section[],
  load: () => Promise<{ default: Component<P> }>,
  props: (id: string, part: string) => NoInfer<P>,
): OfficePage {
  return {
    pattern,
    sections: typeof sections === 'string' ? [sections] : sections,
    load: async () => ({ component: (await load()).default as unknown as Component<Props>, props }),
  };
}

/** A page that asks what the phone asks, in the words of the phone's screens. */
const withFieldWords =
  <M>(load: () => Promise<M>) =>
  async (): Promise<M> => {
    const [module] = await Promise.all([load(), useMessages('field')]);
    return module;
  };

const nothing = (): Record<string, never> => ({});

// Where two patterns match, the first is the page.
export const PAGES: readonly OfficePage[] = [
  page('', 'desk', () => import('./desk/Desk.svelte'), nothing),
  page('account', 'desk', () => import('./account/Account.svelte'), nothing),
  page('pending', 'pending', () => import('./pending/Pending.svelte'), nothing),
  page('written', 'written', () => import('./places/WrittenPlaces.svelte'), nothing),
  page('withdrawals', 'withdrawals', () => import('./households/Withdrawals.svelte'), nothing),
  page('places', 'places', () => import('./places/Places.svelte'), nothing),
  page('erase-complaint', 'desk', () => import('./complaints/EraseComplaint.svelte'), nothing),
  page(
    'erase/:id',
    'desk',
    () => import('./households/ErasePage.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page('overview', 'overview', () => import('./overview/Overview.svelte'), nothing),
  page('stock', 'stock', () => import('./stock/Stores.svelte'), nothing),
  page(
    'store/:id/:part?',
    'stock',
    () => import('./stock/StorePage.svelte'),
    (id, part) => ({ id: idFrom<StoreId>(id), part }),
  ),
  page('items', 'items', () => import('./stock/Items.svelte'), nothing),
  page('waybills', 'waybills', () => import('./stock/Waybills.svelte'), nothing),
  page(
    'waybill/:id',
    ['waybills', 'stock'],
    () => import('./stock/WaybillPage.svelte'),
    (id) => ({ id: idFrom<WaybillId>(id) }),
  ),
  page('households', 'households', () => import('./households/Households.svelte'), nothing),
  page('houses', 'houses', () => import('./households/SecondGrades.svelte'), nothing),
  page('not-reached', 'households', () => import('./households/NotReached.svelte'), nothing),
  page(
    'household/:id/history',
    'households',
    () => import('./households/HistoryPage.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page(
    'household/:id/correct',
    'households',
    () => import('./households/CorrectPage.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page(
    'household/:id/report',
    'households',
    () => import('./households/ReportDamage.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page(
    'household/:id/card',
    'households',
    () => import('./households/GiveCard.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page(
    'register',
    'households',
    withFieldWords(() => import('./households/register/RegisterPage.svelte')),
    nothing,
  ),
  page(
    'household/:id/claims',
    'desk',
    () => import('./households/ClaimsPage.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page(
    'household/:id',
    'households',
    () => import('./households/FamilyPage.svelte'),
    (id) => ({ id: idFrom<HouseholdId>(id) }),
  ),
  page('cards', 'cards', () => import('./cards/Cards.svelte'), nothing),
  page('forms', 'forms', () => import('./forms/Forms.svelte'), nothing),
  page('forms-print', 'forms', () => import('./forms/PrintForms.svelte'), nothing),
  page(
    'form/:id',
    'forms',
    () => import('./forms/DecideForm.svelte'),
    (id) => ({ number: id }),
  ),
  page('distributions', 'distributions', () => import('./distributions/Distributions.svelte'), nothing),
  page(
    'distribution/:id/paper',
    'distributions',
    withFieldWords(() => import('./distributions/PaperHandovers.svelte')),
    (id) => ({ id: idFrom<DistributionId>(id) }),
  ),
  page(
    'distribution/:id',
    'distributions',
    () => import('./distributions/DistributionPage.svelte'),
    (id) => ({ id: idFrom<DistributionId>(id) }),
  ),
  page('plan', 'distributions', () => import('./distributions/PlanForm.svelte'), nothing),
  page('campaigns', 'campaigns', () => import('./campaigns/Campaigns.svelte'), nothing),
  page(
    'campaign/:id/pledges',
    'campaigns',
    () => import('./campaigns/Pledges.svelte'),
    (id) => ({ slug: id }),
  ),
  page(
    'campaign/:id/homes',
    'campaigns',
    () => import('./campaigns/Homes.svelte'),
    (id) => ({ slug: id }),
  ),
  page(
    'campaign/:id',
    'campaigns',
    () => import('./campaigns/CampaignPage.svelte'),
    (id) => ({ slug: id }),
  ),
  page('exceptions', 'exceptions', () => import('./desk/Exceptions.svelte'), nothing),
  page('complaints', 'complaints', () => import('./complaints/Complaints.svelte'), nothing),
  page(
    'complaint',
    ['complaints', 'households'],
    withFieldWords(() => import('./complaints/TakeComplaint.svelte')),
    nothing,
  ),
  page(
    'situation',
    'situations',
    withFieldWords(() => import('./situation/ReportSituation.svelte')),
    nothing,
  ),
  page('situations', 'situations', () => import('./situation/Situations.svelte'), nothing),
  page(
    'exports/:id?',
    'exports',
    () => import('./exports/Exports.svelte'),
    (id) => ({ list: id }),
  ),
  page('devices', 'devices', () => import('./devices/Devices.svelte'), nothing),
  // A lost phone concerns those who look after phones and the protection officers; its call list only the latter.
  page(
    'lost/:id/sheet',
    ['devices', 'protection'],
    () => import('./lost/Sheet.svelte'),
    (id) => ({ credential: id }),
  ),
  page(
    'lost/:id/calls',
    'protection',
    () => import('./lost/Calls.svelte'),
    (id) => ({ credential: id }),
  ),
  page(
    'lost/:id',
    ['devices', 'protection'],
    () => import('./lost/LostPage.svelte'),
    (id) => ({ credential: id }),
  ),
  page('lost', 'protection', () => import('./lost/LostPhones.svelte'), nothing),
  page('protection', 'protection', () => import('./protection/Protection.svelte'), nothing),
  page(
    'people/:id',
    'people',
    () => import('./people/PersonPage.svelte'),
    (id) => ({ id: idFrom<AccountId>(id) }),
  ),
  page('people', 'people', () => import('./people/People.svelte'), nothing),
  page('voice', 'people', () => import('./voice/Voice.svelte'), nothing),
  page('backup', 'desk', () => import('./backup/Backup.svelte'), nothing),
  page('start', 'start', () => import('./start/Start.svelte'), nothing),
  page('imports', 'imports', () => import('./imports/Imports.svelte'), nothing),
  page('jobs', 'jobs', () => import('./imports/Jobs.svelte'), nothing),
  page(
    'job/:id',
    'jobs',
    () => import('./imports/JobPage.svelte'),
    (id) => ({ id }),
  ),
];

/** What an address asks for: its page and the values of the pattern's names. */
export interface Match {
  readonly page: OfficePage;
  readonly id: string;
  readonly part: string;
}

/** The page of an address. Parts after the last one of the pattern are ignored, as they were in old links. */
export function pageAt(parts: readonly string[]): Match | undefined {
  for (const row of PAGES) {
    const values = valuesOf(row.pattern, parts);
    if (values !== null) return { page: row, id: values['id'] ?? '', part: values['part'] ?? '' };
  }
  return undefined;
}

function valuesOf(pattern: string, parts: readonly string[]): Record<string, string> | null {
  const values: Record<string, string> = {};
  for (const [n, name] of pattern.split('/').entries()) {
    const found = parts[n] ?? '';
    if (!name.startsWith(':')) {
      if (found !== name) return null;
      continue;
    }
    if (found === '' && !name.endsWith('?')) return null;
    values[name.replace(/[:?]/g, '')] = found;
  }
  return values;
}

/** The section that the menu marks, or undefined when the reader has no right to any section of the page. */
export const sectionOf = (row: OfficePage): Section | undefined => row.sections.find(mayOpen);
