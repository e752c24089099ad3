// A small hash router: #/register/place is ['register', 'place'], and #/households?house=hut has the query of a list.
// The back button of the phone goes back one entry: a screen, a step of a form, or a stage of a screen.
//
// - A step of a form has an address of its own: go('register/name'). Once the form is saved, finish('saved/1') takes its
//   steps out of the history, so that the back key returns to where the form was opened.
// - A stage has none, because what it shows is in memory only: enter('verdict') makes a history entry, stage() is '' again
//   after the back key, and leaveStages() returns to the screen as it opened.

import type { Query } from './address';
import { after, below, type Entry, marked, screenOf } from './trail';

export { asking, to } from './address';
export type { Query };

/** A traversal of the history that takes longer has no entry to go to, although the history is long enough. */
const PATIENCE_MS = 5_000;

let path = $state.raw<readonly string[]>(parse(location.hash));
let asked = $state.raw<Query>(parseQuery(location.hash));
let staged = $state(marked(history.state)?.stage ?? '');
let trail = marked(history.state)?.trail ?? [];
let current: Entry = { at: addressOf(location.hash), stage: marked(history.state)?.stage ?? '' };
/** A traversal to an entry that will be replaced when it is reached. */
let rewinding: { replacement: string; reached: () => void } | null = null;
let homeBelow = false;

addEventListener('popstate', arrived);
addEventListener('hashchange', arrived);

/** Follows the browser to another entry. One without a mark is new: a link or a typed address made it. */
function arrived(): void {
  const mark = marked(history.state);
  const at = addressOf(location.hash);
  if (rewinding !== null && mark !== null) {
    const { replacement, reached } = rewinding;
    rewinding = null;
    trail = mark.trail;
    put(replacement);
    reached();
    return;
  }
  if (mark === null && at !== current.at) trail = after(trail, current);
  if (mark === null) history.replaceState({ trail, stage: '' }, '');
  else trail = mark.trail;
  follow({ at, stage: mark?.stage ?? '' });
}

function follow(entry: Entry): void {
  const moved = entry.at !== current.at;
  current = entry;
  staged = entry.stage;
  if (!moved) return;
  path = parse(`#/${entry.at}`);
  asked = parseQuery(entry.at);
}

/** Replaces the current entry. */
function put(at: string): void {
  history.replaceState({ trail, stage: '' }, '', `#/${at}`);
  follow({ at, stage: '' });
}

function push(entry: Entry): void {
  trail = after(trail, current);
  history.pushState({ trail, stage: entry.stage }, '', `#/${entry.at}`);
  follow(entry);
}

/** Goes back to the entry with an index of the trail, and replaces it. Resolves when it is replaced. */
function rewind(index: number, replacement: string): Promise<void> {
  const steps = trail.length - index;
  // The browser may keep fewer entries than there were: then the current one is replaced.
  if (steps === 0 || steps >= history.length) return Promise.resolve(put(replacement));
  return new Promise((reached) => {
    const waiting = { replacement, reached };
    rewinding = waiting;
    history.go(-steps);
    setTimeout(() => {
      if (rewinding !== waiting) return;
      rewinding = null;
      put(replacement);
      reached();
    }, PATIENCE_MS);
  });
}

/** The path segments of the current address. */
export function here(): readonly string[] {
  return path;
}

/** The query of the current address. */
export function query(): Query {
  return asked;
}

/** The stage of the current screen; '' where it opens. */
export function stage(): string {
  return staged;
}

/** Navigates to a screen; `replace` adds no history entry. */
export function go(to: string, replace = false): void {
  const at = to.replace(/^\/+/, '');
  if (replace) put(at);
  else if (at === '' && homeBelow) void home();
  else if (at !== current.at || current.stage !== '') push({ at, stage: '' });
}

/** Opens a stage of the current screen as a history entry. */
export function enter(stage: string): void {
  history.scrollRestoration = 'manual'; // each stage, and the screen below, begins at its top
  if (stage !== current.stage) push({ at: current.at, stage });
}

/** Returns to the screen as it opened, without its stages in the history. */
export function leaveStages(): Promise<void> {
  if (current.stage === '') return Promise.resolve();
  return rewind(
    below(trail, (entry) => entry.at === current.at),
    current.at,
  );
}

/**
 * Ends a form at an address: its steps leave the history, and entries of the same screen as that address that are directly
 * below them, so that saving one form after the other leaves one entry.
 */
export function finish(to: string): Promise<void> {
  const ended = [screenOf(current.at), screenOf(to)];
  return rewind(
    below(trail, (entry) => entry.at !== '' && ended.includes(screenOf(entry.at))),
    to,
  );
}

/** Goes back one history entry of this app, or to the start screen without one. */
export function back(): void {
  if (trail.length > 0) history.back();
  else go('', true);
}

/** Goes to the start screen: back to it where it is in the history, so that the back key then leaves the app. */
function home(): Promise<void> {
  if (current.at === '') return Promise.resolve();
  const index = trail.findLastIndex((entry) => entry.at === '');
  if (index !== -1) return rewind(index, '');
  push({ at: '', stage: '' });
  return Promise.resolve();
}

/** Keeps the start screen below every other one: the back key leaves the app from the start screen only. Called once, first. */
export function keepHomeBelow(): void {
  homeBelow = true;
  if (marked(history.state) === null) {
    const opened = current.at;
    if (opened !== '') put('');
    else history.replaceState({ trail, stage: '' }, '');
    if (opened !== '') push({ at: opened, stage: '' });
  }
  addEventListener('click', (event) => {
    const link = event.target instanceof Element ? event.target.closest('a') : null;
    const elsewhere = event.button !== 0 || event.ctrlKey || event.metaKey || event.shiftKey; // opens another tab
    if (link?.getAttribute('href') !== '#/' || event.defaultPrevented || elsewhere) return;
    event.preventDefault();
    void home();
  });
}

function addressOf(hash: string): string {
  return hash.replace(/^#\/*/, '');
}

function parse(hash: string): string[] {
  return hash
    .replace(/^#\/?/, '')
    .replace(/\?.*$/, '')
    .split('/')
    .filter((part) => part !== '')
    .map(decodePart);
}

function decodePart(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // malformed encoding in an address typed by hand: shown as an unknown screen
  }
}

function parseQuery(hash: string): Query {
  return Object.fromEntries(new URLSearchParams(/\?(.*)$/.exec(hash)?.[1] ?? ''));
}
