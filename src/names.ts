/**
 * Faults and kinds by name, for programs that import the npm package: `fault() === Fault.NoSpace`, `heap.find(image, Kind.Tables, 0)`.
 * Bundles for boards leave them out, as each name would be two variables of RAM: there a program compares numbers, those of
 * core/faults.ts and heap/layout.ts, which never change.
 */

import { Fault as Reason } from './core/faults.ts';
import { Kind as Region } from './heap/layout.ts';

/** The members of an enumeration, with their comments, as an object has them; but for those that a program has no use for. */
type Names<Enum, Hidden = never> = { readonly [Name in keyof Enum as Name extends Hidden ? never : Name]: Enum[Name] };

/** Why a call was refused: what `fault()` returns. */
export type Fault = Reason;

/** Why a call was refused, by name: what `fault()` returns. */
export var Fault: Names<typeof Reason> = {
  None: Reason.None,
  NoSpace: Reason.NoSpace,
  BadArgument: Reason.BadArgument,
  BadAddress: Reason.BadAddress,
  AlreadyFree: Reason.AlreadyFree,
  StaleHandle: Reason.StaleHandle,
  Pinned: Reason.Pinned,
  Locked: Reason.Locked,
  Corrupt: Reason.Corrupt,
  NotAnImage: Reason.NotAnImage,
  NotContiguous: Reason.NotContiguous,
  NoMemory: Reason.NoMemory,
  StoreFailed: Reason.StoreFailed,
  Interrupted: Reason.Interrupted,
  StoreTooSmall: Reason.StoreTooSmall,
  NoRoom: Reason.NoRoom,
  NotCompact: Reason.NotCompact,
};

/** What `heap.find` looks for. */
export type Kind =
  | Region.Headers
  | Region.Tables
  | Region.Gc
  | Region.Records
  | Region.Queue
  | Region.Paging
  | Region.Sync
  | Region.Messages;

/** What `heap.find` looks for, by name: the pools of the modules, and the locks of sync. */
export var Kind: Names<typeof Region, 'Hole' | 'Last' | 'New' | 'None'> = {
  Headers: Region.Headers,
  Tables: Region.Tables,
  Gc: Region.Gc,
  Records: Region.Records,
  Queue: Region.Queue,
  Paging: Region.Paging,
  Sync: Region.Sync,
  Messages: Region.Messages,
};
