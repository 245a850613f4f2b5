/** Firefox without a driver: its own remote protocol, Marionette, which is JSON with its length in front, over a socket. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { type Socket, connect } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { onPath } from '../../host/engines/find.ts';

const PROGRAMS = ['firefox-esr', 'firefox'];

/** The path of Firefox, or undefined. */
export const findFirefox = (path = process.env.PATH ?? ''): string | undefined =>
  PROGRAMS.map((program) => onPath(program, path)).find((found) => found !== undefined);

const START_MILLISECONDS = 90_000;
const wait = (milliseconds: number): Promise<void> => new Promise((done) => setTimeout(done, milliseconds));

/** Where it listens: it writes the port it got into its profile. */
async function portIn(profile: string): Promise<number> {
  const end = Date.now() + START_MILLISECONDS;
  while (Date.now() < end) {
    try {
      const port = Number(readFileSync(join(profile, 'MarionetteActivePort'), 'utf8'));
      if (port > 0) return port;
    } catch {
      // Not written yet.
    }
    await wait(200);
  }
  throw new Error(`Firefox did not listen within ${START_MILLISECONDS / 1000} s`);
}

export class Firefox {
  readonly #child: ChildProcess;
  readonly #profile: string;
  #socket!: Socket;
  #text = Buffer.alloc(0);
  #lastId = 0;
  readonly #waiting = new Map<number, { done: (value: any) => void; failed: (error: Error) => void }>();

  private constructor(path: string) {
    this.#profile = mkdtempSync(join(tmpdir(), 'ckremm-firefox-'));
    // Port 0 in its preferences: whichever is free.
    this.#child = spawn(path, ['--headless', '--no-remote', '--marionette', '--profile', this.#profile], {
      stdio: 'ignore',
      env: { ...process.env, HOME: this.#profile, MOZ_MARIONETTE_PREF_STATE_ACROSS_RESTARTS: '{"marionette.port":0}' },
    });
  }

  static async start(path: string): Promise<Firefox> {
    const firefox = new Firefox(path);
    try {
      firefox.#socket = connect(await portIn(firefox.#profile), '127.0.0.1');
      firefox.#socket.on('data', (data) => firefox.#take(data));
      await firefox.#send('WebDriver:NewSession', {});
    } catch (error) {
      firefox.stop();
      throw error;
    }
    return firefox;
  }

  #take(data: Buffer): void {
    this.#text = Buffer.concat([this.#text, data]);
    for (;;) {
      const colon = this.#text.indexOf(':');
      const end = colon + 1 + Number(this.#text.subarray(0, colon));
      if (colon < 0 || this.#text.length < end) return;
      const message = JSON.parse(this.#text.subarray(colon + 1, end).toString()) as unknown;
      this.#text = this.#text.subarray(end);
      // The first one is a greeting.
      if (!Array.isArray(message)) continue;
      const [, id, error, result] = message as [number, number, { message: string } | null, any];
      const waiting = this.#waiting.get(id);
      this.#waiting.delete(id);
      if (error) waiting?.failed(new Error(error.message));
      else waiting?.done(result);
    }
  }

  #send(command: string, parameters: object): Promise<any> {
    const id = ++this.#lastId;
    const text = JSON.stringify([0, id, command, parameters]);
    this.#socket.write(`${Buffer.byteLength(text)}:${text}`);
    return new Promise((done, failed) => this.#waiting.set(id, { done, failed }));
  }

  async open(url: string): Promise<void> {
    await this.#send('WebDriver:Navigate', { url });
  }

  /** What a piece of the page's script returns. */
  async run(script: string): Promise<any> {
    return ((await this.#send('WebDriver:ExecuteScript', { script, args: [], sandbox: null })) as { value: any }).value;
  }

  /** Until an expression of the page is true; an Error after so many seconds. */
  async until(expression: string, seconds: number): Promise<void> {
    const end = Date.now() + 1000 * seconds;
    while (!(await this.run(`return Boolean(${expression})`))) {
      if (Date.now() > end) throw new Error(`not within ${seconds} s: ${expression}`);
      await wait(200);
    }
  }

  stop(): void {
    this.#socket?.destroy();
    this.#child.once('exit', () => rmSync(this.#profile, { recursive: true, force: true }));
    this.#child.kill('SIGKILL');
  }
}
