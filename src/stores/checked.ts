/** Stores as the checked build has them: misuse throws. A device that fails or is full stays a return value. */

import { FLASH_PAGES, HAS_COMMIT } from '../board.ts';
import { checked, complain } from '../core/checked.ts';
import { Fault, fault, forgetFault } from '../core/faults.ts';
import { Least, type Store } from '../core/store.ts';
import * as lean from './index.ts';

export type { Store } from './index.ts';

var FILES =
  'sectors must be a whole number from 1 up, and the name ASCII, not used by anything else, and with the number of the last sector no longer than the device allows ' +
  '(Espruino: 28 bytes); Espruino has storage, Kaluma has files';
var AREA = 'whole sectors that are free on this board';

/** As lean.usual, but says how many sectors a pager needs where the board leaves too few. */
function usualOrTell(sectors?: number): Store | null {
  var store = lean.usual(sectors);
  return store || fault() !== Fault.StoreTooSmall
    ? store
    : complain(
        'stores.usual',
        '',
        'the board leaves ' +
          FLASH_PAGES +
          ' sectors to pages, and ' +
          (HAS_COMMIT ? Least.PagerSectors : Least.SwapSectors) +
          ' are needed: pass the number of sectors if there is room for more',
      );
}

export var storage = checked(lean.storage, 'stores.storage($0, $1)', forgetFault, FILES);
export var flash = checked(lean.flash, 'stores.flash($0, $1)', forgetFault, AREA);
export var files = checked(lean.files, 'stores.files($0, $1)', forgetFault, FILES);
export var usual: typeof lean.usual = checked(usualOrTell, 'stores.usual($0)', forgetFault, FILES);
