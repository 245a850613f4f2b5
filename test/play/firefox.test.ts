/** The page in another engine than Chromium's: it draws, runs a program, and runs none that is shared before Run is pressed. */
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { projectFolder } from '../../host/boards/board.ts';
import { Firefox, findFirefox } from './marionette.ts';

const url = pathToFileURL(join(projectFolder, 'docs', 'play.html')).href;
const path = findFirefox();
const missing = 'firefox is not there, so the page is tried in Chromium alone: apt-get install firefox-esr';
const textOf = (id: string): string => `document.getElementById('${id}').textContent`;
const isOver = "!document.getElementById('result').hidden && document.getElementById('stop').disabled";

// The reporter tells what is skipped.
(path ? describe : describe.skip)(path ? 'in Firefox' : missing, () => {
  let firefox: Firefox;
  beforeAll(async () => {
    firefox = await Firefox.start(path!);
  }, 120000);
  afterAll(() => firefox?.stop());

  const read = (id: string): Promise<string> => firefox.run(`return ${textOf(id)}`) as Promise<string>;

  test('a program runs, and its steps and heap are shown', async () => {
    await firefox.open(url);
    await firefox.run("document.getElementById('run').click()");
    await firefox.until(isOver, 90);
    expect(await read('verdict')).toMatch(/^It ran/);
    expect(await read('step-number')).toMatch(/^(\d+) of \1$/);
    const colours = (await firefox.run(`
      const canvas = document.querySelector('#heap canvas');
      const { data } = canvas.getContext('2d').getImageData(0, 0, canvas.width, canvas.height);
      return new Set(new Uint32Array(data.buffer)).size;`)) as number;
    expect(colours).toBeGreaterThan(2);
  }, 120000);

  test('a shared program waits for Run, and one that does not end freezes nothing', async () => {
    await firefox.open(url);
    await firefox.run(`const code = document.getElementById('code'); code.value = 'while (1);';
      code.dispatchEvent(new Event('input', { bubbles: true })); document.getElementById('share').click()`);
    await firefox.until("location.hash.includes('program=')", 20);
    const link = (await firefox.run('return location.href')) as string;
    await firefox.open('about:blank');
    await firefox.open(link);
    await firefox.until(`${textOf('status')}`, 20);
    expect(await firefox.run("return document.getElementById('code').value")).toBe('while (1);');
    expect(await firefox.run("return document.getElementById('result').hidden")).toBe(true);
    await firefox.run("document.getElementById('run').click()");
    await firefox.until(isOver, 90);
    expect(await read('verdict')).toMatch(/does not end/);
  }, 180000);
});
