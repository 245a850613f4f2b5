/**
 * A full collection per object: ours, and that of AssemblyScript's incremental collector (ITCMS, wasm), in
 * turns in one process. `ckremm bench` prints it; nothing depends on it.
 */
import asc from 'assemblyscript/asc';
import { median } from '../support/statistics.ts';
import * as gc from '../../src/gc/index.ts';
import * as heap from '../../src/heap/index.ts';

const ROUNDS = 15;

/** A list of n objects of 16 bytes with two references each; half as many that nothing refers to. */
const SOURCE = `
class Node { a: Node | null; b: Node | null; c: i32; d: i32; }
let root: Node | null = null;
export function build(n: i32): void {
  root = null;
  for (let i = 0; i < n; i++) {
    let node = new Node();
    node.a = root;
    node.b = root;
    root = node;
    if (i & 1) new Node();
  }
}
export function collect(): void { __collect(); }
`;

interface Subject {
  name: string;
  build(n: number): void;
  collect(): void;
}

async function assemblyScript(): Promise<Subject> {
  const { error, stderr, binary } = await asc.compileString(SOURCE, { optimizeLevel: 3, runtime: 'incremental' });
  if (error || !binary) throw new Error(`AssemblyScript: ${stderr}`);
  const { instance } = await WebAssembly.instantiate(binary as Uint8Array<ArrayBuffer>, {
    env: {
      abort: () => {
        throw new Error('abort');
      },
    },
  });
  return { name: 'AssemblyScript ITCMS', ...(instance.exports as unknown as Omit<Subject, 'name'>) };
}

function ours(n: number): Subject {
  const objects = n + (n >> 1) + 1;
  const image = heap.format(new Uint8Array((32 * objects + 4096) & -4))!;
  const all = gc.create(image, heap.freeBytes(image), objects)!;
  const node = gc.defineType(all, [0, 1]);
  return {
    name: 'gc over tables',
    build(count) {
      let root = 0;
      gc.setRoot(all, 1, 0);
      gc.collect(all);
      for (let i = 0; i < count; i++) {
        const handle = gc.alloc(all, node, 16);
        gc.setRef(all, handle, 0, root);
        gc.setRef(all, handle, 1, root);
        gc.setRoot(all, 1, (root = handle));
        if (i & 1) gc.alloc(all, node, 16);
      }
    },
    collect: () => void gc.collect(all),
  };
}

/** Nanoseconds of a full collection per object, each subject's median of as many rounds. */
export async function compareCollectors(n: number): Promise<{ name: string; nanoseconds: number }[]> {
  const subjects = [ours(n), await assemblyScript()];
  const times: number[][] = subjects.map(() => []);
  for (let round = 0; round < ROUNDS; round++) {
    subjects.forEach((subject, i) => {
      subject.build(n);
      const start = process.hrtime.bigint();
      subject.collect();
      times[i].push(Number(process.hrtime.bigint() - start) / (n + (n >> 1)));
    });
  }
  return subjects.map(({ name }, i) => ({ name, nanoseconds: median(times[i]) }));
}
