/** `ckremm dump`: what is in a heap image that was taken from a board. */
import { readFileSync } from 'node:fs';
import { basename, join, relative } from 'node:path';
import { damageOf, groupsOf } from '../image/groups.ts';
import { renderDump } from '../report/dump.ts';
import { readImage } from '../image/read.ts';
import { type Region, type Survey, surveyHeap } from '../image/survey.ts';
import { outFolder } from '../boards/board.ts';
import { UserError, fileTrouble } from '../support/errors.ts';
import { JSON_OPTION } from './command.ts';
import type { Command, Values } from './command.ts';
import { number, paint, renderTable } from './table.ts';
import type { Column } from './table.ts';
import { writePage } from './write.ts';

const COLUMNS: Column[] = [
  { title: ' address', align: 'right' },
  { title: 'kind', align: 'left' },
  { title: 'bytes', align: 'right' },
  { title: 'what', align: 'left' },
  { title: 'count', align: 'right' },
  { title: 'bytes', align: 'right' },
  { title: 'largest', align: 'right' },
];

export const dumpCommand: Command = {
  name: 'dump',
  summary: 'Show what is in a heap image: regions, pools, blocks by type and age, and any damage.',
  options: [{ name: 'out', value: 'FILE', help: 'the page; out/dump.html if not given' }, JSON_OPTION],
  operand: { name: 'IMAGE', help: 'the file: bytes, hexadecimal, base64, or the output of a console; - is stdin' },
  notes: [
    'docs/dump.md says how to take an image from a board over its console.',
    'With --json: heapBytes, damage (sentences), regions: kind, address, bytes, damage, facts, items: address, bytes,\n' +
      'state, name, and where known entry, generation, type, notes. Exit code 0, whatever the state of the image;\n' +
      '2 when the file is none.',
  ],
  run,
};

function run(values: Values): void {
  const name = String(values.operand);
  const { heap, form } = readImage(contentOf(name), name === '-' ? 'stdin' : name);
  const survey = surveyHeap(heap);
  if (values.json) {
    console.log(JSON.stringify(survey, null, 1));
    return;
  }
  const file = relative('', String(values.out ?? join(outFolder(), 'dump.html')));
  writePage(file, renderDump(survey, heap, name === '-' ? 'a heap' : basename(name)), 'page');
  console.log(`${inWords(survey, form)}\n\nThe same as a page: ${file}`);
}

function contentOf(name: string): Uint8Array {
  try {
    return readFileSync(name === '-' ? 0 : name);
  } catch (error) {
    throw new UserError(`cannot read the image ${name}: ${fileTrouble(error)}`);
  }
}

/** The table, then what is broken. */
function inWords(survey: Survey, form: string): string {
  const damage = damageOf(survey);
  return [
    `A heap of ${number(survey.heapBytes)} bytes (${form}), ${damage.length === 0 ? paint('green', 'sound') : paint('red', `damaged in ${damage.length} place${damage.length > 1 ? 's' : ''}`)}`,
    '',
    renderTable(COLUMNS, survey.regions.flatMap(rowsOf)),
    ...(damage.length > 0 ? ['', ...damage.map((sentence) => paint('red', sentence))] : []),
  ].join('\n');
}

/** The region, its facts over the width of the table, and a row for each group. */
function rowsOf(region: Region): string[][] {
  const facts = region.facts
    .map(([name, value]) => `${name} ${typeof value === 'number' ? number(value) : value}`)
    .join('; ');
  return [
    [
      number(region.address).padStart(8),
      paint(region.damage ? 'red' : 'bold', region.kind),
      number(region.bytes),
      '',
      '',
      '',
      '',
    ],
    [paint('dim', `          ${facts}`)],
    ...(region.kind === 'hole' ? [] : groupsOf(region)).map(({ title, count, bytes, largestBytes }) => [
      '',
      '',
      '',
      title,
      number(count),
      number(bytes),
      number(largestBytes),
    ]),
  ];
}
