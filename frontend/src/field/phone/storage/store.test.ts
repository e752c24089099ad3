import 'fake-indexeddb/auto';
import { expect, it } from 'vitest';
import { count, waiting } from '../outbox/outbox.svelte';
import { aBrowser } from '../testing/testphone';
import { store } from './store';

aBrowser();

/** The store as the first version of the app made it. */
function firstVersion(): Promise<IDBDatabase> {
  const request = indexedDB.open('tripol-phone', 1);
  request.onupgradeneeded = () => {
    const db = request.result;
    db.createObjectStore('worker', { keyPath: 'credential' });
    db.createObjectStore('entry', { keyPath: 'id' }).createIndex('byCredential', ['credential', 'seq']);
    db.createObjectStore('photo', { keyPath: 'id' }).createIndex('byCredential', 'credential');
    db.createObjectStore('pack', { keyPath: 'credential' });
    db.createObjectStore('draft', { keyPath: 'key' }).createIndex('byCredential', 'credential');
  };
  return new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
}

it('takes over what an older version of the app has saved (B25)', async () => {
  const old = await firstVersion();
  const tx = old.transaction(['entry', 'photo'], 'readwrite');
  const entry = { credential: 'c', kind: 'damage.assess', sealed: 'four', local: new Uint8Array(0) };
  tx.objectStore('entry').put({ ...entry, id: '1', seq: 1, at: '2026-06-02T00:00:00Z', state: 'here' });
  tx.objectStore('entry').put({ ...entry, id: '2', seq: 2, at: '2026-06-01T00:00:00Z', state: 'here' });
  tx.objectStore('entry').put({ ...entry, id: '3', seq: 3, at: '2026-05-01T00:00:00Z', state: 'sent' });
  const photo = { credential: 'c', entry: '1', sha256: '' };
  tx.objectStore('photo').put({ ...photo, id: 'waits', sealed: new Uint8Array(1000), done: false, code: '' });
  tx.objectStore('photo').put({ ...photo, id: 'sent', sealed: new Uint8Array(0), done: true, code: '' });
  tx.objectStore('photo').put({ ...photo, id: 'refused', sealed: new Uint8Array(500), done: false, code: 'no' });
  await new Promise((resolve) => {
    tx.oncomplete = resolve;
  });
  old.close();
  await count();
  expect(waiting()).toEqual({ count: 2, bytes: 8 + 1000, photos: 1, oldest: '2026-06-01T00:00:00Z' });
  expect(await (await store()).count('entry')).toBe(3);
});
