/** Rings of messages: each message, what is free between them, and the end of the ring where it is skipped. */
import { check, stats, walk } from '../../src/messages/inspect.ts';
import { Control, Ring } from '../../src/messages/layout.ts';
import { describe } from '../../src/messages/pool.ts';
import type { Row } from './directory.ts';
import type { Item, Surveyed } from './survey.ts';

export function surveyMessages(heap: Uint8Array, { address, bytes }: Row): Surveyed {
  if (bytes < Ring.LeastBytes) {
    const what = 'too small for a ring of messages';
    return { damage: what, facts: [], items: [{ address, bytes, state: 'unreadable', name: what }] };
  }
  const pool = describe(heap, address);
  const damage = check(pool);
  const figures = stats(pool);
  const control: Item = { address, bytes: Control.Bytes, state: 'control', name: 'flags, tail and head' };
  const ring = { address: pool.ring, bytes: address + bytes - pool.ring };
  return {
    damage,
    facts: [
      ['messages', figures.messages],
      ['longest that finds room', Math.max(figures.longestBytes, 0)],
      ...(figures.overwrites ? ([['when full', 'overwrites the oldest message']] as [string, string][]) : []),
    ],
    items: damage
      ? [control, { ...ring, state: 'unreadable', name: 'messages' }]
      : [control, ...ringOf(pool, address + bytes)],
  };
}

/** The ring from its first byte to its last: messages in order of address, and what is between them. */
function ringOf(pool: ReturnType<typeof describe>, end: number): Item[] {
  const found: Item[] = [];
  let at = 0;
  walk(
    pool,
    (address, bytes) => void found.push({ address, bytes, state: 'used', name: `message ${++at}, the oldest first` }),
  );
  found.sort((a, b) => a.address - b.address);
  const items: Item[] = [];
  let from = pool.ring;
  for (const message of found) {
    // A unit holds the length, and what rounding takes.
    const gap = message.address - Ring.LengthBytes - from;
    if (gap > 1 << pool.log) items.push({ address: from, bytes: gap, state: 'free', name: 'free' });
    items.push(message);
    from = message.address + message.bytes;
  }
  if (end > from) items.push({ address: from, bytes: end - from, state: 'free', name: 'free, or skipped' });
  return items;
}
