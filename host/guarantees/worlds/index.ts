/** All worlds, in the order in which their modules are told. */
import type { World } from '../world.ts';
import { GC } from './gc.ts';
import { HEADERS } from './headers.ts';
import { PAGING } from './paging.ts';
import { MESSAGES, QUEUE, RECORDS } from './rows.ts';
import { PAUSED, STRINGS, TABLES } from './tables.ts';

export const WORLDS: World[] = [HEADERS, TABLES, PAUSED, RECORDS, QUEUE, MESSAGES, STRINGS, GC, PAGING];

/** Throws where there is none of that name. */
export function worldNamed(name: string): World {
  const world = WORLDS.find((other) => other.name === name);
  if (!world) throw new Error(`there is no world ${name}`);
  return world;
}
