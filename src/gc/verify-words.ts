/** The control words of a collector, and what has to be 0: invariant 1, and part of 2. See verify.ts. */

import { Control, type Gc, Limit, State, Type } from './layout.ts';
import { typeAt } from './pool.ts';

/** Whether the types are sound: type 0 is the leaf, undefined ones are 0. */
function areTypesSound(gc: Gc): boolean {
  var w = gc.w;
  var k = gc.control + Control.Types;
  var last = k + 2 * w[gc.control + Control.TypeCount];
  if (w[k] | w[k + 1]) return false;
  for (; k < gc.control + Control.Held; k += 2) {
    if (k < last ? w[k + 1] & ~(Type.Array | Type.Finalized) : w[k] | w[k + 1]) return false;
  }
  return true;
}

/** Whether the words of marking and sweeping are those of the state; of a cycle that was cut off, only what no index may exceed. */
function isPhaseSound(gc: Gc, isCut: boolean): boolean {
  var w = gc.w;
  var control = gc.control;
  var state = w[control + Control.State];
  var isMark = state === State.Mark;
  var isSweep = state === State.Sweep;
  var cursor = w[control + Control.Cursor];
  var sweep = w[control + Control.Sweep];
  if (!(state === State.Idle || isMark || isSweep) || sweep > w[control + Control.High] + 1) return false;
  if (isCut) return true;
  return (
    (isMark
      ? cursor > 0 && cursor <= gc.end + 1
      : !(cursor | w[control + Control.Depth] | w[control + Control.Array])) &&
    w[control + Control.Depth] <= Limit.Stack &&
    w[control + Control.Array] <= gc.end &&
    (w[control + Control.Array] > 0 || !w[control + Control.Slice]) &&
    (isSweep ? sweep > 0 : !sweep) &&
    (w[control + Control.Assist]
      ? w[control + Control.AssistBytes] > 0
      : state === State.Idle && !w[control + Control.AssistBytes])
  );
}

/** Whether the other control words are in their bounds. */
export function isControlSound(gc: Gc, isCut: boolean): boolean {
  var w = gc.w;
  var control = gc.control;
  return (
    w[control] <= 1 &&
    w[control + Control.Asked] <= (w[control + Control.State] === State.Idle && !isCut ? 0 : 1) &&
    (isCut || !(w[control + Control.Planted] | w[control + Control.PlantedColour] | w[control + Control.Kept])) &&
    w[control + Control.High] <= gc.end &&
    w[control + Control.TypeCount] > 0 &&
    w[control + Control.TypeCount] <= Limit.Types &&
    areTypesSound(gc) &&
    w[control + Control.StartObjects] <= gc.end >> 1 &&
    gc.wide[(control + Control.StartBytes) >> 1] >= 0 &&
    gc.wide[(control + Control.StartBytes) >> 1] <= gc.most >> 1 &&
    isPhaseSound(gc, isCut)
  );
}

/** Whether nothing stands beyond the objects there have been: a cut call may have raised High, or not yet. */
export function isRestEmpty(gc: Gc): boolean {
  var u8 = gc.u8;
  var i = gc.w[gc.control + Control.High];
  if (u8[gc.colours] | u8[typeAt(gc, 0)]) return false;
  while (++i <= gc.end) if (u8[gc.colours + i] | u8[typeAt(gc, i)]) return false;
  // The colour behind the last, and what rounds the region up.
  for (i = typeAt(gc, gc.end) + 1; i & 3; i++) if (u8[i]) return false;
  return !u8[gc.colours + gc.end + 1];
}
