/** docs/api.md: the calls of every module, from their doc comments; and what those comments lack. */
import type { Call, Module, Parameter } from './extract.ts';

const HEAD = `# The calls

Generated from the doc comments of \`src/\` by \`npm run -s ckremm -- api\`, and checked by a test. Addresses are byte offsets in the heap, sizes are
in bytes, and numbers are whole unless stated otherwise. A refused call changes nothing, returns the value given here (0, false or
null) and leaves its reason in \`fault()\`; the checked library throws if that reason is misuse. Costs are steps in the worst case;
"O(1)" means a bounded number of them, whatever the state of the pool.`;

const signature = ({ name, parameters }: Call): string =>
  `${name}(${parameters.map(({ name: parameter, isOptional }) => parameter + (isOptional ? '?' : '')).join(', ')})`;

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/</g, '&lt;').replace(/ \* /g, ' \\* ');

function table(calls: Call[]): string {
  return [
    '| call | returns | |',
    '|---|---|---|',
    ...calls.map(
      (call) =>
        `| \`${signature(call)}\` | ${call.returns === 'void' ? '' : `\`${call.returns.replace(/\s+/g, ' ').replace(/\|/g, '\\|')}\``} | ${cell(call.comment)} |`,
    ),
  ].join('\n');
}

function section({ name, about, calls, inspect }: Module): string {
  return [
    `## ${name}`,
    ...(about ? [about] : []),
    ...(calls.length ? [table(calls)] : []),
    ...(inspect.length ? [`\`${name}.inspect\`, which a bundle contains only if you name it:`, table(inspect)] : []),
  ].join('\n\n');
}

export const renderApi = (modules: Module[]): string => `${[HEAD, ...modules.map(section)].join('\n\n')}\n`;

/** Names that say what a number is, and in what unit. */
const TELLING =
  /(address|bytes|handle|row|rows|page|pages|count|nth|sector|owner|word|type|budget|slot|pool|root|object|objects|entry|from|to|at|va|value|waits|reason|scope|child|field|other|max|perDay|PerDay|endurance|milliseconds|kind)s?$/i;

const isNumber = ({ type }: Parameter): boolean => /\bnumber\b/.test(type) && !type.includes('=>');
const refersToOther = (comment: string): boolean =>
  /\b[Ss]ee (\.\.\/)?[a-z]\w*\b|[Aa]s (headers|tables|records|queue)\.\w+|what \w+ does|of the same name/.test(comment);
const tellsCost = (comment: string): boolean => /\bO\(|\bCosts? |native/.test(comment);
const tellsFailure = (comment: string): boolean =>
  /\b(or|else|and|is|:|,|;|Returns|returns)\s+(0|null|false|-1|''|"")|\b(0|null|false|''|""|-1) (when|where|and|if|for|:|was)|[Ff]alse,? (too|when)|fault|[Nn]ever (fails|refused)|Whether|^''/.test(
    comment,
  );

/** What the comment of a call does not say, a sentence each. */
export function lacking(module: string, call: Call): string[] {
  const { comment, parameters, returns } = call;
  const where = `${module}.${call.name} (src/${call.file})`;
  if (!comment) return [`${where} has no comment`];
  if (refersToOther(comment)) return [];
  const unclear = parameters.filter(
    (parameter) => isNumber(parameter) && !TELLING.test(parameter.name) && !comment.includes(`\`${parameter.name}\``),
  );
  return [
    ...unclear.map(({ name }) => `${where} does not say what its number ${name} is`),
    ...(returns !== 'void' && !/^(Stats|string|Store)/.test(returns) && !tellsFailure(comment)
      ? [`${where} does not say what it returns when it is refused`]
      : []),
    ...(tellsCost(comment) ? [] : [`${where} does not say what it costs`]),
  ];
}
