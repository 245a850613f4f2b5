/** What Espruino cannot read at the start of a `for` is not in a bundle. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { withoutLeadingFunctions } from '../../build/tree/loops.js';
import { buildBundles } from '../records/bundle.ts';
import { root } from '../support/project.ts';

test('a function that a loop begins with gets something before it, and nothing else changes', () => {
  const text = 'for(function(a){b=a}(1);b<3;b++)for(var i=function(){}();i;);for(;;)c(function(){});';
  expect(withoutLeadingFunctions(text)).toBe(
    'for(0,function(a){b=a}(1);b<3;b++)for(var i=function(){}();i;);for(;;)c(function(){});',
  );
});

test('no bundle has one', async () => {
  const kinds = ['ckremm.min.js', 'ckremm.storage.js'];
  const { file } = await buildBundles(['puckjs'], 'headers,tables,records,queue,strings,gc,paging,stores', kinds);
  const boards = readdirSync(join(root, 'boards'))
    .filter((name) => /^[a-z0-9-]+\.json$/.test(name) && name !== 'schema.json')
    .map((name) => name.replace('.json', ''));
  const files = [
    file('puckjs', true),
    file('puckjs', true).replace('.min.', '.storage.'),
    ...boards.map((board) => join(root, 'dist', board, 'ckremm.min.js')),
  ];
  for (const name of files) expect([name, /\bfor\(function\b/.test(readFileSync(name, 'utf8'))]).toEqual([name, false]);
}, 120000);
