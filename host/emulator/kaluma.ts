/** Kaluma's globals beside its pins and timers: what the board says of itself, times, texts as bytes. */
import type { BoardProfile } from '../boards/board.ts';
import type { Events } from './events.ts';
import type { Realm } from './realm.ts';

/** The pin of the light of a Pico and a Pico 2. */
const LED = 25;

const CODES = `({
  btoa: function (data) {
    var bytes = typeof data === 'string' ? bytesOf(data) : data, text = '';
    for (var i = 0; i < bytes.length; i++) text += String.fromCharCode(bytes[i]);
    return encode(text);
  },
  atob: function (text) { return bytesOf(decode(text)); },
  TextEncoder: function TextEncoder() { this.encode = function (text) { return bytesOf(unescape(encodeURIComponent(text))); }; },
  TextDecoder: function TextDecoder() {
    this.decode = function (bytes) { return decodeURIComponent(escape(String.fromCharCode.apply(String, bytes))); };
  }
})`;

export function addKalumaGlobals(realm: Realm, { board, engine }: BoardProfile, events: Events): void {
  const { global, run } = realm;
  const codes = run(`(function (encode, decode) {
  function bytesOf(text) { var bytes = new Uint8Array(text.length); for (var i = 0; i < text.length; i++) bytes[i] = text.charCodeAt(i); return bytes; }
  return ${CODES}; })`)(
    (text: string) => Buffer.from(text, 'latin1').toString('base64'),
    (text: string) => Buffer.from(text, 'base64').toString('latin1'),
  ) as object;
  Object.assign(global, codes, {
    millis: () => Math.floor(events.now),
    micros: () => Math.floor(events.now * 1000),
    seed: () => undefined,
    global,
    board: realm.copyOf({ name: board.replace('kaluma-', ''), LED, uid: '0000000000000000' }),
  });
  Object.assign(global.process, realm.copyOf({ arch: 'cortex-m0-plus', platform: 'rp2', version: engine.version }));
}
