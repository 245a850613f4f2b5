/** Which committed blobs a bundle needs: those with the fewest bytes in which all of its modules are that can be native. */
import { existsSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import profiles from '../profiles.cjs';
import { LOADED } from './loaded.js';
import { readBlob } from './read.js';

const folder = join(profiles.root, 'native');

/** All committed blobs, by name. */
const blobs = () =>
  existsSync(folder)
    ? readdirSync(folder)
        .filter((name) => name.endsWith('.json'))
        .sort()
        .map((name) => ({ set: name.slice(0, -5), ...readBlob(name.slice(0, -5)) }))
    : [];

/** Modules that run as machine code: those with a blob whose pools no module without one works on. */
function nativeAmong(modules, all) {
  const has = (name) => name in LOADED && all.some((blob) => blob.modules.includes(name));
  const strangers = modules.filter((name) => LOADED[name]?.on && !has(name)).map((name) => LOADED[name].on);
  return modules.filter((name) => has(name) && !strangers.includes(name) && !strangers.includes(LOADED[name].on));
}

const bytesOf = (chosen) => chosen.reduce((sum, { code }) => sum + code.length, 0);

/**
 * @param {string[]} modules of a bundle
 * @returns {{ sets: string[], modules: string[], code: Buffer, calls: object }} one code behind the other, and where each call of the native modules starts
 */
export function blobsFor(modules) {
  const all = blobs();
  const native = nativeAmong(modules, all);
  let best = null;
  for (let mask = 0; mask < 1 << all.length; mask++) {
    const chosen = all.filter((_blob, i) => (mask >> i) & 1);
    if (!native.every((name) => chosen.some((blob) => blob.modules.includes(name)))) continue;
    if (!best || bytesOf(chosen) < bytesOf(best)) best = chosen;
  }
  const calls = {};
  let at = 0;
  const pieces = best.map(({ code, calls: own }) => {
    for (const [name, [offset, signature]] of Object.entries(own))
      if (!(name in calls) && native.some((module) => [module, LOADED[module].with, LOADED[module].same && LOADED[module].on].includes(name.split('.')[0]))) calls[name] = [at + offset, signature];
    const padded = Buffer.concat([code, Buffer.alloc(-code.length & 3)]);
    at += padded.length;
    return padded;
  });
  return { sets: best.map(({ set }) => set), modules: native, code: Buffer.concat(pieces), calls };
}
