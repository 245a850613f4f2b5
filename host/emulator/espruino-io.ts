/**
 * What of Espruino talks to other things, with nothing connected: what goes out is swallowed and told by name, and nothing comes in. Texts of the realm, so that what they
 * make is of the realm, too. What a board has beside these says that it is not simulated, see `missing.ts`.
 */
import { type Names, membersOf } from '../builtins/names.ts';
import type { Realm } from './realm.ts';
import type { StandInKind, StandIns } from './stand-ins.ts';

/**
 * Classes and objects by name, `#` before members of instances; of each: what goes out, by name, what reads something, and what is as on the board.
 * What a board has not is not looked at.
 */
const DEVICES = `(function () {
  function self() { return this; }
  function always(value) { return function () { return value; }; }
  function zeros(count) { return new Uint8Array(count); }
  function answer(data) { return typeof data === 'number' ? 0 : typeof data === 'string' ? '' : zeros(data.length); }
  function later(value) { return Promise.resolve(value); }
  function still() { return { x: 0, y: 0, z: 0 }; }
  function never() { return new Promise(function (resolve) { return resolve; }); }
  function nothing() {}
  function screen() { return { draw: nothing, move: nothing, select: nothing, drawItem: nothing, scroll: 0, isActive: always(true) }; }
  function named(names, f) {
    return names.split(' ').reduce(function (object, name) { object[name] = f; return object; }, {});
  }
  /** Whether something of the board is switched on. */
  function powered(names, object) {
    names.split(' ').forEach(function (name) {
      var isOn = false;
      object['set' + name + 'Power'] = function (on) { isOn = !!on; return isOn; };
      object['is' + name + 'On'] = function () { return isOn; };
    });
    return object;
  }
  return {
    globals: { nowhere: named('setDeepSleep show'), invented: { acceleration: still, compass: still } },
    E: {
      nowhere: Object.assign(named('enableWatchdog kickWatchdog showMessage'), {
        // Nobody ever chooses.
        showPrompt: never, showAlert: never, showMenu: screen, showScroller: screen
      }),
      invented: {
        getPowerUsage: function () { return { device: {}, total: 0 }; },
        getTemperature: always(21), getBattery: always(100), getAnalogVRef: always(3.3)
      }
    },
    'Serial#': {
      nowhere: named('setup unsetup print println write setConsole flush'),
      invented: { read: always(''), available: always(0), isConnected: always(true) },
      real: {
        inject: function (data) { this.emit('data', typeof data === 'string' ? data : String.fromCharCode.apply(String, data)); }
      }
    },
    'SPI#': { nowhere: named('setup write send4bit send8bit'), invented: { send: answer } },
    'I2C#': {
      nowhere: named('setup writeTo'),
      invented: {
        readFrom: function (address, count) { return zeros(count); },
        readReg: function (address, register, count) { return zeros(count); }
      }
    },
    'OneWire#': {
      nowhere: named('write select skip'),
      invented: { reset: always(false), search: function () { return []; }, read: always(255) }
    },
    NRF: {
      nowhere: named('setAdvertising setScanResponse setServices updateServices sleep wake restart disconnect setTxPower setAddress setConnectionInterval setLowPowerConnection setSecurity setRSSIHandler setWhitelist setScan eraseBonds nfcURL nfcPair nfcAndroidApp nfcRaw nfcStop'),
      invented: {
        getAddress: always('00:00:00:00:00:00'), getBattery: always(3),
        getSecurityStatus: function () { return { advertising: true, connected: false }; },
        findDevices: function (f, options) { setTimeout(function () { f([]); }, typeof options === 'number' ? options : 2000); }
      }
    },
    Puck: {
      nowhere: named('accelOff magOff accelWr magWr'),
      invented: {
        light: always(0.5), getTemperature: always(21), magTemp: always(21), getBatteryPercentage: always(100), capSense: always(0),
        mag: still, accel: function () { return { acc: still(), gyro: still() }; }, accelOn: always(true), magOn: always(true)
      }
    },
    Microbit: { nowhere: named('accelOff accelWr'), invented: { accel: still, mag: still, accelOn: always(true) } },
    Bangle: {
      nowhere: Object.assign(
        named('setLCDBrightness setLCDTimeout setLCDOverlay setPollInterval setOptions drawWidgets setUI resetCompass setStepCount setLocked'),
        { buzz: later, beep: later, loadWidgets: function () { global.WIDGETS = {}; } }
      ),
      invented: {
        isLocked: always(false), isCharging: always(false), getStepCount: always(0), getOptions: function () { return {}; },
        getAccel: function () { return { x: 0, y: 0, z: -1, diff: 0, td: 0, mag: 1 }; },
        getHealthStatus: function () { return { movement: 0, steps: 0, bpm: 0, bpmConfidence: 0 }; }
      },
      real: powered('HRM GPS Compass Barometer LCD', {})
    },
    'Graphics#': {
      nowhere: named('dump clear clearRect fillRect drawRect drawLine drawPoly fillPoly drawCircle fillCircle drawEllipse fillEllipse drawString drawImage drawImages moveTo lineTo setPixel setColor setBgColor setFont setFontAlign setFontVector setFontBitmap setFont6x15 setFont12x20 setFont14 setFont17 setFont22 setFont28 setRotation setClipRect setTheme reset flip scroll quadraticBezier drawLineAA drawPolyAA fillPolyAA drawCircleAA', self)
    }
  };
})()`;

