/** An emulated Espruino with the library as flash.sh leaves it: a module in Storage, and its memory is counted. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type Emulated, boot, projectFolder, readBoard } from '../emulator/index.ts';
import { leavingCold } from './cold.ts';
import { EspruinoMemory, Room } from './index.ts';

/** Boots it. Throws an Error that says what to do when there is no bundle. What its `run` is given lies in Storage, too. */
export function bootCounted(called: string): Emulated {
  const { board } = readBoard(called);
  const file = join(projectFolder, 'dist', board, 'ckremm.storage.js');
  if (!existsSync(file)) throw new Error(`no bundle dist/${board}/ckremm.storage.js: run \`npm run build\` first`);
  const room = new Room();
  const emulated = boot(board, { bundleFile: null, room });
  const memory = new EspruinoMemory(emulated, room);
  const module = emulated.run('({ exports: {} })') as { exports: unknown };
  const source = `(function (exports, module) {${leavingCold(readFileSync(file, 'utf8'))}\n})`;
  const load = emulated.run(memory.textOf(source, { isLibrary: true }), file) as (...values: unknown[]) => void;
  load(module.exports, module);
  memory.noteModule('ckremm', module);
  emulated.realm.ckremm = module.exports;
  return {
    ...emulated,
    ckremm: module.exports,
    run: (text, fileName, most) => emulated.run(memory.textOf(text), fileName, most),
  };
}
