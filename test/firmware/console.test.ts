/** The talk with a board whose time goes by only while it is waited for: against boards that are a few lines. */
import type { Chip } from '../../host/firmware/chip.ts';
import { BoardConsole, ESPRUINO, KALUMA } from '../../host/firmware/console.ts';
import { linkToChip } from '../../host/firmware/link.ts';
import { readTimes, withTimes } from '../../host/firmware/times.ts';
import { readBoard } from '../../host/boards/board.ts';
import { Dialog } from '../../host/upload/dialog.ts';

/** A board that answers `answer(line)` to each line, a millisecond later, and says `says` at their times. */
function fakeChip(answer: (line: string) => string, says: Record<number, string> = {}): Chip & { sent: string } {
  let rest = '';
  const due = new Map(Object.entries(says).map(([at, text]) => [Number(at), text]));
  const chip = {
    now: 0,
    sent: '',
    onText: (_text: string): void => {},
    send(text: string): void {
      chip.sent += text;
      const lines = (rest + text).split(/[\r\n]/);
      rest = lines.pop()!;
      const at = Math.floor(chip.now) + 1;
      for (const line of lines) due.set(at, (due.get(at) ?? '') + answer(line));
    },
    run(milliseconds: number, isDone: () => boolean = () => false): boolean {
      for (const end = chip.now + milliseconds; !isDone();) {
        if (chip.now >= end) return false;
        chip.now++;
        const text = due.get(chip.now);
        due.delete(chip.now);
        if (text) chip.onText(text);
      }
      return true;
    },
  };
  return chip as unknown as Chip & { sent: string };
}

/** What comes back for a question, by what is in it. */
const answersTo =
  (values: Record<string, unknown>, end = '\r\n>') =>
  (line: string): string => {
    const [, number, expression] = /"ckremm:(\d+):"\+JSON\.stringify\((.*)\)\)/.exec(line) ?? [];
    return number !== undefined && expression! in values
      ? `ckremm:${number}:${JSON.stringify(values[expression!])}${end}`
      : '';
  };

describe('Espruino', () => {
  const MEMORY = { free: 6000, blocksize: 14 };
  const answer = answersTo({ 0: 0, 'process.memory()': MEMORY });

  test('lines have the time they came at; prompts, answers and empty lines are none', () => {
    const chip = fakeChip(answer, { 3: '\n>\r\x1b[Jhello', 7: ' you\r\n', 30: '>\r\x1b[J  indented\r\n\r\n>' });
    const terminal = new BoardConsole(chip, ESPRUINO);
    expect(terminal.start(1000)).toBeGreaterThan(20);
    terminal.runUntil(undefined, 100);
    expect(terminal.lines).toEqual([
      { atMilliseconds: 7, text: 'hello you' },
      { atMilliseconds: 30, text: '  indented' },
    ]);
    expect(terminal.free(100)).toEqual({ freeVariables: 6000, freeBytes: 84000 });
    expect(chip.sent.startsWith('\x10load()\n')).toBe(true);
  });

  test('a board that never answers ends the wait, and questions are asked again rarely', () => {
    const chip = fakeChip(() => '');
    const terminal = new BoardConsole(chip, ESPRUINO);
    expect(terminal.start(60_000)).toBeUndefined();
    expect(chip.now).toBeGreaterThanOrEqual(60_000);
    expect(chip.sent.split('print').length - 1).toBeLessThan(6);
    expect(terminal.free(50)).toBeUndefined();
  });

  test.each([
    ['Uncaught Error: no', 'error', 'Uncaught Error: no'],
    ['Execution Interrupted: LOW_MEMORY, MEMORY', 'out of memory', 'Execution Interrupted: LOW_MEMORY, MEMORY'],
    ['ERROR: Out of Memory!', 'out of memory', 'ERROR: Out of Memory!'],
  ])('%s is a problem', (line, kind, message) => {
    const terminal = new BoardConsole(fakeChip(answer, { 5: `${line}\r\n` }), ESPRUINO);
    terminal.start(100);
    expect(terminal.problems).toEqual([{ kind, message, atMilliseconds: 5 }]);
  });

  test('runs until a line, and from there on the next time', () => {
    const terminal = new BoardConsole(fakeChip(answer, { 5: 'done\r\n', 9: 'done\r\n' }), ESPRUINO);
    terminal.launch();
    expect([terminal.runUntil('done', 100), terminal.now]).toEqual([true, 5]);
    expect([terminal.runUntil('done', 100), terminal.now]).toEqual([true, 9]);
    expect(terminal.runUntil('done', 10)).toBe(false);
  });
});

