/** A talk with a board over a link: what it wrote so far, and waiting for more, as long as it goes on. */
import type { Clock, Link, Opener } from './link.ts';

/** A board that says nothing for this long, while something is due, does not answer. Each byte starts it anew. */
export const SILENCE_MILLISECONDS = 60_000;

export class Dialog {
  /** All that the board wrote. */
  log = '';
  /** Limits of time, in milliseconds of silence. */
  readonly silenceMilliseconds: number;
  #link!: Link;
  #closedBy: string | undefined;
  #heardAt = 0;
  #clock!: Clock;
  #wake: () => void = () => {};

  private constructor(silenceMilliseconds: number) {
    this.silenceMilliseconds = silenceMilliseconds;
  }

  static async open(open: Opener, silenceMilliseconds = SILENCE_MILLISECONDS): Promise<Dialog> {
    const dialog = new Dialog(silenceMilliseconds);
    dialog.#link = await open({
      text: (text) => {
        dialog.log += text;
        dialog.#heard();
      },
      closed: (why) => {
        dialog.#closedBy = why;
        dialog.#heard();
      },
    });
    dialog.#clock = dialog.#link.clock ?? dialog.#clockOfPc();
    return dialog;
  }

  get isClosed(): boolean {
    return this.#closedBy !== undefined;
  }

  write(text: string): void {
    this.#link.write(text);
  }

  close(): Promise<void> {
    return this.#link.close();
  }

  /** Time in which a board may lose what is sent: after Ctrl-C, or while it starts. */
  async rest(): Promise<void> {
    await this.#clock.pause(this.#link.restMilliseconds);
  }

  /**
   * What `find` finds in the log from `from` on, as soon as it finds something; undefined after `silence`
   * milliseconds without a byte, or `most` in all, or when the link is gone.
   */
  async until<T>(
    find: (text: string) => T | undefined,
    from: number,
    silence = this.silenceMilliseconds,
    most = Infinity,
  ): Promise<T | undefined> {
    this.#heardAt = this.#clock.now();
    const end = this.#heardAt + most;
    for (;;) {
      const found = find(this.log.slice(from));
      if (found !== undefined || this.isClosed) return found;
      const left = Math.min(this.#heardAt + silence, end) - this.#clock.now();
      if (left <= 0) return undefined;
      await this.#clock.heardWithin(left);
    }
  }

  /** Waits until the board is silent, not longer than `most` milliseconds. */
  async quiet(most = 20 * this.#link.restMilliseconds): Promise<void> {
    const end = this.#clock.now() + most;
    while (!this.isClosed && this.#clock.now() < end) {
      const length = this.log.length;
      await this.#clock.pause(2 * this.#link.restMilliseconds);
      if (this.log.length === length) return;
    }
  }

  #heard(): void {
    // A link that says something while it opens has no clock yet.
    this.#heardAt = this.#clock?.now() ?? 0;
    this.#wake();
  }

  #clockOfPc(): Clock {
    return {
      now: () => Date.now(),
      pause,
      heardWithin: (milliseconds) =>
        new Promise((resolve) => {
          const timer = setTimeout(resolve, milliseconds);
          this.#wake = () => {
            clearTimeout(timer);
            resolve();
          };
        }),
    };
  }
}

const pause = (milliseconds: number): Promise<void> => new Promise((resolve) => void setTimeout(resolve, milliseconds));

/** Does `work` with a dialog, and frees the port, whatever happens. */
export async function withDialog<T>(
  open: Opener,
  silence: number | undefined,
  work: (dialog: Dialog) => Promise<T>,
): Promise<T> {
  const dialog = await Dialog.open(open, silence);
  try {
    return await work(dialog);
  } finally {
    await dialog.close();
  }
}
