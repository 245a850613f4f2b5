/** What a sound board profile is: boards/schema.json, and the rules that span fields. */
const { existsSync, readdirSync, readFileSync } = require('node:fs');
const { basename, join } = require('node:path');

const root = join(__dirname, '..');
const sourceFolder = join(root, 'src');
/** An installed package has no sources: its profiles were checked, and what its modules have stands in a file. */
const isInstalled = !existsSync(sourceFolder);

/** A fault of a profile or of the command line: its message is all the user needs. */
class BuildFault extends Error {}

const fault = (file, path, value, expected) =>
  new BuildFault(`${file}: ${path || 'the profile'} is ${show(value)}; expected ${expected}`);

function show(value) {
  if (value === undefined) return 'missing';
  const text = JSON.stringify(value);
  return text.length > 60 ? `${text.slice(0, 57)}...` : text;
}

/** What each keyword of the schema asks for, in words. */
const expectations = {
  type: (e) => article(e.params.type),
  enum: (e) => `one of ${e.params.allowedValues.join(', ')}`,
  minimum: (e) => `at least ${e.params.limit}`,
  maximum: (e) => `at most ${e.params.limit}`,
  exclusiveMinimum: (e) => `more than ${e.params.limit}`,
  minLength: (e) => `text of at least ${e.params.limit} characters`,
  minItems: (e) => `at least ${e.params.limit} entries`,
  uniqueItems: () => 'no entry twice',
  pattern: (e) => `text like ${e.params.pattern}`,
  required: (e) => whatIs(e.parentSchema.properties[e.params.missingProperty]),
  additionalProperties: (e) => `no such field; known are ${Object.keys(e.parentSchema.properties ?? {}).join(', ')}`,
};
const article = (type) => (/^[aio]/.test(type) ? `an ${type}` : `a ${type}`);
const whatIs = (schema) =>
  `${schema.type ? article(schema.type) : expectations.enum({ params: { allowedValues: schema.enum } })}${
    schema.description ? ` (${schema.description})` : ''
  }`;

function schemaFault(file, profile, error) {
  const extra = error.params.missingProperty ?? error.params.additionalProperty;
  const path = [...error.instancePath.split('/').slice(1), ...(extra === undefined ? [] : [extra])];
  const value = path.reduce((object, name) => object?.[name], profile);
  const expected = expectations[error.keyword] ?? ((e) => e.message);
  return fault(file, path.join('.'), value, expected(error));
}

let validate;
function checkSchema(file, profile) {
  const Ajv = require('ajv');
  validate ??= new Ajv({ verbose: true, strict: true }).compile(
    JSON.parse(readFileSync(join(root, 'boards', 'schema.json'), 'utf8')),
  );
  if (!validate(profile)) throw schemaFault(file, profile, validate.errors[0]);
}

/** The fields of `engine` that each engine has, and no other engine. */
const engineFields = {
  espruino: ['jsvarCount', 'jsvarBytes'],
  kaluma: ['jerryHeapBytes'],
  host: ['hostHeapBytes'],
};

/** Bytes of RAM that the engine gives to JavaScript. */
function engineBytes({ engine }) {
  return engine.name === 'espruino'
    ? engine.jsvarCount * engine.jsvarBytes
    : (engine.jerryHeapBytes ?? engine.hostHeapBytes);
}

function checkEngine(file, { engine }) {
  for (const [name, fields] of Object.entries(engineFields)) {
    for (const field of fields) {
      const wanted = name === engine.name;
      if ((engine[field] !== undefined) !== wanted) {
        throw fault(
          file,
          `engine.${field}`,
          engine[field],
          wanted ? `a number, since engine.name is "${name}"` : `no such field, since engine.name is "${engine.name}"`,
        );
      }
    }
  }
}

function checkMemory(file, profile) {
  const { engine, ramBytes, heapBytes, heapCount } = profile;
  const given = engineBytes(profile);
  if (ramBytes !== given) throw fault(file, 'ramBytes', ramBytes, `${given}, what the fields of engine give`);
  if (heapBytes % 4 !== 0) throw fault(file, 'heapBytes', heapBytes, 'a multiple of 4');
  if (engine.name === 'espruino' && heapBytes > 65536) {
    throw fault(
      file,
      'heapBytes',
      heapBytes,
      'at most 65536 on Espruino, where no view starts beyond byte 65535 (use heapCount)',
    );
  }
  if (heapBytes * heapCount > given) {
    throw fault(
      file,
      'heapBytes',
      heapBytes,
      `heapBytes x heapCount (${heapBytes * heapCount}) to be at most the ${given} bytes the engine has`,
    );
  }
}

function checkFlash(file, { flash }) {
  for (const [field, of] of [
    ['programBytes', 'maxProgramBytes'],
    ['maxProgramBytes', 'eraseBytes'],
  ]) {
    if (flash[of] % flash[field] !== 0)
      throw fault(file, `flash.${field}`, flash[field], `a divisor of flash.${of} (${flash[of]})`);
  }
}

