/** Calls on a pool in ES5, written down for test/native/c/harness.c, which makes them as machine code or as compiled C, and what they have to give. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callNumbers, casesText } from '../../build/native/library.js';
import { readBlob } from '../../build/native/blobs.js';
import { handleOf, RAM } from '../../host/native/machine.ts';
import { onPath, requiredOf } from '../../host/engines/find.ts';
import { root } from '../support/project.ts';
import { entryOf, handedOver, type Calls, type Pool } from './twin.ts';

const enum Op {
  Fill = 0x7ffffff1,
  Sum = 0x7ffffff2,
  End = 0x7ffffff3,
  Load = 0x7ffffff4,
}

/** Where the heap of machine code ends: a page does there. */
const HEAP_END = 0x20000;

/** FNV-1a, as harness.c has it. */
function sumOf(image: Uint8Array): number {
  let sum = 2166136261;
  for (const byte of image) sum = Math.imul(sum ^ byte, 16777619);
  return sum | 0;
}

/** What makes calls: a program, and how it is told what to call. */
export interface Runner {
  run(input: Buffer): Buffer;
  /** The first words of a call. */
  target(module: string, name: string, pool: Pool): [number, number];
  /** Arguments as the calls take them. */
  pass(module: string, name: string, args: (number | undefined)[]): number[];
  /** What goes before the image. */
  head(image: Uint8Array): Buffer;
}

const words = (...numbers: number[]): Buffer => Buffer.from(Int32Array.from(numbers).buffer);

/** One script: calls that ES5 has made, or, with `expects` false, that nothing is known of but that they come back and touch nothing outside. */
export class Script {
  private readonly parts: Buffer[] = [];
  private readonly expected: { what: string; words: number[] }[] = [];

  constructor(
    private readonly runner: Runner,
    private readonly module: string,
    private readonly calls: Calls,
    readonly pool: Pool,
  ) {
    this.parts.push(runner.head(pool.u8), Buffer.from(pool.u8));
  }

  /** A call in ES5, and written down. */
  call(name: string, ...args: (number | undefined)[]): number {
    const wanted = Number(this.calls[name]!(this.pool, ...args)) | 0;
    this.add(name, args, [wanted, this.pool.u8[8]!]);
    return wanted;
  }

  private add(name: string, args: (number | undefined)[], expected: number[]): void {
    const { module, runner, pool } = this;
    const [op, place] = runner.target(module, name, pool);
    const passed = runner.pass(module, name, args);
    this.parts.push(words(op, place, passed[0] ?? 0, passed[1] ?? 0, passed[2] ?? 0));
    this.expected.push({ what: `${name}(${args})`, words: expected });
  }

  /** A call of which nothing is asked but that it comes back. */
  try(name: string, ...args: (number | undefined)[]): number {
    this.add(name, args, []);
    return 0;
  }

  store(at: number, bytes: Uint8Array): void {
    this.pool.u8.set(bytes, at);
    this.parts.push(words(Op.Fill, at, bytes.length, bytes[0] ?? 0, 0));
  }

  /** A byte that may be outside is written. */
  touch(at: number): void {
    this.parts.push(words(Op.Fill, at, 1, 0, 0));
  }

  /** Another image from here on. */
  load(image: Uint8Array): void {
    this.parts.push(words(Op.Load, 0, 0, 0, 0), Buffer.from(image));
  }

  /** The image is compared here. */
  compare(): void {
    this.parts.push(words(Op.Sum, 0, 0, 0, 0));
    this.expected.push({ what: 'the image', words: [sumOf(this.pool.u8)] });
  }

  /** Runs the script; throws where something is not as ES5 has it. Returns how many calls it made. */
  check(): number {
    const bytes = this.runner.run(Buffer.concat([...this.parts, words(Op.End, 0, 0, 0, 0)]));
    const got = new Int32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.length));
    let at = 0;
    this.expected.forEach(({ what, words: wanted }, i) => {
      const count = what === 'the image' ? 1 : 2;
      const given = [...got.subarray(at, (at += count))];
      if (wanted.length && wanted.join() !== given.join())
        throw new Error(`${this.module}, call ${i}: ${what}: ${given.join()}, in ES5 ${wanted.join()}`);
    });
    if (at !== got.length) throw new Error(`${got.length} words came back, not ${at}`);
    return this.expected.length;
  }
}

