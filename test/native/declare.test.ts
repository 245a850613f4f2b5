/** Records and queues that machine code makes, opens and mends by their declaration: as ES5 does it, whatever is declared. */
import { handleOf, Right } from '../../host/native/machine.ts';
import { buildBundles } from '../records/bundle.ts';
import { randomFrom, seedOf, type Random } from '../support/random.ts';
import { lengthOf } from '../support/soak.ts';
import { dirname } from 'node:path';
import { Board, filesIn } from './board.ts';
import { AT, es5, heap, newMachine, type Pool } from './twin.ts';

const MODULES = { records: es5('records/index.ts'), queue: es5('queue/index.ts') };
const KIND = { records: 4, queue: 5 };
type Name = keyof typeof MODULES;
const NAMES: Name[] = ['records', 'queue'];

/** Where the text is: what is before and behind it nobody may read. */
const TEXT_AT = 0x20003;

const TYPES = ['u8', 'i8', 'u16', 'i16', 'u32', 'i32', 'f32', 'bytes:1', 'bytes:7', 'bytes:300', 'bytes:65535'];
const WRONG_TYPES = ['', 'u', 'u9', 'u08', 'u160', 'u0@', 'f16', 'f8', 'i3', 'U8', 'u8:1', 'bytes', 'bytes:', 'bytes:0', 'bytes:07', 'bytes:1e2', 'bytes:65536', 'bytes:99999', 'bytes:100000', 'bytes:1:2', 'bites:4', 'bytes;4', 'bytes:4x', 'b', 'by'];
const FIELDS = ['a', 'b', 't', 'Infinit', 'Infinity0', 'id', 'e9', 'NaN', 'a-b', '(', '!x', '~', ';', 'long.name', 'tt'];
const WRONG_NAMES = ['', '1', '9a', '-', '+a', '.5', 'Infinity', '0', 'a\u007f', 'a\u0000', 'caf\u00e9', '\u0130', 'a\u1061', 'a\ta'];

const pick = <T>(random: Random, all: T[]): T => all[random.below(all.length)]!;

/** A declaration: mostly one that is right. */
function declaration(random: Random): string {
  const isWrong = random.oneIn(3);
  const wrong = (): boolean => isWrong && random.oneIn(4);
  const count = random.oneIn(20) ? 0 : 1 + random.below(6);
  const names = FIELDS.slice().sort(() => random.below(3) - 1);
  const fields = Array.from({ length: count }, (_, i) => {
    const name = wrong() ? pick(random, [...WRONG_NAMES, names[0]!]) : names[i]!;
    const type = wrong() ? pick(random, WRONG_TYPES) : pick(random, random.oneIn(12) ? TYPES : TYPES.slice(0, -2));
    return `${name}${wrong() && random.oneIn(4) ? '' : ':'}${type}`;
  });
  const text = fields.join(wrong() ? pick(random, ['  ', ',', '\n']) : ' ');
  return wrong() ? pick(random, [` ${text}`, `${text} `]) : text;
}

const rowsOf = (random: Random): number =>
  random.oneIn(8) ? pick(random, [0, 65535, 65534, 30000]) : 1 + random.below(random.oneIn(3) ? 2000 : 60);

const machine = newMachine('records+queue');

/** A heap on both sides, and a text that may be read. */
class Both {
  constructor(readonly u8: Uint8Array) {
    machine.ram.fill(0xa5);
    machine.ram.set(u8, AT);
    machine.strays = 0;
    machine.firstStray = '';
    this.allow('');
  }

  allow(text: string): void {
    machine.forbid();
    machine.allow(AT, AT + this.u8.length, Right.Both);
    machine.allow(TEXT_AT, TEXT_AT + text.length, Right.Load);
    machine.ram.set(Buffer.from(text, 'latin1'), TEXT_AT);
  }

  /** The address of what a call made, or 0. */
  made(name: string, ...args: number[]): number {
    const handle = machine.call(`rows.${name}`, handleOf(AT, 0), ...args);
    expect(handle === 0 || handle >> 14 === AT >> 2).toBe(true);
    return (handle & 0x3fff) << 2;
  }

  create(module: Name, text: string, rows: number, isRing: boolean): number {
    this.allow(text);
    return this.made('create', 0x20000000 + TEXT_AT, text.length, rows | (module === 'queue' ? (1 << 20) | (isRing ? 65536 : 0) : 0));
  }

  /** What ES5 gives for the same. */
  es5(module: Name, text: string, rows: number, isRing: boolean): number {
    return (MODULES[module].create(this.u8, text, rows, isRing) as Pool | null)?.base ?? 0;
  }