/** Every board but the host is sent programs: over what, and where they go, follows from its engine. */
function checkLink(file, { engine, link }) {
  const isHost = engine.name === 'host';
  if ((link === undefined) !== isHost)
    throw fault(
      file,
      'link',
      link,
      isHost ? 'no such field: nothing is sent to the host' : 'an object (how programs get onto the board)',
    );
  if (isHost) return;
  const isEspruino = engine.name === 'espruino';
  if ((link.firmware !== undefined) !== isEspruino)
    throw fault(
      file,
      'link.firmware',
      link.firmware,
      isEspruino ? 'what its firmware calls itself' : `no such field, since engine.name is "${engine.name}"`,
    );
  if ((link.program === '.flash') === isEspruino)
    throw fault(
      file,
      'link.program',
      link.program,
      isEspruino ? '.bootcde or NAME.app.js, since engine.name is "espruino"' : '.flash, since engine.name is "kaluma"',
    );
  if (link.usb && link.baud === undefined)
    throw fault(file, 'link.baud', link.baud, 'an integer, since link.usb is true');
  if (!link.bluetooth && link.baud === undefined)
    throw fault(file, 'link.baud', link.baud, 'an integer, or link.bluetooth to be true');
}

/** Module -> its parts: what the build has put into dist/es, or is to put there. */
function moduleParts() {
  const file = join(root, 'dist', 'es', 'modules.json');
  return isInstalled
    ? JSON.parse(readFileSync(file, 'utf8'))
    : Object.fromEntries(knownModules().map((name) => [name, partsOf(name)]));
}

/** Modules of src/: folders with an index.ts, less those that every bundle has. */
const alwaysIn = ['core', 'heap', 'devices'];
function knownModules() {
  if (isInstalled) return Object.keys(moduleParts());
  return readdirSync(sourceFolder).filter(
    (name) => !alwaysIn.includes(name) && existsSync(join(sourceFolder, name, 'index.ts')),
  );
}

/** What can stand after the dot of a module's name: `inspect`, or one of its functions. */
function partsOf(module) {
  if (isInstalled) return moduleParts()[module];
  const source = (part) => join(sourceFolder, module, `${part}.ts`);
  const text = readFileSync(source('index'), 'utf8');
  const functions = Array.from(text.matchAll(/^export (?:function|\* as) (\w+)/gm), (match) => match[1]);
  const passedOn = Array.from(text.matchAll(/^export \{([^}]*)\}/gm), (match) =>
    match[1].split(',').map((name) => name.trim()),
  );
  return [...(existsSync(source('inspect')) ? ['inspect'] : []), ...functions, ...passedOn.flat()];
}

/** Refuses a list of modules that names one src/ does not have; `others`: what else may be named there, in words. */
function checkModules(where, modules, path = 'modules', others = '') {
  const known = knownModules();
  modules.forEach((name, index) => {
    const [module, part] = name.split('.');
    const parts = known.includes(module) ? partsOf(module) : [];
    if (!known.includes(module) || (part !== undefined && !parts.includes(part))) {
      throw fault(
        where,
        `${path}.${index}`,
        name,
        parts.length > 0
          ? `a part of ${module}: ${parts.join(', ')}`
          : `a module of src/: ${known.join(', ')}, whole or a part of it such as ${known[0]}.inspect${others}`,
      );
    }
  });
}

/** "ram" and "jit" are words to Espruino alone, and the second only where it has a compiler. */
function checkDirectives(file, { engine, features, directives = {} }) {
  for (const [directive, names] of Object.entries(directives)) {
    const path = `directives.${directive}`;
    if (engine.name !== 'espruino') throw fault(file, path, names, `none, since engine.name is "${engine.name}"`);
    if (directive === 'jit' && !features.jit) throw fault(file, path, names, 'none, since features.jit is false');
    checkModules(file, names, path);
    const whole = names.find((name) => !name.includes('.'));
    if (whole) throw fault(file, path, whole, `functions of it, such as ${whole}.create`);
    const twice = names.find((name) => directive === 'jit' && directives.ram?.includes(name));
    if (twice) throw fault(file, path, twice, 'a function that is not in directives.ram as well');
  }
}

/** Fields that are names or lists, not figures, and so need no source. */
const notFigures = new Set(['$schema', 'board', 'title', 'modules', 'sources']);
function figures(object, prefix = '') {
  return Object.entries(object).flatMap(([name, value]) => {
    if (prefix === '' && notFigures.has(name)) return [];
    return typeof value === 'object' ? figures(value, `${prefix}${name}.`) : [`${prefix}${name}`];
  });
}

function checkSources(file, profile) {
  const paths = figures(profile);
  const covers = (source, path) => path === source || path.startsWith(`${source}.`);
  for (const path of paths) {
    if (!Object.keys(profile.sources).some((source) => covers(source, path))) {
      throw fault(file, `sources["${path}"]`, undefined, `where the figure of ${path} comes from`);
    }
  }
  for (const source of Object.keys(profile.sources)) {
    if (!paths.some((path) => covers(source, path)))
      throw fault(file, `sources["${source}"]`, profile.sources[source], 'the path of a figure of this profile');
  }
}

/** Throws a BuildFault that names the path, the value and what was expected. `file` is for the message. */
function checkProfile(file, profile) {
  if (isInstalled) return profile;
  checkSchema(file, profile);
  const name = basename(file, '.json');
  if (profile.board !== name) throw fault(file, 'board', profile.board, `"${name}", the name of the file`);
  checkEngine(file, profile);
  checkMemory(file, profile);
  checkFlash(file, profile);
  checkLink(file, profile);
  checkModules(file, profile.modules);
  checkDirectives(file, profile);
  checkSources(file, profile);
  return profile;
}

module.exports = { BuildFault, alwaysIn, checkModules, checkProfile, moduleParts };
