/** `require` for the engine's own modules, each made when a program first asks for it: flash, what Kaluma has for its pins, and stand-ins for the rest. */
import type { BoardProfile } from '../boards/board.ts';
import type { Names } from '../builtins/names.ts';
import { type FlashModules, flashModules } from '../flash/devices.ts';
import { neopixel } from './espruino-io.ts';
import { kalumaModules } from './kaluma-modules.ts';
import { fillModule, hasModule } from './missing.ts';
import type { Realm } from './realm.ts';
import type { StandIns } from './stand-ins.ts';

/** What flash/ has of each engine. */
const OF_FLASH = { espruino: /^(Storage|Flash)$/, kaluma: /^(flash|fs)$/ };

/** What a module has when nothing is connected; `given` is the flash of a board that started before. Returns what tells it, once it was asked for. */
export function addModules(
  realm: Realm,
  board: BoardProfile,
  names: Names,
  standIns: StandIns,
  given?: FlashModules,
): () => FlashModules | null {
  const { global } = realm;
  const isKaluma = board.engine.name === 'kaluma';
  const ofFlash = isKaluma ? OF_FLASH.kaluma : OF_FLASH.espruino;
  const made = new Map<string, object>();
  const ours = isKaluma ? kalumaModules(realm) : { neopixel: () => neopixel(realm, standIns) };
  let flash = given ?? null;
  const make = (name: string): object => {
    if (ofFlash.test(name)) {
      flash ??= flashModules(board);
      if (!flash) throw new global.Error(`no module ${name}: the board has no flash for it`);
      return flash.require(name) as object;
    }
    const known = (ours as Record<string, () => object>)[name];
    return known ? known() : (realm.copyOf({}) as object);
  };
  global.require = (name: string) => {
    if (!hasModule(names, name))
      throw new global.Error(isKaluma ? `Failed to load module: ${name}` : `Module ${name} not found`);
    if (!made.has(name)) made.set(name, fillModule(realm, board.board, names, name, make(name)));
    return made.get(name);
  };
  if (isKaluma) {
    global.storage = global.require('storage');
    global.process.getBuiltinModule = global.require;
  }
  return () => flash;
}
