/** What `ckremm dump` finds in an image: everything where it is, and in a damaged one what is left. */
import { damageOf, groupsOf } from '../../host/image/groups.ts';
import { readImage } from '../../host/image/read.ts';
import { type Region, type Survey, surveyHeap } from '../../host/image/survey.ts';
import { inspect } from '../support/inspect.ts';
import { randomFrom, seedOf } from '../support/random.ts';
import { fullHeap, rowOf } from './heaps.ts';

const heap = fullHeap();
const survey = surveyHeap(heap);
const region = (kind: string, of: Survey = survey): Region => of.regions.find((one) => one.kind === kind)!;
const factOf = (kind: string, name: string): unknown => new Map(region(kind).facts).get(name);
const itemOf = (kind: string, name: RegExp): Region['items'][number] | undefined =>
  region(kind).items.find((item) => name.test(item.name));

describe('a sound image', () => {
  test('is sound, and its regions are those of the directory', () => {
    expect(damageOf(survey)).toEqual([]);
    expect(survey.regions.map(({ kind }) => kind)).toEqual([
      'headers',
      'tables',
      'gc',
      'tables',
      'records',
      'queue',
      'paging',
      'sync',
      'hole',
    ]);
    expect(survey.regions.reduce((sum, { bytes }) => sum + bytes + 8, 16)).toBe(heap.length);
  });

  test('stretches of a region are in order, inside it, and none is over another', () => {
    for (const { address, bytes, items } of survey.regions) {
      let end = address;
      for (const item of items) {
        expect(item.address).toBeGreaterThanOrEqual(end);
        end = item.address + item.bytes;
      }
      expect(end).toBeLessThanOrEqual(address + bytes);
    }
  });

  test('has the blocks that the pools themselves tell of', () => {
    const counted = (kind: string, ...states: string[]): number =>
      region(kind).items.filter(({ state }) => states.includes(state)).length;
    expect(counted('headers', 'used')).toBe(inspect(heap).headers.usedBlocks);
    expect(counted('headers', 'free', 'deferred')).toBe(inspect(heap).headers.freeBlocks);
    expect(counted('tables', 'used', 'pinned')).toBe(inspect(heap).tables.usedBlocks);
  });

  test('tells of tables the handles, their generations and pins', () => {
    expect(itemOf('tables', /^handle 131074$/)).toMatchObject({
      state: 'used',
      bytes: expect.any(Number),
      entry: 2,
      generation: 2,
    });
    expect(itemOf('tables', /^handle 65540$/)).toMatchObject({ state: 'pinned', notes: 'pinned once' });
    expect(groupsOf(region('tables')).map(({ title }) => title)).toContain('used, 2nd to 10th of its entry');
  });

  test('tells of objects their type, what they refer to and what holds them', () => {
    const pool = survey.regions.find(
      ({ kind, items }) => kind === 'tables' && items.some(({ type }) => type !== undefined),
    )!;
    const [one, two, three] = pool.items.filter(({ type }) => type === 1);
    expect(one).toMatchObject({ name: 'object 1, handle 65537', notes: expect.stringMatching(/refers to 2; root 1$/) });
    expect(two!.notes).toMatch(/refers to nothing; referred to by 1$/);
    expect(three!.notes).not.toMatch(/root|referred/);
    expect(factOf('gc', 'objects')).toBe('3 of 50');
  });

  test('tells of rows which are live, of a queue its order', () => {
    expect(factOf('records', 'rows')).toBe('37 of 100');
    expect(itemOf('records', /^t: rows 1 to 2$/)).toMatchObject({ state: 'used', bytes: 8 });
    expect(itemOf('records', /^t: rows 3 to 4$/)).toMatchObject({ state: 'free' });
    expect(itemOf('queue', /^v: rows 4 to 8$/)).toMatchObject({
      state: 'used',
      notes: 'the oldest of 5 in the queue, and on',
    });
  });

  test('tells of a pager its frames and, from the hash alone, the flash it was made for', () => {
    expect(factOf('paging', 'flash')).toBe('16 sectors of 4096 bytes, programmed by 4');
    expect(itemOf('paging', /^page 7,/)!.notes).toMatch(/virtual address 1792; changed since it was read/);
    expect(itemOf('paging', /^page 3,/)!.notes).toMatch(/as in the store/);
  });

  test('tells whose lock it is', () => {
    expect(factOf('sync', 'pool at')).toBe(24);
    expect(factOf('sync', 'held by')).toBe('nobody');
  });
});

