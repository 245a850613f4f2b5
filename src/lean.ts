/** The library without texts and costly checks: refused calls return their failure value and set fault(). */

export { fault } from './core/faults.ts';
export { Fault, Kind } from './names.ts';
export * as devices from './devices/index.ts';
export * as heap from './heap/index.ts';
export * as headers from './headers/index.ts';
export * as tables from './tables/index.ts';
export * as gc from './gc/index.ts';
export * as queue from './queue/index.ts';
export * as records from './records/index.ts';
export * as messages from './messages/index.ts';
export * as strings from './strings/index.ts';
export * as sync from './sync/index.ts';
export * as paging from './paging/index.ts';
export * as stores from './stores/index.ts';
export * as processes from './processes/index.ts';
