/**
 * What a simulated Espruino does as the board does it: calls, a program that shows it, and what a real Espruino 2v29 wrote when it ran that program (where
 * pins and Storage are those of its Linux build). Each call of the engine that is neither listed here nor in `LANGUAGE` says that it is a stand-in, or throws.
 */

export interface Proof {
  calls: string;
  program: string;
  said: string;
}

const proof = (calls: string, program: string, said: string): Proof => ({ calls, program, said });

export const PROOFS: Proof[] = [
  proof(
    'setTimeout setInterval changeInterval clearInterval clearTimeout',
    `var n = 0, i = setInterval(function (a) { n += a; if (n === 4) changeInterval(i, 50); if (n === 6) clearInterval(i); }, 10, 2);
var t = setTimeout(print, 5, 'never'); clearTimeout(t); setTimeout(print, 20, 'args', 1); setTimeout(function () { print(n); }, 200);`,
    'args 1|6',
  ),
  proof(
    'setWatch clearWatch',
    `print(setWatch(print, D1, true), setWatch(print, D2)); clearWatch(1); print(setWatch(print, D1));`,
    '1 2|3',
  ),
  proof(
    'getTime setTime Date.now Date',
    `setTime(1e9); print(Math.round(getTime()), Math.round(Date.now() / 1e3), Math.round(new Date().getTime() / 1e3));`,
    '1000000000 1000000000 1000000000',
  ),
  proof(
    'E.setTimeZone Date.parse Date#.getDate Date#.getDay Date#.getFullYear Date#.getHours Date#.getIsDST Date#.getMilliseconds Date#.getMinutes Date#.getMonth Date#.getSeconds Date#.getTimezoneOffset Date#.toLocalISOString Date#.toString',
    `E.setTimeZone(2); var d = new Date(1600000000123);
print(d.getFullYear(), d.getMonth(), d.getDate(), d.getDay(), d.getHours(), d.getMinutes(), d.getSeconds(), d.getMilliseconds(), d.getIsDST());
print(d.toString(), d.toLocalISOString(), d.getTimezoneOffset(), Date.parse('2020-01-02T03:04:05'), new Date(2020, 1, 2, 3).getTime());`,
    '2020 8 13 0 14 26 40 123 0|Sun Sep 13 2020 14:26:40 GMT+0200 2020-09-13T14:26:40.123+0200 -120 1577927045000 1580605200000',
  ),
  proof(
    'Date#.setDate Date#.setFullYear Date#.setHours Date#.setMilliseconds Date#.setMinutes Date#.setMonth Date#.setSeconds',
    `var d = new Date(0); d.setFullYear(2021); d.setMonth(2); d.setDate(4); d.setHours(5); d.setMinutes(6); d.setSeconds(7); d.setMilliseconds(8); print(d.toISOString());`,
    '2021-03-04T05:06:07.008Z',
  ),
  proof(
    'print console.log console.debug console.info console.warn console.error',
    `print('a', 1); console.log('b'); console.debug('c'); console.info('d'); console.warn('e'); console.error('f');`,
    'a 1|b|c|d|e|f',
  ),
  proof('atob btoa', `print(btoa('abc'), atob('YWJj'));`, 'YWJj abc'),
  proof(
    'digitalWrite digitalRead pinMode getPinMode analogWrite digitalPulse Pin Pin#.getInfo Pin#.getMode Pin#.mode Pin#.pulse Pin#.pwm Pin#.read Pin#.reset Pin#.set Pin#.toggle Pin#.write',
    `pinMode(D1, 'output'); digitalWrite(D1, 1); print(digitalRead(D1), getPinMode(D1), D1.read(), D1.getMode()); D1.reset(); print(D1.read()); D1.set(); print(D1.read());
D1.write(0); print(D1.toggle(), D1.read()); digitalPulse(D1, 1, 5); print(D1.read()); D1.mode('input'); print(D1.getMode()); D1.pulse(1, 2); D1.pwm(0.7); analogWrite(D1, 0.2); print(new Pin(1) === D1, D1.getInfo().num);`,
    '1 output true output|false|true|true true|false|input|true 1',
  ),
  proof(
    'require Modules.addCached Modules.getCached Modules.removeCached Modules.removeAllCached',
    `Modules.addCached('a', 'exports.x = 5'); Modules.addCached('b', 'module.exports = { y: 6 }'); print(require('a').x, require('b').y, Modules.getCached().join()); Modules.removeCached('a'); print(Modules.getCached().join()); Modules.removeAllCached(); print(Modules.getCached().length);`,
    '5 6 a,b|b|0',
  ),
  proof(
    'load',
    `var s = require('Storage'), again = s.read('again'); s.write('again', '1'); print(again); if (again === undefined) setTimeout(load, 5);`,
    'undefined|1',
  ),
  proof('reset E.reboot', `print(typeof E.reboot); setTimeout(print, 50, 'never'); setTimeout(reset, 10);`, 'function'),
  proof(
    'require(Storage).write require(Storage).read require(Storage).writeJSON require(Storage).readJSON require(Storage).readArrayBuffer require(Storage).list require(Storage).erase require(Storage).eraseAll require(Storage).compact require(Storage).getFree require(Storage).getStats',
    `var s = require('Storage'); s.eraseAll(); var free = s.getFree(); s.write('a', 'text'); s.writeJSON('b.json', { x: [1, 2.5] });
print(s.read('a'), s.read('a', 1, 2), s.read('none'), s.readJSON('b.json').x[1], s.readArrayBuffer('a').byteLength, s.list().join(), s.list(/json$/).join());
print(free > s.getFree(), s.getStats().fileCount, s.getStats().trashCount); s.erase('a'); print(s.list().join(), s.getStats().trashCount); s.compact(); print(s.getStats().trashCount);
s.write('bad', '{'); print(s.readJSON('bad', true)); s.eraseAll(); print(s.list().length);`,
    'text ex undefined 2.5 4 a,b.json b.json|true 2 0|b.json 1|0|undefined|0',
  ),
  proof(
    'require(Storage).open StorageFile#.write StorageFile#.read StorageFile#.readLine StorageFile#.getLength StorageFile#.erase',
    `var s = require('Storage'), f = s.open('log', 'w'); f.write('one\\n'); f.write('two\\nthree'); f = s.open('log', 'a'); f.write(4); print(f.getLength(), f.offset, f.chunk, f.name);
f = s.open('log', 'r'); print(JSON.stringify([f.readLine(), f.read(2), f.readLine(), f.readLine()]), f.readLine(), f.read(3)); print(s.list(undefined, { sf: true }).join(), s.list(undefined, { sf: false }).indexOf('log'));
try { f.write('x'); } catch (e) { print(e.message); } f.erase(); print(s.list(undefined, { sf: true }).length);`,
    `14 14 1 log|["one\\n","tw","o\\n","three4"] undefined undefined|log -1|Can't write in this mode|0`,
  ),
  proof(
    'E.getSizeOf process.memory',
    `print(E.getSizeOf('abcdefghijklmnopqrstuvwxyz'), E.getSizeOf({ a: 1, b: 2.5, c: 'abc', d: [1, 2, 3] }), E.getSizeOf(new Uint8Array(100)), JSON.stringify(E.getSizeOf({ a: 1, b: 'x' }, 1)));
var u = new Uint8Array(20), before = process.memory().free; u = new Uint8Array(150); print(before - process.memory().free);`,
    '3 11 11 [{"name":"a","size":1},{"name":"b","size":2}]|13',
  ),
  proof(
    'E.getErrorFlags E.getAddressOf',
    `print(E.getErrorFlags().length); [100, 4, 12].forEach(function (n) { print(E.getAddressOf(new Uint8Array(n), true) > 0); });`,
    '0|true|true|false',
  ),
  proof(
    'E.getFlags E.setFlags',
    `E.setFlags({ pretokenise: 1, nonsense: 1 }); print(E.getFlags().pretokenise, E.getFlags().deepSleep, E.getFlags().nonsense);`,
    '1 0 undefined',
  ),
  proof(
    'E.clip E.sum E.variance E.convolve E.reverseByte E.lookupNoCase E.HSBtoRGB E.isUTF8 E.CRC32',
    `print(E.clip(5, 1, 3), E.sum([1, 2]), E.variance([1, 2, 3], 2), E.convolve([1, 2, 3], [1, 1, 1], 0), E.reverseByte(1), E.lookupNoCase({ AB: 1 }, 'ab'), E.HSBtoRGB(0.5, 1, 1), E.isUTF8('a'), E.CRC32('123456789'));`,
    '3 3 2 6 128 1 16776960 false 3421780262',
  ),
  proof(
    'E.toArrayBuffer E.toString E.toFlatString E.toUint8Array',
    `print(E.toArrayBuffer('abc').byteLength, E.toString([65, 66]), E.toFlatString('a', [98]), E.toUint8Array('AB', 67).length);`,
    '3 AB ab 3',
  ),
  proof('E.hwRand Math.randInt', `print(typeof E.hwRand(), Math.randInt(1), Math.randInt(5) < 5);`, 'number 0 true'),
  proof('Math.clip Math.wrap', `print(Math.clip(7, 1, 5), Math.wrap(7, 5));`, '5 2'),
  proof(
    'Object#.on Object#.addListener Object#.prependListener Object#.emit Object#.removeListener Object#.removeAllListeners Object#.clone',
    `var o = {}, said = []; function hear(name) { return function (v) { said.push(name + v); }; } var b = hear('b'); o.on('x', hear('a')); o.addListener('x', b); o.prependListener('x', hear('c'));
o.emit('x', 1); print(said.length); setTimeout(function () { print(said.join()); said = []; o.removeListener('x', b); o.emit('x', 2); }, 50); setTimeout(function () { print(said.join()); o.removeAllListeners('x'); o.emit('x', 3); }, 100); setTimeout(function () { print(said.join(), { a: [1] }.clone().a[0]); }, 150);`,
    '0|c1,a1,b1|c2,a2|c2,a2 1',
  ),
  proof(
    'Promise Promise.all Promise.resolve Promise.reject Promise#.then Promise#.catch',
    `Promise.all([1, Promise.resolve(2)]).then(function (v) { print(v.join()); return Promise.reject(new Error('no')); }).catch(function (e) { print(e.message); }); print('first');`,
    'first|1,2|no',
  ),
  proof(
    'ArrayBufferView#.filter ArrayBufferView#.indexOf ArrayBufferView#.set ArrayBufferView#.slice',
    `var u = new Uint8Array(4); u.set([1, 2], 1); u.set('A', 3); print(u.join(), u.indexOf(2), u.slice(1, 3).join(), u.filter(function (x) { return x > 1; }).length);`,
    '0,1,2,65 2 1,2 2',
  ),
  proof(
    'Number#.toString Array#.join ArrayBufferView#.join JSON.stringify',
    `print((0.1 + 0.2).toString(), (255).toString(16), [1 / 3, 'a'].join(), new Float32Array([0.5, 2]).join('/'), '' + 2 / 3, 1 / 7e5, 5e22);
print(JSON.stringify({ a: 1 / 3, u: new Uint8Array(2), d: new Date(0) }), JSON.stringify(undefined), JSON.stringify([1.5, null, 'x']));`,
    '0.3 ff 0.33333333333,a 0.5/2 0.66666666666 0.00000142857 5e+22|{"a":0.33333333333,"u":[0,0],"d":"1970-01-01T00:00:00.000Z"} null [1.5,null,"x"]',
  ),
  proof('String#.removeAccents JSON.parse', `print('abc'.removeAccents(), JSON.parse('{"a":[1]}').a[0]);`, 'abc 1'),
  proof('Serial#.inject', `Serial1.on('data', function (d) { print('got ' + d); }); Serial1.inject('xyz');`, 'got xyz'),
  proof(
    'require(Flash).getFree require(Flash).getPage require(Flash).erasePage require(Flash).write require(Flash).read',
    `var f = require('Flash'), area = f.getFree()[0], page = f.getPage(area.addr); f.erasePage(area.addr); f.write(new Uint8Array([1, 2, 3, 4]), area.addr); print(f.read(4, area.addr).join(), page.addr === area.addr);`,
    '1,2,3,4 true',
  ),
];

/** What boards have that others do not. */
export const BOARD_PROOFS: (Proof & { board: string })[] = [
  {
    board: 'banglejs2',
    ...proof(
      'Bangle.isBarometerOn Bangle.isCompassOn Bangle.isGPSOn Bangle.isHRMOn Bangle.isLCDOn Bangle.setBarometerPower Bangle.setCompassPower Bangle.setGPSPower Bangle.setHRMPower Bangle.setLCDPower',
      `print('Barometer Compass GPS HRM LCD'.split(' ').map(function (n) { return [Bangle['is' + n + 'On'](), Bangle['set' + n + 'Power'](1), Bangle['is' + n + 'On']()].join('/'); }).join());`,
      'false/true/true,false/true/true,false/true/true,false/true/true,false/true/true',
    ),
  },
];

/** Constructors, and calls of the language itself, which the realm has from the PC's engine: what the board has not of them is taken away. */
export const LANGUAGE =
  /^(globals\.(Date|Float32Array|U?[Ii]nt(8|16|32)Array|Graphics|I2C|OneWire|Pin|Promise|Serial|SPI|StorageFile))$/;