describe('a damaged image', () => {
  const damaged = (change: (copy: Uint8Array) => void): Survey => {
    const copy = Uint8Array.from(heap);
    change(copy);
    return surveyHeap(copy);
  };

  test('a header that was written over: the pool is named with the place, and the blocks behind it are shown', () => {
    const block = region('headers').items[10]!;
    const found = damaged((copy) => copy.fill(0xff, block.address - 2, block.address));
    expect(damageOf(found)).toEqual([
      expect.stringMatching(new RegExp(`^headers at 24: invariant 1 at address ${block.address}: .*overwritten`)),
    ]);
    const items = region('headers', found).items;
    expect(items.filter(({ state }) => state === 'unreadable')).toHaveLength(1);
    expect(items.slice(-20)).toEqual(region('headers').items.slice(-20));
  });

  test('a directory row, one copy of it: the other leads on, and nothing is lost', () => {
    const found = damaged((copy) => (copy[rowOf(heap, 4)] ^= 0x40));
    expect(damageOf(found)).toEqual([expect.stringMatching(/directory row at \d+ is damaged: its two copies differ/)]);
    expect(found.regions).toEqual(survey.regions);
  });

  test('a directory row, both copies: the regions before and behind it are shown', () => {
    const found = damaged((copy) => copy.fill(0, rowOf(heap, 4), rowOf(heap, 4) + 8));
    expect(damageOf(found)).toHaveLength(2);
    expect(found.regions.map(({ kind }) => kind)).toEqual(
      survey.regions.map(({ kind }) => (kind === 'records' ? 'unknown' : kind)),
    );
  });

  test('a declaration: its columns cannot be told, and that is said', () => {
    const found = damaged((copy) => copy.fill(0, region('records').address + 12, region('records').address + 16));
    expect(damageOf(found)).toEqual([expect.stringMatching(/^records at \d+: .*declaration/)]);
  });

  test('whatever bytes are wrong: nothing throws, and stretches stay in the heap', () => {
    const draw = randomFrom(seedOf(77)).below;
    for (let round = 0; round < 400; round++) {
      const found = damaged((copy) => {
        for (let i = 0; i < 1 + (round % 20); i++) copy[16 + draw(copy.length - 16)] = draw(256);
      });
      const isInside = found.regions.every(({ items }) =>
        items.every(({ address, bytes }) => address >= 8 && address + bytes <= heap.length),
      );
      expect([round, isInside]).toEqual([round, true]);
    }
  });
});

describe('a file', () => {
  const read = (content: string | Uint8Array): Uint8Array =>
    readImage(typeof content === 'string' ? Buffer.from(content, 'latin1') : content, 'my.heap').heap;
  const base64 = Buffer.from(heap).toString('base64');
  const hex = Buffer.from(heap).toString('hex');
  const lines = (bytes: number, form: 'hex' | 'base64'): string[] =>
    Array.from(
      { length: Math.ceil(heap.length / bytes) },
      (_, i) => `${i * bytes}:${Buffer.from(heap.subarray(i * bytes, (i + 1) * bytes)).toString(form)}`,
    );

  test.each([
    ['bytes', heap],
    ['hexadecimal', hex],
    [
      'hexadecimal in capitals, spaced and in lines',
      hex
        .toUpperCase()
        .replace(/(..)/g, '$1 ')
        .replace(/(.{90})/g, '$1\r\n'),
    ],
    ['base64', base64],
    ['base64 as a prompt shows a text', `>btoa(heap)\r\n="${base64}"\r\n>`],
    ['base64 in lines', base64.replace(/(.{76})/g, '$1\n')],
    ["a console's lines", lines(48, 'base64').join('\r\n')],
    [
      "a console's hexadecimal lines, with prompts between",
      `>go()\r\n${lines(32, 'hex')
        .map((line) => `\b \b${line}\r\n>`)
        .join('')}=undefined\r\n>`,
    ],
    [
      'lines in another order, among what else was printed',
      ['Temperature: 21', ...lines(48, 'base64').reverse(), 'Uncaught Error: 12:30'].join('\n'),
    ],
    [
      'a lost line that was added at the end',
      [...lines(48, 'base64').filter((_, i) => i !== 7), '>', lines(48, 'base64')[7]].join('\n'),
    ],
    [
      'a last line that is filled up with zeros',
      [
        ...lines(48, 'base64').slice(0, -1),
        `${Math.floor(heap.length / 48) * 48}:${Buffer.concat([heap.subarray(Math.floor(heap.length / 48) * 48), Buffer.alloc(16)]).toString('base64')}`,
      ].join('\n'),
    ],
  ])('of %s gives the image, byte for byte', (_form, content) => {
    expect(Buffer.from(read(content)).equals(heap)).toBe(true);
  });

  test.each<[string, string | Uint8Array, RegExp]>([
    ['nothing', '', /^my\.heap is empty$/],
    [
      'a program',
      Uint8Array.of(0x7f, 0x45, 0x4c, 0x46, 0, 0, 0, 0),
      /is not a heap image: it starts with the bytes 7f 45 4c 46, and an image with 63 6b 4d$/,
    ],
    ['prose', 'Dear all,', /is not a heap image: as text it should hold lines ADDRESS:DATA/],
    [
      'half an image',
      heap.subarray(0, 20000),
      /is truncated: the image says that it has 32768 bytes, and 20000 are there$/,
    ],
    ['half of the base64', base64.slice(0, 8000), /is truncated: .* 6000 are there$/],
    ['a header and no more', heap.subarray(0, 12), /is truncated: an image has 24 bytes or more, and this is 12$/],
    [
      'an image of another version',
      Uint8Array.from(heap, (byte, i) => (i === 3 ? 2 : byte)),
      /layout version 2; this is ckreMM for version 5$/,
    ],
    [
      'lines without one of them',
      lines(48, 'base64')
        .filter((_, i) => i !== 7)
        .join('\n'),
      /bytes 336 to 383 are missing: print those lines again and add them at the end$/,
    ],
    ['lines without the first', lines(48, 'base64').slice(1).join('\n'), /the line 0: is missing/],
    [
      'lines from somewhere else',
      '0:YWJjZGVmZ2hpamtsbW5vcA==',
      /is not a heap image: it starts with the bytes 61 62 63 64/,
    ],
  ])('of %s is refused in one line', (_what, content, complaint) => {
    let said = '';
    try {
      read(content);
    } catch (error) {
      said = (error as Error).message;
    }
    expect(said).toMatch(complaint);
    expect(said).not.toContain('\n');
  });
});
