/** What the firmware of a board calls itself: process.env.BOARD of Espruino, by the name of our profile. */
import type { BoardProfile } from '../emulator/index.ts';

/** Names in use; the first is that of the profile's firmware. A board that is not here goes by its own name. */
const NAMES: Record<string, string[]> = {
  banglejs2: ['BANGLEJS2'],
  esp32: ['ESP32', 'ESP32_IDF4', 'ESP32_CYD'],
  esp32c3: ['ESP32C3_IDF4'],
  esp8266: ['ESP8266_4MB', 'ESP8266_BOARD'],
  'espruino-pico': ['PICO_R1_3'],
  microbit2: ['MICROBIT2'],
  pico: ['RP2040_PICO'],
  pico2: ['RP2350_PICO2'],
  puckjs: ['PUCKJS'],
};

const namesOf = (board: string): string[] => NAMES[board] ?? [board.toUpperCase()];

export const firmwareOf = ({ board, engine }: BoardProfile): { name: string; version: string } => ({
  name: namesOf(board)[0]!,
  version: engine.version,
});

/** Whether firmware that calls itself `name` is the board's; variants such as PUCKJS_LITE count. */
export const isFirmwareOf = (board: string, name: string): boolean =>
  namesOf(board).some((known) => name === known || name.startsWith(`${known}_`));
