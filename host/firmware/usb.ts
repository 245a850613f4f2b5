/** The serial port of an emulated Pico, over its USB: bytes to it and back, with what rp2040js tells wrongly put right. */
import type { RP2040 } from 'rp2040js';
import { theEmulator } from '../support/rp2040.ts';

/** rp2040js holds 512 bytes to be sent; a packet has 64. */
const PACKET_BYTES = 64;

export class SerialPort {
  isConnected = false;
  readonly #port: InstanceType<ReturnType<typeof theEmulator>['USBCDC']>;
  readonly #answer: (endpoint: number, bytes: number) => void;
  #waiting: Uint8Array = new Uint8Array(0);
  /** A read of the board that is not answered yet. */
  #held: [endpoint: number, bytes: number] | null = null;

  constructor(chip: RP2040, onBytes: (bytes: Uint8Array) => void) {
    const { USBCDC } = theEmulator();
    const controller = chip.usbCtrl;
    this.#port = new USBCDC(controller);
    this.#port.onDeviceConnected = () => void (this.isConnected = true);
    this.#port.onSerialData = onBytes;
    this.#answer = controller.onEndpointRead!;
    // A PC that has nothing to send lets the board wait. rp2040js answers with an empty packet, and the board asks again: an interrupt each 10 us.
    controller.onEndpointRead = (endpoint, bytes) => {
      if (this.#port.txFIFO.itemCount === 0) this.#held = [endpoint, bytes];
      else this.#answer(endpoint, bytes);
    };
  }

  send(bytes: Uint8Array): void {
    const all = new Uint8Array(this.#waiting.length + bytes.length);
    all.set(this.#waiting);
    all.set(bytes, this.#waiting.length);
    this.#waiting = all;
  }

  /** Gives the board what it has room for: to be called now and then while it runs. */
  feed(): void {
    const { txFIFO } = this.#port;
    let sent = 0;
    while (sent < this.#waiting.length && txFIFO.itemCount < PACKET_BYTES)
      this.#port.sendSerialByte(this.#waiting[sent++]!);
    if (sent > 0) this.#waiting = this.#waiting.subarray(sent);
    if (!this.#held || txFIFO.itemCount === 0) return;
    const held = this.#held;
    this.#held = null;
    this.#answer(...held);
  }
}
