/**
 * Scenes on a firmware of the user's: the microseconds of a turn by the board's own clock, as calibrate.ts has instructions of a turn. A
 * scene's text is typed at the console in pieces, run with two numbers of turns, and the difference is what the turns between take.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { type BoardProfile, readBoard } from '../boards/board.ts';
import { buildBundles } from '../boards/bundles.ts';
import { type FirmwareFiles, powerUp, readFirmware, sendTo } from '../firmware/board.ts';
import type { Chip } from '../firmware/chip.ts';
import { BoardConsole, ESPRUINO, KALUMA } from '../firmware/console.ts';
import { median } from '../support/statistics.ts';
import { type Scene, textOf, turnsOf } from './scene.ts';

/**
 * Of 50 to 250 turns, which the instruments of instructions need, so many are enough here: nothing else runs. But an engine that collects
 * garbage does so in one run and not in the next, which made a call of 12 U one of 1.4: hence several pairs.
 */
const FEW_TURNS = [10, 20, 30, 40];
/** In the text, where the number of turns goes. */
const TURNS = 9999;
/** Kaluma takes lines of 1,023 characters. */
const PIECE_CHARACTERS = 300;
const MOST_MILLISECONDS = 120_000;
const TYPED_MILLISECONDS = 3000;
/** Modules that have a part of their own for `stats`, `walk` and `check`. */
const INSPECTED = ['headers', 'tables', 'records', 'queue', 'messages', 'gc', 'paging'];

export class FirmwareMeter {
  readonly #board: BoardProfile;
  readonly #files: FirmwareFiles;
  readonly #folder: string;
  readonly #missCycles: number;
  #modules = '';
  #chip!: Chip;
  #terminal!: BoardConsole;

  /** `folder` is for bundles; with `missCycles` a miss of the flash cache costs so many. */
  constructor(board: string, files: FirmwareFiles, folder: string, missCycles = 0) {
    this.#board = readBoard(board);
    this.#files = files;
    this.#folder = folder;
    this.#missCycles = missCycles;
  }

  /** Microseconds of a turn, the loop included. Throws an Error where the scene does not run. */
  async perTurn(scene: Scene): Promise<number> {
    await this.#powerFor(scene);
    this.#type(textOf(scene, TURNS));
    const turns = scene.turns ? turnsOf(scene) : FEW_TURNS;
    const times = turns.map((count) => this.#run(count));
    return median(turns.slice(1).map((count, i) => (times[i + 1]! - times[i]!) / (count - turns[i]!)));
  }

  /** A board of its own for the modules of a scene: with all of them some leave no room. */
  async #powerFor({ modules }: Scene): Promise<void> {
    const key = modules.join();
    if (this.#terminal && this.#modules === key) return;
    const isKaluma = this.#board.engine.name === 'kaluma';
    const library = modules.length > 0 ? await this.#bundle(modules) : Buffer.from('var ckremm = {};');
    const program = isKaluma ? ';' : 'var ckremm = require("ckremm");';
    this.#chip = powerUp(readFirmware(this.#files), this.#board);
    await sendTo(
      this.#chip,
      this.#board,
      this.#files.firmware,
      { library, program: Buffer.from(program) },
      () => undefined,
    );
    if (this.#missCycles > 0) this.#chip.countMisses(this.#missCycles);
    this.#terminal = new BoardConsole(this.#chip, isKaluma ? KALUMA : ESPRUINO);
    if (this.#terminal.start(MOST_MILLISECONDS) === undefined) throw new Error(`no board with ${key}`);
    this.#modules = key;
  }

  async #bundle(modules: string[]): Promise<Buffer> {
    const { board, engine } = this.#board;
    const all = modules.filter((name) => name !== 'heap');
    const inspect = all.filter((name) => INSPECTED.includes(name)).map((name) => `${name}.inspect`);
    const kind = engine.name === 'kaluma' ? 'ckremm.min.js' : 'ckremm.storage.js';
    const wanted = all.length > 0 ? [...all, ...inspect] : ['headers'];
    await buildBundles({ boards: [board], modules: wanted.join(), out: this.#folder, kinds: [kind] });
    return readFileSync(join(this.#folder, board, kind));
  }

  /** The text becomes the board's `sceneText`. */
  #type(text: string): void {
    const line = text.replace(/\n/g, ' ');
    this.#ask('(global.sceneText="",0)', TYPED_MILLISECONDS);
    for (let at = 0; at < line.length; at += PIECE_CHARACTERS)
      this.#ask(`(global.sceneText+=${JSON.stringify(line.slice(at, at + PIECE_CHARACTERS))},0)`, TYPED_MILLISECONDS);
  }

  #run(turns: number): number {
    const now = this.#board.engine.name === 'kaluma' ? 'micros()' : 'getTime()*1e6';
    this.#ask(
      `(global.sceneRun=global.sceneText.replace("${TURNS}","${String(turns).padStart(4)}"),0)`,
      TYPED_MILLISECONDS,
    );
    return this.#ask(
      `(global.sceneStart=${now},eval(global.sceneRun),${now}-global.sceneStart)`,
      MOST_MILLISECONDS,
    ) as number;
  }

  #ask(expression: string, most: number): unknown {
    const value = this.#terminal.ask(expression, most);
    const [problem] = this.#terminal.problems.splice(0);
    if (value !== undefined && !problem) return value;
    // The next scene has a board of its own: what this one left of it nobody knows.
    this.#modules = 'none of a scene';
    throw new Error(problem?.message ?? 'no answer');
  }
}
