/** Who hears of which event of which object. */

export type Listener = (...values: unknown[]) => unknown;

export class Listeners {
  /** By emitter and event. */
  readonly all = new Map<object, Map<string, Listener[]>>();

  /** Hears of an event of `object`; `isFirst`: before those that do already. */
  add(object: object, event: string, f: Listener, isFirst = false): void {
    const list = this.of(object, event);
    if (isFirst) list.unshift(f);
    else list.push(f);
  }

  /** One less; without `f` none is left of the event, and without both none of the object. */
  remove(object: object, event?: string, f?: Listener): void {
    if (event === undefined) return void this.all.delete(object);
    const list = this.of(object, event);
    if (f === undefined) list.length = 0;
    else if (list.includes(f)) list.splice(list.indexOf(f), 1);
  }

  /** The list itself, empty where nobody listens. */
  of(object: object, event: string): Listener[] {
    const events = this.all.get(object) ?? new Map<string, Listener[]>();
    this.all.set(object, events);
    if (!events.has(event)) events.set(event, []);
    return events.get(event)!;
  }

  /** Those of an event, whatever emits it. */
  ofAll(event: string): Listener[] {
    return [...this.all.values()].flatMap((events) => events.get(event) ?? []);
  }

  get count(): number {
    const each = [...this.all.values()].flatMap((events) => [...events.values()]);
    return each.reduce((sum, { length }) => sum + length, 0);
  }
}
