/** Emulated boards have what was found on their engine, all of it and nothing else. */
import { type Member, type Names, membersOf, ownersOf } from '../../host/builtins/names.ts';
import { builtinsOf } from '../../host/builtins/recorded.ts';
import { type Emulated, boardNames, boot, readBoard } from '../../host/emulator/index.ts';

const boards = boardNames().filter((name) => name !== 'host');
const emulated = new Map(boards.map((name) => [name, boot(name, { bundleFile: null })]));
const namesOf = (board: string): Names => builtinsOf(readBoard(board))!.names;
const run = (board: string, source: string): any => emulated.get(board)!.run(source);

/** The loader of native code asks for it, and goes on without. */
const LEFT_OUT = ['E.nativeCall'];
/** Ours, or the engine's own that have no name in its tables. */
const BESIDE = /^(__|\xff$|ckremm$|g$|global$|globalThis$)/;

/** What an owner is in the realm: `Array#` is Array.prototype. */
function holderOf({ realm, run: evaluate }: Emulated, owner: string): any {
  const [name, part] = owner.split('#');
  if (owner === 'globals' || owner === 'pins') return realm;
  if (name === 'ArrayBufferView')
    return evaluate(`Object.getPrototypeOf(Uint8Array${part === undefined ? '' : '.prototype'})`);
  const module = /^require\((.*)\)$/.exec(name!);
  if (module) return part === undefined ? realm.require(module[1]) : undefined;
  const value = Object.hasOwn(realm, name!) ? realm[name!] : undefined;
  return part === undefined ? value : value?.prototype;
}

/** Looked up without being read: a value that is not simulated says so when it is. */
function descriptorOf(holder: object, name: string): PropertyDescriptor | undefined {
  for (let object = holder; object; object = Object.getPrototypeOf(object)) {
    const found = Object.getOwnPropertyDescriptor(object, name);
    if (found) return found;
  }
  return undefined;
}

test.each(boards)('%s has all of it', (board) => {
  const missing: string[] = [];
  for (const { owner, members } of ownersOf(namesOf(board))) {
    const holder = owner === 'modules' ? undefined : holderOf(emulated.get(board)!, owner);
    if (!holder) continue;
    for (const { name, isFunction } of members.filter((member: Member) => member.name !== 'new')) {
      const found = descriptorOf(holder, name);
      const isRight = found && (!isFunction || !('value' in found) || found.value !== undefined);
      if (!isRight && !LEFT_OUT.includes(`${owner}.${name}`)) missing.push(`${owner} ${name}`);
    }
  }
  expect(missing).toEqual([]);
});

test.each(boards)('%s has nothing else', (board) => {
  const { realm } = emulated.get(board)!;
  const names = namesOf(board);
  const has = (owner: string): string[] => membersOf(names[owner]).map(({ name }) => name);
  const isOfAll = (name: string): boolean =>
    /^(constructor|toString|valueOf|toJSON|name|message|length|prototype)$/.test(name);
  const globals = [...has('globals'), ...has('pins')];
  // What Node.js lets nobody take away stays.
  const isFixed = (holder: object, name: string): boolean =>
    Object.getOwnPropertyDescriptor(holder, name)!.configurable === false;
  const extra = Object.getOwnPropertyNames(realm).filter(
    (name) => !globals.includes(name) && !BESIDE.test(name) && !isFixed(realm, name),
  );
  for (const owner of ['Array', 'String', 'Object', 'Math', 'Number', 'Date', 'JSON', 'ArrayBufferView', 'Function'])
    for (const part of ['', '#']) {
      const holder = holderOf(emulated.get(board)!, owner + part);
      if (!holder) continue;
      const listed = has(owner + part);
      for (const name of Object.getOwnPropertyNames(holder))
        if (!listed.includes(name) && !isOfAll(name) && !isFixed(holder as object, name))
          extra.push(`${owner}${part} ${name}`);
    }
  expect(extra).toEqual([]);
});

test('what programs had to do without is there, and what boards lack is not', () => {
  expect(run('puckjs', 'var a = [3, 1, 2]; [a.shift(), a.splice(0, 1), a.includes(2), a.sort()].join()')).toBe(
    '3,1,true,2',
  );
  expect(run('puckjs', '"7".padStart(2, "0") + "a-b".split("-").reverse().join() + Object.entries({ a: 1 })')).toBe(
    '07b,aa,1',
  );
  for (const name of ['Map', 'Symbol', 'BigInt', 'RangeError', 'WeakMap', 'Proxy'])
    expect([name, run('puckjs', `typeof ${name}`)]).toEqual([name, 'undefined']);
  expect(run('puckjs', '[typeof [].flat, typeof [].reduceRight, typeof [].at, typeof Array.from].join()')).toBe(
    'undefined,undefined,undefined,undefined',
  );
  expect(run('kaluma-pico', '[typeof Map, typeof [].flat, typeof [].at, typeof BigInt, typeof WeakRef].join()')).toBe(
    'function,function,undefined,function,undefined',
  );
});

