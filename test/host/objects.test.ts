/** What a record, a buffer and an object take, as README.md has it: ours is counted, and the engines that are given are asked. */
import { namedCommands } from '../../host/engines/find.ts';
import { namedEngines, variablesOf } from '../../host/engines/index.ts';
import { programEngine } from '../../host/engines/program.ts';
import { JERRY_BYTES, JSVARS, THINGS, ourBytes } from '../../host/metrics/objects.ts';

test('a row costs its fields and little more, a buffer its bytes, a header and rounding', () => {
  const [record, buffer, object] = ourBytes();
  expect(record).toBeGreaterThan(6);
  expect(record).toBeLessThan(6.25);
  expect(buffer).toBeGreaterThan(20);
  expect(buffer).toBeLessThan(23);
  expect(object).toBeGreaterThan(8);
  expect(object).toBeLessThan(8.25);
});

const engines = namedEngines(process.env.CKREMM_ENGINES ?? '');
const COUNT = 100;
/** As on boards: those of a 64-bit build are larger, and fewer do. */
const MOST_VARIABLE_BYTES = 14;

for (const engine of engines)
  test(`${engine.name} takes as many variables, if it is an Espruino with variables as on boards`, async () => {
    if (((await variablesOf(engine))?.variableBytes ?? Infinity) > MOST_VARIABLE_BYTES) return;
    for (const [thing, { source }] of THINGS.entries()) {
      const program = `var i, b, a = new Array(), m = process.memory; b = m().usage; for (i = 0; i < ${COUNT}; i++) a.push(${source}); print("took " + (m().usage - b));`;
      expect(Math.floor(Number(/took (\d+)/.exec(await engine.ask!(program))![1]) / COUNT)).toBe(JSVARS[thing]);
    }
  }, 60000);

// A 64-bit build has larger cells, and does not say so: its name does.
for (const { name, command } of namedCommands(process.env.CKREMM_ENGINES ?? '').filter((one) =>
  /^jerry.*-32$/.test(one.name),
))
  test(`${name} takes as many bytes`, async () => {
    const engine = programEngine(name, [...command, '--mem-stats']);
    for (const [thing, { source }] of THINGS.entries()) {
      const peak = async (count: number): Promise<number> => {
        const program = `var a = new Array(1000), i; for (i = 0; i < 1000; i++) a[i] = 0; for (i = 0; i < ${count}; i++) a[i] = ${source};`;
        return Number(/Peak allocated = (\d+)/.exec(await engine.ask!(program))![1]);
      };
      expect(Math.round(((await peak(600)) - (await peak(100))) / 500) + 4).toBe(JERRY_BYTES[thing]);
    }
  }, 60000);
