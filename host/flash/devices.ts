/** What a program on an emulated board finds when it requires the engine's modules for flash. */
import type { BoardProfile } from '../boards/board.ts';
import { type EspruinoFlash, espruinoFlash } from './espruino.ts';
import { type KalumaFlash, kalumaFlash } from './kaluma.ts';
import type { Nor } from './nor.ts';
import { boardFlash } from './stores.ts';

export type FlashModules = EspruinoFlash | KalumaFlash;

/** What getFree() lists on an ESP32: the second area overlaps Storage, the first is where settings are. */
const ESP32_LISTED = [
  { addr: 0xe000, length: 0x2000 },
  { addr: 0x360000, length: 0xa0000 },
];
const ESP32_BASE = 0x310000;
const ESP32_BYTES = 16 * 4096;
/** The littlefs of a Pico starts here, in blocks after the firmware; of a Pico 2 later, which no test needs. */
const KALUMA_FIRST_BLOCK = 132;

/** The modules for flash of a board; keep the object over reboots. `nor` is the board's own when not given. */
export function flashModules(profile: BoardProfile, nor?: Nor): FlashModules | null {
  const { engine, board, flash } = profile;
  if (engine.name === 'host' || flash.pages === 0) return null;
  // Storage and littlefs need room besides the files themselves.
  const own = (): Nor => boardFlash(profile, { size: 2 * flash.pages * flash.eraseBytes });
  if (engine.name === 'kaluma') return kalumaFlash(nor ?? own(), { firstBlock: KALUMA_FIRST_BLOCK });
  if (board === 'esp32') {
    return espruinoFlash(nor ?? boardFlash(profile, { size: ESP32_BYTES }), {
      base: ESP32_BASE,
      alsoListed: ESP32_LISTED,
    });
  }
  return espruinoFlash(nor ?? own(), { isGuarded: board.startsWith('pico') });
}
