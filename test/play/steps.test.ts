/** The steps of a run: what is recorded of them, and the heaps that come back. */
import { History } from '../../host/play/history.ts';
import { Recorder } from '../../host/play/record.ts';
import { runJob } from '../../host/play/run.ts';
import { fromFragment, toFragment } from '../../host/play/share.ts';
import { trusted } from '../../host/play/trust.ts';
import type { Chunk, Step } from '../../host/play/types.ts';
import type { RunResult } from '../../host/program/types.ts';
import { bundleOf, runProgram } from '../../host/program/run.ts';
import { readBoard } from '../../host/emulator/index.ts';
import { randomFrom } from '../support/random.ts';

const step = (text: string): Step => ({
  text,
  result: '',
  reason: 0,
  atMilliseconds: 0,
  milliseconds: 0,
  freeVariables: null,
  freeBytes: 0,
  isTurn: false,
});

function recorded(program: string, forMilliseconds = 5000): { history: History; chunks: Chunk[] } {
  const history = new History();
  const chunks: Chunk[] = [];
  const job = { board: 'puckjs', bundle: '', program, forMilliseconds };
  runJob(job, bundleOf(readBoard('puckjs'), false), (chunk) => {
    history.add(chunk);
    chunks.push(chunk);
  });
  return { history, chunks };
}

const START = `var ckremm = require('ckremm'), heap = ckremm.devices.heap(0, 2048), H = ckremm.headers, p = H.create(heap, 1024);`;

test('each heap comes back as it was at each step, whatever was written', () => {
  const draw = randomFrom(3);
  const heaps = [new Uint8Array(256), new Uint8Array(64)];
  const history = new History();
  const recorder = new Recorder((chunk) => history.add(chunk));
  const were: string[] = [];
  for (let i = 0; i < 300; i++) {
    for (let n = draw.below(4); n > 0; n--)
      heaps[draw.below(2)]!.fill(draw.below(256), draw.below(64), 64 + draw.below(190));
    const shown = i < 100 ? heaps.slice(0, 1) : heaps;
    recorder.add(step(`${i}`), shown);
    were.push(JSON.stringify(shown.map((heap) => Array.from(heap))));
  }
  recorder.flush();
  expect([history.kept, history.total]).toEqual([300, 300]);
  for (let i = 299; i >= 0; i--) {
    const { heaps: then, number, step: told } = history.momentAt(i);
    expect(JSON.stringify(then.map((heap) => Array.from(heap)))).toBe(were[i]);
    expect([number, told.text]).toEqual([i, `${i}`]);
  }
});

test('of a long run the first steps and the newest are kept, and their numbers tell', () => {
  const history = new History();
  const recorder = new Recorder((chunk) => history.add(chunk));
  const heap = new Uint8Array(65536);
  const STEPS = 2400;
  for (let i = 0; i < STEPS; i++) recorder.add(step(`${i}`), [heap.fill(i, 0, 60000)]);
  recorder.flush();
  expect(history.total).toBe(STEPS);
  expect(history.kept).toBeLessThan(1300);
  expect(history.stepAt(0).number).toBe(0);
  expect(history.stepAt(history.kept - 1).number).toBe(STEPS - 1);
  const moment = history.momentAt(history.kept - 1);
  expect(moment.heaps[0]!.slice(0, 3)).toEqual(new Uint8Array(3).fill(STEPS - 1));
});

test('calls have what they were called with, gave, took, and why they were refused, each by itself', () => {
  const { history } = recorded(
    `${START} var a = H.alloc(p, 20); H.dealloc(p, a); H.dealloc(p, a); H.sizeOf(p, a); H.alloc(p, 16); H.isLow(p); H.alloc(p, 5000); H.isLow(p);`,
  );
  const steps = Array.from({ length: history.kept }, (_, at) => history.stepAt(at).step);
  expect(
    steps.map(({ text, result, reason }) => [text.replace(/\d{3,}/, 'N'), result.replace(/^\d{3,4}$/, 'N'), reason]),
  ).toEqual([
    ['devices.heap(0, N)', 'a heap of 2048 bytes', 0],
    ['headers.create(heap, N)', 'a pool', 0],
    ['headers.alloc(pool, 20)', 'N', 0],
    ['headers.dealloc(pool, N)', 'true', 0],
    ['headers.dealloc(pool, N)', 'false', 4],
    ['headers.sizeOf(pool, N)', '0', 4],
    ['headers.alloc(pool, 16)', 'N', 0],
    ['headers.isLow(pool)', 'false', 0],
    ['headers.alloc(pool, N)', '0', 1],
    ['headers.isLow(pool)', 'false', 0],
    ['the end of the boot', '', 0],
  ]);
  for (const { milliseconds, isTurn } of steps.slice(0, -1)) expect([milliseconds > 0, isTurn]).toEqual([true, false]);
  expect(steps.every(({ freeVariables }) => freeVariables! > 1000)).toBe(true);
});

