import { readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

const text = readFileSync(new URL('./tokens.css', import.meta.url), 'utf8');

/** The colours of the first block after a selector, by name. */
function colours(selector: string): Record<string, string> {
  const at = text.indexOf(`${selector} {`);
  if (at < 0) return {};
  const block = text.slice(at, text.indexOf('}', at));
  return Object.fromEntries(
    [...block.matchAll(/(--[\w-]+): (#\w+);/g)].map(([, name = '', value = '']) => [name, value]),
  );
}

it('gives night mode of the field app the colours of the dark scheme, each of which has a light one', () => {
  const night = colours(':root[data-night]');
  const dark = colours(':root:not([data-face="field"])');
  expect(night).toEqual(dark);
  expect(Object.keys(night).length).toBeGreaterThan(20);
  const day = colours(':root');
  expect(Object.keys(day).filter((name) => night[name] === undefined)).toEqual(['--focus-in']);
});

it('would notice a colour that one of them lacks', () => {
  expect(colours(':root[data-sun]')).not.toEqual(colours(':root[data-night]'));
});
