/** Stores as the checked build has them: misuse throws. A device that fails or is full stays a return value. */

import { FLASH_PAGES, HAS_COMMIT } from '../board.ts';
import { judge } from '../core/checked.ts';
import { Fault, fault, forgetFault } from '../core/faults.ts';
import { Least, type Store } from '../core/store.ts';
import * as lean from './index.ts';

var FILES = 'a whole number of sectors from 1 up, and a name in ASCII that the device keeps whole, the number of the last sector included ' +
  '(Espruino: 28 bytes), and that nothing else has; each engine has one of storage and files';
var AREA = 'whole sectors that are free on this board';

/** See index.ts; throws when the count or the name cannot be. */
export function storage(sectors: number, name: string): Store | null {
  forgetFault();
  return judge(lean.storage(sectors, name), 'stores.storage', sectors + ', ' + name, FILES);
}

/** See index.ts; throws when there is no such area. */
export function flash(address: number, sectors: number): Store | null {
  forgetFault();
  return judge(lean.flash(address, sectors), 'stores.flash', address + ', ' + sectors, AREA);
}

/** See index.ts; throws when the count or the name cannot be. */
export function files(sectors: number, name: string): Store | null {
  forgetFault();
  return judge(lean.files(sectors, name), 'stores.files', sectors + ', ' + name, FILES);
}

/** See index.ts; throws when the board leaves too few sectors to pages: it says how many a pager needs. */
export function usual(sectors?: number): Store | null {
  var store: Store | null;
  forgetFault();
  store = lean.usual(sectors);
  if (!store && fault() === Fault.StoreTooSmall) {
    throw new Error('stores.usual(): the board leaves ' + FLASH_PAGES + ' sectors to pages, and ' + (HAS_COMMIT ? Least.PagerSectors : Least.SwapSectors) +
      ' are needed: say how many you want, where there is room for more');
  }
  return judge(store, 'stores.usual', sectors, FILES);
}
