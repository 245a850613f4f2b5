/** A ring after destroy: every call through every object is refused, whatever took the region; what is made there later is the pool. */
import { Kind } from '../../src/heap/layout.ts';
import * as heap from '../../src/heap/index.ts';
import * as lean from '../../src/messages/index.ts';
import * as inspect from '../../src/messages/inspect.ts';
import { bundles } from './scene.ts';
import { afterDestroy, type Destroyable } from '../support/destroyed.ts';

const subject: Destroyable = {
  kind: Kind.Messages,
  prefix: 'messages.',
  make: (ckremm, image) => {
    const pool = ckremm.messages.create(image, 200, true);
    for (const text of ['one', 'two', 'three']) ckremm.messages.push(pool, text);
    return pool;
  },
  attach: (ckremm, image, address) => ckremm.messages.attach(image, address),
  destroy: (ckremm, pool) => ckremm.messages.destroy(pool),
  calls: ({ messages }, pool) => [
    ['push', () => messages.push(pool, 'four')],
    ['push of bytes', () => messages.push(pool, [1, 2])],
    ['peek', () => messages.peek(pool)],
    ['text', () => messages.text(pool)],
    ['shift', () => messages.shift(pool)],
    ['count', () => messages.count(pool)],
    ['clear', () => messages.clear(pool)],
    ['destroy', () => messages.destroy(pool)],
  ],
};

test.each([
  ['lean', 'puckjs', false],
  ['lean', 'host', false],
  ['checked', 'host', true],
])('%s, %s: every call is refused', async (_build, board, isChecked) => {
  const bundleFile = (await bundles()).file(board, !isChecked);
  expect(afterDestroy(subject, board, isChecked, 2048, { bundleFile })).toBeGreaterThan(400);
});

test('a later ring at the same address counts as the same one, whatever its size', () => {
  const u8 = heap.format(new Uint8Array(2048))!;
  const old = lean.create(u8, 200)!;
  const second = lean.attach(u8, heap.find(u8, Kind.Messages, 0))!;
  lean.push(old, 'old');
  lean.destroy(old);
  const fresh = lean.create(u8, 400, true)!;
  expect(lean.push(second, 'new')).toBe(true);
  expect([lean.text(fresh), lean.count(old), inspect.stats(old)]).toEqual(['new', 1, inspect.stats(fresh)]);
});

test('looking into a destroyed ring shows nothing', () => {
  const u8 = heap.format(new Uint8Array(2048))!;
  const pool = lean.create(u8, 200)!;
  lean.push(pool, 'old');
  lean.destroy(pool);
  inspect.walk(pool, () => {
    throw new Error('a message that is gone');
  });
  expect(inspect.check(pool)).toMatch(/destroyed/);
  expect(inspect.stats(pool)).toMatchObject({ bytes: 0, messages: 0, longestBytes: 0, freeBytes: 0 });
});
