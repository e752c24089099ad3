// The program as an operator has it: its command line and its server, over a database that is made for this run and
// removed with it.

import { execFile, spawn } from 'node:child_process';
import { createWriteStream, existsSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { cp } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

const run = promisify(execFile);
const READY_MS = 30_000;
const STOP_MS = 10_000;
const ROLE = 'tripol_e2e'; // the program's own database role, beside the owner of the tables

export class Program {
  #binary = process.env['TRIPOL_BIN'] ?? fileURLToPath(new URL('../../bin/tripol', import.meta.url));
  #folder = mkdtempSync(join(tmpdir(), 'tripol-e2e-'));
  /** @type {Record<string, string>} */
  #settings = { TRIPOL_DATA: join(this.#folder, 'data') };
  /** @type {import('node:child_process').ChildProcess | null} */
  #server = null;
  #database = '';
  #engine = '';
  /** @type {Program[]} */
  #others = [];
  base = '';

  /** A folder of this run for files, gone with it. */
  get folder() {
    return this.#folder;
  }

  /**
   * Makes the database and fills it with the demonstration.
   * @param {string} engine
   */
  async setUp(engine) {
    await this.#makeEmpty(engine);
    await this.command('demo');
  }

  /**
   * Makes the database and fills it with families who are all on one open list, and gives what was made.
   * @param {string} engine
   * @param {number} families
   */
  async setUpWorld(engine, families) {
    await this.#makeEmpty(engine);
    return JSON.parse(await this.command('simulate', 'world', '--families', String(families)));
  }

  /** Another program over an empty database of the same engine, removed with this one. */
  async another() {
    const other = new Program();
    this.#others.push(other);
    await other.#makeEmpty(this.#engine);
    return other;
  }

  /** @param {string} engine */
  async #makeEmpty(engine) {
    this.#engine = engine;
    if (!existsSync(this.#binary)) throw new Error(`there is no ${this.#binary}: run make build, or set TRIPOL_BIN`);
    const port = await freePort();
    this.base = `http://127.0.0.1:${port}`;
    this.#settings['TRIPOL_ADDR'] = `127.0.0.1:${port}`;
    if (engine === 'postgres') await this.#makeDatabase();
    else if (engine !== 'sqlite') throw new Error(`TRIPOL_E2E_ENGINE is sqlite or postgres, not ${engine}`);
  }

  /**
   * Runs one command and gives what it printed.
   * @param {...string} words
   */
  async command(...words) {
    return this.commandWith('', ...words);
  }

  /**
   * Runs one command with a text on its standard input, and returns its output.
   * @param {string} input
   * @param {...string} words
   */
  async commandWith(input, ...words) {
    const running = run(this.#binary, words, { env: this.#env(), timeout: 120_000, maxBuffer: 64 << 20 });
    running.child.stdin?.end(input);
    return (await running).stdout;
  }

  /**
   * Starts the server with an authority of its own, for phones without a public name to connect to.
   * @param {string} log where its log goes
   */
  async serveLan(log) {
    const [https, plain] = [await freePort(), await freePort()];
    this.#settings['TRIPOL_LAN_ADDR'] = `127.0.0.1:${https}`;
    this.#settings['TRIPOL_TRUST_ADDR'] = `127.0.0.1:${plain}`;
    this.base = `http://127.0.0.1:${plain}`;
    await this.serve(log, '--lan');
    return { https: `https://127.0.0.1:${https}`, plain: this.base };
  }

  /**
   * Starts the server and waits until it says that it is ready.
   * @param {string} log where its log goes
   * @param {...string} flags
   */
  async serve(log, ...flags) {
    const server = spawn(this.#binary, ['serve', ...flags], { env: this.#env(), stdio: ['ignore', 'pipe', 'pipe'] });
    this.#server = server;
    const file = createWriteStream(log);
    server.stdout.pipe(file, { end: false });
    server.stderr.pipe(file, { end: false });
    const until = Date.now() + READY_MS;
    for (;;) {
      if (server.exitCode !== null) throw new Error(`tripol serve ended with ${server.exitCode}: see ${log}`);
      const answer = await fetch(`${this.base}/readyz`).catch(() => null);
      if (answer?.ok) return;
      if (Date.now() > until) throw new Error(`tripol serve was not ready within ${READY_MS / 1000} s: see ${log}`);
      await pause(50);
    }
  }

  /** Freezes the server: its connections stay open, and nothing answers. */
  freeze() {
    this.#server?.kill('SIGSTOP');
  }

  thaw() {
    this.#server?.kill('SIGCONT');
  }

  /** The data folder. */
  get data() {
    return this.#settings['TRIPOL_DATA'] ?? '';
  }

  /** Kills the server without a warning, and waits until it is gone. */
  async kill() {
    const server = this.#server;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGKILL');
    await ended;
  }

  /** Stops the server. */
  async stop() {
    this.thaw(); // a stopped process would not end
    const server = this.#server;
    if (server === null || server.exitCode !== null || server.signalCode !== null) return;
    const ended = new Promise((resolve) => server.once('exit', resolve));
    server.kill('SIGTERM');
    const late = setTimeout(() => server.kill('SIGKILL'), STOP_MS);
    await ended;
    clearTimeout(late);
  }

  /** Copies the whole data folder of a server that does not run, as somebody with a stick would. @param {string} to */
  async copyData(to) {
    await cp(this.#settings['TRIPOL_DATA'] ?? '', to, { recursive: true });
  }

  /** Puts a copy in the place of the data folder. @param {string} from */
  async putBack(from) {
    const data = this.#settings['TRIPOL_DATA'] ?? '';
    rmSync(data, { recursive: true });
    await cp(from, data, { recursive: true });
  }

  /** Stops the server and removes what this run made. */
  async remove() {
    for (const other of this.#others.splice(0)) await other.remove();
    await this.stop();
    if (this.#database !== '') {
      await this.#psql(`DROP DATABASE IF EXISTS ${this.#database} WITH (FORCE)`);
    }
    rmSync(this.#folder, { recursive: true, force: true });
  }

  #env() {
    const own = Object.entries(process.env).filter(([name]) => !name.startsWith('TRIPOL_'));
    return { ...Object.fromEntries(own), ...this.#settings };
  }

  async #makeDatabase() {
    const name = `tripol_e2e_${process.pid}_${Date.now()}`;
    await this.#psql(`CREATE DATABASE ${name}`);
    this.#database = name;
    const owner = adminAddress();
    owner.pathname = `/${name}`;
    const program = new URL(owner);
    program.username = ROLE;
    program.password = ROLE;
    // A throw-away server flushes nothing to be fast; the program insists on waiting for its commits all the same.
    program.searchParams.set('synchronous_commit', 'on');
    this.#settings['TRIPOL_MIGRATE_URL'] = owner.href;
    this.#settings['TRIPOL_DATABASE_URL'] = program.href;
    await this.command('migrate');
  }

  /** @param {string} statement */
  async #psql(statement) {
    await run(psqlProgram(), ['-X', '-q', '-v', 'ON_ERROR_STOP=1', '-c', statement, adminAddress().href]);
  }
}

function adminAddress() {
  const address = process.env['TRIPOL_TEST_DATABASE_URL'];
  if (!address) throw new Error('TRIPOL_TEST_DATABASE_URL is not set: run it under .ci/postgres run');
  return new URL(address);
}

/** The client of the newest server that is installed, else the one on the path. */
function psqlProgram() {
  const versions = existsSync('/usr/lib/postgresql') ? readdirSync('/usr/lib/postgresql') : [];
  const newest = versions.sort((a, b) => Number(b) - Number(a))[0];
  return newest === undefined ? 'psql' : `/usr/lib/postgresql/${newest}/bin/psql`;
}

/** @returns {Promise<number>} */
function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer();
    probe.once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      const port = typeof address === 'object' && address !== null ? address.port : 0;
      probe.close(() => resolve(port));
    });
  });
}
