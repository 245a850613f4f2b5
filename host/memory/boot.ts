/** Emulated boards with the library as flash.sh leaves it, whose memory is counted: on an Espruino a module in Storage, on Kaluma in front of the program. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, type Emulated, boot, projectFolder, readBoard } from '../emulator/index.ts';
import { leavingCold } from './cold.ts';
import { EspruinoMemory, Room } from './index.ts';
import { JerryMemory } from './jerry/memory.ts';

/** Whether the memory of a board can be counted. */
export const isCounted = ({ engine }: BoardProfile): boolean => engine.name === 'espruino' || engine.name === 'kaluma';

/** Boots it. Throws an Error that says what to do when there is no bundle. What its `run` is given lies in flash, too. */
export function bootCounted(called: string): Emulated {
  const { board, engine } = readBoard(called);
  const isKaluma = engine.name === 'kaluma';
  const name = isKaluma ? 'ckremm.min.js' : 'ckremm.storage.js';
  const file = join(projectFolder, 'dist', board, name);
  if (!existsSync(file)) throw new Error(`no bundle dist/${board}/${name}: run \`npm run build\` first`);
  const room = new Room();
  const emulated = boot(board, { bundleFile: null, room });
  const source = readFileSync(file, 'utf8');
  return isKaluma ? withJerry(emulated, room, source, file) : withEspruino(emulated, room, source, file);
}

function withEspruino(emulated: Emulated, room: Room, source: string, file: string): Emulated {
  const memory = new EspruinoMemory(emulated, room);
  const module = emulated.run('({ exports: {} })') as { exports: unknown };
  const text = `(function (exports, module) {${leavingCold(source)}\n})`;
  const load = emulated.run(memory.textOf(text, { isLibrary: true }), file) as (...values: unknown[]) => void;
  load(module.exports, module);
  memory.noteModule('ckremm', module);
  emulated.realm.ckremm = module.exports;
  return {
    ...emulated,
    ckremm: module.exports,
    run: (text, fileName, most) => emulated.run(memory.textOf(text), fileName, most),
  };
}

/** Kaluma parses what it is given as strict code, and drops the code of a script when it has run. */
function withJerry(emulated: Emulated, room: Room, source: string, file: string): Emulated {
  const memory = new JerryMemory(emulated, room);
  emulated.run(`'use strict';${memory.textOf(source, { isLibrary: true })}`, file);
  memory.endTurn();
  return {
    ...emulated,
    ckremm: emulated.realm.ckremm,
    run(text, fileName, most) {
      try {
        return emulated.run(memory.textOf(text), fileName, most);
      } finally {
        memory.endTurn();
      }
    },
  };
}
