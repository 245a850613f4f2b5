/**
 * The entries: machine code that Espruino calls with up to four whole numbers. The first is the pool, or the heap; what the pool is
 * made of is found anew in each call, as a pool object of src/ does after a region was given back.
 */

const LETTERS = ['a', 'b', 'c'];

const parameters = (arity) => LETTERS.slice(0, arity - 1).map((one) => `, i32 ${one}`).join('');
const passed = (arity) => LETTERS.slice(0, arity - 1).map((one) => `, ${one}`).join('');

/** How a module's calls find their pool: C that fills a struct and sets the bounds, or refuses. */
function enter(module, { kind, orKind = kind, struct, describe, demand, regions = 1 }, nameOf) {
  const [isRegion, refuseRegion] = ['isRegion', 'refuseRegion'].map((name) => nameOf('heap/regions', name));
  return [
    `CALLED static i32 enter_${module}_(u32 handle) {`,
    '  u8 *heap = heap_of_(handle);',
    '  i32 region = REGION_(handle);',
    '  if (!heap) return 0;',
    `  i32 kind = ${orKind === kind ? kind : `${isRegion}(heap, region, ${kind}) ? ${kind} : ${orKind}`};`,
    `  if (!${isRegion}(heap, region, kind) || !${nameOf(describe.file, describe.name)}(heap, region${describe.more ?? ''})) {`,
    `    ${refuseRegion}(heap, 2);`,
    '    return 0;',
    '  }',
    `  narrow_(heap, region, ${regions > 1 ? 1 : 0});`,
    ...(demand ? [`  if (!(${struct}_->${demand})) return refuse_(heap, 8);`] : []),
    '  return 1;',
    '}',
  ].join('\n');
}

/** Where a module's calls begin: the frame with room for the pool. */
const begin = (module, { struct }) =>
  `BEGIN_(${module}, struct ${struct})`;

/**
 * An entry on a pool lies before its function, as what all of them do before and after is there once. See BEGIN_ of prelude.h. `types` are those of its
 * arguments: a callback is refused, a number that need not be given is made one.
 */
function ofPool(name, module, { form }, c, { types, isVoid }) {
  const before = types.flatMap((type, i) => (type === 'JsVar' ? [`"bl no_callback_${i}_\\n"`] : type === 'float' ? [`GIVEN_${i}_`] : []));
  if (form === 'whole') before.push('"bl widen_\\n"');
  const first = before.length ? `FIRST_(${before.join(' ')})` : '';
  return `POOL_ENTRY_(${name}_, ${module}, ${c}, ${`${first} ${isVoid ? `NOTHING_(${c})` : ''}`.trim() || '""'})`;
}

/** An entry on a heap, where there is no pool yet; or on a pool, where it has a result of its own for what is no pool. */
function ofHeap(name, module, { form, struct, none = '0' }, c, arity, isVoid) {
  const head = `ENTRY i32 ${name}_(u32 handle${parameters(arity)}) {\n  i32 result = ${none};\n  KEEP_`;
  const run = (...first) => {
    const call = `${c}(${[...first, ...LETTERS.slice(0, arity - 1)].join(', ')})`;
    return isVoid ? call : `result = (i32)${call}`;
  };
  const body = {
    pool: `  struct ${struct} pool;\n  pool_ = &pool;\n  if (enter_${module}_(handle)) ${run()};`,
    heap: `${struct ? `  struct ${struct} pool;\n  pool_ = &pool;\n` : ''}  u8 *heap = heap_of_(handle);\n  if (heap) ${run('heap')};`,
    // A pool is told as the number that names it.
    maker: `  struct ${struct} pool, *made = 0;\n  u8 *heap = heap_of_(handle);\n  pool_ = &pool;\n  if (heap) made = ${c}(heap${passed(arity)});\n  if (made) result = (i32)(handle >> 14 << 14) | made->base >> 2;`,
  }[form ?? 'pool'];
  return `${head}\n${body}\n  GIVE_BACK_\n  return result;\n}`;
}

/**
 * An entry that makes a pool by a text: where that is, its bytes, and the rows. While it is looked at the bounds are the text's, then the heap's; it
 * is copied within both.
 */
function ofText(name, { struct }, c, nameOf) {
  const part = (one) => nameOf('records/declare', one);
  return [
    `ENTRY i32 ${name}_(u32 handle, u8 *text, u32 bytes, i32 rows) {`,
    `  struct ${struct} pool, *made = 0;`,
    '  i32 found, at;',
    '  u8 *heap;',
    '  KEEP_',
    '  pool_ = &pool;',
    '  bound_((u32)text, bytes);',
    `  found = ${part('surveyText')}(text, bytes);`,
    '  heap = heap_of_(handle);',
    `  at = heap ? ${part('take')}(heap, found, bytes, rows) : 0;`,
    '  if (at) {',
    `    copy_in_(heap + ${part('placeIn')}(heap, at), text, bytes);`,
    `    made = ${c}(heap, at, rows);`,
    '  }',
    '  GIVE_BACK_',
    '  return made ? (i32)(handle >> 14 << 14) | made->base >> 2 : 0;',
    '}',
  ].join('\n');
}

/** Whether an entry lies before its function, which keeps its name and what it is given. */
export const isCalled = ({ form = 'pool', none }) => (form === 'pool' || form === 'whole') && none === undefined;

/**
 * @param {object[]} modules as entries.js has them
 * @param {object} emitted of emit
 * @returns {{ code: string, signatures: object }} C of the entries; the signatures as E.nativeCall takes them, by name
 */
export function wrap(modules, { nameOf, arityOf, callbacksOf, isBoolean, isVoid }) {
  const signatures = {};
  const code = modules.flatMap((module) => [
    ...(module.kind === undefined ? [] : [enter(module.name, module, nameOf), begin(module.name, module)]),
    ...module.calls.filter(({ form }) => form !== 'part').map((one) => {
      const { file, name, form } = one;
      if (form === 'text') {
        signatures[`${module.name}.${one.entry}`] = 'int(int,int,int,int)';
        return ofText(`${module.name}_${one.entry}`, module, nameOf(file, name), nameOf);
      }
      const arity = arityOf(file, name);
      const types = Array(arity).fill('int');
      if (one.optional) types[one.optional] = 'float';
      if (isCalled(one)) types.push(...Array(callbacksOf(file, name)).fill('JsVar'));
      if (types.length > 4) throw new Error(`${module.name}.${name}: a native call takes four arguments at most`);
      signatures[`${module.name}.${name}`] = `${isVoid(file, name) ? 'void' : isBoolean(file, name) ? 'bool' : 'int'}(${types.join(',')})`;
      const call = { ...one, struct: module.struct };
      const [entry, c] = [`${module.name}_${name}`, nameOf(file, name)];
      return isCalled(one)
        ? ofPool(entry, module.name, call, c, { types, isVoid: isVoid(file, name) })
        : ofHeap(entry, module.name, call, c, arity, isVoid(file, name));
    }),
  ]);
  const isOptional = modules.some(({ calls }) => calls.some(({ optional }) => optional));
  return { code: [...(isOptional ? ['WITH_GIVEN_'] : []), ...code].join('\n'), signatures };
}
