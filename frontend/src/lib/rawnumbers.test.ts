import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type AST, parse } from 'svelte/compiler';
import { expect, it } from 'vitest';

// A number that a screen shows goes through number(), money() or a message: otherwise a Bengali reader gets Latin digits.

const SRC = join(import.meta.dirname, '..');
const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' });
const texts = new Map(
  files
    .filter((file) => /\.(?:ts|svelte)$/.test(file) && !file.endsWith('.test.ts'))
    .map((file) => [file, readFileSync(join(SRC, file), 'utf8')]),
);

/** Names that the program declares as numbers, and nowhere as text. */
const NUMBERS = (() => {
  const numbers = new Set(['index', 'length']);
  const strings = new Set<string>();
  for (const text of texts.values())
    for (const [, name = '', type] of text.matchAll(/\b(\w+)\??: (number|string|readonly string)\b/g))
      (type === 'number' ? numbers : strings).add(name);
  return new Set([...numbers].filter((name) => !strings.has(name)));
})();

/** Attributes that are read by people. */
const READ = ['aria-label', 'label', 'title', 'text', 'caption', 'alt', 'placeholder', 'hint', 'above', 'empty'];

interface Node {
  type: string;
  [field: string]: unknown;
}

/** The expressions whose values are shown, of a condition both. */
function shown(one: Node): Node[] {
  if (one.type === 'ConditionalExpression')
    return [one['consequent'], one['alternate']].flatMap((e) => shown(e as Node));
  if (one.type === 'LogicalExpression') return [one['left'], one['right']].flatMap((e) => shown(e as Node));
  if (one.type === 'TemplateLiteral') return (one['expressions'] as Node[]).flatMap(shown);
  return [one];
}

/** Whether the expression is a number that nothing formats. */
function isRaw(one: Node): boolean {
  if (one.type === 'Identifier') return NUMBERS.has(one['name'] as string);
  if (one.type === 'MemberExpression') return one['computed'] !== true && isRaw(one['property'] as Node);
  if (one.type === 'ChainExpression') return isRaw(one['expression'] as Node);
  if (one.type === 'BinaryExpression')
    return one['operator'] !== '+' || isRaw(one['left'] as Node) || isRaw(one['right'] as Node);
  return one.type === 'UpdateExpression' || (one.type === 'Literal' && typeof one['value'] === 'number');
}

/** The parts of a component where something is shown: text, and attributes that people read. */
function tagsOf(node: unknown): Node[] {
  if (Array.isArray(node)) return node.flatMap(tagsOf);
  if (typeof node !== 'object' || node === null) return [];
  const { type, name } = node as Node;
  if (type === 'ExpressionTag') return [node as Node];
  return type === 'Attribute' && !READ.includes(name as string) ? [] : Object.values(node).flatMap(tagsOf);
}

/** The raw numbers of a component, as they are written. */
function rawNumbers(source: string): string[] {
  const { fragment } = parse(source, { modern: true }) as AST.Root;
  const raw = tagsOf(fragment).flatMap((tag) => shown(tag['expression'] as Node).filter(isRaw));
  return raw.map((one) => source.slice(one['start'] as number, one['end'] as number));
}

/** Of all screens, read before the tests: parsing them is no matter of the time that a test may take. */
const RAW = [...texts]
  .filter(([file]) => file.endsWith('.svelte'))
  .flatMap(([file, text]) => rawNumbers(text).map((found) => `${file}: ${found}`));

it('writes no number on a screen without the digits of the reader', () => {
  expect(RAW).toEqual([]);
});

it.each([
  '{#each rows as row, index}<p>{index + 1}</p>{/each}',
  '<p>{rows.length}</p>',
  '<p>{open ? rows.length : ""}</p>',
  '<Status text="{held.families} families" />',
])('finds a number that is written as it is (the control): %s', (source) => {
  expect(rawNumbers(source)).not.toEqual([]);
});

it.each(['<p>{number(rows.length)}</p>', '<input maxlength={rows.length} />', "<p>{t('x', { n: rows.length })}</p>"])(
  'lets pass: %s',
  (source) => {
    expect(rawNumbers(source)).toEqual([]);
  },
);
