import { beforeEach, expect, it, vi } from 'vitest';

/** The history of one tab. Traversals are asynchronous, as in a browser; traversing out of it is `left`. */
class Tab {
  entries: { hash: string; state: unknown }[] = [];
  at = 0;
  left = false;
  #heard: Record<string, ((event: object) => void)[]> = {};

  listen = (name: string, heard: (event: object) => void): void => {
    this.#heard[name] = [...(this.#heard[name] ?? []), heard];
  };

  tell(name: string, event = {}): void {
    for (const heard of this.#heard[name] ?? []) heard(event);
  }

  get hash(): string {
    return this.entries[this.at]?.hash ?? '';
  }

  readonly location = Object.defineProperty({}, 'hash', { get: () => this.hash });

  readonly history = Object.defineProperty(
    {
      pushState: (state: unknown, _: string, hash: string) => {
        this.entries = [...this.entries.slice(0, this.at + 1), { hash, state }];
        this.at += 1;
      },
      replaceState: (state: unknown, _: string, hash = this.hash) => {
        this.entries[this.at] = { hash, state };
      },
      go: (steps: number) => void setTimeout(() => this.traverse(steps)),
      back: () => void setTimeout(() => this.traverse(-1)),
    },
    'state',
    { get: () => this.entries[this.at]?.state ?? null },
  );

  constructor(hash: string) {
    this.entries = [{ hash, state: null }];
    Object.defineProperty(this.history, 'length', { get: () => this.entries.length });
  }

  traverse(steps: number): void {
    if (this.entries[this.at + steps] === undefined) {
      this.left ||= steps < 0;
      return;
    }
    this.at += steps;
    this.tell('popstate');
    this.tell('hashchange');
  }

  /** A link to an address, which the browser follows itself. */
  link(hash: string): void {
    this.entries = [...this.entries.slice(0, this.at + 1), { hash, state: null }];
    this.at += 1;
    this.tell('popstate');
    this.tell('hashchange');
  }
}

let tab: Tab;

async function opened(hash = '') {
  tab = new Tab(hash);
  vi.stubGlobal('location', tab.location);
  vi.stubGlobal('history', tab.history);
  vi.stubGlobal('addEventListener', tab.listen);
  vi.resetModules();
  return await import('./router.svelte');
}

/** The addresses that the back key goes through, until it leaves the app. */
async function pressedBack(router: { here: () => readonly string[]; stage: () => string }): Promise<string[]> {
  const seen: string[] = [];
  for (let presses = 0; presses < 20; presses += 1) {
    tab.traverse(-1);
    if (tab.left) return seen;
    seen.push([router.here().join('/'), router.stage()].filter(Boolean).join('!'));
  }
  return seen;
}

beforeEach(() => void vi.unstubAllGlobals());

it('goes through the steps of a form backwards, and keeps the start screen below', async () => {
  const router = await opened('#/register/place');
  router.keepHomeBelow();
  tab.link('#/register/name');
  router.go('register/phone');
  router.go('register/phone');
  expect(await pressedBack(router)).toEqual(['register/name', 'register/place', '']);
});

it('leaves a saved form behind, and one entry for families that were saved one after the other', async () => {
  const router = await opened();
  router.keepHomeBelow();
  for (const family of ['1', '2']) {
    tab.link('#/register');
    router.go('register/consent', true);
    for (const step of ['place', 'name', 'check']) router.go(`register/${step}`);
    await router.finish(`saved/${family}`);
    expect(router.here()).toEqual(['saved', family]);
  }
  expect(await pressedBack(router)).toEqual(['']);
});

it('control: without finish the back key goes into the saved form', async () => {
  const router = await opened();
  router.keepHomeBelow();
  router.go('register/place');
  router.go('register/check');
  router.go('saved/1', true);
  expect(await pressedBack(router)).toEqual(['register/place', '']);
});

it('returns to the screen that a form was opened from, not to a form of another screen', async () => {
  const router = await opened();
  router.keepHomeBelow();
  router.go('houses');
  router.go('household/1');
  router.go('damage/1');
  router.go('damage/1/photo');
  await router.finish('saved/9');
  expect(await pressedBack(router)).toEqual(['household/1', 'houses', '']);
});

it('goes from stage to stage backwards, and leaves them when a card is done', async () => {
  const router = await opened();
  router.keepHomeBelow();
  router.go('handout');
  router.go('handout/1');
  router.enter('verdict');
  router.enter('hand');
  expect(router.stage()).toBe('hand');
  tab.traverse(-1);
  expect([router.here(), router.stage()]).toEqual([['handout', '1'], 'verdict']);
  router.enter('hand');
  await router.leaveStages();
  expect([router.here(), router.stage()]).toEqual([['handout', '1'], '']);
  router.enter('verdict');
  expect(await pressedBack(router)).toEqual(['handout/1', 'handout', '']);
});

it('goes home to the start screen below, and back from there leaves the app', async () => {
  const router = await opened();
  router.keepHomeBelow();
  router.go('outbox');
  router.go('entry/1');
  router.go('');
  await vi.waitFor(() => expect(router.here()).toEqual([]));
  expect(await pressedBack(router)).toEqual([]);
});

it('keeps the trail over a reload, and ends a form although the browser has forgotten its steps', async () => {
  const router = await opened('#/register/place');
  router.keepHomeBelow();
  for (const step of ['name', 'check']) router.go(`register/${step}`);
  vi.resetModules();
  const reloaded = await import('./router.svelte');
  reloaded.keepHomeBelow();
  expect(reloaded.here()).toEqual(['register', 'check']);
  tab.entries = tab.entries.slice(tab.at); // as a browser that keeps few entries
  tab.at = 0;
  await reloaded.finish('saved/1');
  expect(reloaded.here()).toEqual(['saved', '1']);
});

it('goes back within the app only: without an entry below, to the start screen', async () => {
  const router = await opened('#/households');
  router.back();
  expect([router.here(), tab.left]).toEqual([[], false]);
});
