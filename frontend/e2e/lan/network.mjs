// A laptop and a phone in one network. As root with network namespaces the laptop gets a namespace of its own with a
// private address, which the browser reaches over a virtual cable. Elsewhere a private address of this machine has to do.

import { execFileSync } from 'node:child_process';
import { networkInterfaces } from 'node:os';

const ip = (/** @type {string[]} */ ...words) => execFileSync('ip', words, { stdio: 'pipe' });
const PRIVATE = /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.)/;

/**
 * @typedef {object} Network
 * @property {string} address of the laptop
 * @property {string[]} inside words before a command that runs on the laptop
 * @property {() => void} remove
 */

/**
 * The network, or why there is none.
 * @returns {Network | string}
 */
export function makeNetwork() {
  const refused = process.getuid?.() === 0 ? namespace() : 'not root';
  if (typeof refused !== 'string') return refused;
  const own = Object.values(networkInterfaces())
    .flat()
    .find((one) => one !== undefined && one.family === 'IPv4' && !one.internal && PRIVATE.test(one.address));
  if (own === undefined) return `no network namespace (${refused}) and no private address`;
  return { address: own.address, inside: [], remove: () => {} };
}

/** @returns {Network | string} */
function namespace() {
  const name = `tripol-${process.pid}`;
  const [here, there] = [`tl${process.pid}h`, `tl${process.pid}t`];
  const net = `10.217.${process.pid % 256}`;
  const remove = () => {
    try {
      ip('netns', 'del', name); // the cable goes with it
    } catch {
      // it was not made, or is gone
    }
  };
  try {
    ip('netns', 'add', name);
    ip('link', 'add', here, 'type', 'veth', 'peer', 'name', there);
    ip('link', 'set', there, 'netns', name);
    ip('addr', 'add', `${net}.2/24`, 'dev', here);
    ip('link', 'set', here, 'up');
    for (const words of [
      ['link', 'set', 'lo', 'up'],
      ['addr', 'add', `${net}.1/24`, 'dev', there],
      ['link', 'set', there, 'up'],
    ])
      ip('-n', name, ...words);
    return { address: `${net}.1`, inside: ['ip', 'netns', 'exec', name], remove };
  } catch (error) {
    remove();
    return error instanceof Error ? (error.message.split('\n').at(-2) ?? error.message) : 'ip failed';
  }
}