const HARNESS = join(root, 'test', 'native', 'c', 'harness.c');
const ARM = '-std=gnu99 -O1 -w -ffreestanding -nostdlib -static -mcpu=cortex-m0 -mthumb'.split(' ');
const C = '-std=gnu99 -O1 -w -fsanitize=undefined,address -fno-sanitize-recover=all'.split(' ');
/** A user program for Linux is no firmware: gcc's own word for the processor is ARMv7, which qemu-arm takes, and runs Thumb in. */
const CPU = ['-march=armv7-a', '-mthumb', '-mfloat-abi=soft', '-lgcc'];

const folders: string[] = [];
export const clear = (): void => folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));

function build(tool: string, args: string[], isLibrary: boolean): string {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-c-'));
  folders.push(folder);
  writeFileSync(join(folder, 'cases.h'), casesText());
  const sources = isLibrary ? [HARNESS, join(root, 'native', 'ckremm.c')] : ['-DBLOB', HARNESS];
  execFileSync(tool, [...sources, `-I${folder}`, `-I${join(root, 'native')}`, ...args, '-o', join(folder, 'harness')], { stdio: 'pipe' });
  return join(folder, 'harness');
}

/** What a program in C prints that uses native/ckremm.c, compiled here; warnings are errors. */
export function printedBy(program: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-c-'));
  folders.push(folder);
  writeFileSync(join(folder, 'program.c'), program);
  const native = join(root, 'native');
  const args = ['-Wall', '-Wextra', '-Werror', ...C.filter((one) => one !== '-w'), `-I${native}`, join(folder, 'program.c'), join(native, 'ckremm.c')];
  execFileSync('gcc', [...args, '-o', join(folder, 'program')], { stdio: 'pipe' });
  return execFileSync(join(folder, 'program'), { encoding: 'utf8' });
}

function runWith(command: string[], input: Buffer): Buffer {
  const { status, signal, stdout, stderr } = spawnSync(command[0]!, command.slice(1), { input, maxBuffer: 1 << 28, timeout: 600000 });
  if (status !== 0) throw new Error(`the harness ended with ${signal ?? status}: ${stderr.toString().slice(0, 500)}`);
  return stdout;
}

/** Machine code of a committed blob, run as a program for Linux on ARM. */
export function blobRunner(set: string): Runner {
  const file = build('arm-none-eabi-gcc', [...ARM.slice(0, -2), ...CPU], false);
  const { code, calls } = readBlob(set) as { code: Uint8Array; calls: Record<string, [number, string]> };
  return {
    run: (input) => runWith(['qemu-arm', file], input),
    target: (module, name, { u8, base }) => [calls[entryOf(module, name)]![0], handleOf(HEAP_END - u8.length, base)],
    pass: (module, name, args) => handedOver(calls[entryOf(module, name)]![1], args),
    head: (image) => Buffer.concat([words(RAM + HEAP_END - image.length, image.length, code.length), code]),
  };
}

/** native/ckremm.c: on ARM, or on this computer with sanitizers. */
export function libraryRunner(isArm: boolean): Runner {
  const file = isArm ? build('arm-none-eabi-gcc', [...ARM.slice(0, -2), ...CPU], true) : build('gcc', C, true);
  const numbers = callNumbers();
  return {
    run: (input) => runWith(isArm ? ['qemu-arm', file] : [file], input),
    target: (module, name, { base }) => [numbers[`${module}.${name}`]!, base],
    pass: (_module, _name, args) => args.map((one) => one ?? 0),
    head: (image) => words(0, image.length, 0),
  };
}

/** Why a runner cannot be had here, or ''. */
export function missing(programs: Record<string, string>): string {
  const absent = Object.entries(programs).filter(([program]) => !onPath(program, process.env.PATH ?? ''));
  if (!absent.length) return '';
  const packages = absent.map(([, name]) => name);
  const why = `${absent.map(([program]) => program).join(' and ')} not there: apt-get install ${packages.join(' ')}`;
  if (packages.some((name) => requiredOf(process.env).includes(name))) throw new Error(why);
  return why;
}
