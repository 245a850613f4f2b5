/** What calls take on a board with native code: told as such by cost, run and repl, and in ES5 where that is asked for. */
import { Session } from '../../host/console/session.ts';
import { nativeFigures, nativeTimes, nativeUnits } from '../../host/cost/native.ts';
import { readBoard } from '../../host/emulator/index.ts';
import { runProgram } from '../../host/program/run.ts';

const PROGRAM = `var ckremm = require("ckremm"), H = ckremm.headers, pool = H.create(ckremm.devices.heap(), 4096);
for (var i = 0; i < 20; i++) H.dealloc(pool, H.alloc(pool, 300));`;

test('a program takes less on native code, and says so; in ES5 what it took before; a board without it does not change', () => {
  const [native, es5, other] = [
    runProgram('puckjs', PROGRAM).result,
    runProgram('puckjs', PROGRAM, { es5: true }).result,
    runProgram('esp32', PROGRAM).result,
  ];
  expect([native, es5, other].map(({ isNative, didRun }) => [isNative, didRun])).toEqual([
    [true, true],
    [false, true],
    [false, true],
  ]);
  const of = ({ calls }: typeof native, call: string): number =>
    calls.find((one) => one.call === call)!.milliseconds / 20;
  const units = nativeUnits('headers.alloc', '64 bytes')! * readBoard('puckjs').callMicroseconds;
  expect(of(native, 'headers.alloc')).toBeGreaterThan((0.8 * units) / 1000);
  expect(of(native, 'headers.alloc')).toBeLessThan((1.3 * units) / 1000);
  expect(of(es5, 'headers.alloc')).toBeGreaterThan(10 * of(native, 'headers.alloc'));
  // Both load the library, which takes most of it.
  expect(native.turns.milliseconds).toBeLessThan(es5.turns.milliseconds / 2);
});

test('of a call the case counts that took as long in ES5: a name of a field is dear, its number is not', () => {
  const time = nativeTimes(readBoard('puckjs'));
  expect(time('records.get', 1)).toBeLessThan(2);
  expect(time('records.get', 30)).toBeGreaterThan(20);
  expect(time('processes.spawn', 1.5)).toBe(1.5);
});

test('what ES5 makes takes its time there, and that of the loading: more pages to write are more work', () => {
  const time = nativeTimes(readBoard('puckjs'));
  expect(time('paging.read8', 1)).toBeLessThan(0.7);
  expect(time('headers.stats', 100)).toBeGreaterThan(800);
  expect(time('headers.stats', 1000) - time('headers.stats', 100)).toBeCloseTo(900);
});

test('the prompt prices native calls, and says so', () => {
  const costOf = (session: Session): number => {
    session.take('var H = ckremm.headers, p = H.create(heap, 4096);');
    session.take('H.dealloc(p, H.alloc(p, 300));');
    return Number(/about ([\d.]+) U/.exec(session.take('.cost')!.join())![1]);
  };
  const native = new Session('puckjs');
  expect(native.greeting().join()).toContain('times are those of machine code');
  expect(5 * costOf(native)).toBeLessThan(costOf(new Session('puckjs', undefined, true)));
});

test('each scene that was measured is one of today', () => {
  expect(nativeFigures().rows.length).toBeGreaterThan(100);
  expect(nativeFigures().rows.filter(({ units }) => !(units > 0))).toEqual([]);
});
