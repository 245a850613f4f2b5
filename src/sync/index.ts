/** Sync: pools that several workers share. See layout.ts for the lock, and a file for each kind of pool. */

export type { Heap } from '../heap/layout.ts';
export type { Guard } from './layout.ts';
export { markDead } from './lock.ts';
export * as headers from './headers.ts';
export * as queue from './queue.ts';
export * as records from './records.ts';
export * as tables from './tables.ts';
