/** The block of a string: how long the string in it is. */

import { Fault, refuse } from '../core/faults.ts';
import { payloadAt, payloadBytes } from '../tables/block.ts';
import type { Pool } from '../tables/layout.ts';

/** Bytes of the string whose block has its header at `k`, or -1 and a fault: none, or its last byte is damaged. */
export function bytesAt(pool: Pool, k: number): number {
  var bytes = k ? payloadBytes(pool, k) : 0;
  if (k) bytes -= pool.u8[payloadAt(pool, k) + bytes - 1];
  // What is no handle has its fault already.
  return bytes > 0 ? bytes - 1 : (k && refuse(pool.u8, Fault.Corrupt)) - 1;
}
