/** A wrong board profile is refused with its path, the value and what was expected. */
import profiles from '../../build/profiles.cjs';
import * as hostConstants from '../../src/board.ts';

const { boardConstants, boardNames, checkProfile, readProfile } = profiles;

/** The message for esp32's profile with one change. */
function complaint(board: string, change: (profile: any) => void): string {
  const profile = structuredClone(readProfile(board));
  change(profile);
  try {
    checkProfile(`boards/${board}.json`, profile);
  } catch (error) {
    return (error as Error).message;
  }
  return '';
}

test('every profile is sound, and there are eleven boards and the host', () => {
  expect(boardNames().map((name: string) => readProfile(name).board)).toHaveLength(12);
});

test.each<[string, string, (profile: any) => void, RegExp]>([
  [
    'a missing field',
    'esp32',
    (p) => delete p.heapBytes,
    /^boards\/esp32\.json: heapBytes is missing; expected an integer/,
  ],
  [
    'a missing nested field',
    'esp32',
    (p) => delete p.flash.eraseBytes,
    /flash\.eraseBytes is missing; expected an integer \(Bytes erased at once/,
  ],
  ['a text for a number', 'esp32', (p) => (p.mhz = '240'), /mhz is "240"; expected a number/],
  ['a fraction', 'esp32', (p) => (p.heapCount = 1.5), /heapCount is 1\.5; expected an integer/],
  ['a figure too small', 'esp32', (p) => (p.heapBytes = 12), /heapBytes is 12; expected at least 256/],
  [
    'an unknown field',
    'esp32',
    (p) => (p.flash.pageBytes = 1),
    /flash\.pageBytes is 1; expected no such field; known are eraseBytes,/,
  ],
  [
    'an unknown engine',
    'esp32',
    (p) => (p.engine.name = 'v8'),
    /engine\.name is "v8"; expected one of espruino, kaluma, host/,
  ],
  ["a name that is not the file's", 'esp32', (p) => (p.board = 'esp33'), /board is "esp33"; expected "esp32"/],
  [
    "the other engine's memory",
    'esp32',
    (p) => (p.engine.jerryHeapBytes = 9999),
    /engine\.jerryHeapBytes is 9999; expected no such field/,
  ],
  [
    'no memory of the engine',
    'kaluma-pico',
    (p) => delete p.engine.jerryHeapBytes,
    /engine\.jerryHeapBytes is missing; expected a number/,
  ],
  ['RAM that does not add up', 'esp32', (p) => (p.ramBytes = 1e6), /ramBytes is 1000000; expected 229362/],
  [
    'a heap that is not whole words',
    'puckjs',
    (p) => (p.heapBytes = 16382),
    /heapBytes is 16382; expected a multiple of 4/,
  ],
  ['a heap too large for Espruino', 'pico', (p) => (p.heapBytes = 65540), /heapBytes is 65540; expected at most 65536/],
  [
    'more heaps than the engine can give',
    'esp32',
    (p) => (p.heapCount = 4),
    /heapBytes is 65536; expected .*\(262144\) to be at most the 229362/,
  ],
  ["a heap larger than Kaluma's", 'kaluma-pico', (p) => (p.heapBytes = 184316), /expected .* at most the 184312/],
  [
    'an unknown module',
    'esp32',
    (p) => (p.modules = ['headers', 'nonsense']),
    /modules\.1 is "nonsense"; expected a module of src\/: .*headers/,
  ],
  [
    'a part that no module has',
    'esp32',
    (p) => (p.modules = ['headers.walk']),
    /modules\.0 is "headers.walk"; expected a part of headers: inspect, create, /,
  ],
  [
    'a program size that does not divide',
    'esp32',
    (p) => (p.flash.programBytes = 3),
    /flash\.programBytes is 3; expected a divisor/,
  ],
  [
    'a figure without a source',
    'esp32',
    (p) => delete p.sources.mhz,
    /sources\["mhz"\] is missing; expected where the figure of mhz/,
  ],
  [
    'a source of nothing',
    'esp32',
    (p) => (p.sources.colour = 'the datasheet'),
    /sources\["colour"\] is "the datasheet"; expected the path of a figure/,
  ],
  [
    'a directive for an engine that has none',
    'kaluma-pico',
    (p) => (p.directives = { ram: ['headers.alloc'] }),
    /directives\.ram is \["headers\.alloc"\]; expected none, since engine\.name is "kaluma"/,
  ],
  [
    '"jit" where there is no compiler',
    'esp32',
    (p) => (p.directives = { jit: ['headers.alloc'] }),
    /directives\.jit is .*; expected none, since features\.jit is false/,
  ],
  [
    'a directive for a whole module',
    'puckjs',
    (p) => (p.directives = { ram: ['headers'] }),
    /directives\.ram is "headers"; expected functions of it, such as headers\.create/,
  ],
  [
    'a directive for no function',
    'puckjs',
    (p) => (p.directives = { ram: ['headers.free'] }),
    /directives\.ram\.0 is "headers\.free"; expected a part of headers/,
  ],
  [
    'both directives for one function',
    'puckjs',
    (p) => (p.directives = { ram: ['headers.alloc'], jit: ['headers.alloc'] }),
    /directives\.jit is "headers\.alloc"; expected a function that is not in directives\.ram/,
  ],
  [
    'a board without a link',
    'esp32',
    (p) => delete p.link,
    /link is missing; expected an object \(how programs get onto the board\)/,
  ],
  [
    'a link of the host',
    'host',
    (p) => (p.link = { usb: true, bluetooth: false, program: '.bootcde', storageBytes: 4096 }),
    /link is .*; expected no such field: nothing is sent to the host/,
  ],
  [
    'Espruino whose firmware has no name',
    'esp32',
    (p) => delete p.link.firmware,
    /link\.firmware is missing; expected what its firmware calls itself/,
  ],
  [
    'USB without a speed',
    'esp32',
    (p) => delete p.link.baud,
    /link\.baud is missing; expected an integer, since link\.usb is true/,
  ],
  [
    'a board that nothing leads to',
    'banglejs2',
    (p) => (p.link.bluetooth = false),
    /link\.baud is missing; expected an integer, or link\.bluetooth to be true/,
  ],
  [
    "Kaluma's place on Espruino",
    'esp32',
    (p) => (p.link.program = '.flash'),
    /link\.program is "\.flash"; expected \.bootcde or NAME\.app\.js/,
  ],
  ['a speed without a source', 'esp32', (p) => delete p.sources['link.baud'], /sources\["link\.baud"\] is missing/],
])('refuses %s', (_what, board, change, message) => {
  expect(complaint(board, change)).toMatch(message);
});

test('src/board.ts has the names and values that a bundle gets', () => {
  expect(Object.entries({ ...hostConstants })).toEqual(Object.entries(boardConstants(readProfile('host'))));
});
