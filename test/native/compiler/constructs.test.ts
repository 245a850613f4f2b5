/** Each construct of the subset: the machine code gives what Node gives, and leaves the same bytes. */
import { handleOf, Machine, Right } from '../../../host/native/machine.ts';
import { randomFrom, seedOf, type Random } from '../../support/random.ts';
import { lengthOf } from '../../support/soak.ts';
import { heap as image } from '../twin.ts';
import { testCode } from '../campaigns.ts';
import * as constructs from './constructs.ts';

const AT = 0x4c04;
const HEAP_BYTES = 1024;

const EDGES = [0, 1, -1, 2, 7, 8, 31, 32, 33, 255, 256, 65535, 65536, 0x7fffffff, -0x80000000, -0x7fffffff, 0x40000000];

/** Small numbers, large ones, and those at which something turns over. */
function numberFrom(random: Random): number {
  if (random.oneIn(3)) return EDGES[random.below(EDGES.length)]!;
  if (random.oneIn(2)) return random.below(600) - 300;
  return random.below(0x100000000) | 0;
}

const machine = new Machine(testCode('constructs'));
machine.allow(AT, AT + HEAP_BYTES, Right.Both);
const handle = handleOf(AT, 0);

test.each(Object.entries(constructs))('%s', (name, construct: (...args: any[]) => unknown) => {
  const random = randomFrom(seedOf(7));
  for (let i = 0; i < lengthOf(60, 20000); i++) {
    const heap: Uint8Array = image.format(new Uint8Array(HEAP_BYTES));
    for (let at = 40; at < HEAP_BYTES; at++) heap[at] = random.below(256);
    machine.ram.set(heap, AT);
    const args = [0, 1, 2].map(() => numberFrom(random));
    const got = machine.call(`constructs.${name}`, handle, ...args.slice(0, construct.length - 1));
    const wanted = Number(construct(heap, ...args) ?? 0) | 0;
    expect([name, args, got]).toEqual([name, args, wanted]);
    const differs = heap.findIndex((byte, at) => byte !== machine.ram[AT + at]);
    expect([name, args, differs]).toEqual([name, args, -1]);
  }
  expect([machine.strays, machine.firstStray]).toEqual([0, '']);
});
