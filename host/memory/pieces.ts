/**
 * Where runs of variables lie among an Espruino's single ones, as far as it decides whether another run is to be had. Single variables are
 * taken from the bottom; as many as were ever in use at once lie scattered there, and what they leave is in pieces. A run takes the
 * lowest place above them that is long enough, and the place is whole again when it is given back.
 */
export class Pieces {
  readonly #total: number;
  readonly #runs: { start: number; length: number; buffer: WeakRef<object> }[] = [];
  /** Single variables that were in use at once. */
  #mostSingles = 0;

  constructor(total: number) {
    this.#total = total;
  }

  /** So many single variables are in use. */
  note(singles: number): void {
    this.#mostSingles = Math.max(this.#mostSingles, singles);
  }

  /** Runs of buffers that are not among `live` are free again. */
  keep(live: { has(buffer: object): boolean }): void {
    const kept = this.#runs.filter(({ buffer }) => live.has(buffer.deref() ?? this));
    this.#runs.splice(0, this.#runs.length, ...kept);
  }

  /** Where a run of so many variables begins; -1: no piece is that long. */
  find(length: number): number {
    let at = 0;
    let singles = this.#mostSingles;
    for (const run of [...this.#runs, { start: this.#total, length: 0 }]) {
      const gap = run.start - at;
      if (gap - singles >= length) return at + singles;
      singles = Math.max(0, singles - gap);
      at = run.start + run.length;
    }
    return -1;
  }

  take(start: number, length: number, buffer: object): void {
    this.#runs.push({ start, length, buffer: new WeakRef(buffer) });
    this.#runs.sort((a, b) => a.start - b.start);
  }

  /** The longest run that is to be had. */
  get longest(): number {
    let from = 0;
    for (let to = this.#total; from < to;) {
      const middle = (from + to + 1) >> 1;
      if (this.find(middle) < 0) to = middle - 1;
      else from = middle;
    }
    return from;
  }
}
