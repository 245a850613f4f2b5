/** A small ring of messages in the middle of a heap on a metered board, and every call on it: for the campaigns. */
import { type Bundles, buildBundles } from '../records/bundle.ts';
import type { Subject } from '../support/campaign.ts';
import { type Metered, meteredHeap } from '../support/metered.ts';
import { messagesIn } from './oracle.ts';

export interface Scene {
  metered: Metered;
  /** The heap's image with messages before and behind the end of the ring. */
  image: Uint8Array;
  from: number;
  to: number;
  attach(): any;
}

/** Bytes of the region: small enough to damage each word in many ways. */
const POOL_BYTES = 120;

/** A message that tells its number and its length. */
export const messageOf = (nth: number, bytes: number): string =>
  `${String.fromCharCode(65 + (nth % 26))}${bytes}${'.'.repeat(bytes)}`.slice(0, bytes);

/** Bundles with this module, which is in no board's own. */
export const bundles = (): Promise<Bundles> => buildBundles(['puckjs', 'host'], 'messages,messages.inspect');

/** Pools below and above it are there to be damaged, too. */
export async function sceneOn(board: string, isLean: boolean, overwrites: boolean): Promise<Scene> {
  const bundleFile = (await bundles()).file(board, isLean);
  const metered = meteredHeap(board, 1024, { lean: isLean, bundleFile });
  const { ckremm, heap, raw } = metered;
  const { messages } = ckremm;
  messages.create(heap, 60);
  const pool = messages.create(heap, POOL_BYTES, overwrites);
  const from = ckremm.heap.find(heap, 8, 1) as number;
  messages.create(heap, ckremm.heap.freeBytes(heap));
  for (const [i, bytes] of [7, 0, 20, 11, 16].entries()) messages.push(pool, messageOf(i, bytes));
  for (let i = 0; i < 3; i++) messages.shift(pool);
  for (const [i, bytes] of [22, 5, 12].entries()) messages.push(pool, messageOf(i + 5, bytes));
  return {
    metered,
    image: raw.slice(),
    from,
    to: from + POOL_BYTES - 8,
    attach: () => messages.attach(heap, from),
  };
}

/** Every call, with arguments that are right, and some that are nearly. */
function callsOn({ metered: { ckremm, heap }, from }: Scene): [string, (pool: any) => unknown][] {
  const { messages } = ckremm;
  const looks = ['stats', 'check'].filter((name) => messages[name]);
  return [
    ...[0, 1, 8, 30, 60, 98, 99, 200].map((bytes): [string, (pool: any) => unknown] => [
      `push of ${bytes}`,
      (pool) => messages.push(pool, messageOf(1, bytes)),
    ]),
    ['push of bytes of the ring', (pool) => messages.push(pool, heap.subarray(from + 12, from + 40))],
    ...['peek', 'text', 'shift', 'count', 'clear', ...looks].map((name): [string, (pool: any) => unknown] => [
      name,
      (pool) => messages[name](pool),
    ]),
  ];
}

export const subjectOf = (scene: Scene, isLean: boolean): Subject => ({
  metered: scene.metered,
  from: scene.from,
  to: scene.to,
  attach: scene.attach,
  calls: callsOn(scene),
  mostSteps: isLean ? 400 : 1000,
  oracle: (image) => messagesIn(image, scene.from, scene.to) !== null,
  isMisuse: isLean ? undefined : (error) => /^messages\.\w+\(/.test(error.message),
  isChecked: !isLean,
});
