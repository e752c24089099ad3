// Line icons on a 24 px grid, one path each. An icon always has a label beside it.

export const ICONS = {
  back: 'M15 4 7 12l8 8',
  next: 'm9 4 8 8-8 8',
  tick: 'm4 13 5 5L20 6',
  cross: 'm5 5 14 14M19 5 5 19',
  plus: 'M12 4v16M4 12h16',
  minus: 'M4 12h16',
  family:
    'M8 10a3 3 0 1 0 0-6 3 3 0 0 0 0 6Zm9 1a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5ZM2.5 20c0-4 2-7 5.5-7s5.5 3 5.5 7m1-5c.6-1 1.5-1.5 2.5-1.5 2.5 0 4.5 2 4.5 6.5',
  house: 'm3 12 9-8 9 8M6 10v10h12V10M10 20v-6h4v6',
  broken: 'm3 12 9-8 9 8M6 10v10h12V10m-7-4 2 4-3 3 3 3-1 4',
  scan: 'M4 9V4h5M15 4h5v5M20 15v5h-5M9 20H4v-5M8 8h3v3H8zM13 13h3v3h-3zM13 8h3M8 13v3',
  card: 'M3 6h18v12H3zM6 10h5v5H6zM14 10h4M14 14h4',
  hand: 'M3 15h4l4-2h4a1.5 1.5 0 0 1 0 3h-4m4-.5 4-2.5a1.5 1.5 0 0 1 1.5 2.5L14 20H7M3 13v8M9 9V4h7v6',
  check: 'M5 4h14v16H5zM8.5 12l2.5 2.5 5-5',
  box: 'm3 8 9-4 9 4v9l-9 4-9-4zM3 8l9 4 9-4M12 12v9',
  camera: 'M4 8h4l2-3h4l2 3h4v11H4zM12 17a3.5 3.5 0 1 0 0-7 3.5 3.5 0 0 0 0 7Z',
  torch: 'M8 3h8v4l-2 3v11h-4V10L8 7zM12 13v2',
  keypad: 'M4 6h16v12H4zM8 10h.01M12 10h.01M16 10h.01M8 14h8',
  sun: 'M12 16a4 4 0 1 0 0-8 4 4 0 0 0 0 8ZM12 2v3M12 19v3M2 12h3M19 12h3M5 5l2 2M17 17l2 2M5 19l2-2M17 7l2-2',
  place: 'M12 21s7-6.5 7-11.5a7 7 0 0 0-14 0C5 14.5 12 21 12 21Zm0-9a2.5 2.5 0 1 0 0-5 2.5 2.5 0 0 0 0 5Z',
  search: 'M10.5 17a6.5 6.5 0 1 0 0-13 6.5 6.5 0 0 0 0 13ZM15.5 15.5 21 21',
  cloud: 'M4 4l16 16M7 8a5 5 0 0 0 0 10h9m3-1a4 4 0 0 0-2-7.5 5 5 0 0 0-6-3',
  again: 'M20 12a8 8 0 1 1-2.5-5.800M20 3v5h-5',
  warning: 'M12 4 2.5 20h19zM12 10v5M12 17.5v.5',
  lock: 'M6 11h12v9H6zM8.5 11V8a3.5 3.5 0 0 1 7 0v3',
  clock: 'M12 21a9 9 0 1 0 0-18 9 9 0 0 0 0 18ZM12 7v5l3.5 2',
  out: 'M10 4H4v16h6M9 12h11m-4-4 4 4-4 4',
  print: 'M7 9V3h10v6M7 17H4V9h16v8h-3M7 14h10v7H7z',
  rupee: 'M6 4h12M6 9h12M8 4c6 0 6 9 0 9H6l8 7',
  map: 'm3 6 6-2 6 2 6-2v14l-6 2-6-2-6 2zM9 4v14M15 6v14',
  phone: 'M7 3h10v18H7zM11 18h2',
  unsure: 'M8.5 9a3.5 3.5 0 1 1 5 3.200c-1 .5-1.5 1.300-1.5 2.800M12 18v.5',
} as const;

export type IconName = keyof typeof ICONS;
