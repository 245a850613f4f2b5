/** The flash of an emulated Pico: what the bootrom's functions do to it, the time that takes, and power that goes in the middle. */

/** Thrown when power goes: the flash is as it was left. */
export class PowerCut extends Error {}

export interface FlashTimes {
  eraseBytes: number;
  eraseMilliseconds: number;
  /** Most bytes of one program operation. */
  maxProgramBytes: number;
  programMicroseconds: number;
}

export class PicoFlash {
  /** As it is now; who emulates the chip may put another array of the same bytes here. */
  image: Uint8Array;
  /** Operations since it was made. */
  readonly counts = { erases: 0, programs: 0 };
  readonly #times: FlashTimes;
  /** Where power goes, in nanoseconds of the board's time. */
  cutAtNanos = Infinity;

  constructor(image: Uint8Array, times: FlashTimes) {
    this.image = image;
    this.#times = times;
  }

  /** Sets `length` bytes from `at` on to 255, sector by sector; returns the nanoseconds it takes from `now` on. */
  erase(at: number, length: number, now: number): number {
    const { eraseBytes, eraseMilliseconds } = this.#times;
    return this.#inPieces(length, eraseBytes, eraseMilliseconds * 1e6, now, (from, bytes, share) => {
      this.counts.erases++;
      // An erase that is cut leaves cells between 0 and 1: here every other byte is as it was.
      const step = share < 1 ? 2 : 1;
      if (share > 0) for (let i = 0; i < bytes; i += step) this.image[at + from + i] = 255;
    });
  }

  /** Clears bits: flash is old AND new. Returns the nanoseconds it takes. */
  program(at: number, bytes: Uint8Array, now: number): number {
    const { maxProgramBytes, programMicroseconds } = this.#times;
    return this.#inPieces(bytes.length, maxProgramBytes, programMicroseconds * 1e3, now, (from, length, share) => {
      this.counts.programs++;
      const reached = Math.floor(length * share);
      for (let i = 0; i < reached; i++) this.image[at + from + i]! &= bytes[from + i]!;
    });
  }

  /** Does `work` for each piece; `share` of it where power goes within, and throws a PowerCut then. */
  #inPieces(
    length: number,
    most: number,
    nanosEach: number,
    now: number,
    work: (from: number, bytes: number, share: number) => void,
  ): number {
    let nanos = 0;
    for (let from = 0; from < length; from += most, nanos += nanosEach) {
      const share = Math.min(1, Math.max(0, (this.cutAtNanos - now - nanos) / nanosEach));
      work(from, Math.min(most, length - from), share);
      if (share < 1) throw new PowerCut('power was cut');
    }
    return nanos;
  }
}
