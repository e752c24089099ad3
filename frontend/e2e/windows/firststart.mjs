// A start as by double-click: the program makes its data folder beside itself, is set up by the address that it would open
// in the browser, is found by a second start, starts with the machine when asked to, and comes back after a kill.

import { spawn } from 'node:child_process';
import { existsSync, readFileSync, statSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { must } from '../checks.mjs';

const START_MS = 60_000;
const PASSWORD = 'a long enough one';

/**
 * Starts the program and waits for the address of its office.
 * @param {{ command: string, program: string }} wined
 */
async function start(wined) {
  const data = join(dirname(wined.program), 'tripol-data');
  const running = spawn(wined.command, ['start', '--background'], {
    env: {
      ...Object.fromEntries(Object.entries(process.env).filter(([name]) => !name.startsWith('TRIPOL_'))),
      TRIPOL_LAN_ADDR: '127.0.0.1:0', // a test serves no network
      TRIPOL_TRUST_ADDR: '127.0.0.1:0',
    },
    cwd: dirname(wined.program),
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const window = { text: '' };
  for (const stream of [running.stdout, running.stderr])
    stream.on('data', (piece) => {
      window.text += piece;
    });
  const ended = new Promise((resolve) => running.once('exit', resolve));
  const address = join(data, '.serve.json');
  const until = Date.now() + START_MS;
  while (!existsSync(address) || !window.text.includes('Tripol is running')) {
    must(running.exitCode === null && Date.now() < until, `it did not start: ${window.text}`);
    await pause(100);
  }
  const office = JSON.parse(readFileSync(address, 'utf8')).office;
  return { data, office, window, running, ended };
}

/**
 * @param {string} office
 * @returns {(method: string, path: string, body?: object) => Promise<any>}
 */
function browser(office) {
  const base = new URL(office).origin;
  /** @type {Record<string, string>} */
  const session = {};
  return async (method, path, body) => {
    const answer = await fetch(base + path, {
      method,
      headers: { 'Content-Type': 'application/json', ...session },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    const cookie = answer.headers.getSetCookie()[0];
    if (cookie !== undefined) session['Cookie'] = cookie.split(';')[0] ?? '';
    const text = await answer.text();
    must(answer.ok, `${method} ${path}: ${answer.status} ${text}`);
    const read = JSON.parse(text);
    if (typeof read.csrf === 'string') session['X-CSRF-Token'] = read.csrf;
    return read;
  };
}

/**
 * @param {{ command: string, program: string }} wined
 * @param {(text: string) => void} say
 */
export async function firstStart(wined, say) {
  const first = await start(wined);
  must((statSync(first.data).mode & 0o007) === 0, 'the data folder can be opened by everybody');
  const code = first.office.match(/#\/begin\/(\w+)$/)?.[1];
  must(code !== undefined, `the browser would open ${first.office}`);
  for (const words of ['Tripol চলছে', 'Tripol चल रहा है', '/trust'])
    must(first.window.text.includes(words), `the window does not show ${words}: ${first.window.text}`);
  const ask = browser(first.office);
  await ask('POST', '/api/v1/beginning', {
    code,
    organisation: 'Gosaba Samiti',
    name: 'Kamala',
    login: 'kamala',
    password: PASSWORD,
    language: 'bn',
  });
  must((await ask('GET', '/api/v1/start')).people === 1, 'the first run left nobody');
  say('  started as by double-click, and set up');

  const machine = await ask('GET', '/api/v1/machine');
  must(machine.autostart_offered && !machine.autostart, `autostart: ${JSON.stringify(machine)}`);
  must((await ask('POST', '/api/v1/machine/autostart', { on: true })).autostart, 'autostart is not switched on');
  must(!(await ask('POST', '/api/v1/machine/autostart', { on: false })).autostart, 'autostart is not switched off');
  must((await ask('GET', '/api/v1/condition')).clock === '', 'a right clock is called wrong');
  say('  autostart was switched on and off in the registry');

  const second = await start(wined).catch((error) => error);
  must(second instanceof Error && second.message.includes('already running'), `a second start: ${second}`);
  say('  a second start found the first');

  first.running.kill('SIGKILL');
  await first.ended;
  const again = await start(wined);
  const back = browser(again.office);
  await back('POST', '/api/v1/session', { login: 'kamala', password: PASSWORD });
  must((await back('GET', '/api/v1/start')).organisation === 'Gosaba Samiti', 'the organisation is gone after a kill');
  again.running.kill('SIGKILL');
  await again.ended;
  say('  killed: its lock was free, and everything was there again');
}
