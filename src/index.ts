/**
 * Everything, checked, for the host: `import { heap, headers } from 'ckremm'`. Boards get bundles,
 * checked or lean; './lean.ts' is the lean library.
 */

export { fault, faultText } from './core/checked.ts';
export * as devices from './devices/index.ts';
export * as heap from './heap/checked.ts';
export * as headers from './headers/checked.ts';
export * as tables from './tables/checked.ts';
export * as gc from './gc/checked.ts';
export * as queue from './queue/checked.ts';
export * as records from './records/checked.ts';
export * as strings from './strings/checked.ts';
export * as sync from './sync/checked.ts';
export * as paging from './paging/checked.ts';
export * as stores from './stores/checked.ts';
