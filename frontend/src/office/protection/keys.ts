// The keys of sealed notes, as an officer's browser handles them. The organisation's private key leaves this page only
// wrapped to an officer; an officer's own only under their passphrase. Neither is ever sent in the clear.

import { get, send } from '../../lib/api';
import type { Protection } from '../../lib/api/types';
import { fromBytes, toBytes } from '../../lib/base64';

/** The other officers who can open notes: without one, a lost passphrase loses the notes. */
export const othersWhoOpen = (known: Protection, mine: string): Protection['officers'] =>
  known.officers.filter((one) => one.admitted && one.rejoin === '' && one.account !== mine);

export const LEAST_PASSPHRASE = 12;
/** Work of the passphrase's stretching: a second on a laptop. */
const SCRYPT = 17;

export const readProtection = (): Promise<Protection> => get('/api/v1/protection');

const age = () => import('age-encryption');

async function wrap(identity: string, recipient: string): Promise<string> {
  const { Encrypter } = await age();
  const encrypter = new Encrypter();
  encrypter.addRecipient(recipient);
  return fromBytes(await encrypter.encrypt(identity));
}

/** Draws the officer's own key, keeps its private half under the passphrase, and hands both in: the first, or a further one. */
export async function join(passphrase: string, kind: 'protection.join' | 'protection.rejoin'): Promise<void> {
  const { Encrypter, generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  const encrypter = new Encrypter();
  encrypter.setPassphrase(passphrase);
  encrypter.setScryptWorkFactor(SCRYPT);
  const secret = fromBytes(await encrypter.encrypt(identity));
  await send(kind, { recipient: await identityToRecipient(identity), secret });
}

/** Draws the organisation's key and wraps it to the officer who draws it. */
export async function found(mine: string): Promise<void> {
  const { generateX25519Identity, identityToRecipient } = await age();
  const identity = await generateX25519Identity();
  await send('protection.found', {
    recipient: await identityToRecipient(identity),
    wrapped: await wrap(identity, mine),
  });
}

/** The organisation's private key, opened with the officer's passphrase; null when that is the wrong one. */
export async function unlock(known: Protection, passphrase: string): Promise<string | null> {
  const { Decrypter } = await age();
  const own = new Decrypter();
  own.addPassphrase(passphrase);
  const mine = await own.decrypt(toBytes(known.secret), 'text').catch(() => null); // age says nothing more of it
  if (mine === null) return null;
  const wrapped = new Decrypter();
  wrapped.addIdentity(mine);
  return wrapped.decrypt(toBytes(known.wrapped), 'text');
}

/** Lets another officer open notes. */
export async function admit(identity: string, officer: Protection['officers'][number]): Promise<void> {
  const wrapped = await wrap(identity, officer.recipient);
  const rejoin = officer.rejoin === '' ? {} : { rejoin: officer.rejoin };
  await send('protection.admit', { account: officer.account, wrapped, ...rejoin });
}
