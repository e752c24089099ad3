// The Windows program under Wine: a first start as by double-click, handovers while the program is killed, a restart with
// everything there, a backup and its restore; then the whole job in a browser, with first run and import.
// Where Wine is not installed nothing is tried: it says so, and ends with 77.

import { spawn } from 'node:child_process';
import { chmodSync, existsSync, readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { must } from '../checks.mjs';
import { firstStart } from './firststart.mjs';
import { prepare, wine } from './wine.mjs';

const FAMILIES = 120;
const KILLS = Number(process.env['TRIPOL_KILLS'] ?? 3);
const say = (/** @type {string} */ text) => process.stdout.write(`${text}\n`);

/**
 * A person at a browser of the server.
 * @param {string} base
 * @param {{ logins: string[], password: string }} world
 */
async function signIn(base, world) {
  const answer = await fetch(`${base}/api/v1/session`, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json' },
    body: JSON.stringify({ login: world.logins[0], password: world.password }),
  });
  must(answer.ok, `signing in: ${answer.status}`);
  const cookie = (answer.headers.getSetCookie()[0] ?? '').split(';')[0] ?? '';
  const { csrf } = await answer.json();
  return async (/** @type {object} */ entry) => {
    const sent = await fetch(`${base}/api/v1/entries`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', 'X-CSRF-Token': csrf, Cookie: cookie },
      body: JSON.stringify(entry),
    });
    return (await sent.json()).status;
  };
}

/**
 * Hands over to the families from four people at once until the server is killed; returns how many were confirmed.
 * @param {import('../program.mjs').Program} program
 * @param {(entry: object) => Promise<string>} send
 * @param {{ entry: object, confirmed: boolean }[]} rest
 * @param {number} until confirmations, after which the server is killed
 */
async function giveUntilKilled(program, send, rest, until) {
  let confirmed = 0;
  let dead = false;
  const queue = [...rest];
  await Promise.all(
    Array.from({ length: 4 }, async () => {
      for (let one = queue.shift(); one !== undefined && !dead; one = queue.shift()) {
        const status = await send(one.entry).catch(() => 'unknown');
        if (status === 'unknown') return;
        must(['applied', 'duplicate'].includes(status), `a handover is ${status}`);
        one.confirmed = true;
        confirmed += 1;
        if (confirmed >= until && !dead) {
          dead = true;
          await program.kill();
        }
      }
    }),
  );
  return confirmed;
}

/** @param {import('../program.mjs').Program} program */
async function killsAndBackup(program) {
  const world = await program.setUpWorld('sqlite', FAMILIES);
  const log = join(program.folder, 'server.log');
  /** @type {{ entry: object, confirmed: boolean }[]} */
  const all = world.families.map((/** @type {{ token: string }} */ family) => ({
    entry: {
      id: crypto.randomUUID(),
      kind: 'handover.give',
      schema: 1,
      occurred_at: new Date().toISOString(),
      payload: { id: crypto.randomUUID(), distribution: world.distribution, card: family.token, collector: 'self' },
    },
    confirmed: false,
  }));
  for (let kill = 0; kill < KILLS; kill++) {
    await program.serve(log);
    const send = await signIn(program.base, world);
    for (const one of all.filter((each) => each.confirmed))
      must((await send(one.entry)) === 'duplicate', 'a confirmed handover is gone after a kill');
    const rest = all.filter((each) => !each.confirmed);
    const confirmed = await giveUntilKilled(program, send, rest, 5 + Math.floor(Math.random() * 15));
    say(`  killed after ${confirmed} handovers`);
  }
  await program.serve(log);
  const send = await signIn(program.base, world);
  let duplicates = 0;
  for (const one of all) if ((await send(one.entry)) === 'duplicate') duplicates += 1;
  must(duplicates >= all.filter((each) => each.confirmed).length, 'a confirmed handover is gone');
  say(`  ${all.length} handovers, ${duplicates} of them from before the last start: none lost, none twice`);

  const backups = join(program.folder, 'backup.tar');
  await program.command('backup', '--out', backups); // beside the running server
  must(statSync(backups).size > 100_000, 'the backup is empty');
  const restored = join(program.folder, 'restored');
  const said = await program.command('restore', backups, '--into', restored);
  must(/handover\s+120\b/.test(said.replaceAll(',', '')), `the restored data has not every handover: ${said}`);
  must(existsSync(join(restored, 'tripol.db')), 'nothing was restored');
  must((await program.command('verify')).includes('All checks passed'), 'the original does not verify');
  say('  a backup beside the server, restored into another folder and verified');
  await program.stop();
  await keysAreProtected(program);
}

/**
 * The control of the protection of keys: opened to others, they stop the start.
 * @param {import('../program.mjs').Program} program
 */
async function keysAreProtected(program) {
  const keys = join(program.data, 'keys');
  for (const name of readdirSync(keys))
    must((statSync(join(keys, name)).mode & 0o007) === 0, `${name} can be opened by everybody`);
  chmodSync(keys, 0o755); // Wine shows it to the program as an entry for everybody
  const refused = await program.command('verify').then(
    () => '',
    (error) => String(error.stderr),
  );
  must(refused.includes('icacls'), `keys that others can open: ${refused}`);
  chmodSync(keys, 0o700);
  await program.command('verify');
  say('  keys that others can open stop the start, and it says how to protect them');
}

/** @param {string} command */
async function wholeJob(command) {
  const job = spawn(process.execPath, [fileURLToPath(new URL('../run.mjs', import.meta.url))], {
    env: { ...process.env, TRIPOL_BIN: command, TRIPOL_E2E_ENGINE: 'sqlite' },
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  const code = await new Promise((resolve) => job.once('exit', resolve));
  must(code === 0, 'the whole job in a browser failed');
}

async function main() {
  const loader = wine();
  if (loader === undefined) {
    say('NOT RUN: the Windows program was not tried, because Wine is not installed (Debian: apt-get install wine64).');
    process.exit(77);
  }
  const wined = prepare(loader);
  process.env['TRIPOL_BIN'] = wined.command;
  const { Program } = await import('../program.mjs');
  const program = new Program();
  try {
    await firstStart(wined, say);
    await killsAndBackup(program);
    if (process.env['TRIPOL_JOB'] !== '0') await wholeJob(wined.command);
    say(`the Windows program under ${readFileSync(wined.command, 'utf8').match(/exec '([^']+)'/)?.[1]}: done`);
  } finally {
    await program.remove();
    await pause(500);
    wined.remove();
  }
}

await main();
