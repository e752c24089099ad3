// The pictures of the help: line drawings composed of few parts. Each shows one thing, a thing on the phone's screen, or what
// comes from what; a small badge says more. Parts are drawn on the 24 px grid of the icons, on a picture of 112 by 64.

import { ICONS } from '../../lib/ui/icons';

const OWN = {
  person: 'M12 11a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM4 22c0-5 3-8 8-8s8 3 8 8',
  bubble: 'M3 4h18v11H11l-5 5v-5H3z',
  finger:
    'M9 13V4.500a1.800 1.800 0 0 1 3.600 0V11l5 1.200a2 2 0 0 1 1.600 2.200L18.500 21H10l-5-6a1.700 1.700 0 0 1 2.400-2.300z',
  arrow: 'M3 12h17m-6-6 6 6-6 6',
  lines: 'M4 6h16M4 12h16M4 18h10',
  waves: 'M12 19v.5M8 15.500a6 6 0 0 1 8 0M4.500 12a11 11 0 0 1 15 0M1.500 8.500a15 15 0 0 1 21 0',
  office: 'M4 21V6l8-3 8 3v15M2 21h20M9 21v-5h6v5M8 9h2M14 9h2M8 12.500h2M14 12.500h2',
  pencil: 'M4 20l1-5L16 4l4 4L9 19zM14 6l4 4',
  file: 'M6 3h8l4 4v14H6zM14 3v4h4',
  bin: 'M5 7h14M9 7V4h6v3M7 7l1 14h8l1-14',
  mark: 'M2 12c4-6.500 11-6.500 15 0-4 6.500-11 6.500-15 0Zm15 0 4-4v8zM7 11v.5',
  people:
    'M7 9a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM17 9a2.500 2.500 0 1 0 0-5 2.500 2.500 0 0 0 0 5ZM2.500 20v-4a4.500 4.500 0 0 1 9 0v4m1 0v-4a4.500 4.500 0 0 1 9 0v4',
  apps: 'M5 4h5v5H5zM14 4h5v5h-5zM5 13h5v5H5zM14 13h5v5h-5z',
  share: 'M12 15V3m-4 4 4-4 4 4M8 10H5v11h14V10h-3',
  menu: 'M12 5v.5M12 12v.5M12 19v.5',
} as const;

const PARTS = { ...ICONS, ...OWN };
export type Part = keyof typeof PARTS;

/** A part at a place of the picture; `strong` is drawn in the accent colour. */
export interface Placed {
  d: string;
  x: number;
  y: number;
  size: number;
  strong?: boolean;
}

export type Picture = readonly Placed[];

const at = (part: Part, x: number, y: number, size: number, strong = false): Placed => ({
  d: PARTS[part],
  x,
  y,
  size,
  strong,
});

const badge = (part: Part | undefined): Placed[] => (part === undefined ? [] : [at(part, 82, 34, 26, true)]);

/** One thing. */
export const thing = (part: Part, sign?: Part): Picture => [at(part, 32, 8, 48), ...badge(sign)];

/** A thing on the screen of the phone, and a finger that taps it. */
export const onPhone = (part: Part, sign: Part = 'finger'): Picture => [
  at('phone', 24, 1, 62),
  at(part, 45, 14, 20, true),
  at(sign, 60, 32, 30),
];

/** What leads to what. */
export const leads = (from: Part, to: Part): Picture => [
  at(from, 2, 12, 40),
  at('arrow', 46, 22, 20, true),
  at(to, 70, 12, 40),
];
