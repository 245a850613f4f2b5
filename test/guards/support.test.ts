/** The campaigns' own tools: what they must notice, they do. */
import { explore } from '../support/explore.ts';
import { MutantFault } from '../support/library.ts';
import { comparisonMutants, requireFair, noticed } from '../support/mutants.ts';

describe('explore', () => {
  const counter = (limit: number) => {
    const heap = new Uint8Array(1);
    return {
      heap,
      live: 0,
      calls: (live: number): [string, () => number][] => [
        ['up', () => (heap[0] = live + 1)],
        ['down', () => (heap[0] = Math.max(0, live - 1))],
      ],
      verify: (live: number) => {
        if (live >= limit) throw new Error(`${live}`);
      },
    };
  };

  test('names the shortest way to a fault', () => {
    expect(() => explore(counter(3), 100)).toThrow('after up up up: 3');
  });

  test('stops at its limit, and says when it saw all there is', () => {
    expect(explore(counter(100), 20)).toMatchObject({ states: 20, isComplete: false });
    const world = counter(100);
    expect(explore({ ...world, calls: (live) => (live < 5 ? world.calls(live) : []) }, 100)).toMatchObject({
      states: 6,
      isComplete: true,
    });
  });
});

describe('mutants', () => {
  const judge = (load: (file: string) => any): string => (load('core/float.ts').halfOctave(2) === 256 ? '' : 'wrong');

  test('one that does not apply, or does not compile, is a fault of the test', () => {
    requireFair(judge);
    expect(() => noticed(judge, [{ file: 'core/float.ts', from: 'no such text', to: '' }])).toThrow(MutantFault);
    expect(() => noticed(judge, [{ file: 'core/float.ts', from: 'HALVES[1] >> 6', to: 'HALVES[1] >>' }])).toThrow(
      MutantFault,
    );
  });

  test('one that changes what the judge looks at is noticed, another is not', () => {
    expect(noticed(judge, [{ file: 'core/float.ts', from: 'HALVES[1] >> 6', to: 'HALVES[1] >> 5' }])).toBe('wrong');
    expect(noticed(judge, [{ file: 'core/float.ts', from: '- 127', to: '- 126' }])).toBe('');
    expect(noticed(judge, [{ file: 'core/float.ts', from: 'FLOAT[0] = value', to: 'throw FLOAT' }])).not.toBe('');
    expect(noticed(judge, [{ file: 'core/float.ts', from: 'FLOAT[0] = value', to: 'for (;;) value++' }])).toContain(
      'without end',
    );
  });

  test('a judge that finds fault with everything is found out', () => {
    expect(() => requireFair(() => 'no')).toThrow(MutantFault);
  });

  test('every comparison of a file is dropped both ways', () => {
    const names = comparisonMutants('core/zero.ts').map(({ name }) => name);
    expect(names.length % 2).toBe(0);
    expect(new Set(names).size).toBe(names.length);
  });
});
