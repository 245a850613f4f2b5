/** YMODEM with packets of 1 KB, as Kaluma takes programs: src/ymodem.c of its firmware. */
import type { Dialog } from './dialog.ts';

const STX = 2,
  EOT = 4,
  ACK = '\x06',
  NAK = '\x15',
  CANCEL = '\x18',
  ASK_FOR_CRC = 'C';
const PAYLOAD_BYTES = 1024;
const MOST_TRIES = 10;

/** CRC-16 of XMODEM: polynomial 0x1021, from 0. */
export function crc16(bytes: Uint8Array): number {
  let sum = 0;
  for (const byte of bytes) {
    sum ^= byte << 8;
    for (let bit = 0; bit < 8; bit++) sum = sum & 0x8000 ? ((sum << 1) ^ 0x1021) & 0xffff : (sum << 1) & 0xffff;
  }
  return sum;
}

/** A packet as text, a character a byte: its number, the payload filled up, and the sum of that. */
export function packet(number: number, payload: Uint8Array, filler: number): string {
  const all = Buffer.alloc(3 + PAYLOAD_BYTES + 2, filler);
  all.set([STX, number & 255, ~number & 255]);
  all.set(payload, 3);
  all.writeUInt16BE(crc16(all.subarray(3, -2)), 3 + PAYLOAD_BYTES);
  return all.toString('latin1');
}

/** What a receiver answers, less what terminals are told (`ESC [ 2 C` is no request for a CRC). */
const answers = (text: string): string => text.replace(/\x1b\[[\d;]*[A-Za-z]?|\x1b[78]|\x1b$/g, '');

/** The first of some characters that comes, undefined when none does. */
const first = (dialog: Dialog, characters: string, from: number): Promise<string | undefined> =>
  dialog.until((text) => [...answers(text)].find((character) => characters.includes(character)), from);

export type Sent = { takenBytes: number; trouble?: string };

/** Waits until the receiver asks for a file, true, or does not. */
export const isAskedFor = async (dialog: Dialog, from: number): Promise<boolean> =>
  (await first(dialog, ASK_FOR_CRC, from)) !== undefined;

/** Sends something until it is taken; the trouble in words when it is not. */
async function deliver(dialog: Dialog, data: string): Promise<string | undefined> {
  for (let tries = 0; tries < MOST_TRIES; tries++) {
    const from = dialog.log.length;
    dialog.write(data);
    const answer = await first(dialog, ACK + NAK + CANCEL, from);
    if (answer === ACK) return undefined;
    if (answer === CANCEL) return 'the board cancelled it';
    if (answer === undefined) return dialog.isClosed ? 'the port closed' : 'no answer';
  }
  return `a packet was damaged ${MOST_TRIES} times`;
}

/** Sends a file to a receiver that has asked for it. `takenBytes` were answered with an ACK. */
export async function sendFile(dialog: Dialog, name: string, bytes: Uint8Array): Promise<Sent> {
  const head = await deliver(dialog, packet(0, Buffer.from(`${name}\0${bytes.length} `), 0));
  if (head) return { takenBytes: 0, trouble: head };
  for (let at = 0, number = 1; at < bytes.length; at += PAYLOAD_BYTES, number++) {
    const trouble = await deliver(dialog, packet(number, bytes.subarray(at, at + PAYLOAD_BYTES), 0xff));
    if (trouble) return { takenBytes: at, trouble };
  }
  const tail =
    (await deliver(dialog, String.fromCharCode(EOT))) ?? (await deliver(dialog, packet(0, new Uint8Array(0), 0)));
  return tail ? { takenBytes: bytes.length, trouble: tail } : { takenBytes: bytes.length };
}
