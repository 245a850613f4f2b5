/** What programs get their memory from, where a bundle has headers; one that has not is none the larger for it. */

import { HAS_HEADERS } from '../board.ts';
import { create, destroy, repair } from '../headers/index.ts';
import type { Memory } from './state.ts';

export var usual: Memory | undefined = HAS_HEADERS ? { create: create, destroy: destroy, repair: repair } : undefined;
