/** Pins of a board, as far as programs can tell without anything connected: what was written is read back. */

type Pin = Record<string, unknown>;

/** Names that may be pins of an Espruino board; those that a program uses are there. */
const NAMES = /\b(?:LED\d?|BTN\d?|[A-H]\d{1,2})\b/g;

export class Pins {
  readonly levels = new Map<unknown, number>();

  read = (pin: unknown): number => this.levels.get(pin) ?? 0;

  write = (pin: unknown, level: unknown): void => {
    if (!Array.isArray(pin)) return void this.levels.set(pin, Number(Boolean(level)));
    // The last pin of a list takes the lowest bit.
    pin.forEach((one, i) => this.write(one, (Number(level) >> (pin.length - 1 - i)) & 1));
  };

  toggle = (pin: unknown): boolean => {
    this.write(pin, !this.read(pin));
    return this.read(pin) === 1;
  };

  /** Espruino's globals, with the pins that `source` names and that are no names of its own. */
  espruino(source: string): Record<string, unknown> {
    const names = new Set(source.match(NAMES) ?? []);
    const declared = (name: string): boolean => new RegExp(`\\b(?:var|let|const|function)\\s+${name}\\b`).test(source);
    const pins = [...names].filter((name) => !declared(name)).map((name) => [name, this.#pin(name)] as const);
    return {
      ...Object.fromEntries(pins),
      digitalRead: this.read,
      digitalWrite: this.write,
      digitalPulse: this.write,
      analogRead: () => 0.5,
      analogWrite: this.write,
      pinMode: () => undefined,
    };
  }

  /** Kaluma's globals: its pins are numbers. */
  kaluma(): Record<string, unknown> {
    const words = {
      LOW: 0,
      HIGH: 1,
      INPUT: 0,
      OUTPUT: 1,
      INPUT_PULLUP: 2,
      INPUT_PULLDOWN: 3,
      LOW_LEVEL: 1,
      HIGH_LEVEL: 2,
    };
    return {
      ...words,
      FALLING: 4,
      RISING: 8,
      CHANGE: 12,
      pinMode: () => undefined,
      digitalRead: this.read,
      digitalWrite: this.write,
      digitalToggle: this.toggle,
      analogRead: () => 0.5,
      analogWrite: this.write,
    };
  }

  #pin(name: string): Pin {
    const pin: Pin = {
      toString: () => name,
      read: () => this.read(pin) === 1,
      write: (level: unknown) => this.write(pin, level),
      set: () => this.write(pin, 1),
      reset: () => this.write(pin, 0),
      toggle: () => this.toggle(pin),
      mode: () => undefined,
      getMode: () => 'auto',
      analog: () => 0.5,
      pwm: () => undefined,
      pulse: () => undefined,
    };
    return pin;
  }
}
