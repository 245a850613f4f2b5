/** A call cut off at every store did all or nothing: the next call takes the ring as it is, and so does attach. */
import { cutEverywhere, type Interruptible } from '../support/cut.ts';
import { Fault } from '../../src/core/faults.ts';
import { messagesIn } from './oracle.ts';
import { messageOf, sceneOn } from './scene.ts';

/** Calls, and what they leave of the messages that were there: those that may be gone, and those that may have come. */
const cuts: [
  name: string,
  overwrites: boolean,
  call: (messages: any, pool: any) => unknown,
  lost: number,
  come: string[],
][] = [
  ['push', false, (messages, pool) => messages.push(pool, messageOf(9, 9)), 0, [messageOf(9, 9)]],
  ['push of bytes', false, (messages, pool) => messages.push(pool, [1, 2, 3]), 0, ['\x01\x02\x03']],
  ['push that is refused', false, (messages, pool) => messages.push(pool, messageOf(9, 80)), 0, []],
  ['push that overwrites one', true, (messages, pool) => messages.push(pool, messageOf(9, 30)), 2, [messageOf(9, 30)]],
  ['push that overwrites all', true, (messages, pool) => messages.push(pool, messageOf(9, 98)), 5, [messageOf(9, 98)]],
  ['shift', false, (messages, pool) => messages.shift(pool), 1, []],
  ['clear', false, (messages, pool) => messages.clear(pool), 5, []],
  ['peek', false, (messages, pool) => messages.peek(pool), 0, []],
];

describe.each(['puckjs', 'host'])('%s', (board) => {
  test.each(cuts)('%s', async (_name, overwrites, call, lost, come) => {
    const scene = await sceneOn(board, true, overwrites);
    const { metered, image, from, to } = scene;
    const { raw, ckremm } = metered;
    const before = messagesIn(image, from, to)!;
    expect(before.length).toBe(5);
    const verify = (): void => {
      const after = messagesIn(raw, from, to);
      if (!after) throw new Error('the ring is not sound');
      const isSound = Array.from({ length: lost + 1 }, (_, gone) => before.slice(gone)).some((kept) =>
        [kept, [...kept, ...come]].some((messages) => messages.join('|') === after.join('|')),
      );
      if (!isSound) throw new Error(`there is ${after.join('|')}`);
    };
    const subject: Interruptible = {
      metered,
      image,
      attach: scene.attach,
      call: (pool) => call(ckremm.messages, pool),
      verify,
      // There is nothing to repair.
      repair: () => true,
      repairAt: () => true,
      goOn: (pool) => {
        verify();
        const { messages } = ckremm;
        const kept = messagesIn(raw, from, to)!;
        while (messages.count(pool)) {
          const next = kept.shift();
          if (messages.text(pool) !== next) throw new Error(`text gives ${messages.text(pool)}, not ${next}`);
          if (Buffer.from(messages.shift(pool)).toString('latin1') !== next)
            throw new Error(`shift does not give ${next}`);
        }
        if (kept.length) throw new Error(`${kept.join('|')} is lost`);
        if (!messages.push(pool, messageOf(3, 96))) throw new Error(`an empty ring has no room: ${ckremm.fault()}`);
        messages.clear(pool);
        return ckremm.fault() !== Fault.Interrupted;
      },
    };
    cutEverywhere(subject);
  });
});

test('push and shift are cut off in many places', async () => {
  const scene = await sceneOn('puckjs', true, true);
  const { metered, image, attach } = scene;
  const goOn = (): boolean => true;
  const subject = { metered, image, attach, goOn, verify: () => undefined, repair: () => true, repairAt: () => true };
  const placesOf = (call: Interruptible['call']): number => cutEverywhere({ ...subject, call });
  expect(placesOf((pool) => metered.ckremm.messages.push(pool, messageOf(9, 30)))).toBeGreaterThanOrEqual(4);
  expect(placesOf((pool) => metered.ckremm.messages.shift(pool))).toBeGreaterThan(0);
});
