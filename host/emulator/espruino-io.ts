/**
 * What of Espruino talks to other things, with nothing connected: what goes out is swallowed, and nothing comes in. Texts of the realm, so that what they
 * make is of the realm, too. What a board has beside these says that it is not simulated, see `missing.ts`.
 */
import { type Names, membersOf } from '../builtins/names.ts';
import type { Realm } from './realm.ts';

/** Classes and objects by name; `#` before members of instances. What a board has not is not looked at. */
const DEVICES = `(function () {
  function nothing() {}
  function self() { return this; }
  function zero() { return 0; }
  function none() { return ''; }
  function zeros(count) { return new Uint8Array(count); }
  function answer(data) { return typeof data === 'number' ? 0 : typeof data === 'string' ? '' : zeros(data.length); }
  function truth() { return true; }
  function swallow(names, object) {
    names.split(' ').forEach(function (name) { object[name] = nothing; });
    return object;
  }
  function later(value) { return Promise.resolve(value); }
  /** Whether something of the board is switched on. */
  function powered(names, object) {
    names.split(' ').forEach(function (name) {
      var isOn = false;
      object['set' + name + 'Power'] = function (on) { isOn = !!on; return isOn; };
      object['is' + name + 'On'] = function () { return isOn; };
    });
    return object;
  }
  var still = { x: 0, y: 0, z: 0 };
  return {
    'Serial#': swallow('setup unsetup print println write setConsole flush', {
      read: none, available: zero, isConnected: truth,
      inject: function (data) { this.emit('data', typeof data === 'string' ? data : String.fromCharCode.apply(String, data)); }
    }),
    'SPI#': swallow('setup write', { send: answer, send4bit: nothing, send8bit: nothing }),
    'I2C#': swallow('setup writeTo', {
      readFrom: function (address, count) { return zeros(count); },
      readReg: function (address, register, count) { return zeros(count); }
    }),
    'OneWire#': swallow('write select skip', { reset: function () { return false; }, search: function () { return []; }, read: function () { return 255; } }),
    NRF: swallow('setAdvertising setScanResponse setServices updateServices sleep wake restart disconnect setTxPower setAddress setConnectionInterval setLowPowerConnection setSecurity setRSSIHandler setWhitelist eraseBonds nfcURL nfcPair nfcAndroidApp nfcRaw nfcStop', {
      getAddress: function () { return '00:00:00:00:00:00'; },
      getBattery: function () { return 3; },
      getSecurityStatus: function () { return { advertising: true, connected: false }; },
      setScan: nothing,
      findDevices: function (f, options) { setTimeout(function () { f([]); }, typeof options === 'number' ? options : 2000); }
    }),
    Puck: swallow('accelOff magOff accelWr magWr', {
      light: function () { return 0.5; }, getTemperature: function () { return 21; }, magTemp: function () { return 21; },
      getBatteryPercentage: function () { return 100; }, capSense: zero, mag: function () { return still.clone(); },
      accel: function () { return { acc: still.clone(), gyro: still.clone() }; },
      accelOn: truth, magOn: truth
    }),
    Microbit: swallow('accelOff accelWr', {
      accel: function () { return still.clone(); }, mag: function () { return still.clone(); }, accelOn: truth
    }),
    Bangle: powered('HRM GPS Compass Barometer LCD', swallow('setLCDBrightness setLCDTimeout setLCDOverlay setPollInterval setOptions loadWidgets drawWidgets setUI resetCompass setStepCount', {
      isLocked: function () { return false; }, setLocked: nothing, isCharging: function () { return false; },
      buzz: later, beep: later, getStepCount: zero, getOptions: function () { return {}; },
      getAccel: function () { return { x: 0, y: 0, z: -1, diff: 0, td: 0, mag: 1 }; },
      getHealthStatus: function () { return { movement: 0, steps: 0, bpm: 0, bpmConfidence: 0 }; }
    })),
    'Graphics#': swallow('dump', ('clear clearRect fillRect drawRect drawLine drawPoly fillPoly drawCircle fillCircle drawEllipse fillEllipse drawString drawImage drawImages moveTo lineTo setPixel setColor setBgColor setFont setFontAlign setFontVector setFontBitmap setFont6x15 setFont12x20 setFont14 setFont17 setFont22 setFont28 setRotation setClipRect setTheme reset flip scroll quadraticBezier drawLineAA drawPolyAA fillPolyAA drawCircleAA').split(' ').reduce(function (object, name) {
      object[name] = self;
      return object;
    }, {}))
  };
})()`;

/** Of a side of its screen. */
const WATCH_PIXELS = 176;

/** Adds them to a board with `names`. Before stand-ins for what is missing, and after Pin and Promise. */
export function addDevices(realm: Realm, names: Names): void {
  const { global } = realm;
  const devices = realm.run(DEVICES) as Record<string, Record<string, unknown>>;
  const globals = membersOf(names.globals);
  const has = (owner: string, name: string): boolean => membersOf(names[owner]).some((member) => member.name === name);
  for (const [owner, members] of Object.entries(devices)) {
    const [name, part] = owner.split('#');
    if (!globals.some((member) => member.name === name)) continue;
    global[name!] ??= part === undefined ? realm.copyOf({}) : classCalled(realm, name!, has(name!, 'new'));
    const holder = part === undefined ? global[name!] : global[name!].prototype;
    for (const [called, value] of Object.entries(members))
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
    global.g = Object.assign(Object.create(global.Graphics.prototype as object), size, { theme });
  }
}

/** Without a constructor it can have instances all the same: `Serial1`. */
const classCalled = ({ run }: Realm, name: string, isMade: boolean): object =>
  run(
    `(function () { return function ${name}() { ${isMade ? '' : `throw new Error("${name} has no constructor");`} }; })()`,
  ) as object;
