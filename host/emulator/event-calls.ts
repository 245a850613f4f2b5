/** What a program calls to be called: timers, watches, listeners. Before each call, and when it is done, `events` is told. */
import { Events } from './events.ts';
import type { Listener } from './listeners.ts';
import type { Realm } from './realm.ts';
import type { Timer } from './timers.ts';
import type { Watch } from './watches.ts';

const called =
  <Call extends (...values: any[]) => unknown>(events: Events, name: string, call: Call) =>
  (...values: Parameters<Call>): unknown => {
    events.onCall(name);
    const answer = call(...values);
    events.onDone(name);
    return answer;
  };

/** The engine's globals. */
export function globalsOf(events: Events): Record<string, unknown> {
  const clear = called(events, 'clearTimeout', (id: number) => void events.timers.delete(id));
  return {
    setTimeout: called(events, 'setTimeout', (f: Timer['f'], ms?: number, ...values: unknown[]) =>
      events.setTimer(f, ms, false, values),
    ),
    setInterval: called(events, 'setInterval', (f: Timer['f'], ms?: number, ...values: unknown[]) =>
      events.setTimer(f, ms, true, values),
    ),
    clearTimeout: clear,
    clearInterval: clear,
    setWatch: called(events, 'setWatch', (f: Watch['f'], pin: unknown, options?: any) =>
      events.setWatch(f, pin, options),
    ),
    clearWatch: called(events, 'clearWatch', (id: number) => {
      if (!events.watches.delete(id)) throw new Error(`Unknown Watch ${id}`);
    }),
    ...(events.isEspruino && {
      changeInterval: called(events, 'changeInterval', (id: number, ms: number) => events.changeInterval(id, ms)),
    }),
  };
}

/** Gives an object on, emit and removeListener. */
export function emitter<T extends object>(events: Events, object: T): T {
  const { listeners } = events;
  return Object.assign(object, {
    on: called(events, 'on', (event: string, f: Listener) => listeners.add(object, event, f)),
    removeListener: called(events, 'removeListener', (event: string, f: Listener) =>
      listeners.remove(object, event, f),
    ),
    emit: (event: string, ...values: unknown[]) => events.emit(object, event, ...values),
  });
}

/** What Espruino gives every object. */
function membersOfAll(events: Events): Record<string, (...values: any[]) => unknown> {
  const { listeners } = events;
  const listen = (object: object, event: string, f: Listener, isFirst = false): void => {
    events.onListen(object, event);
    listeners.add(object, event, f, isFirst);
  };
  const calls: Record<string, (self: object, ...values: any[]) => void> = {
    on: (self, event, f) => listen(self, event, f),
    addListener: (self, event, f) => listen(self, event, f),
    prependListener: (self, event, f) => listen(self, event, f, true),
    removeListener: (self, event, f) => listeners.remove(self, event, f),
    removeAllListeners: (self, event) => listeners.remove(self, event),
    emit: (self, event, ...values) => events.emit(self, event, ...values),
  };
  const withThis = (call: (self: object, ...values: any[]) => unknown) =>
    // It is what is in front of the dot.
    function (this: object, ...values: any[]): unknown {
      return call(this, ...values);
    };
  return Object.fromEntries(Object.entries(calls).map(([name, call]) => [name, withThis(called(events, name, call))]));
}

/** Timers and watches by number, as Espruino has them in its hidden object: a timer's function is its `cb`, what it is handed are its `args`. */
export function hiddenObject({ timers, watches }: Events): object {
  const now = <Entry>(map: Map<number, Entry>, shown: (entry: Entry) => object): object =>
    Object.fromEntries([...map].map(([id, entry]) => [id, shown(entry)]));
  return {
    get timers() {
      return now(timers, ({ f, values }) => ({ cb: f, args: values }));
    },
    get watches() {
      return now(watches, ({ f }) => ({ callback: f }));
    },
  };
}

/** Puts them into the realm of a board. */
export function addEvents(realm: Realm, engine: string): Events {
  const events = new Events(engine, realm.copyOf);
  if (engine === 'host') return events;
  Object.assign(realm.global, globalsOf(events));
  realm.global.Date.now = () => events.now;
  if (engine === 'espruino') {
    realm.global.global = realm.global;
    realm.global['\xff'] = hiddenObject(events);
    for (const [name, value] of Object.entries(membersOfAll(events)))
      Object.defineProperty(realm.global.Object.prototype, name, { value, writable: true, configurable: true });
    const { getErrorFlags } = realm.global.E;
    realm.global.E.getErrorFlags = () => realm.copyOf(Array.from<string>(getErrorFlags()).concat(events.takeFlags()));
  }
  return events;
}
