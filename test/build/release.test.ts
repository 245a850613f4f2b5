/** npm run release: an archive for each board, with what its people upload, and sums that are right. */
import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { unzipSync } from 'fflate';
import { readBoard } from '../../host/emulator/index.ts';
import { PRESETS } from '../../build/index.js';
import { boardArchive, release } from '../../build/release.js';
import { root } from '../support/project.ts';

const folder = mkdtempSync(join(tmpdir(), 'ckremm-'));
const boards = ['puckjs', 'kaluma-pico'];
let names: string[];
beforeAll(async () => {
  names = await release(folder, boards);
}, 120000);
afterAll(() => rmSync(folder, { recursive: true }));

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
  for (const set of Object.keys(PRESETS)) {
    expect(files[`${set}/${bundle}`]!.length).toBeGreaterThan(1000);
    expect(text(files['README.txt']!)).toContain(`${set}/`);
  }
});

test('what to send to other projects is whole', () => {
  const files = unzipSync(
    readFileSync(
      join(
        folder,
        names.find((name) => name.endsWith('-submit.zip'))!,
      ),
    ),
  );
  const { storage, icon, readme, version } = JSON.parse(text(files['bangleapps/ckremm/metadata.json']!));
  for (const file of [...storage.map(({ url }: { url: string }) => url), icon, readme])
    expect(files[`bangleapps/ckremm/${file}`]!.length).toBeGreaterThan(100);
  expect(text(files['bangleapps/ckremm/ChangeLog']!).trimEnd().split('\n').at(-1)).toContain(`${version}:`);
  expect(text(files['espruino/ckremm.js']!)).toContain('exports');
});

test('the sums are those of the files', () => {
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
});

test('the same sources give the same bytes', async () => {
  const again = Buffer.from(await boardArchive('kaluma-pico', join(folder, 'again')));
  const name = names.find((one) => one.endsWith('-kaluma-pico.zip'))!;
  expect(again.equals(readFileSync(join(folder, name)))).toBe(true);
}, 60000);
