/** A collector: its own region, and what it knows of the objects in its pool, which it adds to the pool's blocks. */
import { check } from '../../src/gc/inspect.ts';
import { Colour, Control, type Gc, Limit, Reference, State, Type } from '../../src/gc/layout.ts';
import { describe, regionBytes, typeAt } from '../../src/gc/pool.ts';
import { Image } from '../../src/heap/layout.ts';
import type { Row } from './directory.ts';
import type { Surveyed, Item, Region } from './survey.ts';

const PHASES: Record<number, string> = { [State.Idle]: 'idle', [State.Mark]: 'marking', [State.Sweep]: 'sweeping' };
const COLOURS: Record<number, string> = {
  [Colour.White]: 'white',
  [Colour.Grey]: 'grey',
  [Colour.Black]: 'black',
  [Colour.Waiting]: 'waiting for its finaliser',
};

export function surveyGc(heap: Uint8Array, row: Row, regions: Region[]): Surveyed {
  const broken = (damage: string): Surveyed => ({
    damage,
    facts: [],
    items: [{ address: row.address, bytes: row.bytes, state: 'unreadable', name: damage }],
  });
  if (row.bytes < regionBytes(1)) return broken('the region is too small for a collector');
  const base = row.address + row.bytes + Image.RowBytes;
  const region = regions.find(({ kind, address }) => kind === 'tables' && address === base);
  if (!region) return broken(`there is no tables pool right behind it, at ${base}`);
  const gc = describe(heap, row.address);
  if (!gc) return broken('the control words say another number of objects than the region has room for');
  const objects = objectsOf(gc, region.items);
  return {
    damage: region.damage ? `its pool at ${base} is damaged` : check(gc),
    facts: [
      ['pool at', base],
      ['objects', `${objects} of ${gc.end}`],
      ['phase', PHASES[gc.w[gc.control + Control.State]!] ?? 'unknown'],
      ['cycles', gc.w[gc.control + Control.Cycles]!],
      ['types', gc.w[gc.control + Control.TypeCount]!],
      ['units of work', gc.wide[(gc.control + Control.WorkUnits) >> 1]! >>> 0],
    ],
    items: partsOf(gc, row),
  };
}

function partsOf(gc: Gc, { address, bytes }: Row): Item[] {
  const at = (word: number): number => address + 2 * word;
  const edges: [from: number, name: string][] = [
    [address, 'control words'],
    [at(Control.Stack), 'mark stack'],
    [at(Control.Types), 'types'],
    [at(Control.Held), 'held handles and scopes'],
    [at(Control.Named), 'named roots'],
    [at(Control.Pins), 'pins'],
    [at(Control.Weak), 'weak references'],
    [gc.colours, 'a colour for each object'],
    [typeAt(gc, 0), 'a type for each object'],
    [address + bytes, ''],
  ];
  return edges
    .slice(0, -1)
    .map(([from, name], i) => ({ address: from, bytes: edges[i + 1]![0] - from, state: 'control', name }));
}

/** Gives the blocks of the pool that are objects their type and what is known of them; returns how many. */
function objectsOf(gc: Gc, items: Item[]): number {
  const roots = rootsOf(gc);
  const named = new Map<number, string[]>();
  const objects = items.filter(
    ({ entry }) => entry !== undefined && entry <= gc.end && (gc.u8[gc.colours + entry]! || 0) > 0,
  );
  for (const item of objects) {
    const colour = gc.u8[gc.colours + item.entry!]!;
    const references = referencesOf(gc, item);
    for (const child of references) named.set(child, [...(named.get(child) ?? []), String(item.entry)]);
    item.type = gc.u8[typeAt(gc, item.entry!)]! & Type.Number;
    if (colour === Colour.Waiting) item.state = 'waiting';
    item.name = `object ${item.entry}, ${item.name}`;
    item.notes = [
      item.notes,
      `${COLOURS[colour] ?? 'no colour there is'}`,
      references.length ? `refers to ${listOf(references.map(String))}` : 'refers to nothing',
      ...(roots.get(item.entry!) ?? []),
    ]
      .filter(Boolean)
      .join('; ');
  }
  for (const item of objects)
    item.notes += named.has(item.entry!) ? `; referred to by ${listOf(named.get(item.entry!)!)}` : '';
  return objects.length;
}

const MOST_LISTED = 8;
const listOf = (names: string[]): string =>
  names.slice(0, MOST_LISTED).join(', ') +
  (names.length > MOST_LISTED ? ` and ${names.length - MOST_LISTED} more` : '');

/** Entries that the reference words of an object hold references to. */
function referencesOf(gc: Gc, { address, bytes, entry }: Item): number[] {
  const type = gc.control + Control.Types + 2 * (gc.u8[typeAt(gc, entry!)]! & Type.Number);
  const isArray = (gc.w[type + 1]! & Type.Array) > 0;
  const found: number[] = [];
  for (let word = isArray ? gc.w[type]! : 0; word < bytes >> 2; word++) {
    const k = (address >> 1) + 2 * word;
    const isReference = isArray || (word < Limit.References && (gc.w[type]! >> word) & 1);
    if (isReference && gc.w[k + 1]! & Reference.Used) found.push(gc.w[k]!);
  }
  return found;
}

/** What holds an entry from outside: scopes, named roots, pins. */
function rootsOf({ w, control }: Gc): Map<number, string[]> {
  const found = new Map<number, string[]>();
  const add = (from: number, count: number, what: (i: number) => string): void => {
    for (let i = 0; i < count; i++) {
      const entry = w[control + from + i]!;
      if (entry > 0 && entry < Limit.Frame) found.set(entry, [...(found.get(entry) ?? []), what(i)]);
    }
  };
  add(Control.Held, Math.min(w[control + Control.HeldTop]!, Limit.Held), () => 'held by a scope');
  add(Control.Named, Limit.Named, (i) => `root ${i + 1}`);
  add(Control.Pins, Limit.Pins, () => 'pinned');
  return found;
}
