/** What the checked calls of records and of queues ask first. */

import { judge } from '../core/checked.ts';
import { Fault, refuse } from '../core/faults.ts';
import { demandPool } from '../heap/demand.ts';
import { Kind } from '../heap/layout.ts';
import type { Pool } from './layout.ts';
import { verify } from './verify.ts';

export var DECLARED = 'fields must be text like "t:u32 v:i16 id:bytes:6", of u8 i8 u16 i16 u32 i32 f32 bytes:n, ' +
  'each name once and no number; rows a whole number from 1 to 65535';

/** Pass on records or, what at, get, set, column and clear take as well, a queue; or throw. */
export function demandRows(pool: Pool, call: string): Pool {
  return demandPool(pool, call, Kind.Records, Kind.Queue);
}

/** Pass on a pool that was opened unless its rows contradict each other. */
export function demandSound(pool: Pool | null, isQueue: boolean): Pool | null {
  return pool && verify(pool, isQueue) ? refuse(pool.u8, Fault.Corrupt) || null : pool;
}

/** Whether text can be stored: one byte a character. */
export function demandPlain(fields: string, call: string): void {
  var i = 0;
  for (; typeof fields === 'string' && i < fields.length; i++) {
    if (fields.charCodeAt(i) > 126) judge(refuse(null, Fault.BadArgument), call, fields, 'names must be of plain characters');
  }
}
