/**
 * Everything, checked, for the host: `import { heap, headers } from 'ckremm'`. Boards get bundles,
 * checked or lean; './lean.ts' is the lean library.
 *
 * A checked call has the name, the type and the comment of the lean one, and does the same; but where the lean call is refused for
 * misuse, which are the faults from BadArgument to Locked, it throws an Error that names the call and the value, and says what
 * to do. No space, damage, a store that fails, and of sync a lock that cannot be had, stay return values. It costs one search of the
 * heap's directory more, O(regions), and what the checked.ts of its module says.
 */

export { fault, faultText } from './core/checked.ts';
export { Fault, Kind } from './names.ts';
export * as devices from './devices/index.ts';
export * as heap from './heap/checked.ts';
export * as headers from './headers/checked.ts';
export * as tables from './tables/checked.ts';
export * as gc from './gc/checked.ts';
export * as queue from './queue/checked.ts';
export * as records from './records/checked.ts';
export * as messages from './messages/checked.ts';
export * as strings from './strings/checked.ts';
export * as sync from './sync/checked.ts';
export * as paging from './paging/checked.ts';
export * as stores from './stores/checked.ts';
export * as processes from './processes/checked.ts';
