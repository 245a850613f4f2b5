/** How each call is made on a board with machine code: what the documents tell is what the loader binds. */
import { dirname } from 'node:path';
import { formsFile, withForms } from '../../build/native/forms.js';
import { MODULES } from '../../build/native/modules.js';
import type { Form } from '../../host/native/forms.ts';
import { theForms } from './loader-forms.ts';
import { nor } from '../../host/flash/nor.ts';
import { buildBundles } from '../records/bundle.ts';
import { Board, type Files, filesIn } from './board.ts';

const ALL = 'headers,tables,records,queue,messages,strings,gc,paging';
const HEAP_BYTES = 4096;

/** Calls that are given a heap: JavaScript makes a number of that. */
const ON_HEAP = ['create', 'attach', 'repairAt'];

let files: Files;
const formOf = theForms();
beforeAll(async () => {
  const bundles = await buildBundles(['puckjs'], ALL, ['ckremm.storage.js']);
  files = filesIn(dirname(bundles.file('puckjs', true)));
}, 300000);

/** What creates a pool of each module, behind the heap. */
const POOLS: Record<string, unknown[]> = {
  headers: [1000],
  tables: [1000],
  records: ['a:u8 b:u32', 20],
  queue: ['a:u8 b:u32', 20],
  messages: [1000],
  strings: [1000],
  gc: [1800, 20],
  paging: [2000, nor({ size: 12 * 1024, eraseBytes: 1024, programBytes: 4 }), 16, { pageBytes: 64 }],
};

/** Whether a call is added to what records and queue have made in common, which only one of them makes. */
const isAdded = (module: string, name: string): boolean =>
  new RegExp(`\\b${(MODULES as Record<string, { kind: number }>)[module]!.kind}===\\w+&&\\([^;{}]*\\.${name}=`).test(files.ckremm!);

/** What a board binds to a name: told by whether it stays, whether it is machine code itself, and whether the library in ES5 is loaded when it is called. */
function boundTo(module: string, name: string): Form {
  const board = new Board(ALL.split(','), files);
  const ckremm = board.require('ckremm');
  const heap = ckremm.devices.heap(0, HEAP_BYTES);
  const space = ckremm[module];
  // Node has no getter `__proto__`: there what is made when it is looked up has a getter of its own, but what is given a heap.
  const isGetter = Object.getOwnPropertyDescriptor(space, name)!.get !== undefined;
  const isMade = isGetter || ON_HEAP.includes(name) || isAdded(module, name);
  const pool = space.create(heap, ...POOLS[module]!);
  const call = space[name] as (...args: unknown[]) => unknown;
  if (board.natives.has(call)) return isMade ? 'made' : 'resident';
  if (!isMade) return 'front';
  const before = [board.loaded, board.made];
  // A pager keeps the library in ES5: a call of it is one that makes no native call.
  const at = (Number(pool) & 16383) << 2;
  if (ON_HEAP.includes(name)) call(heap, ...(name === 'create' ? POOLS[module]! : [at]));
  else call(pool, 1, new Uint8Array(2), 0);
  const isLoaded = board.loaded > before[0]! || (module === 'paging' && board.made === before[1]);
  return isLoaded ? 'cold' : 'made front';
}

test.each(ALL.split(','))('%s', (module) => {
  const names: string[] = [];
  for (const name in new Board(ALL.split(','), files).require('ckremm')[module]) names.push(name);
  expect(names.length).toBeGreaterThan(8);
  for (const name of names) {
    const told = formOf(`${module}.${name}`);
    const bound = boundTo(module, name);
    // What is given a heap goes through a line of JavaScript, which makes a number of it.
    expect([name, told === 'made' && ON_HEAP.includes(name) ? 'made front' : told]).toEqual([name, bound]);
  }
});

test('a module without machine code is ES5, whatever the call', () => {
  expect(['heap.find', 'processes.spawn', 'stores.usual'].map((call) => formOf(call))).toEqual(['cold', 'cold', 'cold']);
});

test('docs/design/native.md says of each call how it is made: node build/native/forms.js --write', () => {
  expect(withForms(formsFile())).toBe(formsFile());
});
