/** A small flash whose cells are put back with the heap, and where calls can be cut off. */
import { CutOff } from '../../host/emulator/index.ts';
import { nor, type Nor } from '../../host/flash/nor.ts';
import type { Metered } from '../support/metered.ts';

const GEOMETRY = { size: 11 * 256, eraseBytes: 256, programBytes: 4 };

/** A store whose cells can be saved and put back, whichever object works on it. */
export interface Flash {
  /** `outside` counts calls with addresses that are not in it. */
  store: Nor & { outside: number };
  save(): Nor;
  restore(saved: Nor): void;
  /** Make a call that is cut off before the nth program or erase from now, from 0: nothing more is stored anywhere. Whether it came to that. */
  cutAt(metered: Metered, nth: number, call: () => unknown): boolean;
}

export function flashOf(seed = 1, programBytes = 4, size = GEOMETRY.size): Flash {
  let current = nor({ ...GEOMETRY, size, programBytes, seed });
  const look = (address: number, bytes: number): void => {
    if (!(address >= 0 && bytes >= 0 && address + bytes <= size && Number.isInteger(address + bytes))) store.outside++;
  };
  let left = Infinity;
  let atCut = (): void => undefined;
  /** Whether there is still time for an operation. The library catches what a store throws, so the next store to RAM ends the call. */
  const isDue = (): boolean => {
    if (left-- > 0) return true;
    atCut();
    return false;
  };
  const store = {
    ...GEOMETRY,
    size,
    programBytes,
    outside: 0,
    read: (...values: Parameters<Nor['read']>) => (look(values[0], values[3]), left >= 0 && current.read(...values)),
    program: (...values: Parameters<Nor['program']>) => (
      look(values[0], values[3]),
      isDue() && current.program(...values)
    ),
    erase: (address: number) => (look(address, 256), isDue() && current.erase(address)),
    get violations() {
      return current.violations;
    },
  } as Nor & { outside: number };
  return {
    store,
    save: () => current.fork(1),
    restore: (saved) => {
      current = saved.fork(1);
    },
    cutAt({ board: { meter } }, nth, call) {
      left = nth;
      atCut = () => meter.cutAfter(0);
      try {
        call();
      } catch (error) {
        if (!(error instanceof CutOff)) throw error;
      }
      const wasCut = left < 0;
      meter.cutAfter(null);
      left = Infinity;
      return wasCut;
    },
  };
}
