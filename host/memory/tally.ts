/** What things take in the engine's unit, and what of it belongs to whom. */
export class Tally {
  total = 0;
  /** Of each owner. */
  readonly sizes = new Map<unknown, number>();
  #owner: unknown;
  #before = 0;

  constructor(owner: unknown) {
    this.#owner = owner;
  }

  add(price: number): void {
    this.total += price;
  }

  /** What is added from now on is of another owner. */
  belongsTo(owner: unknown): void {
    if (this.total > this.#before)
      this.sizes.set(this.#owner, (this.sizes.get(this.#owner) ?? 0) + this.total - this.#before);
    this.#before = this.total;
    this.#owner = owner;
  }

  /** Something of another owner, in between. */
  addFor(owner: unknown, price: number): void {
    const before = this.#owner;
    this.belongsTo(owner);
    this.total += price;
    this.belongsTo(before);
  }
}
