/** What makes the calls of a script: machine code of a blob, run as a program for Linux on ARM, or native/ckremm.c. */
import { execFileSync, spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { callNumbers, casesText } from '../../build/native/library.js';
import { readBlob } from '../../build/native/blobs.js';
import { onPath, requiredOf } from '../../host/engines/find.ts';
import { handleOf, RAM } from '../../host/native/machine.ts';
import { root } from '../support/project.ts';
import { type Runner, words } from './script.ts';
import { entryOf, handedOver } from './twin.ts';

/** Where the heap of machine code ends: a page does there. */
const HEAP_END = 0x20000;

const HARNESS = join(root, 'test', 'native', 'c', 'harness.c');
const ARM = '-std=gnu99 -O1 -w -ffreestanding -nostdlib -static -mcpu=cortex-m0 -mthumb'.split(' ');
const C = '-std=gnu99 -O1 -w -fsanitize=undefined,address -fno-sanitize-recover=all'.split(' ');
/** A user program for Linux is no firmware: gcc's own word for the processor is ARMv7, which qemu-arm takes, and runs Thumb in. */
const CPU = ['-march=armv7-a', '-mthumb', '-mfloat-abi=soft', '-lgcc'];

const folders: string[] = [];
export function clear(): void {
  folders.splice(0).forEach((folder) => rmSync(folder, { recursive: true }));
  harness = '';
}

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

function runWith(command: string[], input: Buffer, seconds = 600): Buffer {
  const { status, signal, stdout, stderr } = spawnSync(command[0]!, command.slice(1), { input, maxBuffer: 1 << 28, timeout: 1000 * seconds });
  if (status !== 0) throw new Error(`the harness ended with ${signal ?? status}: ${stderr.toString().slice(0, 500)}`);
  return stdout;
}

/** What is run, and how long at most. */
export interface Blob {
  code: Uint8Array;
  calls: Record<string, [offset: number, signature: string]>;
  seconds?: number;
}

let harness = '';

/** Machine code, of a committed blob where no other is given, run as a program for Linux on ARM. */
export function blobRunner(set: string, blob: Blob = readBlob(set) as Blob): Runner {
  harness ||= build('arm-none-eabi-gcc', [...ARM.slice(0, -2), ...CPU], false);
  const { code, calls, seconds } = blob;
  const callOf = (module: string, name: string): [number, string] => calls[entryOf(module, name)]!;
  return {
    run: (input) => runWith(['qemu-arm', harness], input, seconds),
    has: (module, name) => entryOf(module, name) in calls,
    target: (module, name, { u8, base }) => [callOf(module, name)[0], handleOf(HEAP_END - u8.length, base)],
    pass: (module, name, args) => handedOver(callOf(module, name)[1], args),
    head: (image) => Buffer.concat([words(RAM + HEAP_END - image.length, image.length, code.length), code]),
  };
}

/** native/ckremm.c: on ARM, or on this computer with sanitizers. */
export function libraryRunner(isArm: boolean): Runner {
  const file = isArm ? build('arm-none-eabi-gcc', [...ARM.slice(0, -2), ...CPU], true) : build('gcc', C, true);
  const numbers = callNumbers();
  return {
    run: (input) => runWith(isArm ? ['qemu-arm', file] : [file], input),
    has: (module, name) => `${module}.${name}` in numbers,
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
