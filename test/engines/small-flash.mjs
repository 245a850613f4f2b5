/**
 * node small-flash.mjs BYTES FILE: runs a script as Espruino for Linux does. Its Storage holds BYTES and lies in a file of the
 * folder; as text it takes no script above 4,000 bytes that is not one of its own that writes.
 */
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import vm from 'node:vm';

const [bytes, file] = process.argv.slice(2);
const text = readFileSync(file, 'utf8');
const kept = existsSync('flash.json') ? JSON.parse(readFileSync('flash.json', 'utf8')) : {};

const Storage = {
  read: (name) => kept[name],
  write(name, data, at, size) {
    const others = Object.keys(kept)
      .filter((one) => one !== name)
      .reduce((sum, one) => sum + kept[one].length, 0);
    if (others + (size || data.length) > Number(bytes)) throw new Error('Unable to find or create file');
    kept[name] = (at ? kept[name] : '') + data;
    writeFileSync('flash.json', JSON.stringify(kept));
    return true;
  },
};
const realm = vm.createContext({
  print: console.log,
  atob,
  process: { memory: () => ({ total: 3000, free: 1000, blocksize: 12 }) },
});
realm.require = (name) => {
  if (name === 'Storage') return Storage;
  if (kept[name] === undefined) throw new Error(`Module ${name} not found`);
  realm.exports = {};
  vm.runInContext(`(function () { ${kept[name]} })()`, realm);
  return realm.exports;
};
if (text.length > 4000 && !text.includes('.write(')) console.log('OUT OF MEMORY');
else {
  try {
    vm.runInContext(text, realm);
  } catch (error) {
    console.log(`Uncaught ${error}`);
  }
}
