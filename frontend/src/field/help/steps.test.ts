import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import common from '../../../messages/en/common.json';
import field from '../../../messages/en/field.json';
import help from '../../../messages/en/help.json';
import { fill } from '../../lib/messages';
import { helpScreen, STEPS } from './steps';

const FIELD = join(import.meta.dirname, '..');
const LABELS: Record<string, string> = { ...common, ...field };
const SENTENCES: Record<string, string> = help;
const steps = Object.values(STEPS).flat();

/** The addresses that the app knows, from its own chain of screens; one with a subject is a screen of its own there. */
function addresses(app: string): string[][] {
  const named = [...app.matchAll(/\bscreen === '(\w*)'( && subject === '')?/g)];
  const both = named.filter(([, , list]) => list !== undefined).map(([, screen = '']) => [screen, 'x']);
  return [...named.map(([, screen = '']) => [screen]), ...both];
}

/** The screens of the app that have no steps. */
const without = (app: string): string[] =>
  addresses(app)
    .map((address) => helpScreen(address, 'open'))
    .filter((screen) => !((STEPS[screen]?.length ?? 0) >= 2 && (STEPS[screen]?.length ?? 0) <= 5));

const app = readFileSync(join(FIELD, 'App.svelte'), 'utf8');

it('has two to five steps for every screen of the app', () => {
  expect(addresses(app).length).toBeGreaterThan(20);
  expect(without(app)).toEqual([]);
  for (const phase of ['new', 'locked']) expect(STEPS[helpScreen(['enrol'], phase)]?.length).toBeGreaterThan(1);
  expect(helpScreen([''], 'locked')).toBe('lock');
  expect(helpScreen(['handout', 'a'], 'open')).toBe('handout/one');
});

it('control: a screen without steps is found', () => {
  expect(without(`${app}{:else if screen === 'weather'}`)).toEqual(['weather']);
});

it('has no steps of a screen that the app does not have', () => {
  const known = new Set(addresses(app).map((address) => helpScreen(address, 'open')));
  expect(Object.keys(STEPS).filter((screen) => !known.has(screen) && screen !== 'enrol' && screen !== 'lock')).toEqual(
    [],
  );
});

it('names buttons by their labels: what stands in quotation marks is a label of a screen', () => {
  const source = readdirSync(FIELD, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.(svelte|ts)$/.test(file) && !file.startsWith('help/') && !file.endsWith('.test.ts'))
    .map((file) => readFileSync(join(FIELD, file), 'utf8'))
    .join('\n');
  const shown = (key: string) =>
    source.includes(`'${key}'`) || source.includes(`\`${key.slice(0, key.lastIndexOf('.') + 1)}\${`);
  for (const { text, button, second } of steps) {
    const sentence = SENTENCES[text] ?? '';
    expect(sentence.includes('{button}'), text).toBe(button !== undefined);
    expect(sentence.includes('{second}'), text).toBe(second !== undefined);
    expect(sentence.replace(/“\{(button|second)\}”/g, ''), text).not.toMatch(/[“”{]/);
    for (const key of [button, second].filter((one) => one !== undefined)) {
      expect(LABELS[key], key).toBeDefined();
      expect(shown(key), `${key} is on no screen`).toBe(true);
    }
  }
});

it('has short sentences', () => {
  for (const { text, button = '', second = '' } of steps) {
    const values = { button: LABELS[button] ?? '', second: LABELS[second] ?? '' };
    expect(fill(SENTENCES[text] ?? '', values, 'en').length, text).toBeLessThan(140);
  }
});

it('has small pictures within their frame', () => {
  for (const { text, picture } of steps) {
    expect(picture.length, text).toBeLessThanOrEqual(3);
    for (const { x, y, size } of picture)
      expect(Math.max(x + size - 112, y + size - 64, -x, -y), text).toBeLessThanOrEqual(0);
  }
});
