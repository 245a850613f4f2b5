/** Lints texts as if they were files of the project. stdin: [{file, text}]; stdout: [[rule or message, ...]]. */
import { fileURLToPath } from 'node:url';
import { ESLint } from 'eslint';

let input = '';
for await (const piece of process.stdin) input += piece;
const eslint = new ESLint({ cwd: fileURLToPath(new URL('../..', import.meta.url)) });
const results = [];
for (const { file, text } of JSON.parse(input)) {
  const [result] = await eslint.lintText(text, { filePath: file });
  results.push(result.messages.map(({ ruleId, message }) => ruleId ?? message));
}
process.stdout.write(JSON.stringify(results));