  /** As `compare`, where something other than a fault was refused. */
  compare(what: string): void {
    if (!Buffer.from(this.u8).equals(machine.ram.subarray(AT, AT + this.u8.length))) {
      const at = this.u8.findIndex((byte, i) => byte !== machine.ram[AT + i]);
      throw new Error(`${what}: images differ at ${at}: ${machine.ram[AT + at]}, in ES5 ${this.u8[at]}`);
    }
    if (machine.strays) throw new Error(`${what}: ${machine.strays} accesses outside, first ${machine.firstStray}`);
  }
}

/** A heap with something in it: what is not cleared shows. */
function dirty(random: Random, bytes: number): Uint8Array {
  const u8 = new Uint8Array(bytes);
  for (let i = 0; i < bytes; i++) u8[i] = random.below(256);
  return heap.format(u8) as Uint8Array;
}

test.each(NAMES)('%s: create makes the same pool of any declaration, or refuses alike', (module) => {
  const random = randomFrom(seedOf(31));
  const counts = [0, 0];
  for (let round = 0; round < lengthOf(400, 20000); round++) {
    const both = new Both(dirty(random, pick(random, [256, 2048, 65536])));
    for (let i = 0; i < 3; i++) {
      const [text, rows, isRing] = [declaration(random), rowsOf(random), random.oneIn(2)];
      // What is no character of a byte never reaches machine code.
      if (/[^\0-\xff]/.test(text)) continue;
      const what = `${module}.create(${JSON.stringify(text)}, ${rows}, ${isRing})`;
      const wanted = both.es5(module, text, rows, isRing);
      expect([what, both.create(module, text, rows, isRing)]).toEqual([what, wanted]);
      both.compare(what);
      counts[wanted ? 1 : 0]!++;
    }
  }
  expect(Math.min(...counts)).toBeGreaterThan(100);
});

test('sizes at the ends of what can be refused, and a text as long as any', () => {
  for (const text of ['a:bytes:65535 b:bytes:65535', 'a:bytes:65535 b:bytes:65534 c:u16', 'a:bytes:65535', 'a:u16'])
    for (const rows of [1, 32767, 32768, 65534, 65535]) {
      const both = new Both(heap.format(new Uint8Array(65536)));
      const wanted = both.es5('queue', text, rows, false);
      expect([text, rows, both.create('queue', text, rows, false)]).toEqual([text, rows, wanted]);
      both.compare(text);
    }
  for (const length of [65535, 30000]) {
    const both = new Both(heap.format(new Uint8Array(65536)));
    const text = `${'n'.repeat(length - 4)}:u16`;
    expect([length, both.create('records', text, 20, false)]).toEqual([length, both.es5('records', text, 20, false)]);
    both.compare(`${length} characters`);
  }
});

/**
 * A byte is another one, where the region's head and declaration are mostly. The image's length stays: it is what machine code knows of the array, and ES5 looks at
 * the array itself.
 */
function damage(both: Both, random: Random, base: number): void {
  const at = random.oneIn(3) ? 8 + random.below(both.u8.length - 8) : base - 8 + random.below(90);
  const value = random.oneIn(2) ? random.below(256) : pick(random, [...Buffer.from(' :0189bfiu')]);
  both.u8[at] = machine.ram[AT + at] = value;
}

test.each(NAMES)('%s: attach and repairAt accept the images that ES5 accepts, and no other', (module) => {
  const random = randomFrom(seedOf(32));
  const calls = MODULES[module];
  const counts = [0, 0];
  for (let round = 0; round < lengthOf(500, 20000); round++) {
    const u8 = dirty(random, 1024);
    const pool = calls.create(u8, pick(random, ['t:u32 v:i16 id:bytes:6', 'x:i32', 'a:u16 b:u8 c:bytes:33']), 1 + random.below(16), true) as Pool;
    for (let i = 0; i < 9; i++) module === 'queue' ? calls.push(pool) : calls.alloc(pool);
    const both = new Both(u8);
    for (let i = random.below(4); i--;) damage(both, random, pool.base);
    for (const address of [pool.base, random.below(1100), -4]) {
      const wanted = (calls.attach(u8, address) as Pool | null)?.base ?? 0;
      expect([round, address, both.made('attach', address, KIND[module])]).toEqual([round, address, wanted]);
      both.compare(`attach(${address})`);
      counts[wanted ? 1 : 0]!++;
      const mended = calls.repairAt(u8, address);
      expect([round, address, machine.call('rows.mendAt', handleOf(AT, 0), address, KIND[module])]).toEqual([round, address, Number(mended)]);
      both.compare(`repairAt(${address})`);
    }
  }
  expect(Math.min(...counts)).toBeGreaterThan(100);
});

