/**
 * A worker that dies at a store. Its views of the heap are replaced by ones that count stores, native
 * moves and atomic operations as one each; the one with number `limit` and all later ones change nothing,
 * as if the thread were gone. V8 can end a worker between any two of them, but not in the middle of one.
 */

export class Death extends Error {}

const rawOf = new WeakMap<object, any>();
const raw = (view: any): any => rawOf.get(view) ?? view;

export class Mortal {
  stores = 0;
  constructor(readonly limit: number) {}

  /** Counts a store; throws when it must not happen any more. */
  private mark(): void {
    if (this.stores >= this.limit) throw new Death('dead');
    this.stores++;
  }

  wrap<T extends object>(view: T): T {
    const wrapped = new Proxy(view, {
      set: (target: any, key, value) => {
        this.mark();
        target[key] = value;
        return true;
      },
      get: (target: any, key) => {
        const value = target[key];
        if (typeof value !== 'function') return value;
        return (...values: any[]) => {
          if (key === 'set' || key === 'copyWithin') this.mark();
          return value.apply(target, values.map(raw));
        };
      },
    });
    rawOf.set(wrapped, view);
    return wrapped;
  }

  /** Replaces every typed array that is a field of the object, or in a list there. */
  wrapAll(object: any): void {
    for (const [key, value] of Object.entries<any>(object)) {
      if (ArrayBuffer.isView(value)) object[key] = this.wrap(value);
      else if (Array.isArray(value))
        object[key] = value.map((item) => (ArrayBuffer.isView(item) ? this.wrap(item) : item));
    }
  }

  /** Runs `call` with atomic operations counted, too. Whether it ended. */
  run(call: () => unknown): boolean {
    const native = Atomics;
    const counted =
      (name: 'store' | 'compareExchange') =>
      (words: any, ...values: [any, any, any]) => {
        this.mark();
        return (native[name] as any)(raw(words), ...values);
      };
    const stand = {
      load: (words: any, at: number) => native.load(raw(words), at),
      notify: (words: any, at: number, count: number) => native.notify(raw(words), at, count),
      store: counted('store'),
      compareExchange: counted('compareExchange'),
    };
    (globalThis as any).Atomics = stand;
    try {
      call();
      return true;
    } catch (error) {
      if (!(error instanceof Death)) throw error;
      return false;
    } finally {
      (globalThis as any).Atomics = native;
    }
  }
}
