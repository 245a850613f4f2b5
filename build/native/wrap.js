/**
 * The entries: machine code that Espruino calls with up to four whole numbers. The first is the pool, or the heap; what the pool is
 * made of is found anew in each call, as a pool object of src/ does after a region was given back.
 */

const LETTERS = ['a', 'b', 'c'];

const parameters = (arity) => LETTERS.slice(0, arity - 1).map((one) => `, i32 ${one}`).join('');
const passed = (arity) => LETTERS.slice(0, arity - 1).map((one) => `, ${one}`).join('');

/** How a module's calls find their pool: C that fills a struct and sets the bounds, or refuses. */
function enter(module, { kind, orKind = kind, struct, describe, regions = 1 }, nameOf) {
  const [isRegion, refuseRegion] = ['isRegion', 'refuseRegion'].map((name) => nameOf('heap/regions', name));
  return [
    `static NOINLINE i32 enter_${module}_(u32 handle, struct ${struct} *pool) {`,
    '  u8 *heap = heap_of_(handle);',
    '  i32 region = REGION_(handle);',
    '  if (!heap) return 0;',
    `  i32 kind = ${orKind === kind ? kind : `${isRegion}(heap, region, ${kind}) ? ${kind} : ${orKind}`};`,
    `  if (!${isRegion}(heap, region, kind) || !${nameOf(describe.file, describe.name)}(heap, region${describe.more ?? ''}, pool)) {`,
    `    ${refuseRegion}(heap, 2);`,
    '    return 0;',
    '  }',
    `  narrow_(heap, region, ${regions > 1 ? 1 : 0});`,
    '  return 1;',
    '}',
  ].join('\n');
}

/** One entry, in one of two forms: on a pool, or on the whole heap. */
function entry(name, module, { form, struct, none = '0' }, c, arity, isVoid) {
  const head = `ENTRY i32 ${name}_(u32 handle${parameters(arity)}) {\n  i32 result = ${none};\n  KEEP_`;
  const run = (first) => (isVoid ? `${c}(${first}${passed(arity)})` : `result = (i32)${c}(${first}${passed(arity)})`);
  const body = {
    pool: `  struct ${struct} pool;\n  if (enter_${module}_(handle, &pool)) ${run('&pool')};`,
    whole: `  struct ${struct} pool;\n  if (enter_${module}_(handle, &pool)) { bound_((u32)pool.u8, LENGTH_(pool.u8)); ${run('&pool')}; }`,
    heap: `  u8 *heap = heap_of_(handle);\n  if (heap) ${run('heap')};`,
    // A pool is told as the number that names it.
    maker: `  struct ${struct} pool, *made = 0;\n  u8 *heap = heap_of_(handle);\n  if (heap) made = ${c}(heap${passed(arity)}, &pool);\n  if (made) result = (i32)(handle >> 14 << 14) | made->base >> 2;`,
  }[form];
  return `${head}\n${body}\n  GIVE_BACK_\n  return result;\n}`;
}

/**
 * @param {object[]} modules as entries.js has them
 * @param {object} emitted of emit
 * @returns {{ code: string, signatures: object }} C of the entries; the signatures as E.nativeCall takes them, by name
 */
export function wrap(modules, { nameOf, arityOf, isBoolean, isVoid }) {
  const signatures = {};
  const code = modules.flatMap((module) => [
    ...(module.kind === undefined ? [] : [enter(module.name, module, nameOf)]),
    ...module.calls.map(({ file, name, form = 'pool', none }) => {
      const arity = arityOf(file, name);
      if (arity > 4) throw new Error(`${module.name}.${name}: a native call takes four arguments at most`);
      signatures[`${module.name}.${name}`] = `${isVoid(file, name) ? 'void' : isBoolean(file, name) ? 'bool' : 'int'}(${Array(arity).fill('int').join(',')})`;
      return entry(`${module.name}_${name}`, module.name, { form, struct: module.struct, none }, nameOf(file, name), arity, isVoid(file, name));
    }),
  ]);
  return { code: code.join('\n'), signatures };
}
