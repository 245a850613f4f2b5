/** build/heat.json is what is counted today: a function that is new, or runs more or less often, is in it. */
import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../support/project.ts';

const kept = JSON.parse(readFileSync(join(root, 'build', 'heat.json'), 'utf8')) as Record<string, number>;

test('the file is what the reference work gives now; npm run heat writes it', () => {
  const { status, stdout, stderr } = spawnSync(process.execPath, [join(root, 'build', 'heat.js')], {
    encoding: 'utf8',
  });
  expect([status, stderr]).toEqual([0, '']);
  expect(JSON.parse(stdout)).toEqual(kept);
});

test('calls that a program makes all the time are hot, those it makes at its start or its end are not', () => {
  const isHot = (name: string): boolean => kept[name]! >= 32;
  const hot = [
    'headers/index.alloc',
    'headers/index.dealloc',
    'headers/index.resize',
    'tables/index.alloc',
    'tables/contents.addrOf',
    'records/index.get',
    'records/index.set',
    'queue/index.push',
    'queue/index.shift',
    'gc/objects.alloc',
    'gc/objects.setRef',
    'gc/cycle.step',
    'paging/access.read8',
    'paging/access.write8',
  ];
  expect(hot.filter((name) => !isHot(name))).toEqual([]);
  const cold = [
    'headers/index.create',
    'headers/index.attach',
    'tables/life.destroy',
    'records/index.create',
    'gc/cycle.collect',
    'paging/index.create',
    'devices/index.heap',
  ];
  expect(cold.filter((name) => isHot(name) || !(name in kept))).toEqual([]);
});
