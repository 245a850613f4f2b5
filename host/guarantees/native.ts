/** What calls take as machine code: how each is made, its U as measured, and a native board's milliseconds. */
import { isNative, isNativeCall, nativeFigures, nativeTimes } from '../cost/native.ts';
import { modelOf } from '../cost/model.ts';
import { type BoardProfile, boardNames, readBoard } from '../emulator/index.ts';
import type { Form, FormOf } from '../native/forms.ts';
import type { Told } from './measure.ts';
import { millisecondsOn, nameOf, shownMilliseconds } from './words.ts';

export const FORMS: Record<Form, string> = {
  resident: 'native',
  front: 'native; JavaScript before it, ES5 for some arguments',
  made: 'native, made when looked up',
  'made front': 'native behind JavaScript, made when looked up',
  cold: 'ES5, loaded for it',
};

/** A call whose function is that of another module: of a queue that of records, of strings that of tables. */
const SAME: Record<string, string> = { queue: 'records', strings: 'tables' };

/** The call under which it was measured, or '': it was not. */
function measuredAs(call: string): string {
  const [module, name] = call.split('.') as [string, string];
  const names = [call, ...(module in SAME ? [`${SAME[module]}.${name}`] : [])];
  return names.find(isNativeCall) ?? '';
}

/** The same of what was counted in ES5: on a board with machine code. */
export function toldNatively(board: BoardProfile, told: Told): Told {
  const call = measuredAs(told.call);
  if (!call) return told;
  const timeOf = nativeTimes(board);
  const perUnit = modelOf(board)!.unitMicroseconds / 1000;
  const of = (units: number): number => timeOf(call, units * perUnit) / perUnit;
  // A page that has to be written to the store is ES5's, which is there.
  const worstUnits = told.erases + told.programmedBytes > 0 ? told.worstUnits : of(told.worstUnits);
  return { ...told, typicalUnits: of(told.typicalUnits), worstUnits };
}

const shownUnits = (units: number): string =>
  units < 1000 ? String(Number(units.toPrecision(2))) : Math.round(units).toLocaleString('en-US');

/** U of the scenes of a call: from the least to the most. */
function unitsOf(call: string): string {
  const units = nativeFigures()
    .rows.filter((row) => row.call === measuredAs(call))
    .map((row) => row.units);
  if (!units.length) return '';
  const [least, most] = [Math.min(...units), Math.max(...units)].map(shownUnits);
  return least === most ? least! : `${least} to ${most}`;
}

/** Native boards, those together on which calls take the same time. */
function nativeColumns(): { title: string; board: BoardProfile }[] {
  const boards = boardNames().map(readBoard).filter(isNative);
  const keyOf = ({ callMicroseconds, callMicrosecondsMost }: BoardProfile): string =>
    `${callMicroseconds} ${callMicrosecondsMost}`;
  return [...new Set(boards.map(keyOf))].map((key) => {
    const alike = boards.filter((board) => keyOf(board) === key);
    return { title: alike.map(({ board }) => board).join(', '), board: alike[0]! };
  });
}

const row = (cells: string[]): string => `| ${cells.join(' | ')} |`;

/** The table of a module's calls as machine code; what was not measured there has no figures. */
export function nativeTable(calls: Told[], formOf: FormOf): string[] {
  const boards = nativeColumns();
  return [
    row(['call', 'made', 'U', ...boards.map(({ title }) => title)]),
    row(['---', '---', '--:', ...boards.map(() => '--:')]),
    ...calls.map((told) => {
      const times = boards.map(({ board }) => {
        if (!measuredAs(told.call)) return '';
        const { typical, worst } = millisecondsOn(board, toldNatively(board, told));
        return `${shownMilliseconds(typical)} / ${shownMilliseconds(worst)}`;
      });
      return row([`\`${nameOf(told)}\``, FORMS[formOf(told.call)], unitsOf(told.call), ...times]);
    }),
  ];
}

/** What is said of those tables at the head of the page. */
export const NATIVE_WORDS = `- **As machine code**, on boards that run it ([board by board](native.md)): how a call is made. *native*: the machine code itself. *JavaScript before it*: for arguments that
  machine code cannot take, such as names of fields or a callback; some of these go to ES5. *made when looked up*: 60 to 150 U more each time \`ckremm.headers.clean\` is
  named, which a variable saves. *ES5, loaded for it*: the ES5 library is loaded, makes the call, and is dropped again. U: measured on ${nativeFigures().version}, the least and the most among
  the scenes of that call, loading included. Milliseconds, typically / at worst: those of the scene that takes about as long in ES5, plus what the same state costs beyond that.`;
