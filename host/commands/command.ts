/**
 * What a command of the command line is, and how its options are read. Options are
 * declared once: parsing, the complaints about wrong ones and --help come from that.
 */
import { parseArgs } from 'node:util';
import { UserError } from '../support/errors.ts';
import { meant } from '../support/near.ts';

export interface Option {
  name: string;
  /** Its letter, for `-h`. */
  short?: string;
  /** What stands for the value in the help text; absent for a plain switch. */
  value?: string;
  required?: boolean;
  help: string;
}

export interface Command {
  name: string;
  summary: string;
  /** Paragraphs of the help text, below the options. */
  notes: string[];
  options: Option[];
  /** The words that the command takes without an option before them, one unless there is `most`: `values.operand`, `operand2` ... */
  operand?: { name: string; help: string; most?: number; isOptional?: boolean };
  run(values: Values): void | Promise<void>;
}

/** The options that were given: a string for those with a value, true for a switch. */
export type Values = Record<string, string | true | undefined>;

export const JSON_OPTION: Option = { name: 'json', help: 'print JSON instead of a table' };
const HELP_OPTION: Option = { name: 'help', short: 'h', help: 'print this text' };

/** The values of `command`'s options in `args`; UserError for what it does not understand. */
export function readOptions(command: Command, args: string[]): Values {
  const options = [...command.options, HELP_OPTION];
  const { tokens } = parseArgs({
    args,
    strict: false,
    tokens: true,
    allowPositionals: true,
    options: Object.fromEntries(
      options.map(({ name, short, value }) => [
        name,
        { type: value ? ('string' as const) : ('boolean' as const), ...(short && { short }) },
      ]),
    ),
  });
  const values: Values = {};
  for (const token of tokens) {
    if (token.kind === 'positional') {
      const nth = Object.keys(values).filter((name) => name.startsWith('operand')).length + 1;
      if (nth > (command.operand?.most ?? (command.operand ? 1 : 0)))
        throw wrongUse(command, `unexpected '${token.value}'`);
      values[nth === 1 ? 'operand' : `operand${nth}`] = token.value;
    }
    if (token.kind !== 'option') continue;
    const option = options.find(({ name }) => name === token.name);
    if (!option) {
      const names = options.map(({ name }) => `--${name}`);
      throw wrongUse(command, `unknown option ${token.rawName}${meant(token.rawName, names)}`);
    }
    if (values[option.name] !== undefined) throw wrongUse(command, `option --${option.name} is given twice`);
    values[option.name] = valueOf(command, option, token.value, token.inlineValue);
  }
  if (!values.help) requireOptions(command, values);
  return values;
}

function valueOf(
  command: Command,
  option: Option,
  value: string | undefined,
  inlineValue: boolean | undefined,
): string | true {
  if (!option.value) {
    if (value !== undefined) throw wrongUse(command, `option --${option.name} takes no value`);
    return true;
  }
  const isNextOption = !inlineValue && value?.startsWith('--');
  if (!value || isNextOption) {
    throw wrongUse(command, `option --${option.name} needs a value (${option.value})`);
  }
  return value;
}

function requireOptions(command: Command, values: Values): void {
  if (command.operand && !command.operand.isOptional && !values.operand)
    throw wrongUse(command, `${command.operand.name} is missing`);
  for (const { name, value, required } of command.options) {
    if (required && values[name] === undefined) {
      throw wrongUse(command, `option --${name} ${value ?? ''} is missing`);
    }
  }
}

function wrongUse(command: Command, what: string): UserError {
  return new UserError(`${command.name}: ${what}; see ckremm ${command.name} --help`);
}

export function helpOf(command: Command): string {
  const spelled = ({ name, value }: Option): string => `--${name}${value ? ` ${value}` : ''}`;
  const usage = command.options.map((option) => (option.required ? spelled(option) : `[${spelled(option)}]`));
  if (command.operand) usage.unshift(command.operand.isOptional ? `[${command.operand.name}]` : command.operand.name);
  const takes: [string, string][] = [...command.options, HELP_OPTION].map((option) => [
    option.short ? `${spelled(option)}, -${option.short}` : spelled(option),
    option.help,
  ]);
  if (command.operand) takes.unshift([command.operand.name, command.operand.help]);
  const lines = takes.map(([what, help]) => `  ${what.padEnd(18)} ${help}`);
  return [
    `ckremm ${[command.name, ...usage].join(' ')}`,
    '',
    command.summary,
    '',
    ...lines,
    ...command.notes.flatMap((note) => ['', note]),
  ].join('\n');
}
