/**
 * A simulated Kaluma board as its uploader sees it: a prompt with `.flash -w` (which erases the program area
 * and then takes a file by YMODEM), `.flash -e` and `.load`. Kaluma 1.2: src/repl.c, src/ymodem.c.
 */
import { type Emulated, boot } from '../emulator/index.ts';
import { crc16 } from '../upload/ymodem.ts';
import { MOST_MILLISECONDS, Timers, callWithin, inWords } from './turns.ts';

const SOH = 1,
  STX = 2,
  EOT = 4,
  ACK = 6,
  NAK = 0x15,
  CANCEL = 0x18,
  ASK_FOR_CRC = 0x43;
const CTRL_C = '\x03';
const HEAD_BYTES = 3;
const CRC_BYTES = 2;

/** Takes one file. `take` returns what goes back to the sender; `isDone` when the session is over. */
export class YmodemReceiver {
  isDone = false;
  #pending: number[] = [];
  #size = -1;
  #wanted = 0;
  #isEnding = false;
  readonly #bytes: number[] = [];

  /** The file, whole, or null while it is not. */
  get file(): Uint8Array | null {
    return this.#isEnding && this.#bytes.length >= this.#size
      ? Uint8Array.from(this.#bytes.slice(0, this.#size))
      : null;
  }

  take(data: Uint8Array): number[] {
    this.#pending.push(...data);
    const answers: number[] = [];
    while (this.#pending.length > 0 && !this.isDone) {
      const answer = this.#step();
      if (answer === null) break;
      answers.push(...answer);
    }
    return answers;
  }

  /** What one packet, or a control byte, is answered with; null while a packet is not whole. */
  #step(): number[] | null {
    const first = this.#pending[0]!;
    if (first === CANCEL) this.isDone = true;
    if (first === EOT) this.#isEnding = true;
    if (first !== SOH && first !== STX) {
      this.#pending.shift();
      return first === EOT ? [ACK, ASK_FOR_CRC] : [];
    }
    const payloadBytes = first === STX ? 1024 : 128;
    if (this.#pending.length < HEAD_BYTES + payloadBytes + CRC_BYTES) return null;
    const packet = Uint8Array.from(this.#pending.splice(0, HEAD_BYTES + payloadBytes + CRC_BYTES));
    return this.#packet(
      packet[1]!,
      packet[2]!,
      packet.subarray(HEAD_BYTES, -CRC_BYTES),
      (packet.at(-2)! << 8) | packet.at(-1)!,
    );
  }

  #packet(number: number, inverse: number, payload: Uint8Array, crc: number): number[] {
    if ((number ^ inverse) !== 0xff || crc16(payload) !== crc) return [NAK];
    if (this.#isEnding) {
      this.isDone = true;
      return [ACK];
    }
    if (number !== (this.#wanted & 0xff)) return [ACK]; // sent again: the ACK was lost
    this.#wanted++;
    if (this.#size >= 0) {
      this.#bytes.push(...payload);
      return [ACK];
    }
    const [, size] = Buffer.from(payload).toString('latin1').split('\0');
    this.#size = Number.parseInt(size!, 10);
    return [ACK, ASK_FOR_CRC];
  }
}

export class KalumaConsole {
  /** The program area: null when it is erased. */
  program: string | null = null;
  emulated: Emulated | null = null;
  /** What the board writes goes here. */
  write: (text: string) => void;
  #line = '';
  #receiver: YmodemReceiver | null = null;
  readonly #board: string;
  readonly #mostMilliseconds: number;
  readonly #timers = new Timers((work) =>
    this.#guarded(() => void callWithin(this.emulated!, work, this.#mostMilliseconds)),
  );

  constructor(board: string, write: (text: string) => void = () => {}, mostMilliseconds = MOST_MILLISECONDS) {
    this.#board = board;
    this.write = write;
    this.#mostMilliseconds = mostMilliseconds;
  }

  /** Ends the timers of the program. */
  close(): void {
    this.#timers.close();
  }

  /** What came over the line, a character a byte. */
  receive(text: string): void {
    if (this.#receiver) this.#transfer(Buffer.from(text, 'latin1'));
    else for (const character of text) this.#type(character);
  }

  #type(character: string): void {
    if (character === CTRL_C) this.#line = '';
    else if (character !== '\r') this.#line += character;
    else this.#run(this.#line.trim());
  }

  #run(line: string): void {
    this.#line = '';
    if (line === '.flash -w') {
      this.#startTransfer();
      return;
    }
    if (line === '.flash -e') this.program = null;
    if (line === '.load') this.#load();
    this.write('\r\n> ');
  }

  #startTransfer(): void {
    this.program = null; // the area is erased before anything has come
    this.#receiver = new YmodemReceiver();
    this.write(String.fromCharCode(ASK_FOR_CRC));
  }

  #transfer(data: Uint8Array): void {
    const receiver = this.#receiver!;
    const answers = receiver.take(data);
    if (answers.length > 0) this.write(String.fromCharCode(...answers));
    if (!receiver.isDone) return;
    this.program = receiver.file && Buffer.from(receiver.file).toString('utf8');
    this.#receiver = null;
    this.write('\r\n> ');
  }

  /** Parses the program as strict code, from flash. */
  #load(): void {
    this.close();
    this.emulated = boot(this.#board, { bundleFile: null });
    const { realm, run } = this.emulated;
    const print = (...values: unknown[]): void => this.write(Buffer.from(`${values.join(' ')}\r\n`).toString('latin1'));
    realm.print = realm.console.log = print;
    Object.assign(realm, this.#timers.globals());
    if (this.program !== null)
      this.#guarded(() => void run(`'use strict';${this.program}`, 'program', this.#mostMilliseconds));
  }

  #guarded(work: () => void): void {
    try {
      work();
    } catch (error) {
      this.write(`${inWords(error)}\r\n`);
    }
  }
}
