// Every status has a tone (its colour) and a shape, so that colour is never the only distinction. Labels are messages.

export type Tone = 'ok' | 'look' | 'stop' | 'info' | 'off' | 'held';

export const SHAPES: Record<Tone, string> = {
  ok: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm-1 10L4 8l1-1 2 2 4-4 1 1z',
  look: 'M8 1 0.5 15h15z',
  stop: 'M5 1h6l4 4v6l-4 4H5l-4-4V5z',
  info: 'M1 1h14v14H1z',
  off: 'M8 1a7 7 0 1 0 0 14A7 7 0 0 0 8 1Zm0 2.5a4.5 4.5 0 1 1 0 9 4.5 4.5 0 0 1 0-9Z',
  held: 'M4 7V5a4 4 0 0 1 8 0v2h1v8H3V7zm2 0h4V5a2 2 0 0 0-4 0z',
};
