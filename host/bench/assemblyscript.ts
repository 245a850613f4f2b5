/**
 * AssemblyScript's allocators as subjects: TLSF as heap.alloc gives it, and the incremental collector
 * ITCMS on top of it. Both are compiled in the run, by its own compiler, for speed.
 */
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { NO_STATS, ampleHeapBytes } from './subject.ts';
import type { Space, Subject } from './subject.ts';

interface Exports {
  alloc(bytes: number): number;
  free(address: number): void;
  resize(address: number, bytes: number): number;
  /** Where the allocator's own memory begins: below are constants and the stack. */
  base(): number;
}

interface Program {
  file: string;
  runtime: 'minimal' | 'incremental';
  source: string;
}

const BASE = 'export function base(): usize { return __heap_base; }';
const TLSF: Program = {
  file: 'tlsf',
  runtime: 'minimal',
  source: `${BASE}
export function alloc(bytes: usize): usize { return heap.alloc(bytes); }
export function free(address: usize): void { heap.free(address); }
export function resize(address: usize, bytes: usize): usize { return heap.realloc(address, bytes); }`,
};
/** A block lives while it is pinned, and an unpinned one is garbage. Its size is the word before it. */
const ITCMS: Program = {
  file: 'itcms',
  runtime: 'incremental',
  source: `${BASE}
export function alloc(bytes: usize): usize { return __pin(__new(bytes, idof<ArrayBuffer>())); }
export function free(address: usize): void { __unpin(address); }
export function resize(address: usize, bytes: usize): usize {
  const resized = alloc(bytes);
  memory.copy(resized, address, min<usize>(load<u32>(address - 4), bytes));
  free(address);
  return resized;
}`,
};

const PAGE_BYTES = 65536;
/** Blocks of TLSF start 12 bytes after a multiple of 16, so that payloads are aligned to it. */
const UNIT_BYTES = 16;
const HEADER_BYTES = 4;
/** Where compiled programs are: compile() writes them and says so to the processes that measure. */
const FOLDER_VARIABLE = 'CKREMM_BENCH_FOLDER';

/** Compile both programs to `folder`. Throws an Error with what the compiler says. */
export async function compile(folder: string): Promise<void> {
  const { main } = (await import('assemblyscript/asc')).default;
  for (const { file, runtime, source } of [TLSF, ITCMS]) {
    let complaints = '';
    const { error } = await main(
      [`${file}.ts`, '-O3', '--noAssert', '--runtime', runtime, '--importMemory', '--outFile', `${file}.wasm`],
      {
        readFile: (name: string) => (name === `${file}.ts` ? source : null),
        writeFile: (name: string, contents: string | Uint8Array) => writeFileSync(join(folder, name), contents),
        listFiles: () => [],
        stderr: { write: (text: string) => void (complaints += text) },
      },
    );
    if (error) throw new Error(`AssemblyScript does not compile: ${complaints || error.message}`);
  }
  process.env[FOLDER_VARIABLE] = folder;
}

const modules = new Map<string, WebAssembly.Module>();

function moduleOf({ file }: Program): WebAssembly.Module {
  const known = modules.get(file);
  if (known) return known;
  const compiled = new WebAssembly.Module(readFileSync(join(process.env[FOLDER_VARIABLE] ?? '', `${file}.wasm`)));
  modules.set(file, compiled);
  return compiled;
}

function instantiate(program: Program, pages: number): { exports: Exports; memory: WebAssembly.Memory } {
  const memory = new WebAssembly.Memory({ initial: pages, maximum: pages });
  const abort = (): never => {
    throw new WebAssembly.RuntimeError('abort');
  };
  const { exports } = new WebAssembly.Instance(moduleOf(program), { env: { memory, abort } });
  return { exports: exports as unknown as Exports, memory };
}

/**
 * Memory comes in pages: what the last one has too much goes to a first block that stays. So the
 * allocator has `heapBytes`, its own control structures included, rounded down to its unit.
 */
function openIn(program: Program, heapBytes: number): Space {
  const base = instantiate(program, 1).exports.base();
  const pages = Math.ceil((base + heapBytes) / PAGE_BYTES);
  const { exports, memory } = instantiate(program, pages);
  const surplusBytes = Math.ceil((pages * PAGE_BYTES - base - heapBytes) / UNIT_BYTES) * UNIT_BYTES;
  if (surplusBytes) exports.alloc(surplusBytes - HEADER_BYTES);
  const { alloc, free, resize } = exports;
  return {
    heap: new Uint8Array(memory.buffer),
    driver: {
      alloc: (bytes) => alloc(bytes),
      dealloc: (ref) => {
        free(ref);
        return true;
      },
      resize: (ref, bytes) => resize(ref, bytes),
      addressOf: (ref) => ref,
      stats: () => NO_STATS,
      fault: () => 0,
    },
  };
}

/** Out of memory is a trap there. */
export const isTrap = (error: unknown): boolean => error instanceof WebAssembly.RuntimeError;

export const TLSF_NAME = 'AssemblyScript TLSF';

export const ASSEMBLYSCRIPT: Subject[] = [
  {
    name: TLSF_NAME,
    about:
      'heap.alloc, heap.free and heap.realloc of WebAssembly (asc -O3 --noAssert --runtime minimal), in an ample heap',
    takes: () => true,
    open: (heapBytes) => openIn(TLSF, heapBytes),
    timedHeapBytes: ampleHeapBytes,
    filledHeapBytes: 65536,
  },
  {
    name: 'AssemblyScript ITCMS',
    about:
      'its incremental collector: a block is an ArrayBuffer, pinned while it lives (--runtime incremental), in an ample heap',
    takes: () => true,
    open: (heapBytes) => openIn(ITCMS, heapBytes),
    timedHeapBytes: ampleHeapBytes,
    filledHeapBytes: 65536,
    hasPages: true,
    isCollector: true,
  },
];
