/** What runs a script the way a board would: one driver for each engine, all with this interface. */
import type { BoardProfile } from '../emulator/index.ts';

/** A bundle as a file, and a program that uses its `ckremm`. */
export interface Script {
  board: BoardProfile;
  bundleFile: string;
  program: string;
}

export interface Engine {
  name: string;
  /** Lines that the program wrote between `begin` and `done`; an Error when it did not get there. */
  run(script: Script): Promise<string[]>;
  /** The same with the bundle as a module in flash, where the engine has one: its text takes no memory. */
  runFromFlash?(script: Script): Promise<string[]>;
  /** What a script prints that is run alone. An engine that has runFromFlash without this is known to have flash. */
  ask?(script: string): Promise<string>;
}

const flash = new WeakMap<Engine, Promise<boolean>>();

/** Espruino's Storage, which `require` reads, is asked for by its name: no other engine has it. */
async function hasFlash(engine: Engine): Promise<boolean> {
  if (!engine.runFromFlash || !engine.ask) return engine.runFromFlash !== undefined;
  return (await engine.ask('try { if (require("Storage").write) print("has " + "storage"); } catch (e) {}')).includes(
    'has storage',
  );
}

/** The engine's way to run from flash, or null: it has none. The engine is asked, once, whatever it is called. */
export async function flashRunnerOf(engine: Engine): Promise<Engine['run'] | null> {
  if (!flash.has(engine)) flash.set(engine, hasFlash(engine));
  return (await flash.get(engine)) ? (script) => engine.runFromFlash!(script) : null;
}

/** The words of an engine whose flash is too full for a bundle. */
export const FLASH_IS_FULL = 'no room in flash';

/**
 * What engines say, or do, when memory or flash is used up: JerryScript ends with code 10 and no word, and 2.4 crashes
 * in its parser, before any code runs, when the text is large, or collects for ever.
 */
export const isOutOfRoom = (message: string): boolean =>
  message.includes(FLASH_IS_FULL) ||
  /out of memory|LOW_MEMORY|exit code 10\b|said nothing, (killed by SIGSEGV|not done after)/i.test(message);

/** The lines from `begin` to `done` of what a program wrote; throws when `done` is not there. */
export function linesOf(text: string, who: string, end = ''): string[] {
  // Espruino's console has a banner, prompts and backspaces.
  const lines = text
    .replace(/\r/g, '')
    .split('\n')
    .map((line) => line.replace(/^[>\s\x08]+/, '').trim())
    .filter(Boolean);
  const done = lines.lastIndexOf('done');
  if (done < 0) {
    const said = lines.slice(-5).join(' / ').slice(-400) || 'it said nothing';
    throw new Error(`${who} did not finish: ${said}${end}`);
  }
  return lines.slice(lines.indexOf('begin') + 1, done);
}

/** A bundle without a wrapper of its own is a module: only `require` can load it, and this is what require does. */
export const asScript = (file: string, source: string): string =>
  file.endsWith('.storage.js')
    ? `var ckremm = (function () { var exports = {}, module = { exports: exports };\n${source}\nreturn module.exports; })();`
    : source;

/**
 * The copyWithin that a board's profile promises, for engines that lack it: a bundle may be run on an engine
 * other than its own, to compare heaps.
 */
export const copyWithinFor = ({ features }: BoardProfile): string =>
  features.copyWithin
    ? `(function () {
  function copyWithin(to, from, end) { this.set(this.subarray(from, end), to); }
  var arrays = [Uint8Array, Uint16Array, Uint32Array], i;
  for (i = 0; i < 3; i++) if (!arrays[i].prototype.copyWithin) arrays[i].prototype.copyWithin = copyWithin;
})();`
    : '';
