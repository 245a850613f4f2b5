/** The emulated board itself: its memory, its meter, its counted loops. */
import { boardNames, boot, instrumentLoops } from '../../host/emulator/index.ts';

describe('memory', () => {
  test('Espruino gives an array an address unless memory is fragmented, or it is in two or more chained variables', () => {
    expect(boot('esp32').run('E.getAddressOf(new Uint8Array(1000), true)')).toBeGreaterThan(0);
    expect(boot('esp32').run('E.getAddressOf(new Uint8Array(8), true)')).toBeGreaterThan(0);
    expect(boot('esp32').run('E.getAddressOf(new Uint8Array(10), true)')).toBe(0);
    expect(boot('esp32', { fragmented: true }).run('E.getAddressOf(new Uint8Array(1000), true)')).toBe(0);
  });

  test('what is free falls by what is made', () => {
    const { run } = boot('puckjs');
    const free = run('process.memory().free');
    run('var keep = new Uint8Array(13000);');
    expect(free - run('process.memory().free')).toBe(1000);
    expect(boot('kaluma-pico').run('process.memoryUsage().heapTotal')).toBe(184312);
  });

  test('out of memory: at the constructor, or at the first store', () => {
    expect(() => boot('pico', { outOfMemory: true }).run('new Uint8Array(65536)')).toThrow(/out of memory/);
    expect(() => boot('kaluma-pico', { outOfMemory: 'touch' }).run('var u = new Uint8Array(65536); u[0] = 1;')).toThrow(
      /out of memory/,
    );
    expect(() => boot('kaluma-pico', { freeBytes: 1000 }).run('new Uint8Array(65536)')).toThrow(/out of memory/);
  });

  test('copyWithin exists only where the engine has it', () => {
    expect(boot('kaluma-pico').run('typeof new Uint8Array(1).copyWithin')).toBe('function');
    expect(boot('esp32').run('typeof new Uint8Array(1).copyWithin')).toBe('undefined');
  });
});

describe('meter', () => {
  test('counts loads, stores, distinct words and bulk bytes', () => {
    const { run, realm, newHeap, meter } = boot('esp32', { strictStores: true });
    realm.u8 = newHeap(64);
    meter.reset();
    run(
      'var u16 = new Uint16Array(u8.buffer); u16[0] = 7; u16[1] = u8[0]; u8[63] += 1; u8.set(u8.subarray(0, 16), 16);',
    );
    expect([meter.loads, meter.stores, meter.words, meter.bulkBytes]).toEqual([2, 3, 2, 16]);
    expect(meter.raw(realm.u8 as Uint8Array)[16]).toBe(7);
    meter.reset();
    expect([meter.loads, meter.stores, meter.words, meter.bulkBytes, meter.steps]).toEqual([0, 0, 0, 0, 0]);
  });

  test('refuses accesses outside the window', () => {
    const { run, realm, newHeap, meter } = boot('esp32', { strictStores: true });
    realm.u8 = newHeap(64);
    meter.setWindow(realm.u8, 16, 32);
    run('u8[16] = 1; u8[31] = u8[16]; u8.set([1, 2], 20);');
    expect(() => run('u8[32] = 1')).toThrow('store to bytes [32, 33), outside the allowed [16, 32)');
    expect(() => run('new Uint16Array(u8.buffer)[5]')).toThrow('load of bytes [10, 12)');
    expect(() => run('u8.set([1, 2], 31)')).toThrow('set to bytes [31, 33)');
    meter.setWindow(null);
    run('u8[32] = 1');
  });

  test('arrays stay arrays of the realm', () => {
    const { run } = boot('esp32', { strictStores: true });
    expect(
      run(
        'var u = new Uint8Array([1, 2, 3]), v = new Uint8Array(u); [u instanceof Uint8Array, v[2], u.subarray(1)[0]].join()',
      ),
    ).toBe('true,3,2');
  });
});

test('counts steps of every kind of loop, nested and without braces', () => {
  const source =
    'function f(n){var k=0;for(var i=0;i<n;i++)for(var j=0;j<2;j++)k++;while(n--)k++;do k++;while(k<0);for(var p in{a:1})k++;return k}';
  const { run, realm } = boot('esp32', { strictStores: true, countSteps: true });
  realm.__loops.steps = 0;
  expect(run(`${instrumentLoops(source)} f(3)`)).toBe(6 + 3 + 1 + 1);
  expect(realm.__loops.steps).toBe(3 + 6 + 3 + 1 + 1);
});

/** Writes rows the way the library did until it masked its counts. */
const unmasked =
  'function live(bits, row) { return bits[row >> 5] & 1 << row; } function use(bits, row) { bits[row >> 5] |= 1 << row; }' +
  'function count(rows) { var bits = new Int32Array(4), n = 0, row; for (row = 1; row <= rows; row++) { use(bits, row); if (live(bits, row)) n++; } return n; } count(100)';
const armBoards = ['puckjs', 'banglejs2', 'microbit2', 'pico', 'pico2', 'espruino-pico'];

test('Espruino on ARM does not mask shift counts: code that leans on that fails on the emulated board as on the real one', () => {
  for (const name of boardNames())
    expect([name, boot(name).run(unmasked)]).toEqual([name, armBoards.includes(name) ? 31 : 100]);
});

test('shifts on ARM, as the firmware does them, in every form that code has', () => {
  const { run } = boot('pico');
  run('var a = 33, b = -2, c = 35, o = { x: 1, y: [-8] };');
  expect(
    run('[1<<a, 1<<b, 8>>>c, 1<<33, -8>>c, -8>>b, 1<<256, 1<<a+224, -1>>>b, 1 << 31, 1<<(a&31), -a>>>28+1].join()'),
  ).toBe('0,0,0,0,-1,-1,1,2,0,-2147483648,2,7');
  expect(run('(function(){var n=3;n<<=a-32;o.x<<=a;o.y[0]>>=c;o["x"]>>>=1;return-1<<a-32<<1<<o.x})()')).toBe(-4);
  expect(run('[o.x, o.y[0]].join()')).toBe('0,-1');
  expect(boot('esp32').run('var a = 33; [1<<a, 1<<-2, 1<<33].join()')).toBe('2,1073741824,2');
});
