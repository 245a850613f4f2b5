/** A directory whose call was cut off in the middle: create, destroy or format. */

import { Fault, refuse } from '../core/faults.ts';
import { format, isHeaderClean, isImage } from './image.ts';
import { Change, type Heap, Image, Kind } from './layout.ts';
import { directory, mergeHoles, rowBytes, writeRow } from './regions.ts';

/**
 * Whether the first words of the rows lead to the end, and all second words are their inverse, but for one
 * where rows were being written; and nothing else is amiss. O(regions).
 */
function canFinish(heap: Heap): boolean {
  var words = directory(heap);
  var row: number = Image.HeaderBytes;
  var torn = 0;
  var bytes: number;
  var kind: number;
  for (; row < heap.length; row += bytes) {
    bytes = rowBytes(words, row);
    kind = words[row >> 2] & 15;
    if (bytes < Image.RowBytes || bytes & 3 || bytes > heap.length - row || (kind > Kind.Last && kind !== Kind.New))
      return false;
    if (words[row >> 2] + words[(row >> 2) + 1] !== Image.RowSum) torn++;
  }
  return torn <= (heap[Image.ChangeByte] ? 1 : 0) && isHeaderClean(heap);
}

/**
 * Make the directory sound again after a create, destroy or format that was cut off (Ctrl-C, out of memory, a worker
 * that died), for which open gives Fault.Interrupted. A pool that was not complete is given back; one that was being
 * destroyed is either still there or gone; other pools stay as they are. Returns true, also if there was nothing to
 * do, or false and changes nothing: not an image, or damaged by something else. Do not call it while another call on
 * the heap is running. O(regions).
 */
export function repair(heap: Heap): boolean {
  var words: Uint32Array;
  var row: number = Image.HeaderBytes;
  if (!isImage(heap)) return false;
  // A format that was cut off before it wrote the first row has changed nothing yet.
  if (!canFinish(heap))
    return heap[Image.ChangeByte] === Change.Format ? !!format(heap) : !!refuse(heap, Fault.Corrupt);
  words = directory(heap);
  // From here on a cut leaves what this call can begin with again.
  heap[Image.ChangeByte] = Change.Rows;
  words[Image.EpochWord]++;
  // The row that is torn first, so that there never are two.
  for (; row < heap.length; row += rowBytes(words, row)) words[(row >> 2) + 1] = ~words[row >> 2];
  for (row = Image.HeaderBytes; row < heap.length; row += rowBytes(words, row)) {
    if ((words[row >> 2] & 15) === Kind.New) writeRow(words, row, rowBytes(words, row), Kind.Hole);
  }
  mergeHoles(heap);
  heap[Image.ChangeByte] = Change.None;
  return true;
}
