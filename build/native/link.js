/** From C to machine code that runs wherever it lies: ARMv6-M, which every Cortex-M runs. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { deepest } from './depth.js';

const FLAGS = [
  '-std=gnu99',
  '-ffreestanding',
  '-fwrapv',
  '-fno-strict-aliasing',
  '-w',
  '-Os',
  '-mcpu=cortex-m0',
  '-mthumb',
  '-ffixed-r8',
  '-ffixed-r9',
  '-ffixed-r10',
  '-ffixed-r11',
  // An entry lies before its function, in a section of both.
  '-ffunction-sections',
  // No words of data between instructions: such a load needs an address that is a multiple of 4, and in RAM the code may come to lie between two.
  '-mpure-code',
  '-fno-jump-tables',
  '-fno-tree-loop-distribute-patterns',
  // Less code: measured.
  '-fno-expensive-optimizations',
  '-fno-rerun-cse-after-loop',
  '-fno-tree-loop-im',
  '-fno-code-hoisting',
  '-fno-move-loop-invariants',
  '-fno-tree-loop-optimize',
  '-fno-tree-fre',
  '-fno-tree-pre',
  '-fomit-frame-pointer',
  '-fno-unwind-tables',
  '-fno-asynchronous-unwind-tables',
  '-fcallgraph-info=su',
];
const TOOL = 'arm-none-eabi-';
const ADDRESSES = [0, 0x20001000];

/** The version of the compiler, as Debian's package has it, or null: there is none. */
export function compilerVersion() {
  try {
    return execFileSync(`${TOOL}gcc`, ['-dumpfullversion'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).trim();
  } catch {
    return null;
  }
}

/** Parts that would need an address of their own, and so a loader. */
function requireNoData(run, elf) {
  const parts = run('size', ['-A', elf])
    .split('\n')
    .filter((line) => /^\.(data|bss|got|rodata)/.test(line) && !/^\S+\s+0\s/.test(line));
  if (parts.length) throw new Error(`the code has data, which has no place on a board: ${parts.join('; ')}`);
}

/** Loads of words that lie between the code, which only pure code has not. */
function demandPure(code, name) {
  for (let at = 0; at < code.length; at += 2)
    if ((code.readUInt16LE(at) & 0xf800) === 0x4800) throw new Error(`${name}: there is data between the code, at ${at}`);
}

const isCalledBy = (text) => ['load', 'store'].every((access) => text.includes(`#define USES_${access}_main_u16_`));

/** r12, by which accesses are called, is put there by set_main_ alone: gcc, which could take it for itself in a large frame, does not. */
function demandKept(code, name) {
  let stores = 0;
  for (let at = 0; at < code.length; at += 2) if ((code.readUInt16LE(at) & 0xfd87) === 0x4484) stores++;
  if (stores > 1) throw new Error(`${name}: r12 is used for something else`);
}

/** That each entry which goes on into its function lies before it. */
function demandOrder(symbols, name) {
  for (const [label, at] of Object.entries(symbols))
    if (label.startsWith('before_') && symbols[label.slice('before_'.length)] !== at) throw new Error(`${name}: ${label.slice('before_'.length)} does not lie behind its entry`);
}

/**
 * Compiles and links C.
 * @param {string} text
 * @param {object} [options] `flags`: more of them; `name`: whose code it is
 * @returns {{ code: Buffer, offsets: object, stackBytes: number }} offsets of the entries by name, and the stack that a call takes at most
 */
export function link(text, { flags = [], name = 'code' } = {}) {
  const folder = mkdtempSync(join(tmpdir(), 'ckremm-native-'));
  // In the folder itself, under one name: then nothing of where it lies is in the result.
  const run = (tool, args) => execFileSync(TOOL + tool, args, { cwd: folder, encoding: 'utf8' });
  try {
    writeFileSync(join(folder, 'code.c'), text);
    // Where accesses are called by it: see set_main_ of prelude.h.
    const kept = isCalledBy(text) ? ['-ffixed-r12'] : [];
    run('gcc', [...FLAGS, ...kept, ...flags, '-c', 'code.c', '-o', 'code.o']);
    const images = ADDRESSES.map((address) => {
      run('ld', ['-e', '0', `-Ttext=${address}`, '--no-undefined', '-o', 'code.elf', 'code.o']);
      requireNoData(run, 'code.elf');
      run('objcopy', ['-O', 'binary', '-j', '.text', 'code.elf', 'code.bin']);
      return readFileSync(join(folder, 'code.bin'));
    });
    if (!images[0].equals(images[1])) throw new Error(`${name}: the code is not the same at another address`);
    demandPure(images[0], name);
    if (isCalledBy(text)) demandKept(images[0], name);
    run('ld', ['-e', '0', '-Ttext=0', '-o', 'code.elf', 'code.o']);
    const symbols = {};
    const offsets = {};
    for (const line of run('nm', ['-n', 'code.elf']).split('\n')) {
      const [at, kind, symbol] = line.split(' ');
      if (symbol) symbols[symbol] = parseInt(at, 16);
      if (kind === 'T' && /^[a-z].*_$/.test(symbol)) offsets[symbol.slice(0, -1).replace('_', '.')] = symbols[symbol];
    }
    demandOrder(symbols, name);
    const graph = readFileSync(join(folder, 'code.ci'), 'utf8');
    return { code: images[0], offsets, stackBytes: deepest(graph, images[0], symbols) };
  } finally {
    rmSync(folder, { recursive: true });
  }
}
