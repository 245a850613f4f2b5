/** The emulated board itself: its memory, its meter, its counted loops. */
import { boot, instrumentLoops } from '../../host/emulator/index.ts';

describe('memory', () => {
  test('Espruino gives an array an address unless memory is fragmented or the array is tiny', () => {
    expect(boot('esp32').run('E.getAddressOf(new Uint8Array(1000), true)')).toBeGreaterThan(0);
    expect(boot('esp32').run('E.getAddressOf(new Uint8Array(8), true)')).toBe(0);
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
    expect(() => boot('kaluma-pico', { outOfMemory: 'touch' }).run('var u = new Uint8Array(65536); u[0] = 1;')).toThrow(/out of memory/);
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
    run('var u16 = new Uint16Array(u8.buffer); u16[0] = 7; u16[1] = u8[0]; u8[63] += 1; u8.set(u8.subarray(0, 16), 16);');
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
    expect(() => run('new Uint16Array(u8.buffer)[7]')).toThrow('load of bytes [14, 16)');
    expect(() => run('u8.set([1, 2], 31)')).toThrow('set to bytes [31, 33)');
    meter.setWindow(null);
    run('u8[32] = 1');
  });

  test('arrays stay arrays of the realm', () => {
    const { run } = boot('esp32', { strictStores: true });
    expect(run('var u = new Uint8Array([1, 2, 3]), v = new Uint8Array(u); [u instanceof Uint8Array, v[2], u.subarray(1)[0]].join()')).toBe('true,3,2');
  });
});

test('counts steps of every kind of loop, nested and without braces', () => {
  const source = 'function f(n){var k=0;for(var i=0;i<n;i++)for(var j=0;j<2;j++)k++;while(n--)k++;do k++;while(k<0);for(var p in{a:1})k++;return k}';
  const { run, realm } = boot('esp32', { strictStores: true, countSteps: true });
  realm.__loops.steps = 0;
  expect(run(`${instrumentLoops(source)} f(3)`)).toBe(6 + 3 + 1 + 1);
  expect(realm.__loops.steps).toBe(3 + 6 + 3 + 1 + 1);
});
