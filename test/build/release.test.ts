/** npm run release: an archive for each board, with what its people upload, and sums that are right. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { boardNames, readBoard } from '../../host/emulator/index.ts';
import { boardArchive, release } from '../../build/release.js';
import { root } from '../support/project.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
const names: string[] = release(folder);
afterAll(() => rmSync(folder, { recursive: true }));

const boards = boardNames().filter((name) => name !== 'host');
const text = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');

test.each(boards)('%s: the bundle, what to do with it, and machine code where the board has some', (board) => {
  const name = names.find((one) => new RegExp(`^ckremm-[\\d.]+-${board}\\.zip$`).test(one))!;
  const files = unzipSync(readFileSync(join(folder, name)));
  const { engine, native } = readBoard(board);
  const bundle = engine.name === 'espruino' ? 'ckremm.storage.js' : 'ckremm.min.js';
  expect(Buffer.from(files[bundle]!).equals(readFileSync(join(root, 'dist', board, bundle)))).toBe(true);
  expect(text(files['README.txt']!)).toContain(engine.name === 'espruino' ? 'require("ckremm")' : 'a global');
  expect('native/ckremm.bin' in files).toBe(native !== undefined);
  expect(text(files['LICENSE.txt']!)).toContain('MIT License');
});

test('the sums are those of the files, and the same sources give the same bytes', () => {
  const sums = readFileSync(join(folder, 'SHA256SUMS'), 'utf8').trimEnd().split('\n');
  expect(sums.map((line) => line.split('  ')[1])).toEqual(names);
  for (const line of sums) {
    const [sum, name] = line.split('  ') as [string, string];
    expect(
      createHash('sha256')
        .update(readFileSync(join(folder, name)))
        .digest('hex'),
    ).toBe(sum);
  }
  const again = Buffer.from(boardArchive('puckjs'));
  expect(
    again.equals(
      readFileSync(
        join(
          folder,
          names.find((name) => name.endsWith('-puckjs.zip'))!,
        ),
      ),
    ),
  ).toBe(true);
});
