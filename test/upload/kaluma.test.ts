/** Kaluma: what its uploader speaks, against a simulated board, and what is said when an upload fails. */
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { projectFolder } from '../../host/emulator/index.ts';
import { KalumaConsole, crc16 } from '../../host/sim/index.ts';
import { flashKaluma } from '../../host/upload/kaluma.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
afterAll(() => rmSync(folder, { recursive: true }));

const bundle = readFileSync(join(projectFolder, 'dist', 'kaluma-pico', 'ckremm.min.js'), 'utf8');
const program = `${bundle}
var pool = ckremm.headers.create(ckremm.devices.heap(), 2048);
print('runs: ' + (ckremm.headers.alloc(pool, 20) > 0));`;

/** A packet of @kaluma/cli: 1,024 bytes, number, its inverse, CRC-16. */
function packet(number: number, payload: Uint8Array): string {
  const all = Buffer.alloc(1029);
  all.set([2, number & 255, 255 - (number & 255)]);
  all.set(payload, 3);
  all.writeUInt16BE(crc16(all.subarray(3, 1027)), 1027);
  return all.toString('latin1');
}

/** Sends as @kaluma/cli does: a header, the text padded with 255, EOT, an empty header; `spoil` may change a packet. */
function send(board: KalumaConsole, text: string, packets = Infinity, spoil = (data: string): string => data): void {
  const bytes = Buffer.from(text, 'utf8');
  board.receive('\r.flash -w\r');
  board.receive(packet(0, Buffer.from(`usercode\0${bytes.length} `)));
  for (let i = 0; i * 1024 < bytes.length && i < packets; i++) {
    const payload = Buffer.alloc(1024, 0xff);
    bytes.copy(payload, 0, i * 1024, (i + 1) * 1024);
    const data = packet(i + 1, payload);
    const wrong = spoil(data);
    if (wrong !== data) board.receive(wrong);
    board.receive(data);
  }
  if (packets === Infinity) board.receive(`\x04${packet(0, new Uint8Array(0))}`);
}

test('CRC-16 is that of XMODEM', () => {
  expect(crc16(Buffer.from('123456789'))).toBe(0x31c3);
});

test('a program arrives whole, a damaged packet sent again included, and runs as strict code', () => {
  let said = '';
  const board = new KalumaConsole('kaluma-pico', (text) => (said += text));
  let nth = 0;
  send(board, program, Infinity, (data) => (++nth === 3 ? `${data.slice(0, 500)}!${data.slice(501)}` : data));
  expect(said).toContain('\x15');
  expect(board.program).toBe(program);
  board.receive('\r.load\r');
  expect(said).toMatch(/runs: true\r\n\r\n> $/);
});

test('an upload that breaks off leaves no program, old or new', () => {
  const board = new KalumaConsole('kaluma-pico', () => {});
  send(board, program);
  send(board, program, 3);
  expect(board.program).toBe(null);
});

describe('the uploader', () => {
  const says = (text: string): string[] => [process.execPath, '-e', `console.log(${JSON.stringify(text)})`];
  const flash = (text: string) => (): void => flashKaluma(join(folder, 'out', 'program.js'), 'abcé', '/dev/ttyACM0', says(text));

  test('is believed only when it says that all bytes were taken', () => {
    expect(flash('Writing program.js...\nDone. (out/program.js : 5 bytes)')).not.toThrow();
    expect(flash('Done. (out/program.js : 4 bytes)')).toThrow(/^\/dev\/ttyACM0: 4 of 5 bytes were taken; Kaluma erases its program area before it writes, so the board has no program now: .* sends it again$/);
  });

  test.each([
    ['', /no answer; Kaluma erases its program area before it writes, so the board has no program now/],
    ['[Error: Error: No such file or directory, cannot open /dev/ttyACM0]', /^cannot open the port \/dev\/ttyACM0; .*Nothing was sent$/],
    ['npm error code EAI_AGAIN', /^@kaluma\/cli@1\.0\.0 is fetched the first time, which needs the network; nothing was sent$/],
  ])('that says "%s": one line', (text, line) => {
    expect(flash(text)).toThrow(line);
  });
});
