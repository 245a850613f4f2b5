/** Programs on the firmware that CKREMM_FIRMWARE names: upload, console, memory, errors, and power that goes while flash is written. */
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder, readBoard } from '../../host/boards/board.ts';
import type { FirmwareResult } from '../../host/commands/run-firmware.ts';
import { firmwareEngines } from '../../host/engines/index.ts';
import { powerUp, readFirmware, sendTo } from '../../host/firmware/board.ts';
import { linkToChip } from '../../host/firmware/link.ts';
import { bundleFor } from '../../host/upload/bundle.ts';
import { withDialog } from '../../host/upload/dialog.ts';
import { selftest } from '../../host/upload/selftest.ts';
import { ckremm } from '../host/command-line.ts';

/** Of the PC: an emulated second takes several. */
const MOST_MILLISECONDS = 600_000;

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const { CKREMM_FIRMWARE = '', CKREMM_BOOTROM = '' } = process.env;
const engines = firmwareEngines();
const fileOf = (board: string): string =>
  CKREMM_FIRMWARE.split(',')
    .find((entry) => entry.startsWith(`${board}=`))!
    .slice(board.length + 1);

async function run(
  board: string,
  program: string,
  ...options: string[]
): Promise<FirmwareResult & { code: number | null }> {
  const app = join(folder, 'app.js');
  writeFileSync(app, program);
  const files = ['--firmware', fileOf(board), '--bootrom', CKREMM_BOOTROM];
  const { code, out, complaint } = await ckremm('run', ...files, '--json', ...options, app);
  if (!out) throw new Error(complaint);
  return { code, ...(JSON.parse(out) as FirmwareResult) };
}

const startOf = (board: string): string => (board === 'pico' ? 'var ckremm = require("ckremm");\n' : '');

for (const { board } of engines)
  describe(board, () => {
    test(
      'runs a program with the library, and says what memory is left',
      async () => {
        const text = `${startOf(board)}var heap = ckremm.devices.heap(), H = ckremm.headers, p = H.create(heap, 4000), n = 0;
console.log("heap", heap.length); setInterval(function () { console.log("tick", ++n, H.alloc(p, 20) > 0); }, 50);`;
        const { code, runs, told, problems } = await run(
          board,
          text,
          '--for',
          '1200ms',
          '--stall',
          '5s',
          '--miss',
          '0',
        );
        expect(problems).toEqual([]);
        expect(code).toBe(0);
        const [{ output, memory, mhz }] = runs as [FirmwareResult['runs'][number]];
        expect(output[0]!.text).toBe(told!.output[0]!.text);
        expect(output.slice(1, 4).map((line) => line.text)).toEqual(['tick 1 true', 'tick 2 true', 'tick 3 true']);
        expect(mhz).toBe(125);
        expect(memory).toHaveLength(2);
        expect(memory[0]!.freeBytes).toBeGreaterThan(10_000);
      },
      MOST_MILLISECONDS,
    );

    test.each([
      ['an error', 'throw new Error("of mine");', 'error', /of mine/],
      ['a turn without end', 'for (;;);', 'endless loop', /does not answer/],
    ])(
      '%s: exit code 1',
      async (_what, text, kind, words) => {
        const { code, problems } = await run(board, text, '--for', '300ms', '--stall', '5s', '--miss', '0');
        expect(code).toBe(1);
        expect(problems[0]!.kind).toBe(kind);
        expect(problems[0]!.message).toMatch(words);
      },
      MOST_MILLISECONDS,
    );

    test(
      'power that goes while flash is written leaves a flash from which it starts again',
      async () => {
        const text =
          board === 'pico'
            ? 'var s = require("Storage"), n = (s.read("n") | 0) + 1; console.log("start", n); setInterval(function () { s.write("n", String(n)); s.erase("n"); s.write("n", String(n)); }, 1);'
            : 'var F = new (require("flash").Flash)(250, 1), b = new Uint8Array(256), n; F.read(0, b, 0); n = b[0] === 255 ? 1 : b[0] + 1; console.log("start", n); b.fill(n); setInterval(function () { F.ioctl(6, 0); F.write(0, b, 0); }, 1);';
        const flash = join(folder, `${board}.flash`);
        const starts = [];
        for (let i = 0; i < 2; i++) {
          const { code, runs } = await run(
            board,
            text,
            '--flash',
            flash,
            '--cut-after',
            '1200ms',
            '--for',
            '3s',
            '--stall',
            '5s',
          );
          expect([code, runs.length, runs[0]!.isCut]).toEqual([0, 1, true]);
          expect(runs[0]!.erases + runs[0]!.programs).toBeGreaterThan(0);
          expect(readFileSync(flash)).toHaveLength(2 << 20);
          starts.push(runs[0]!.output[0]!.text);
        }
        expect(starts[0]).toBe('start 1');
        expect(starts[1]).toMatch(/^start \d+$/);
      },
      MOST_MILLISECONDS,
    );
  });

for (const { board } of engines.filter((engine) => engine.board === 'pico'))
  test(
    'the self-test of boards: machine code in its flash, the same in ES5, and this computer agree in each row',
    async () => {
      const profile = readBoard(board);
      const bundle = await bundleFor(profile, undefined);
      const files = { firmware: fileOf(board), bootrom: CKREMM_BOOTROM };
      const chip = powerUp(readFirmware(files), profile);
      const load = { library: bundle.bytes, native: bundle.native, program: Buffer.from('print("here")') };
      await sendTo(chip, profile, board, load, () => undefined);
      const { different, line, rows } = await withDialog(linkToChip(chip), undefined, (dialog) =>
        selftest(dialog, board, board, bundle),
      );
      expect(different).toEqual([]);
      expect(rows).toBeGreaterThan(40);
      expect(line).toMatch(/native \/ ES5/);
      console.log(line);
    },
    MOST_MILLISECONDS,
  );

// The reporter tells what is skipped.
if (engines.length === 0)
  test.skip('firmware of a Pico: none is named by CKREMM_FIRMWARE and CKREMM_BOOTROM, see docs/firmware.md', () => {});

test.each([
  ['no bootrom', { CKREMM_FIRMWARE: 'pico=x.uf2' }, 'CKREMM_FIRMWARE needs CKREMM_BOOTROM'],
  [
    'another board',
    { CKREMM_FIRMWARE: 'puckjs=x.hex', CKREMM_BOOTROM: 'b' },
    '"puckjs=x.hex" should be pico=FILE.uf2 or kaluma-pico=FILE.uf2',
  ],
  ['no file', { CKREMM_FIRMWARE: 'pico=x.uf2', CKREMM_BOOTROM: join(projectFolder, 'missing') }, 'cannot read'],
])('%s is refused in words', (_what, environment, words) => {
  expect(() => firmwareEngines(environment)).toThrow(words);
});
