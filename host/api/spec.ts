/** docs/spec.md: the bytes of every image, from the comments and the numbers of src/MODULE/layout.ts. */
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { projectFolder } from '../boards/board.ts';

/** In the order in which one builds on another. */
const MODULES = ['heap', 'headers', 'tables', 'records', 'messages', 'strings', 'gc', 'paging', 'sync'];

const HEAD = `# The layouts

Generated from \`src/*/layout.ts\` by \`npm run -s ckremm -- api\`, and checked by a test. It describes an image byte for byte, and
its invariants whenever no call is running. Words are little-endian; addresses are byte offsets in the heap. The reasons: [design](design/README.md).`;

interface Member {
  name: string;
  value: string;
  comment: string;
}

/** The text of a comment, less its stars. */
const bare = (comment: string): string => comment.replace(/^\/\*\*?[ \n]?|\s*\*\/$/g, '').replace(/^ *\* ?/gm, '');

function commentBefore(file: ts.SourceFile, position: number): string {
  const range = ts.getLeadingCommentRanges(file.text, position)?.at(-1);
  // The comment that the file begins with is that of the file.
  return range && range.pos > 0 ? bare(file.text.slice(range.pos, range.end)).trim() : '';
}

/** A member without a value is one more than the one before. */
function membersOf(file: ts.SourceFile, declaration: ts.EnumDeclaration): Member[] {
  let last = -1;
  return declaration.members.map((member) => {
    const text = member.initializer?.getText(file);
    last = text === undefined ? last + 1 : Number(text);
    return {
      name: member.name.getText(file),
      value: text ?? String(last),
      comment: commentBefore(file, member.pos).replace(/\s+/g, ' '),
    };
  });
}

const cell = (text: string): string => text.replace(/\|/g, '\\|').replace(/</g, '&lt;');

function table(file: ts.SourceFile, declaration: ts.EnumDeclaration): string {
  const rows = membersOf(file, declaration).map(
    ({ name, value, comment }) => `| ${name} | \`${value.replace(/\|/g, '\\|')}\` | ${cell(comment)} |`,
  );
  return [
    `| ${declaration.name.text} | | ${cell(commentBefore(file, declaration.pos).replace(/\s+/g, ' '))} |`,
    '|---|---|---|',
    ...rows,
  ].join('\n');
}

/** Pictures and lists that depend on their columns stay as they are, as code. */
export function proseToMarkdown(text: string): string {
  return text
    .split(/\n{2,}/)
    .map((paragraph) => {
      if (/^ {4}/.test(paragraph)) return `\`\`\`\n${paragraph.replace(/^ {4}/gm, '')}\n\`\`\``;
      return paragraph.replace(/\n {2}(?=\d+\. |- )/g, '\n').replace(/:\n(?=\d+\. |- )/, ':\n\n');
    })
    .join('\n\n');
}

function section(module: string): string {
  const name = join('src', module, 'layout.ts');
  const text = readFileSync(join(projectFolder, name), 'utf8');
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.ES2022, true);
  const [range] = ts.getLeadingCommentRanges(text, 0) ?? [];
  const about = range ? proseToMarkdown(bare(text.slice(range.pos, range.end)).trim()) : '';
  const numbers = file.statements.filter(ts.isEnumDeclaration).map((declaration) => table(file, declaration));
  return [`## ${module}`, about, ...numbers].join('\n\n');
}

/** Modules that have bytes of their own; a new one belongs in the list above. */
export const modulesWithLayout = (names: string[]): string[] =>
  names.filter((name) => existsSync(join(projectFolder, 'src', name, 'layout.ts')));

export const specified = MODULES;

export const renderSpec = (): string => `${[HEAD, ...MODULES.map(section)].join('\n\n')}\n`;
