/**
 * Engines of the user (CKREMM_ENGINES) that call machine code, as boards behind a port: Espruino for ARM, as a program of this computer or under qemu,
 * with its Storage in a file of the folder in which it runs. Espruino for Linux reads its console in a second thread, whose buffer has no lock: on a busy
 * computer it loses characters or crashes, also where no machine code is. So these tests are for a computer that does nothing else.
 */
import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readBoard } from '../../host/emulator/index.ts';
import { namedCommands } from '../../host/engines/find.ts';
import type { Bundle } from '../../host/upload/bundle.ts';
import { type Dialog, withDialog } from '../../host/upload/dialog.ts';
import { type Flashed, flashEspruino } from '../../host/upload/espruino.ts';
import type { Opener, Receiver } from '../../host/upload/link.ts';
import { LIBRARY_FILES } from '../../host/upload/native.ts';
import { targetOf } from '../../host/upload/target.ts';
import { buildBundles } from '../records/bundle.ts';

const FLASH = 'espruino.flash';
const REST_MILLISECONDS = 120;

export interface RealEngine {
  name: string;
  command: string[];
  /** The board whose variables it has. */
  board: 'puckjs' | 'banglejs2';
  isMapped: boolean;
  /** Whether code that took the place of other code runs: an emulator may keep its translation of the old. */
  seesNewCode: boolean;
}

/** Two functions, one after the other at the same place, that return 1 and 2. */
const PROBE = `var S=require("Storage"),m=process.memory();
function put(n){S.erase("c");S.compact();S.write("c",new Uint8Array([n,0x20,0x70,0x47,0,0,0,0]));return E.getAddressOf(S.read("c"),true)}
function call(n){var a=put(n);return a?E.nativeCall(a+1,"int()")():E.nativeCall(1,"int()",E.toFlatString(S.read("c")))()}
print("probe "+JSON.stringify([call(1),call(2),m.blocksize,!!put(3)])+" end");`;

