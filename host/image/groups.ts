/** The stretches of a region, added up by what they are and, where the layout knows, by age: the generation of their entry. */
import type { Item, Region, State } from './survey.ts';

export interface Group {
  state: State;
  /** 'used, type 2', 'used, 10 to 99 blocks before' */
  title: string;
  count: number;
  bytes: number;
  largestBytes: number;
}

/** Classes of age: which of its entry's blocks it is, and 511 is the last one. */
const AGES: [most: number, title: string][] = [
  [1, 'the first of its entry'],
  [10, '2nd to 10th of its entry'],
  [100, '11th to 100th of its entry'],
  [511, '101st or later of its entry'],
];

const ageOf = (generation: number): string => (AGES.find(([most]) => generation <= most) ?? AGES.at(-1)!)[1];

function titleOf({ state, type, generation }: Item): string {
  if (state !== 'used' && state !== 'pinned') return state;
  const typed = type === undefined ? state : `${state}, type ${type}`;
  return generation === undefined ? typed : `${typed}, ${ageOf(generation)}`;
}

const ORDER: State[] = ['used', 'pinned', 'waiting', 'free', 'deferred', 'entry', 'unreadable', 'control', 'hole'];

/** In the order of ORDER, then of title. */
export function groupsOf({ items }: Region): Group[] {
  const groups = new Map<string, Group>();
  for (const item of items) {
    const title = titleOf(item);
    const group = groups.get(title) ?? { state: item.state, title, count: 0, bytes: 0, largestBytes: 0 };
    group.count++;
    group.bytes += item.bytes;
    group.largestBytes = Math.max(group.largestBytes, item.bytes);
    groups.set(title, group);
  }
  return [...groups.values()].sort(
    (a, b) => ORDER.indexOf(a.state) - ORDER.indexOf(b.state) || (a.title < b.title ? -1 : 1),
  );
}

/** What is broken in an image, a sentence each, with where; none when all is sound. */
export const damageOf = ({ damage, regions }: { damage: string[]; regions: Region[] }): string[] => [
  ...damage,
  ...regions.filter((region) => region.damage).map((region) => `${region.kind} at ${region.address}: ${region.damage}`),
];