test('the fault word of a heap is what it would be without a witness', () => {
  const { history } = recorded(`${START} H.alloc(p, 5000); H.alloc(p, 10); print(ckremm.fault(), ckremm.fault(heap));`);
  const { heaps } = history.momentAt(history.kept - 1);
  expect(heaps[0]![8]).toBe(1);
});

test('who looks on takes none of the time of the board, and none of its memory', () => {
  const program = `${START} var n = 0; setInterval(function () { H.dealloc(p, H.alloc(p, 20 + n++)); H.alloc(p, 5000); }, 100);`;
  const file = bundleOf(readBoard('puckjs'), false);
  const job = { board: 'puckjs', bundle: '', program, forMilliseconds: 5000 };
  const { result } = runProgram('puckjs', program, { bundleFile: file, forMilliseconds: 5000 });
  // Of calls that took the same, sums of fractions decide which was the slowest.
  const plain = (one: RunResult): unknown => ({
    ...one,
    calls: one.calls.map(({ worstAtMilliseconds: _, ...rest }) => rest),
  });
  expect(plain(runJob(job, file, () => {}))).toEqual(plain(result));
});

test('what the program itself writes is a step of its own, and a turn that does nothing is none', () => {
  const { history } = recorded(
    `${START} var a = H.alloc(p, 20), n = 0; setInterval(function () { if (++n === 3) heap[a] = 77; }, 500);`,
  );
  const { step: last, heaps, changed } = history.momentAt(history.kept - 1);
  expect([last.text, last.isTurn, Math.floor(last.atMilliseconds / 100)]).toEqual(['the end of a turn', true, 15]);
  expect(changed[0]).toHaveLength(1);
  const [[at]] = changed[0]!;
  expect(heaps[0]![at!]).toBe(77);
  expect(history.stepAt(history.kept - 2).step.text).toBe('the end of the boot');
});

test('a link holds a program with its board, its modules and its time', async () => {
  const shared = {
    board: 'puckjs',
    modules: ['gc', 'tables'],
    forMilliseconds: 600000,
    program: 'print("ä€😀");\n'.repeat(50),
  };
  const fragment = await toFragment(shared);
  expect(fragment).toMatch(/^board=puckjs&modules=gc,tables&for=600000&program=z[\w-]+$/);
  expect(fragment.length).toBeLessThan(200);
  expect(await fromFragment(`#${fragment}`)).toEqual(shared);
  expect(await fromFragment('#program=tcHJpbnQoMSk')).toMatchObject({ program: 'print(1)', board: '', modules: [] });
  for (const none of ['', '#', '#program=', '#program=x123', '#program=z!!', '#program=zAAAA', '#board=puckjs'])
    expect(await fromFragment(none)).toBe(null);
});

test('of a worker nothing is taken but what it should tell', () => {
  const { chunks } = recorded(`${START} H.alloc(p, 20);`);
  const message = { kind: 'chunk', chunk: chunks[0]! };
  expect(trusted(message)).toEqual(message);
  const changed = (change: (chunk: any) => void): unknown => {
    const copy = structuredClone(message);
    change(copy.chunk);
    return copy;
  };
  const wrong: unknown[] = [
    null,
    7,
    'done',
    {},
    { kind: 'ready' },
    { kind: 'failed', message: {} },
    { kind: 'done', result: {} },
    changed((chunk) => (chunk.first = '<b>')),
    changed((chunk) => (chunk.steps[0].milliseconds = { toLocaleString: '<b>' })),
    changed((chunk) => (chunk.steps[0].text = 3)),
    changed((chunk) => chunk.steps.pop()),
    changed((chunk) => (chunk.changes[1][0].at = 4000)),
    changed((chunk) => (chunk.changes[1][0].at = -4)),
    changed((chunk) => (chunk.changes[1][0].heap = 9)),
    changed((chunk) => (chunk.changes[1][0].bytes = [1, 2])),
    changed((chunk) => (chunk.heaps = 'none')),
  ];
  for (const one of wrong) expect([trusted(one), one]).toEqual([null, one]);
});

test('of a result figures stay figures', () => {
  const result = runJob(
    { board: 'puckjs', bundle: '', program: START, forMilliseconds: 1000 },
    bundleOf(readBoard('puckjs'), false),
    () => {},
  );
  expect(trusted({ kind: 'done', result })).toEqual({ kind: 'done', result });
  for (const spoil of [
    (copy: any) => (copy.samples[0].freeBytes = '<img>'),
    (copy: any) => (copy.calls[0].times = '<img>'),
    (copy: any) => (copy.turns.milliseconds = '<img>'),
    (copy: any) => (copy.milliseconds = '<img>'),
    (copy: any) => (copy.output = { length: 3 }),
  ]) {
    const copy = structuredClone(result);
    spoil(copy);
    expect(trusted({ kind: 'done', result: copy })).toBe(null);
  }
});