function probe(name: string, command: string[]): RealEngine | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-real-'));
  writeFileSync(join(folder, 'probe.js'), PROBE);
  const { stdout } = spawnSync(command[0]!, [...command.slice(1), 'probe.js'], {
    cwd: folder,
    encoding: 'latin1',
    timeout: 60_000,
    killSignal: 'SIGKILL',
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  rmSync(folder, { recursive: true });
  const [, said] = /probe (\[.*\]) end/.exec(stdout ?? '') ?? [];
  const [first, second, blocksize, isMapped] = JSON.parse(said ?? '[]') as [number?, number?, number?, boolean?];
  if (first !== 1) return undefined;
  return { name, command, board: blocksize! & 1 ? 'puckjs' : 'banglejs2', isMapped: !!isMapped, seesNewCode: second === 2 };
}

/** Asked once for each worker: an engine that is none, or runs on another processor, says nothing, or crashes. */
export const realEngines: RealEngine[] = namedCommands(process.env.CKREMM_ENGINES ?? '')
  .map(({ name, command }) => probe(name, command))
  .filter((engine) => engine !== undefined);

export interface Native {
  es5: Uint8Array;
  files: Record<string, Uint8Array>;
}

/** The files of a bundle of these modules. */
export async function nativeOf(board: string, modules: string): Promise<Native> {
  const folder = dirname((await buildBundles([board], modules, ['ckremm.storage.js'])).file(board, true));
  return {
    es5: readFileSync(join(folder, 'ckremm.storage.js')),
    files: Object.fromEntries(LIBRARY_FILES.map((name) => [name, readFileSync(join(folder, 'native', name))])),
  };
}

/** A board that is switched on and off; its Storage stays. */
export class RealBoard {
  readonly folder = mkdtempSync(join(tmpdir(), 'ckremm-real-'));
  /** What it said, and how it ended, if it did. */
  log = '';
  ended = '';
  /** Called with each line before it is sent. */
  watch: (line: string) => void = () => undefined;
  #child: ChildProcess | undefined;
  #receiver: Receiver | undefined;

  constructor(readonly engine: RealEngine) {}

  get flashFile(): string {
    return join(this.folder, FLASH);
  }

  on(): void {
    if (this.#child) return;
    const [program, ...words] = this.engine.command;
    const child = spawn(program!, words, { cwd: this.folder, stdio: 'pipe' });
    this.#child = child;
    this.ended = '';
    child.stdout.setEncoding('latin1').on('data', (text: string) => {
      this.log += text;
      this.#receiver?.text(text);
    });
    child.stderr.resume();
    child.stdin.on('error', () => undefined);
    child.on('close', (code, signal) => {
      if (this.#child !== child) return;
      this.ended = `ended: ${signal ?? code}`;
      this.#receiver?.closed(this.ended);
    });
  }

  /** Power off. */
  off(): void {
    const child = this.#child;
    this.#child = undefined;
    child?.kill('SIGKILL');
  }

  /** Its flash at this moment: it stands still while the file is read, so that no later write is seen without those before it. */
  flashNow(): Buffer {
    const pid = this.#child!.pid!;
    const isStopped = (): boolean => /\) T /.test(readFileSync(`/proc/${pid}/stat`, 'latin1'));
    process.kill(pid, 'SIGSTOP');
    while (!isStopped());
    const flash = readFileSync(this.flashFile);
    process.kill(pid, 'SIGCONT');
    return flash;
  }

  open: Opener = (receiver) => {
    this.on();
    this.#receiver = receiver;
    return Promise.resolve({
      write: (text) => {
        this.watch(text);
        this.#child?.stdin!.write(text, 'latin1');
      },
      close: () => {
        this.#receiver = undefined;
        return Promise.resolve();
      },
      restMilliseconds: REST_MILLISECONDS,
    });
  };

  talk<T>(work: (dialog: Dialog) => Promise<T>): Promise<T> {
    return withDialog(this.open, 60_000, work);
  }

  /** Runs a script alone, without the console, over the Storage as it is: what it prints. A crash is in it, as `killed`. */
  run(script: string, flash?: Buffer): string {
    const folder = mkdtempSync(join(tmpdir(), 'ckremm-real-'));
    if (flash) writeFileSync(join(folder, FLASH), flash);
    else if (existsSync(this.flashFile)) copyFileSync(this.flashFile, join(folder, FLASH));
    writeFileSync(join(folder, 'run.js'), script);
    const [program, ...words] = this.engine.command;
    const { stdout, stderr, signal, status } = spawnSync(program!, [...words, 'run.js'], {
      cwd: folder,
      encoding: 'latin1',
      timeout: 120_000,
      killSignal: 'SIGKILL',
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    if (existsSync(join(folder, FLASH)) && !flash) copyFileSync(join(folder, FLASH), this.flashFile);
    rmSync(folder, { recursive: true });
    const crash = signal || /uncaught target signal/.test(stderr) ? ` killed ${signal ?? status}` : '';
    return stdout.slice(stdout.indexOf('Donate') + 6).replace(/[\r>\x08]|\x1b\[J/g, '').trim() + crash;
  }

  /** Sends a bundle, native where `native` has files, and a program, which it starts. */
  async flash(native: Native, text: string, isNative = true): Promise<Flashed & { said: string }> {
    const board = readBoard(this.engine.board);
    const bundle = { file: '', modules: [], ckremm: {}, bytes: native.es5, ...(isNative ? { native: native.files } : {}) };
    const said: string[] = [];
    process.env.FLASH_ANY_BOARD = '1';
    const flashed = await flashEspruino({
      port: this.engine.name,
      open: this.open,
      board,
      target: targetOf(board, bundle as Bundle, { file: 'app.js', bytes: Buffer.from(text), text }, { isBoot: true }),
      modules: [],
      say: (line) => said.push(line),
      silenceMilliseconds: 60_000,
    });
    return { ...flashed, said: said.join('\n') };
  }

  end(): void {
    this.off();
    rmSync(this.folder, { recursive: true });
  }
}