/** What Espruino 2v29 answered. */
test.each<[source: string, answer: unknown]>([
  ['[10, 9, 1].sort()', [1, 10, 9]],
  [
    '[(0.1 + 0.2).toString(), [1 / 3, -2.5].join(), (1e21).toString(), (1e-7).toString()].join(" ")',
    '0.3 0.33333333333,-2.5 10e+20 1e-7',
  ],
  [
    '[JSON.stringify(new Uint8Array(3)), JSON.stringify({ a: 1 / 3, b: new Uint16Array([5]) }), JSON.stringify(undefined)].join(" ")',
    '[0,0,0] {"a":0.33333333333,"b":[5]} null',
  ],
  ['new Uint8Array([1, 2, 3]).slice(1) instanceof Array', true],
  ['new Uint8Array([1, 2, 3]).filter(function (x) { return x > 1 }) instanceof Array', true],
  ['E.sum([1, 2])', 3],
  ['E.clip(5, 1, 3)', 3],
  ['E.variance([1, 2, 3], 2)', 2],
  ['E.reverseByte(1)', 128],
  ['E.toString([65, 66])', 'AB'],
  ['[].slice.call(E.toUint8Array("AB", 67))', [65, 66, 67]],
  ['E.lookupNoCase({ AB: 1 }, "ab")', 1],
  ['E.lookupNoCase({ AB: 1 }, "ab", true)', 'AB'],
  ['E.convolve([1, 2, 3], [1, 1, 1], 0)', 6],
  ['E.HSBtoRGB(0.5, 1, 1)', 16776960],
  ['E.HSBtoRGB(0.5, 1, 1, true)', [0, 255, 255]],
  ['E.isUTF8("a")', false],
  ['Math.wrap(7, 5)', 2],
  ['Math.clip(7, 1, 5)', 5],
  ['({ a: 1, b: [2] }).clone()', { a: 1, b: [2] }],
  ['new Date(0).toLocalISOString()', '1970-01-01T00:00:00.000+0000'],
  ['"aa".replace(/a/g, "b")', 'bb'],
  ['var s = 0; for (var i of new Uint8Array([1, 2])) s += i; s', 3],
  ['var o = {}; o.length = 3; o.length', 3],
])('%s', (source, answer) => {
  expect(JSON.parse(JSON.stringify(run('puckjs', source)))).toEqual(answer);
});

test('the length of an array is a constant on Espruino', () => {
  for (const source of [
    'var a = [1]; a.length = 0',
    'var a = { b: [1, 2] }; a.b.length--',
    'var a = [1]; a.length += 1',
  ])
    expect(() => run('puckjs', source)).toThrow('Assignment to a constant');
  expect(run('kaluma-pico', 'var a = [1, 2]; a.length = 1; a.length')).toBe(1);
});

test('pins are there once, whatever they are called, and tell what was written', () => {
  expect(
    run(
      'puckjs',
      'LED1.set(); [LED1 === D5, digitalRead(D5), D5.read(), digitalRead("D5"), digitalRead(5), "" + LED1]',
    ),
  ).toEqual([true, 1, true, 1, 1, 'D5']);
  expect(
    run('puckjs', 'digitalWrite([D1, D2, D3], 6); [digitalRead([D1, D2, D3]), D3.read(), D1.toggle(), D1.getMode()]'),
  ).toEqual([6, false, false, 'output']);
  expect(run('espruino-pico', 'B2 === LED1 && new Pin("C13") === BTN')).toBe(true);
  expect(() => run('puckjs', 'digitalWrite("D99", 1)')).toThrow('Invalid pin');
  expect(() => run('puckjs', 'pinMode(D1, "sideways")')).toThrow('Unknown pin mode');
  expect(() => run('kaluma-pico', 'digitalWrite(99, 1)')).toThrow('Invalid pin number');
});

test('a watch hears of the edges that it asks for', () => {
  const board = boot('puckjs', { bundleFile: null });
  board.run(`var heard = [];
setWatch(function (e) { heard.push("once " + e.state + (e.pin === BTN)); }, BTN);
setWatch(function (e) { heard.push("falling " + digitalRead(BTN)); }, "D0", { repeat: true, edge: "falling" });`);
  for (const state of [true, false, true, false]) {
    board.events.change(board.realm.BTN, state);
    board.events.advance(25);
  }
  expect(board.run('heard.join()')).toBe('once truetrue,falling 0,falling 0');
});

