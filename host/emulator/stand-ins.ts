/**
 * What stands in for things that a simulated board has not: a program that calls it goes on, and whoever runs the program is told by name. What has no
 * stand-in says by an error that it is not simulated: see `missing.ts`.
 */
import type { Events } from './events.ts';
import type { Realm } from './realm.ts';

/** `nowhere`: what goes out, to nobody; `invented`: a reading of no sensor; `silent`: listening to something that never says anything. */
export type StandInKind = 'nowhere' | 'invented' | 'silent';

export class StandIns {
  /** What was called so far, in that order: 'NRF.setAdvertising'. */
  called = new Map<string, StandInKind>();
  /** All that there is of `nowhere` and `invented`, called or not. */
  readonly all = new Map<string, StandInKind>();
  /** Those functions themselves. */
  readonly functions = new WeakSet<object>();

  /** Called so, once or often. */
  note(path: string, kind: StandInKind): void {
    if (!this.called.has(path)) this.called.set(path, kind);
  }

  /** `f`, and that it was called is noted; it does nothing more when it is left out. */
  inPlaceOf(path: string, kind: StandInKind, f: (...values: any[]) => unknown = () => undefined): object {
    this.all.set(path, kind);
    const note = (): void => this.note(path, kind);
    const standIn = function (this: unknown, ...values: unknown[]): unknown {
      note();
      return f.apply(this, values);
    };
    this.functions.add(standIn);
    return standIn;
  }
}

/** Events of the engine that come: of E and process. */
const SAID: Record<string, string[]> = { E: ['init', 'kill', 'errorFlag'], process: ['uncaughtException'] };

/** Whoever listens to the engine's own things, of which no other event ever comes, is told of. */
export function tellSilent({ global }: Realm, events: Events, standIns: StandIns): void {
  const names = new Map<object, string>();
  for (const name of Object.getOwnPropertyNames(global)) {
    const { value } = Object.getOwnPropertyDescriptor(global, name)!;
    if (typeof value === 'object' && value !== null && value !== global && !names.has(value as object))
      names.set(value as object, name);
  }
  events.onListen = (object, event) => {
    const name = names.get(object);
    if (name !== undefined && !SAID[name]?.includes(event)) standIns.note(`${name}.on("${event}")`, 'silent');
  };
}

const WORDS: Record<StandInKind, string> = {
  nowhere: 'Nothing is connected, so these went nowhere',
  invented: 'There is no sensor, so the answers of these are made up',
  silent: 'These listen to what never comes here',
};

/** A line for each kind that was called: 'Nothing is connected, so these went nowhere: NRF.sleep'. */
export function standInsInWords(called: { call: string; kind: StandInKind }[]): string[] {
  return (Object.keys(WORDS) as StandInKind[]).flatMap((kind) => {
    const names = called.filter((one) => one.kind === kind).map(({ call }) => call);
    return names.length ? [`${WORDS[kind]}: ${names.join(', ')}`] : [];
  });
}
