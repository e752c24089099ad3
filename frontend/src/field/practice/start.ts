// Opens the phone of practice mode: one worker without a credential or tokens, whose entries are encrypted to nobody but
// themselves, and a pack of fictitious families. Both are made anew where the database is empty, and the pack at each start.

import { deleteDB } from 'idb';
import type { Role } from '../../lib/api/types';
import { language, t } from '../../lib/i18n.svelte';
import {
  type Boxed,
  box,
  boxJSON,
  dataKey,
  drawIdentity,
  random,
  sha256,
  toBase64,
  unboxJSON,
} from '../phone/crypt/crypt';
import { practiceCode } from '../phone/pack/card';
import { putPack } from '../phone/storage/packs';
import {
  holdPractice,
  openWork,
  PRACTICE_DATABASE,
  PRACTISER,
  type Practice,
  practisesFor,
} from '../phone/storage/practice';
import { closeStore, store, type WorkerRow } from '../phone/storage/store';
import { changeWorker, type Open, openToPractise } from '../phone/storage/vault.svelte';
import { CARDS, manifest, parts } from './data';

/** The key of what is fictitious is no secret: there is no PIN. */
const openKey = (): Promise<CryptoKey> => dataKey(new Uint8Array(32));

const ROLES: readonly Role[] = ['outreach_worker', 'distributor'];

async function newWorker(key: CryptoKey, now: Date): Promise<WorkerRow> {
  const own = await drawIdentity();
  const secrets = { fullToken: '', identity: own.secret, roles: ROLES, account: '' };
  return {
    credential: PRACTISER,
    device: '',
    name: t('practice.worker'),
    language: language(),
    organisation: t('practice.organisation'),
    pushToken: '',
    sealKey: own.recipient, // no server has its private half
    packKey: '',
    helpNumber: '',
    recipient: own.recipient,
    salt: random(16),
    wrapped: new Uint8Array(1),
    secrets: await boxJSON(key, secrets),
    wrongPins: 0,
    withdrawn: false,
    nextSeq: 1,
    offeredThrough: 0,
    lastDigest: '',
    epoch: 1,
    backedUpThrough: 0,
    practice: { of: practisesFor, since: now.toISOString(), left: false },
  };
}

const PREFIX = 7; // bytes of a hash, as in the list of cancelled cards of a pack

/** The stopped cards, as a pack has them. */
async function stopped(): Promise<string> {
  const sums = await Promise.all(CARDS.stopped.map((n) => sha256(new TextEncoder().encode(practiceCode(n)))));
  return toBase64(
    Uint8Array.from(
      sums.flatMap((sum) => (sum.match(/../g) ?? []).slice(0, PREFIX)),
      (two) => Number.parseInt(two, 16),
    ),
  );
}

async function storePack(key: CryptoKey, now: Date): Promise<void> {
  const boxed: Record<string, Boxed> = {};
  for (const [name, content] of Object.entries(parts(language(), now, await stopped())))
    boxed[name] = await box(key, new TextEncoder().encode(JSON.stringify(content)));
  await putPack({
    credential: PRACTISER,
    manifest: JSON.stringify(manifest(now)),
    seq: 0,
    epoch: 1,
    takenAt: now.toISOString(),
    parts: boxed,
    served: await boxJSON(key, []),
  });
}

/** The worker of a practice that goes on; undefined where another one begins: of somebody else, or after it was left. */
async function goesOn(): Promise<WorkerRow | undefined> {
  const row = await (await store()).get('worker', PRACTISER);
  if (row?.practice?.of === practisesFor && !row.practice.left) return row;
  if (row !== undefined) {
    await closeStore();
    await deleteDB(PRACTICE_DATABASE);
  }
  return undefined;
}

/** Opens the worker of practice mode, and goes on where a reload or an empty battery ended it. */
export async function startPractice(now = new Date()): Promise<void> {
  holdPractice();
  const key = await openKey();
  const row = (await goesOn()) ?? (await newWorker(key, now));
  if (row.secrets === null) throw new Error('the worker of practice mode has no key');
  await storePack(key, now);
  await openToPractise({ row, key, secrets: await unboxJSON<Open['secrets']>(key, row.secrets) });
}

/** Leaves practice mode. The app deletes what was practised when it opens for work. */
export async function leavePractice(): Promise<void> {
  await changeWorker(PRACTISER, (row) => {
    row.practice = { ...(row.practice as Practice), left: true };
  });
  await closeStore();
  openWork();
}
