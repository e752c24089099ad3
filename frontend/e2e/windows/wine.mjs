// The Windows program under Wine: a private prefix, and a command that runs the program in it like the other system's.

import { execFileSync, spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const ROOT = fileURLToPath(new URL('../../..', import.meta.url));
const PLACES = ['/usr/lib/wine/wine64', '/usr/bin/wine64', '/opt/wine-stable/bin/wine64'];

/** The file of Wine, or undefined where it is not installed. */
export const wine = () => PLACES.find((place) => existsSync(place));

/**
 * Builds the program and makes the prefix. Returns the folder of both, with the command that runs the program.
 * @param {string} loader the file of Wine
 */
export function prepare(loader) {
  const folder = mkdtempSync(join(tmpdir(), 'tripol-wine-'));
  const prefix = join(folder, 'prefix');
  const go = {
    cwd: ROOT,
    env: { ...process.env, CGO_ENABLED: '0' },
    stdio: /** @type {import('node:child_process').StdioOptions} */ (['ignore', 2, 2]),
  };
  mkdirSync(join(folder, 'program'));
  const program = join(folder, 'program', 'tripol.exe');
  execFileSync('go', ['build', '-trimpath', '-ldflags', '-s -w', '-o', program, './cmd/tripol'], {
    ...go,
    env: { ...go.env, GOOS: 'windows', GOARCH: 'amd64' },
  });
  // Headless: no display, no questions about browsers' engines, no messages of Wine's own.
  const quiet = { WINEPREFIX: prefix, WINEDEBUG: '-all', WINEDLLOVERRIDES: 'mscoree,mshtml=', DISPLAY: '' };
  execFileSync(loader, ['wineboot', '--init'], {
    env: { ...process.env, ...quiet },
    stdio: 'ignore',
    timeout: 120_000,
  });
  const library = join(prefix, 'drive_c', 'windows', 'system32', 'bcryptprimitives.dll');
  if (!existsSync(library)) execFileSync('go', ['run', './internal/testkit/winedll', library], go); // Wine before 9
  const command = join(folder, 'tripol');
  const settings = Object.entries(quiet).map(([name, value]) => `export ${name}='${value}'`);
  // exec: a signal to the command ends the Windows process itself.
  writeFileSync(command, `#!/bin/sh\n${settings.join('\n')}\nexec '${loader}' '${program}' "$@"\n`, { mode: 0o755 });
  return {
    folder,
    command,
    program,
    /** Ends what Wine left running in this prefix, and removes everything. */
    remove: () => {
      const server = loader.replace(/wine64$/, 'wineserver64');
      // Status 1: none was running any more.
      if (existsSync(server))
        spawnSync(server, ['-k'], { env: { ...process.env, WINEPREFIX: prefix }, stdio: 'ignore' });
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
