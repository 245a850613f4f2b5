/**
 * The page in which programs are tried, as it is in docs/, opened as a file in Chromium: it runs programs, none of which can freeze it or reach
 * anything, by mouse and keyboard, on a phone, in light and dark, and asks nobody for anything.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { type Browser, type Page, chromium } from 'playwright-core';
import { projectFolder } from '../../host/boards/board.ts';
import { toFragment } from '../../host/play/share.ts';
import { runProgram } from '../../host/program/run.ts';
import { findChromium, launchOptions } from '../../host/report/browser.ts';
import { dataOfPage } from './data.ts';

const url = pathToFileURL(join(projectFolder, 'docs', 'play.html')).href;
const RUN_SECONDS = 40;
/** What one engine has and another has not. */
const PROBES = [
  ...['[].map', '[].find', '[].flatMap', '[].at', "''.slice", "''.padStart", "''.matchAll", "''.at", 'Object.assign'],
  ...['Object.fromEntries', 'Array.from', 'Array.isArray', 'Math.max', 'Math.hypot', 'new Uint8Array(1).slice'],
  ...['new Uint8Array(1).set', 'JSON.parse', 'Number.EPSILON', 'Date.now', '(function () {}).bind', '({}).toString'],
];
const { programs, boards } = dataOfPage();
const axe = readFileSync(join(projectFolder, 'node_modules', 'axe-core', 'axe.min.js'), 'utf8');