type Device = Partial<Record<StandInKind | 'real', Record<string, ((...values: any[]) => unknown) | undefined>>>;

/** Of a side of its screen. */
const WATCH_PIXELS = 176;

/** Adds them to a board with `names`. Before stand-ins for what is missing, and after Pin and Promise. */
export function addDevices(realm: Realm, names: Names, standIns: StandIns): void {
  const { global } = realm;
  const devices = realm.run(DEVICES) as Record<string, Device>;
  const globals = membersOf(names.globals);
  const has = (owner: string, name: string): boolean => membersOf(names[owner]).some((member) => member.name === name);
  for (const [owner, device] of Object.entries(devices)) {
    const [name, part] = owner.split('#');
    if (owner === 'globals') {
      for (const [called, value] of Object.entries(membersOfDevice('', device, standIns)))
        if (has(owner, called)) global[called] = value;
      continue;
    }
    if (!globals.some((member) => member.name === name)) continue;
    global[name!] ??= part === undefined ? realm.copyOf({}) : classCalled(realm, name!, has(name!, 'new'));
    const holder = part === undefined ? global[name!] : global[name!].prototype;
    for (const [called, value] of Object.entries(membersOfDevice(owner, device, standIns)))
      if (has(owner, called)) Object.defineProperty(holder, called, { value, writable: true, configurable: true });
  }
  for (const { name, is } of globals) {
    if (is !== '' && typeof global[is] === 'function' && is !== 'Pin' && !(name in global))
      global[name] = Object.create(global[is].prototype as object);
  }
  // A watch has its screen from the start.
  if (global.Bangle) {
    const size = { getWidth: () => WATCH_PIXELS, getHeight: () => WATCH_PIXELS };
    const theme = realm.copyOf({ fg: 0, bg: 65535, fg2: 0, bg2: 65535, fgH: 0, bgH: 2047, dark: false });
    global.Bangle.appRect = realm.copyOf({
      x: 0,
      y: 0,
      w: WATCH_PIXELS,
      h: WATCH_PIXELS,
      x2: WATCH_PIXELS - 1,
      y2: WATCH_PIXELS - 1,
    });
    global.g = Object.assign(Object.create(global.Graphics.prototype as object), size, { theme });
  }
}

/** Its calls, of which stand-ins say that they were called. */
function membersOfDevice(owner: string, { nowhere, invented, real }: Device, standIns: StandIns): object {
  const all: Record<string, unknown> = { ...real };
  for (const [kind, calls] of Object.entries({ nowhere, invented }))
    for (const [name, call] of Object.entries(calls ?? {}))
      all[name] = standIns.inPlaceOf(`${owner && `${owner.replace('#', '')}.`}${name}`, kind as StandInKind, call);
  return all;
}

/** What `require` gives of a module that is connected to nothing. */
export const neopixel = (realm: Realm, standIns: StandIns): object =>
  Object.assign(realm.copyOf({}) as object, { write: standIns.inPlaceOf('require("neopixel").write', 'nowhere') });

/** Without a constructor it can have instances all the same: `Serial1`. */
const classCalled = ({ run }: Realm, name: string, isMade: boolean): object =>
  run(
    `(function () { return function ${name}() { ${isMade ? '' : `throw new Error("${name} has no constructor");`} }; })()`,
  ) as object;