test('a forged heap is refused, and nothing but the text is looked at', () => {
  const both = new Both(heap.format(new Uint8Array(4096)));
  for (const handle of [0, -1, 1, 16383, 0x7fffffff, -0x80000000]) {
    both.allow('a:u16');
    expect(machine.call('rows.create', handle, 0x20000000 + TEXT_AT, 5, 20)).toBe(0);
    expect([machine.call('rows.attach', handle, 24, 4), machine.call('rows.mendAt', handle, 24, 4)]).toEqual([0, 0]);
  }
  both.compare('forged');
});

/** The same program on native code and on ES5. */
type Answers = unknown[];
const shown = (value: unknown): unknown =>
  ArrayBuffer.isView(value) ? [value.constructor.name.replace('BoardArray', 'Uint8Array'), (value as Uint8Array).length, (value as Uint8Array).byteOffset] : value;

const ODD: unknown[] = [undefined, null, NaN, '', 'zz', 'a:', ':', ' ', 'a b', '1', '8', true, {}, [], [1], [1, 2, 3], -1, 0, 99, new Uint8Array(2), 'id:bytes'];

function fields(random: Random, ckremm: any, module: Name, board: any): Answers {
  const calls = ckremm[module];
  const answers: Answers = [];
  const say = (value: unknown): void => void answers.push(shown(value), ckremm.fault(board));
  const text = declaration(random);
  const rows: any = random.oneIn(6) ? pick(random, [-1, 1.5, '20', null, undefined, 65536, 2 ** 32 + 3]) : rowsOf(random);
  const declared: any = random.oneIn(8) ? pick(random, [[text], { toString: () => text }, null, 7, undefined]) : text;
  const pool = calls.create(board, declared, rows, random.oneIn(2));
  say(pool === null);
  if (!pool) return answers;
  for (const fields of [undefined, '', text, `${text} `, 5, [text]]) say(calls.attach(board, 24, fields) === null);
  const names = text.split(' ').map((one) => one.split(':')[0]!);
  const take = (): number => (module === 'queue' ? calls.push(pool) : calls.alloc(pool));
  const row = take();
  for (let i = 0; i < 30; i++) {
    const field: any = random.oneIn(4) ? pick(random, ODD) : random.oneIn(2) ? pick(random, names) : 1 + random.below(names.length);
    const value: any = random.oneIn(3) ? pick(random, [[1, 2], new Uint8Array(3), 1.5, -1, 3e9, 2 ** 31, -(2 ** 31), 300]) : random.below(1 << 30) * 4;
    const at: any = random.oneIn(5) ? pick(random, [0, -1, 77, 2 ** 20]) : row;
    say(calls.set(pool, at, field, value));
    say(calls.get(pool, at, field));
    say(calls.field(pool, field));
    say(calls.column(pool, field));
  }
  say(calls.repairAt(board, 24));
  say(calls.repairAt(board, 12));
  say(calls.destroy(pool));
  say(calls.column(pool, 1));
  say(calls.field(pool, names[0]));
  say(calls.get(pool, row, names[0]));
  say(calls.set(pool, row, names[0], 1));
  return answers;
}

test.each(['records', 'queue', 'records,queue', 'records,queue,strings'])('with %s: declarations, names and columns need no ES5, and are what ES5 gives', async (modules) => {
  const bundles = await buildBundles(['puckjs'], modules, ['ckremm.storage.js']);
  const files = filesIn(dirname(bundles.file('puckjs', true)));
  const names = modules.split(',').filter((one): one is Name => one in KIND);
  for (const module of names)
    for (let round = 0; round < lengthOf(30, 1000); round++) {
      const seed = seedOf(33) + round;
      const run = (board: Board, library: string): Answers => {
        const ckremm = board.require(library);
        const area = ckremm.devices.heap(0, 4096);
        return [...fields(randomFrom(seed), ckremm, module, area), Buffer.from(area).toString('base64')];
      };
      const native = new Board(modules.split(','), files);
      expect([seed, module, ...run(native, 'ckremm')]).toEqual([seed, module, ...run(new Board(modules.split(','), files), 'ckremm.es5')]);
      expect([native.loaded, native.machine.strays]).toEqual([0, 0]);
    }
});