const found = findChromium();
// The reporter tells what is skipped.
(found.path ? describe : describe.skip)(found.path ? 'in Chromium' : found.missing, () => {
  let browser: Browser;
  let page: Page;
  /** Requests that left the page, and errors of its script. */
  let trouble: string[] = [];

  beforeAll(async () => {
    browser = await chromium.launch(launchOptions(found.path!));
  });
  afterAll(() => browser?.close());
  afterEach(async () => {
    await page.close();
    expect(trouble).toEqual([]);
  });

  async function open(fragment = '', options: { colorScheme?: 'light' | 'dark'; width?: number } = {}): Promise<void> {
    const { width = 1280, colorScheme = 'light' } = options;
    trouble = [];
    page = await browser.newPage({ colorScheme, viewport: { width, height: 900 } });
    page.on('pageerror', ({ message }) => trouble.push(message));
    page.on('request', (request) => void (/^(file|blob):/.test(request.url()) || trouble.push(request.url())));
    await page.goto(`${url}${fragment}`);
  }

  const textOf = (id: string): Promise<string | null> => page.locator(`#${id}`).textContent();
  const isOver = (): Promise<unknown> =>
    page.waitForFunction(
      () =>
        !(globalThis as any).document.querySelector('#result').hidden &&
        (globalThis as any).document.querySelector('#stop').disabled,
      undefined,
      { timeout: RUN_SECONDS * 1000 },
    );
  async function run(program?: string, modules: string[] = []): Promise<void> {
    if (program !== undefined) await page.fill('#code', program);
    for (const name of modules) await page.locator(`#modules input[value=${name}]`).check();
    await page.click('#run');
    await isOver();
  }
  const heapColours = (): Promise<number> =>
    page.locator('#heap canvas').evaluate((element) => {
      const { width, height } = element as unknown as { width: number; height: number };
      const { data } = (element as any).getContext('2d').getImageData(0, 0, width, height);
      return new Set(new Uint32Array(data.buffer)).size;
    });

  test.each(programs.map(({ name }) => name))('the example %s has the modules it needs, and runs', async (name) => {
    await open();
    await page.selectOption('#example', name);
    expect(await page.locator('#missing').isVisible()).toBe(false);
    await run();
    if (name === 'endless')
      expect(await textOf('verdict')).toMatch(/endless loop, at .* s: a turn of the program does not end/);
    else expect(await textOf('verdict')).toMatch(/^It ran for 6\d(\.\d+)? s of board time on a Raspberry Pi Pico/);
    expect(await textOf('step-number')).toMatch(/^([\d,]+) of \1$/);
    expect(await heapColours()).toBeGreaterThan(2);
    expect(await page.locator('#pools tbody tr').count()).toBeGreaterThan(1);
  });

  test.each(boards.map(({ name }) => name))('on %s the first example runs', async (board) => {
    await open();
    await page.selectOption('#board', board);
    await page.selectOption('#time', '10000');
    await run();
    expect(await textOf('verdict')).toMatch(/^It ran for 10/);
  });

  test('goes back and forth in time, and says what was refused', async () => {
    await open();
    await run();
    const last = await textOf('step-number');
    await page.click('#to-first');
    expect(await textOf('step-text')).toBe('devices.heap(0, 6144)');
    expect(await textOf('announce')).toMatch(/^Step 1 of \d+: devices.heap\(0, 6144\), gave a heap of 6144 bytes$/);
    await page.click('#to-next');
    expect(await textOf('step-text')).toBe('headers.create(heap, 4096)');
    expect(await page.locator('#pools tbody tr').first().textContent()).toMatch(/^headers24/);
    await page.click('#to-refusal');
    expect(await textOf('step-text')).toMatch(/^headers.dealloc\(pool, \d+\)$/);
    expect(await textOf('step-fault')).toMatch(/^refused, fault 4: already free: deallocate a block only once/);
    await page.click('#to-next');
    expect(await textOf('step-fault')).toMatch(/^refused, fault 3: no block starts at that address/);
    expect(Number((await textOf('step-took'))!.replace(' ms', ''))).toBeGreaterThan(0.01);
    expect(await textOf('step-free')).toMatch(/^[\d,]+ variables, [\d,]+ bytes$/);
    await page.click('#to-last');
    expect(await textOf('step-number')).toBe(last);
  });

  test('a loop that never ends is ended by the board, one that no board sees by the page', async () => {
    await open();
    await run('while (1);');
    expect(await textOf('verdict')).toMatch(/endless loop/);
    await page.fill('#code', `var text = ''; for (var i = 0; i < 60; i++) text += 'a'; /^(a+)+$/.test(text + 'b');`);
    await page.click('#run');
    // The page answers meanwhile.
    await page.locator('#modules input').last().check();
    expect(await textOf('status')).toMatch(/^Running/);
    await isOver();
    expect(await textOf('verdict')).toMatch(/^The page ended the program after 30 seconds/);
    await run('print(1 + 1);');
    expect(await textOf('lines')).toMatch(/ 2$/);
  });

  test('Stop ends a program, and shows what it did until then', async () => {
    await open();
    await page.fill(
      '#code',
      `var ckremm = require('ckremm'), heap = ckremm.devices.heap(0, 1024); /^(a+)+$/.test(Array(60).join('a') + 'b');`,
    );
    await page.click('#run');
    await page.waitForTimeout(1500);
    await page.click('#stop');
    await isOver();
    expect(await textOf('verdict')).toMatch(/^You ended the program/);
  });

  test('a program reaches neither the page, nor the network', async () => {
    await open();
    const names = [
      'window',
      'self',
      'document',
      'fetch',
      'XMLHttpRequest',
      'WebSocket',
      'postMessage',
      'importScripts',
      'indexedDB',
      'Worker',
      'location',
    ];
    await run(
      `${JSON.stringify(names)}.forEach(function (name) { if (Function('return typeof ' + name)() !== 'undefined') print(name); });
print('nothing else');`,
    );
    expect((await textOf('lines'))!.replace(/^.* s {2}/gm, '')).toBe('nothing else');
    expect(await textOf('verdict')).toMatch(/^It ran/);
  });

  test('a program finds what the emulated board has on the PC, and no more', async () => {
    await open();
    const program = PROBES.map((probe) => `print(${JSON.stringify(probe)}, typeof ${probe});`).join('\n');
    await run(program);
    const { output } = runProgram('pico', program, { forMilliseconds: 1000 }).result;
    const lines = output.map(({ text }) => text);
    expect((await textOf('lines'))!.replace(/^.* s {2}/gm, '').split('\n')).toEqual(lines);
    expect(lines.filter((line) => line.endsWith('undefined')).length).toBeGreaterThan(3);
    expect(lines.filter((line) => line.endsWith('function')).length).toBeGreaterThan(3);
  });

  test('what a program has instead of a text is shown as text', async () => {
    await open();
    await run(`print('<img src=x onerror=alert(1)>'); throw new Error('<b>bold</b>');`);
    expect(await textOf('lines')).toMatch(/<img src=x onerror=alert\(1\)>/);
    expect(await page.locator('#result img, #result b').count()).toBe(0);
    expect(await textOf('verdict')).toMatch(/error, at .*: Error: <b>bold<\/b>, app\.js line 1/);
  });

  test('a text that is no program says in which line', async () => {
    await open();
    await run("print('a');\nprint('b';\n");
    expect(await textOf('verdict')).toMatch(/error, at 0.*s: SyntaxError: .*line 2/);
  });

  test('an example does not take away what was written', async () => {
    await open();
    await page.fill('#code', 'print(1);');
    expect(await page.inputValue('#example')).toBe('');
    await page.selectOption('#example', 'tables');
    expect(await page.inputValue('#code')).toMatch(/T\.create/);
    expect(await page.locator('#modules input[value=tables]').isChecked()).toBe(true);
    await page.selectOption('#example', '');
    expect(await page.inputValue('#code')).toBe('print(1);');
  });

  test('a shared program is there, and does not run before Run is pressed', async () => {
    const program = `print('shärëd');\nwhile (true);`;
    const shared = { board: 'esp32', modules: ['messages'], forMilliseconds: 10000, program };
    await open(`#${await toFragment(shared)}`);
    await page.waitForFunction(() => (globalThis as any).document.querySelector('#status').textContent !== '');
    expect(await textOf('status')).toBe('This is a program that somebody shared. It runs when you press Run.');
    expect(await page.inputValue('#code')).toBe(program);
    expect([await page.inputValue('#board'), await page.inputValue('#time')]).toEqual(['esp32', '10000']);
    expect(
      await page.locator('#modules input:checked').evaluateAll((all) => all.map((one) => (one as any).value)),
    ).toEqual(['messages']);
    await page.waitForTimeout(500);
    expect(await page.locator('iframe').count()).toBe(0);
    expect(await page.locator('#result').isVisible()).toBe(false);
    await page.click('#share');
    await page.waitForSelector('#link-line:visible');
    const link = await page.inputValue('#link');
    await page.close();
    await open(link.slice(url.length));
    await page.waitForFunction(() => (globalThis as any).document.querySelector('#code').value.includes('while'));
    expect(await page.inputValue('#code')).toBe(program);
  });

  test('a link that was cut says so', async () => {
    await open('#board=pico&program=zAAAA');
    await page.waitForFunction(() => (globalThis as any).document.querySelector('#status').textContent !== '');
    expect(await textOf('status')).toMatch(/^The link cannot be read/);
  });

  test('says what the bundle lacks, and adds it', async () => {
    await open();
    await page.fill(
      '#code',
      `var ckremm = require('ckremm'); var T = ckremm.tables; T.create(ckremm.devices.heap(), 2000);`,
    );
    await page.waitForSelector('#missing:visible');
    expect(await textOf('missing-text')).toBe('The program uses tables, which the bundle does not have.');
    await page.click('#add-missing');
    expect(await page.locator('#missing').isVisible()).toBe(false);
    await run();
    expect(await textOf('verdict')).toMatch(/^It ran/);
  });

  test('the bundle is there to download, and says where it goes', async () => {
    await open();
    const [download] = await Promise.all([page.waitForEvent('download'), page.click('#download')]);
    expect(download.suggestedFilename()).toBe('ckremm.storage.js');
    const text = readFileSync(await download.path(), 'utf8');
    expect(text).toMatch(/exports\.headers=/);
    expect(text).not.toMatch(/exports\.tables=/);
    expect(await textOf('status')).toMatch(
      /^ckremm\.storage\.js for Raspberry Pi Pico.*, headers: 1\d,\d+ bytes\. In the Web IDE: .*, and name it ckremm\.$/,
    );
  });

  test('all of it by keyboard', async () => {
    await open();
    await page.keyboard.press('Tab');
    await page.keyboard.press('Enter');
    await page.locator('#code').focus();
    await page.keyboard.press('Control+Enter');
    await isOver();
    await page.locator('#slider').focus();
    await page.keyboard.press('Home');
    expect(await textOf('step-number')).toMatch(/^1 of/);
    await page.keyboard.press('ArrowRight');
    expect(await textOf('step-number')).toMatch(/^2 of/);
    expect(await page.getAttribute('#slider', 'aria-valuetext')).toMatch(/^Step 2 of \d+: headers\.create/);
    await page.locator('#calls button[tabindex="0"]').focus();
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    expect(await textOf('step-number')).toMatch(/^4 of/);
    expect(await page.evaluate(() => (globalThis as any).document.activeElement.textContent as string)).toBe('4');
    await page.locator('#heap .map').focus();
    await page.keyboard.press('End');
    expect(await page.locator('#heap output').textContent()).toMatch(/bytes at address/);
    // No place from which Tab does not lead on.
    const seen = new Set<string>();
    await page.locator('#code').focus();
    for (let i = 0; i < 12; i++) {
      await page.keyboard.press('Tab');
      seen.add(await page.evaluate(() => (globalThis as any).document.activeElement.id as string));
    }
    expect([...seen]).toEqual(expect.arrayContaining(['run', 'share', 'download', 'slider', 'to-first']));
  });

  test.each([
    ['light', 1280],
    ['dark', 1280],
    ['light', 360],
    ['dark', 360],
  ] as const)(
    '%s, %d pixels wide: nothing that axe finds, and no wider than the screen',
    async (colorScheme, width) => {
      await open('', { colorScheme, width });
      await run();
      await page.click('#to-refusal');
      const wide = await page.evaluate(() => (globalThis as any).document.documentElement.scrollWidth as number);
      expect(wide).toBeLessThanOrEqual(width);
      await page.evaluate(axe);
      const { violations } = await page.evaluate(() => (globalThis as any).axe.run() as Promise<{ violations: any[] }>);
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }: { html: string }) => html)])).toEqual([]);
      const small = await page
        .locator('button:visible, select:visible')
        .evaluateAll((all) =>
          all
            .filter((one) => (one as any).getBoundingClientRect().height < 43.5)
            .map((one) => (one as any).id as string),
        );
      expect(small).toEqual([]);
    },
  );
});
