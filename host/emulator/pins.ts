/**
 * Pins of a board with nothing connected: what was written is read back, and what a test changes is told to watches. Espruino's pins are objects, each
 * there once, whatever it is called: LED1 of a Puck.js is its D5; calls take them, their names and numbers. Kaluma's are numbers.
 */
import { type Names, membersOf } from '../builtins/names.ts';
import type { Events } from './events.ts';
import type { Realm } from './realm.ts';
import type { StandIns } from './stand-ins.ts';

/** What an analog input reads, of 0 to 1. */
const ANALOG = 0.5;
const MODES = /^(auto|analog|input(_pullup|_pulldown)?|output|opendrain(_pullup)?|af_output|af_opendrain)$/;

export class Pins {
  readonly levels = new Map<unknown, number>();
  readonly modes = new Map<unknown, unknown>();
  /** The pin that a value stands for; throws where it stands for none. */
  readonly #pinOf: (value: unknown) => unknown;

  constructor(pinOf: (value: unknown) => unknown) {
    this.#pinOf = pinOf;
  }

  read = (pin: unknown): number =>
    Array.isArray(pin)
      ? pin.reduce((sum: number, one) => sum * 2 + this.read(one), 0)
      : (this.levels.get(this.#pinOf(pin)) ?? 0);

  write = (pin: unknown, level: unknown): void => {
    if (!Array.isArray(pin)) return void this.levels.set(this.#pinOf(pin), Number(Boolean(level)));
    // The last pin of a list takes the lowest bit.
    pin.forEach((one, i) => this.write(one, (Number(level) >> (pin.length - 1 - i)) & 1));
  };

  /** To a level and back, once or several times: it is left as it was before. */
  pulse = (pin: unknown, level: unknown): void => this.write(pin, !level);

  toggle = (pin: unknown): boolean => {
    this.write(pin, !this.read(pin));
    return this.read(pin) === 1;
  };

  analog = (pin: unknown): number => {
    this.#pinOf(pin);
    return ANALOG;
  };

  setMode = (pin: unknown, mode: unknown): void => void this.modes.set(this.#pinOf(pin), mode);
  mode = (pin: unknown): unknown => this.modes.get(this.#pinOf(pin));
}

/** Gives the realm of an Espruino its pins, and the calls that take them. */
export function addEspruinoPins(realm: Realm, names: Names, events: Events, standIns: StandIns): void {
  const { global } = realm;
  const Pin = realm.run('(function Pin(value) { return Pin.of(value); })');
  const byName = new Map<string, object>();
  const nameOf = new Map<unknown, string>();
  for (const { name } of membersOf(names.pins)) {
    const pin = Object.create(Pin.prototype) as object;
    byName.set(name, pin);
    nameOf.set(pin, name);
    global[name] = pin;
  }
  const fail = (): never => {
    throw new global.Error('Invalid pin');
  };
  const list = [...byName.values()];
  const pinOf = (value: unknown): unknown =>
    nameOf.has(value) ? value : ((typeof value === 'number' ? list[value] : byName.get(value as string)) ?? fail());
  const pins = new Pins(pinOf);
  Object.defineProperty(Pin, 'of', { value: pinOf });
  for (const { name, is } of membersOf(names.globals)) if (byName.has(is)) global[name] = byName.get(is);
  // A pin of which nothing more is known: it has no other name.
  for (const { name, is } of membersOf(names.globals))
    if (is === 'Pin') {
      global[name] = Object.create(Pin.prototype);
      nameOf.set(global[name], name);
    }
  const setMode = (pin: unknown, mode?: unknown): void => {
    if (mode !== undefined && !MODES.test(String(mode))) throw new global.Error('Unknown pin mode');
    pins.setMode(pin, mode === undefined ? 'auto' : String(mode));
  };
  const modeOf = (pin: unknown): unknown => pins.mode(pin) ?? 'analog';
  const written = (pin: unknown, level: unknown): void => {
    pins.write(pin, level);
    for (const one of Array.isArray(pin) ? pin : [pin])
      if (/^(auto|undefined)$/.test(String(pins.mode(one)))) pins.setMode(one, 'output');
  };
  const members: Record<string, (pin: unknown, ...values: any[]) => unknown> = {
    read: (pin) => pins.read(pin) === 1,
    write: written,
    set: (pin: unknown) => written(pin, 1),
    reset: (pin: unknown) => written(pin, 0),
    toggle: pins.toggle,
    mode: setMode,
    getMode: modeOf,
    pwm: (pin, value) => written(pin, Number(value) >= ANALOG),
    pulse: (pin, level) => pins.pulse(pin, level),
    getInfo: (pin) => infoOf(realm, nameOf.get(pin)!),
    toString: (pin: unknown) => nameOf.get(pin),
    toJSON: (pin) => nameOf.get(pin),
    valueOf: (pin: unknown) => list.indexOf(pin as object),
  };
  for (const [name, call] of Object.entries(members))
    hide(Pin.prototype as object, name, function (this: unknown, ...values: unknown[]): unknown {
      return call(this, ...values);
    });
  const analog = function (this: unknown): number {
    return pins.analog(this);
  };
  hide(Pin.prototype as object, 'analog', standIns.inPlaceOf('Pin.analog', 'invented', analog));
  hide(Pin.prototype as object, Symbol.toPrimitive, function (this: unknown, hint: string): unknown {
    // "" + LED1 is D5, and D1 + 1 is 2, on the board: here it is D11.
    return hint === 'number' ? list.indexOf(this as object) : nameOf.get(this);
  });
  events.pinOf = pinOf;
  events.onChange = (pin, state) => void pins.levels.set(pin, Number(state));
  events.levelOf = (pin) => pins.levels.get(pin) === 1;
  const buttons = new Set(
    membersOf(names.globals).flatMap(({ name }) => (/^BTN\d?$/.test(name) ? [global[name]] : [])),
  );
  events.isButton = (pin) => buttons.has(pin);
  Object.assign(global, {
    Pin,
    digitalRead: pins.read,
    digitalWrite: written,
    digitalPulse: pins.pulse,
    analogRead: standIns.inPlaceOf('analogRead', 'invented', pins.analog),
    analogWrite: (pin: unknown, value: unknown) => written(pin, Number(value) >= ANALOG),
    pinMode: setMode,
    getPinMode: modeOf,
    shiftOut: standIns.inPlaceOf('shiftOut', 'nowhere'),
    HIGH: 1,
    LOW: 0,
  });
}

const infoOf = ({ copyOf }: Realm, name: string): unknown =>
  copyOf({ port: name[0], num: Number(name.slice(1)), functions: {} });

const hide = (object: object, name: PropertyKey, value: unknown): void =>
  void Object.defineProperty(object, name, { value, writable: true, configurable: true, enumerable: false });

const KALUMA_WORDS = {
  LOW: 0,
  HIGH: 1,
  INPUT: 0,
  OUTPUT: 1,
  INPUT_PULLUP: 2,
  INPUT_PULLDOWN: 3,
  LOW_LEVEL: 1,
  HIGH_LEVEL: 2,
  FALLING: 4,
  RISING: 8,
  CHANGE: 12,
};
/** GPIO 0 to 28 of a Pico; analog inputs are 26 and up. */
const KALUMA_PINS = 30;
const KALUMA_ANALOG = 26;

/** Kaluma's: pins are numbers. */
export function addKalumaPins({ global }: Realm, events: Events, standIns: StandIns): Pins {
  const from =
    (first: number) =>
    (pin: unknown): unknown => {
      if (typeof pin === 'number' && pin >= first && pin < KALUMA_PINS) return pin;
      throw new global.Error('Invalid pin number');
    };
  const pins = new Pins(from(0));
  events.pinOf = from(0);
  events.onChange = (pin, state) => void pins.levels.set(pin, Number(state));
  Object.assign(global, {
    ...KALUMA_WORDS,
    pinMode: (pin: unknown, mode: unknown) => [pin].flat().forEach((one) => pins.setMode(one, mode)),
    digitalRead: pins.read,
    digitalWrite: pins.write,
    digitalToggle: (pin: unknown) => void pins.toggle(pin),
    analogRead: standIns.inPlaceOf('analogRead', 'invented', (pin: unknown) => pins.analog(from(KALUMA_ANALOG)(pin))),
    analogWrite: (pin: unknown, value: unknown) => pins.write(pin, Number(value) >= ANALOG),
    pulseWrite: (pin: unknown, level: unknown) => pins.pulse(pin, level),
    tone: standIns.inPlaceOf('tone', 'nowhere'),
    noTone: standIns.inPlaceOf('noTone', 'nowhere'),
  });
  return pins;
}
