/** Kaluma: a program over YMODEM to a simulated board, and what is said when an upload fails. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { projectFolder, readBoard } from '../../host/emulator/index.ts';
import { KalumaConsole, linkToSimulatedKaluma } from '../../host/sim/index.ts';
import { flashKaluma, kalumaTrouble } from '../../host/upload/kaluma.ts';
import type { Opener } from '../../host/upload/link.ts';
import { crc16 } from '../../host/upload/ymodem.ts';

const bundle = readFileSync(join(projectFolder, 'dist', 'kaluma-pico', 'ckremm.min.js'), 'utf8');
const PROGRAM = `${bundle}
var pool = ckremm.headers.create(ckremm.devices.heap(), 2048);
print('• runs: ' + (ckremm.headers.alloc(pool, 20) > 0));`;

function flash(
  board: KalumaConsole,
  text = PROGRAM,
  open = linkToSimulatedKaluma(board),
  name = 'kaluma-pico',
): Promise<string> {
  return flashKaluma({
    port: 'PORT',
    open,
    board: readBoard(name),
    program: Buffer.from(text),
    say: () => {},
    silenceMilliseconds: 200,
  });
}

/** A link on which what is written passes through `change` first: its text, or null for a cable that is off. */
const through =
  (board: KalumaConsole, change: (text: string, nth: number) => string | null): Opener =>
  async (receiver) => {
    const link = await linkToSimulatedKaluma(board)(receiver);
    let nth = 0;
    return {
      ...link,
      write(text) {
        const changed = change(text, nth++);
        if (changed === null) receiver.closed('unplugged');
        else link.write(changed);
      },
    };
  };

test('CRC-16 is that of XMODEM', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
});

test.each(['kaluma-pico', 'kaluma-pico2'])(
  '%s: a program arrives whole, twice in a row, and runs as strict code',
  async (name) => {
    const board = new KalumaConsole(name);
    const program = PROGRAM.replace(bundle, readFileSync(join(projectFolder, 'dist', name, 'ckremm.min.js'), 'utf8'));
    for (const text of [program, program, `${program}\nprint(typeof (function () { return this; })());`]) {
      const log = await flash(board, text, undefined, name);
      expect(board.program).toBe(text);
      expect(log).toBe(text === program ? '• runs: true' : '• runs: true\nundefined');
    }
  },
);

test('a packet that is damaged on the way is sent again', async () => {
  const board = new KalumaConsole('kaluma-pico');
  let damaged = 0;
  const open = through(board, (text, nth) =>
    nth === 6 && ++damaged ? `${text.slice(0, 500)}!${text.slice(501)}` : text,
  );
  expect(await flash(board, PROGRAM, open)).toBe('• runs: true');
  expect([board.program, damaged]).toEqual([PROGRAM, 1]);
});

test('an upload that breaks off leaves no program, old or new, which is said with how far it came; the next one ends what the board waits for', async () => {
  const board = new KalumaConsole('kaluma-pico');
  await flash(board);
  await expect(
    flash(
      board,
      PROGRAM,
      through(board, (text, nth) => (nth < 6 ? text : null)),
    ),
  ).rejects.toThrow(
    /^PORT: the port closed; 2048 of \d+ bytes were taken\. Kaluma erases its program area before it writes, so the board has no program now: try again$/,
  );
  expect(board.program).toBe(null);
  await expect(
    flash(
      board,
      PROGRAM,
      through(board, (text, nth) => (nth < 8 ? text : '')),
    ),
  ).rejects.toThrow(/^PORT: no answer; 2048 of/);
});

test('what does not answer, and what is too large: nothing was sent', async () => {
  const board = new KalumaConsole('kaluma-pico');
  await flash(board);
  await expect(
    flash(
      board,
      PROGRAM,
      through(board, () => ''),
    ),
  ).rejects.toThrow(/^the board at PORT does not answer; is it Kaluma, and is this the right port\? Nothing was sent$/);
  await expect(flash(board, `//${'x'.repeat(600_000)}`)).rejects.toThrow(
    /^the program has 600002 bytes with its bundle, and the program area of .* 524288; .*Nothing was sent$/,
  );
  expect(board.program).toBe(PROGRAM);
});

test('colours and the cursor are neither text of the program nor requests of the receiver', async () => {
  const board = new KalumaConsole('kaluma-pico');
  const open: Opener = (receiver) =>
    linkToSimulatedKaluma(board)({
      ...receiver,
      text: (text) => receiver.text(text.replace(/> $/, '\x1b7> \x1b8\x1b[2C').replace(/^/, '\x1b[2C')),
    });
  const plain: Opener = (receiver) =>
    open({ ...receiver, text: (text) => receiver.text(text.replace('\x1b7> \x1b8\x1b[2C', '\x1b[0m> ')) });
  expect(await flash(board, PROGRAM, plain)).toBe('• runs: true');
});

test('a program that fails is told, and one that never ends is interrupted', async () => {
  const board = new KalumaConsole('kaluma-pico', undefined, 100);
  expect(kalumaTrouble(await flash(board, 'print("a");\nfoo();'))).toMatch(/^Uncaught ReferenceError/);
  expect(kalumaTrouble(await flash(board, 'while (1);'))).toBe('Execution Interrupted');
  expect(kalumaTrouble('TypeError: x')).toBe('TypeError: x');
  expect(kalumaTrouble(await flash(board))).toBe(undefined);
});
