/**
 * Modules of Kaluma with nothing connected, over its pins and timers: what goes out is swallowed, what comes in is zero. Texts of the realm, so that
 * what they make is of the realm, too; what a module has beside these says that it is not simulated.
 */
import type { Realm } from './realm.ts';

/** Name -> what makes its exports. */
const MODULES = `(function () {
  function nothing() {}
  function zeros(count) { return new Uint8Array(count); }
  function methods(Class, members) {
    for (var name in members) Object.defineProperty(Class.prototype, name, { value: members[name], writable: true, configurable: true });
    return Class;
  }
  function EventEmitter() { this._events = {}; }
  function listenersOf(emitter, type) {
    emitter._events = emitter._events || {};
    return (emitter._events[type] = emitter._events[type] || []);
  }
  function add(type, listener) {
    if (typeof listener !== 'function') throw new TypeError('"listener" argument must be a function');
    listenersOf(this, type).push(listener);
    return this;
  }
  function remove(type, listener) {
    var list = listenersOf(this, type), at = list.indexOf(listener);
    if (at >= 0) list.splice(at, 1);
    return this;
  }
  methods(EventEmitter, {
    on: add, addListener: add, off: remove, removeListener: remove,
    once: function (type, listener) {
      var self = this;
      function once() { self.off(type, once); listener.apply(self, arguments); }
      return this.on(type, once);
    },
    removeAllListeners: function (type) {
      if (type === undefined) this._events = {}; else this._events[type] = [];
      return this;
    },
    emit: function (type) {
      var values = Array.prototype.slice.call(arguments, 1), list = listenersOf(this, type).slice();
      if (type === 'error' && !list.length) throw values[0];
      list.forEach(function (listener) { listener.apply(this, values); }, this);
      return list.length > 0;
    },
    listeners: function (type) { return listenersOf(this, type); },
    listenerCount: function (type) { return listenersOf(this, type).length; }
  });
  function emitting(Class, members) {
    Class.prototype = Object.create(EventEmitter.prototype, { constructor: { value: Class, writable: true, configurable: true } });
    return methods(Class, members);
  }
  return {
    events: function () { return { EventEmitter: EventEmitter }; },
    gpio: function () {
      function GPIO(pin, mode) { this.pin = pin; this.setMode(mode); }
      return { GPIO: methods(GPIO, {
        setMode: function (mode) { this.mode = typeof mode === 'number' && mode >= 0 && mode <= INPUT_PULLDOWN ? mode : INPUT; pinMode(this.pin, this.mode); },
        read: function () { return digitalRead(this.pin); },
        write: function (value) { digitalWrite(this.pin, value); },
        toggle: function () { digitalToggle(this.pin); },
        low: function () { digitalWrite(this.pin, LOW); },
        high: function () { digitalWrite(this.pin, HIGH); }
      }) };
    },
    led: function () {
      function LED(pin) { this.pin = pin; pinMode(pin, OUTPUT); }
      return { LED: methods(LED, {
        on: function () { digitalWrite(this.pin, HIGH); },
        off: function () { digitalWrite(this.pin, LOW); },
        toggle: function () { digitalToggle(this.pin); },
        read: function () { return digitalRead(this.pin); }
      }) };
    },
    button: function () {
      function Button(pin, options) {
        EventEmitter.call(this);
        options = options || {};
        this.pin = pin;
        this.mode = typeof options.mode === 'number' ? options.mode : INPUT_PULLUP;
        this.event = typeof options.event === 'number' ? options.event : FALLING;
        this.debounce = typeof options.debounce === 'number' ? options.debounce : 50;
        pinMode(pin, this.mode);
        var self = this;
        this.watchId = setWatch(function () { self.emit('click'); }, pin, this.event, this.debounce);
      }
      return { Button: emitting(Button, {
        read: function () { return digitalRead(this.pin); },
        close: function () { clearWatch(this.watchId); }
      }) };
    },
    pwm: function () {
      function PWM(pin, frequency, duty) { this.pin = pin; this._frequency = frequency || 490; this._duty = duty === undefined ? 1 : duty; this._inversion = false; }
      return { PWM: methods(PWM, {
        start: nothing, stop: nothing, close: nothing,
        getDuty: function () { return this._duty; }, setDuty: function (duty) { this._duty = duty; },
        getFrequency: function () { return this._frequency; }, setFrequency: function (frequency) { this._frequency = frequency; },
        getInversion: function () { return this._inversion; }, setInversion: function (inversion) { this._inversion = inversion; }
      }) };
    },
    adc: function () {
      function ADC(pin) { this.pin = pin; analogRead(pin); }
      return { ADC: methods(ADC, { read: function () { return analogRead(this.pin); } }) };
    },
    i2c: function () {
      function I2C(bus) { this.bus = bus; }
      I2C.MASTER = 0;
      I2C.SLAVE = 1;
      return { I2C: methods(I2C, {
        write: function (data) { return data.length; }, read: function (count) { return zeros(count); },
        memWrite: function (data) { return data.length; }, memRead: function (count) { return zeros(count); }, close: nothing
      }) };
    },
    spi: function () {
      function SPI(bus) { this.bus = bus; }
      ['MODE_0', 'MODE_1', 'MODE_2', 'MODE_3'].forEach(function (name, i) { SPI[name] = i; });
      SPI.MSB = 0;
      SPI.LSB = 1;
      return { SPI: methods(SPI, {
        transfer: function (data) { return zeros(data.length); }, send: function (data) { return data.length; },
        recv: function (count) { return zeros(count); }, close: nothing
      }) };
    },
    uart: function () {
      function UART(port) { EventEmitter.call(this); this.port = port; }
      ['NONE', 'ODD', 'EVEN'].forEach(function (name, i) { UART['PARITY_' + name] = i; });
      ['NONE', 'RTS', 'CTS', 'RTS_CTS'].forEach(function (name, i) { UART['FLOW_' + name] = i; });
      return { UART: emitting(UART, { write: nothing, close: nothing }) };
    },
    wdt: function () {
      function WDT(timeout) { if (typeof timeout !== 'number') throw new TypeError('"timeout" argument must be a number'); }
      return { WDT: methods(WDT, { feed: nothing }) };
    },
    rtc: function () {
      var ahead = 0;
      return { getTime: function () { return Date.now() + ahead; }, setTime: function (time) { ahead = time - Date.now(); } };
    },
    storage: function () {
      var items = {};
      var storage = {
        setItem: function (key, value) { items[key] = String(value); },
        getItem: function (key) { return Object.prototype.hasOwnProperty.call(items, key) ? items[key] : null; },
        removeItem: function (key) { delete items[key]; },
        clear: function () { items = {}; },
        key: function (at) { return Object.keys(items)[at] === undefined ? null : Object.keys(items)[at]; }
      };
      Object.defineProperty(storage, 'length', { get: function () { return Object.keys(items).length; } });
      return storage;
    }
  };
})()`;

export const kalumaModules = ({ run }: Realm): Record<string, () => object> =>
  run(MODULES) as Record<string, () => object>;
