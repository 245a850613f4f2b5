/** docs/dump.md as it stands: its lines, typed at a board, give the board's heap; and the page and table made of it. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { boot } from '../../host/emulator/index.ts';
import { readImage } from '../../host/image/read.ts';
import { surveyHeap } from '../../host/image/survey.ts';
import { ckremm } from '../host/command-line.ts';
import { codeBlocks } from '../support/fences.ts';
import { terminalOf } from '../support/typing.ts';
import { fullHeap } from './heaps.ts';

const [onEspruino, onKaluma] = codeBlocks('docs/dump.md');

test('Espruino: what the console said is the heap, prompts and a timer in between', () => {
  const { board, type } = terminalOf('puckjs');
  type(
    'var ckremm = require("ckremm"), pool = ckremm.headers.create(ckremm.devices.heap(), 2048), a = ckremm.headers.alloc(pool, 100)',
  );
  const said = type(`${onEspruino}print("Temperature: 21")`);
  const { heap, form } = readImage(Buffer.from(`>reset\r\n${said}`, 'latin1'), 'console');
  expect(form).toBe('console lines, base64');
  expect(Buffer.from(heap)).toEqual(Buffer.from(board.run('heap') as Uint8Array));
  // PowerShell's > writes UTF-16.
  expect(readImage(Buffer.from(`\ufeff>reset\r\n${said}`, 'utf16le'), 'console').heap).toEqual(heap);
  expect(surveyHeap(heap).regions[0]).toMatchObject({ kind: 'headers', damage: '' });
  expect(surveyHeap(heap).regions[0]!.items.filter(({ state }) => state === 'used')).toHaveLength(1);
  board.close();
});

test('Kaluma, and whatever has no btoa: the same in hexadecimal', () => {
  const { realm, run, output } = boot('kaluma-pico');
  run(
    'var heap = ckremm.heap.format(new Uint8Array(4096)), pool = ckremm.tables.create(heap, 2048); ckremm.tables.alloc(pool, 30);',
  );
  run(onKaluma!);
  const { heap, form } = readImage(Buffer.from(output.join('\n')), 'console');
  expect(form).toBe('console lines, hexadecimal');
  expect(Buffer.from(heap)).toEqual(Buffer.from(realm.heap));
});

describe('ckremm dump', () => {
  let folder = '';
  beforeAll(() => {
    folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
    writeFileSync(join(folder, 'sound.heap'), fullHeap());
    writeFileSync(join(folder, 'damaged.heap'), fullHeap().fill(0xff, 4500, 5000));
    writeFileSync(join(folder, 'half.heap'), fullHeap().subarray(0, 9000));
  });
  afterAll(() => rmSync(folder, { recursive: true }));
  const dump = (name: string, ...rest: string[]) =>
    ckremm('dump', join(folder, name), '--out', join(folder, 'dump.html'), ...rest);

  test('prints regions, blocks by type and age, and that all is sound', async () => {
    const { code, out, complaint } = await dump('sound.heap');
    expect([code, complaint]).toEqual([0, '']);
    expect(out).toMatch(/^A heap of 32,768 bytes \(binary\), sound$/m);
    for (const kind of ['headers', 'tables', 'gc', 'records', 'queue', 'paging', 'sync'])
      expect(out).toMatch(new RegExp(`^ *[\\d,]+  ${kind} `, 'm'));
    expect(out).toMatch(/used, type 1, the first of its entry +3 /);
  });

  test('of a damaged one names each place, on the page as well, and still exits with 0', async () => {
    const { code, out } = await dump('damaged.heap');
    expect(code).toBe(0);
    expect(out).toMatch(/, damaged in 1 place$/m);
    expect(out).toMatch(/^tables at 4120: invariant \d at address \d+: /m);
    const html = readFileSync(join(folder, 'dump.html'), 'utf8');
    expect(html).toMatch(/role="alert"><p>Damaged; what can be shown is shown/);
    expect(html).not.toMatch(/https?:|src=|<link|@import|url\(|import\(|fetch\(/);
  });

  test('--json is the survey itself', async () => {
    const { out } = await dump('sound.heap', '--json');
    expect(JSON.parse(out)).toEqual(JSON.parse(JSON.stringify(surveyHeap(fullHeap()))));
  });

  test.each([
    ['half.heap', /^ckremm: \S+half\.heap is truncated: the image says that it has 32768 bytes, and 9000 are there\n$/],
    ['none.heap', /^ckremm: cannot read the image \S+none\.heap: there is no such file or folder\n$/],
  ])('of %s: one line and exit code 2', async (name, complaint) => {
    const { code, out, complaint: said } = await dump(name);
    expect(said).toMatch(complaint);
    expect([code, out]).toEqual([2, '']);
  });
});