test('a button tells when it is pressed, 25 ms late; what bounces is told once, and when the pin changed last', () => {
  const board = boot('puckjs', { bundleFile: null });
  board.run(`var heard = [];
function tell(name) { return function (e) { heard.push(name + e.state + e.time + "/" + e.lastTime); }; }
setWatch(tell("button "), BTN, true);
setWatch(tell("pin "), D1, { repeat: true, edge: 1 });
setWatch(tell("slow "), D2, { repeat: true, debounce: 10 });`);
  const { events, realm } = board;
  const change = (pin: string, ...states: boolean[]): void =>
    states.forEach((state) => {
      events.change(realm[pin], state);
      events.advance(5);
    });
  change('BTN', true, false, true);
  events.advance(25);
  change('BTN', false);
  change('D1', true, false, true);
  change('D2', true, false, true, false);
  expect(board.run('heard.join()')).toBe('button true0.01/undefined,pin true0.045/undefined,pin true0.055/0.05');
  events.advance(20);
  // It ends as it began: nothing changed.
  expect(board.run('heard.length')).toBe(3);
  change('D2', true);
  events.advance(20);
  expect(board.run('heard[3]')).toBe('slow true0.1/undefined');
});

test('options of a watch that no board takes, or that are not simulated, throw', () => {
  expect(() => run('puckjs', 'setWatch(print, D1, { edge: "up" })')).toThrow("'edge' in setWatch should be 1, -1, 0,");
  expect(() => run('puckjs', 'setWatch(print, D1, { data: D2 })')).toThrow('setWatch with the option data');
  expect(() => run('puckjs', 'setWatch(5, D1)')).toThrow('Function or String not supplied!');
});

test.each([
  ['puckjs', 'NRF.requestDevice()', 'puckjs has NRF.requestDevice, but the simulation does not'],
  ['puckjs', 'E.defrag()', 'puckjs has E.defrag, but the simulation does not'],
  ['puckjs', 'new Waveform(8)', 'puckjs has Waveform, but the simulation does not'],
  ['pico', 'Graphics.createArrayBuffer(8, 8, 1)', 'pico has Graphics.createArrayBuffer, but the simulation does not'],
  ['banglejs2', 'g.stringWidth("a")', 'banglejs2 has Graphics.prototype.stringWidth, but the simulation does not'],
  ['banglejs2', 'Bangle.project({})', 'banglejs2 has Bangle.project, but the simulation does not'],
  ['puckjs', 'NRF.connect("a")', 'puckjs has NRF.connect, but the simulation does not'],
  ['esp32', 'require("Wifi").connect("a")', 'esp32 has require("Wifi").connect, but the simulation does not'],
  ['puckjs', 'require("Wifi")', 'Module Wifi not found'],
  [
    'kaluma-pico',
    'new (require("graphics").BufferedGraphicsContext)()',
    'kaluma-pico has require("graphics").BufferedG',
  ],
  ['kaluma-pico', 'attachInterrupt()', 'kaluma-pico has attachInterrupt, but the simulation does not'],
  ['kaluma-pico', 'require("Storage")', 'Failed to load module: Storage'],
])('%s: %s: %s', (board, source, message) => {
  expect(() => run(board, source)).toThrow(message);
});

test('a promise of Espruino goes on at the end of the pass, and one that nobody hears of is an error', () => {
  const board = boot('puckjs', { bundleFile: null });
  board.run(`var heard = [];
new Promise(function (done) { setTimeout(done, 5, 1); }).then(function (v) { heard.push(v); throw new Error("two"); })
  .catch(function (e) { heard.push(e.message); return Promise.all([3, Promise.resolve(4)]); })
  .then(function (v) { heard.push(v.join("+")); });
Promise.reject(new Error("lost"));`);
  expect(board.run('heard.length')).toBe(0);
  board.events.advance(10);
  expect(board.run('heard.join()')).toBe('1,two,3+4');
  expect(board.events.uncaught.map(String)).toEqual(['Error: lost']);
});

test('modules of Kaluma work on its pins', () => {
  const source = `var { GPIO } = require("gpio"), { LED } = require("led"), { Button } = require("button"), clicks = 0;
var led = new LED(board.LED), pin = new GPIO(3, OUTPUT), button = new Button(4);
button.on("click", () => clicks++); led.on(); pin.toggle(); storage.setItem("a", 7);
[digitalRead(25), pin.read(), storage.getItem("a"), storage.length, process.platform].join()`;
  expect(run('kaluma-pico', source)).toBe('1,1,7,1,rp2');
  for (const state of [true, false]) emulated.get('kaluma-pico')!.events.change(4, state);
  expect(run('kaluma-pico', 'clicks')).toBe(1);
});