test('Kaluma: a question that is echoed is no answer, and its value no output', () => {
  const values = { 0: 0, 'process.memoryUsage()': { heapTotal: 1000, heapUsed: 400 } };
  const echoed = (line: string): string =>
    `${line}\r\n${answersTo(values, '\r\n\x1b[90mundefined\x1b[0m\r\n> ')(line)}`;
  const terminal = new BoardConsole(fakeChip(echoed, { 4: 'one\r\n' }), KALUMA);
  terminal.start(1000);
  expect(terminal.free(100)).toEqual({ freeVariables: null, freeBytes: 600 });
  expect(terminal.lines.map(({ text }) => text)).toEqual(['one']);
});

describe('the link', () => {
  test('waits by the time of the board, not of the PC', async () => {
    const chip = fakeChip(() => '', { 30_000: 'late' });
    const dialog = await Dialog.open(linkToChip(chip), 60_000);
    const found = await dialog.until((text) => text.includes('late') || undefined, 0);
    expect([found, chip.now]).toEqual([true, 30_000]);
    expect(await dialog.until((text) => text.includes('more') || undefined, 0)).toBeUndefined();
    expect(chip.now).toBe(90_000);
    await dialog.rest();
    expect(chip.now).toBeGreaterThan(90_000);
  });

  test('quiet is when the board is silent', async () => {
    const chip = fakeChip(() => '', { 10: 'a', 50: 'b', 90: 'c' });
    const dialog = await Dialog.open(linkToChip(chip));
    await dialog.quiet();
    expect(dialog.log).toBe('abc');
    expect(chip.now).toBeLessThan(200);
  });
});

describe('times of calls', () => {
  test('are less what timing takes, the slowest first', () => {
    const times = { '(nothing)': [20, 2000, 150], 'headers.alloc': [10, 3000, 900], 'heap.find': [1, 1300, 1300] };
    const terminal = new BoardConsole(fakeChip(answersTo({ '__ckremmTimes()': times })), ESPRUINO);
    expect(readTimes(terminal, 100)).toEqual([
      { call: 'heap.find', times: 1, milliseconds: 1.2, worstMilliseconds: 1.2 },
      { call: 'headers.alloc', times: 10, milliseconds: 2, worstMilliseconds: 0.8 },
    ]);
  });

  test('every call is timed once, those within it with it, and it gives and throws what it did', () => {
    const text = withTimes(readBoard('kaluma-pico'), Buffer.from('')).toString();
    let now = 0;
    const inner = { leaf: (): number => (now += 5) };
    const ckremm: Record<string, any> = {
      inner,
      outer: {
        sum(a: number, b: number): number {
          now += 1;
          inner.leaf();
          return a + b;
        },
        refuse(): void {
          throw new Error('no');
        },
      },
      fault: () => 0,
    };
    const scope: Record<string, any> = {};
    new Function('ckremm', 'micros', 'globalThis', text.replace('(function(){return this})()', '0')).call(
      undefined,
      ckremm,
      () => now,
      scope,
    );
    expect(ckremm.outer.sum(2, 3)).toBe(5);
    expect(() => ckremm.outer.refuse()).toThrow('no');
    ckremm.inner.leaf();
    expect(scope.__ckremmTimes()).toEqual({
      '(nothing)': [20, 0, 0],
      'outer.sum': [1, 6, 6],
      'outer.refuse': [1, 0, 0],
      'inner.leaf': [1, 5, 5],
    });
  });
});
