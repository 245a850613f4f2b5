/**
 * A Pico with a firmware of the user's: rp2040js, with what it lacks put right: flash that is erased and programmed, a watchdog that resets,
 * a USB host that waits, a flash cache, unaligned reads that stop the processor. It runs only as far as it is told to.
 */
import type { RP2040 } from 'rp2040js';
import { type FlashCache, addCache } from './cache.ts';
import { type FlashTimes, PicoFlash, PowerCut } from './flash.ts';
import { type Clock, theEmulator } from '../support/rp2040.ts';
import { Call } from './rom.ts';
import { FLASH } from './uf2.ts';
import { SerialPort } from './usb.ts';

/** The firmware stopped: a fault of the processor, in words. */
export class FirmwareCrash extends Error {}

export interface ChipOptions {
  /** Its flash, which it changes. */
  image: Uint8Array;
  rom: Uint32Array;
  times: FlashTimes;
}

/** A write to `NUMBER_AT` of no device: a number, and the time of it. */
export interface Mark {
  value: number;
  cycles: number;
  misses: number;
}

/** Instructions between two looks at the world outside. */
const AT_A_TIME = 500;
/** No device is there on a chip: programs of ours that are measured write numbers there. */
export const PROBE = 0x400f0000;
const WATCHDOG = 0x40058;

interface Watchdog {
  onWatchdogTrigger(): void;
  scratchData: Uint32Array;
  reason: number;
}

export class Chip {
  readonly flash: PicoFlash;
  /** Called with what it writes to its console. */
  onText: (text: string) => void = () => {};
  readonly marks: Mark[] = [];
  cycles = 0;
  resets = 0;
  readonly #options: ChipOptions;
  #chip!: RP2040;
  #port!: SerialPort;
  #cache: FlashCache | null = null;
  #missCycles = 0;
  #nanosBefore = 0;
  /** Time of flash operations that is still to go by. */
  #due = 0;
  #isReset = false;

  constructor(options: ChipOptions) {
    this.#options = options;
    this.flash = new PicoFlash(options.image, options.times);
    this.#power();
  }

  /** Milliseconds since power came. */
  get now(): number {
    return this.#nanos / 1e6;
  }

  get mhz(): number {
    return this.#chip.clkSys / 1e6;
  }

  get isConnected(): boolean {
    return this.#port.isConnected;
  }

  send(text: string): void {
    this.#port.send(Buffer.from(text, 'latin1'));
  }

  /** Power goes after so many milliseconds from now: then `run` throws a PowerCut. */
  cutAfter(milliseconds: number): void {
    this.flash.cutAtNanos = this.#nanos + milliseconds * 1e6;
  }

  /** From now on each miss of the flash cache costs so many cycles; before, flash is as fast as RAM. */
  countMisses(missCycles: number): void {
    this.#missCycles = missCycles;
    this.#cache = addCache(this.#chip, missCycles);
  }

  /** Runs until `isDone`, true, or for so many milliseconds of its time, false. Throws a PowerCut or a FirmwareCrash. */
  run(milliseconds: number, isDone: () => boolean = () => false): boolean {
    const end = Math.min(this.#nanos + milliseconds * 1e6, this.flash.cutAtNanos);
    while (!isDone()) {
      if (this.#nanos >= this.flash.cutAtNanos) throw new PowerCut('power was cut');
      if (this.#nanos >= end) return false;
      this.#runSome(end - this.#nanosBefore);
      if (this.#isReset) this.#reset();
      this.#port.feed();
    }
    return true;
  }

  get #clock(): Clock {
    return this.#chip.clock as unknown as Clock;
  }

  get #nanos(): number {
    return this.#nanosBefore + this.#clock.nanos + this.#due;
  }

  #runSome(endNanos: number): void {
    const { core, clkSys } = this.#chip;
    const clock = this.#clock;
    const cache = this.#cache;
    const nanosPerCycle = 1e9 / clkSys;
    for (let i = 0; i < AT_A_TIME && !this.#isReset; i++) {
      if (core.waiting) {
        // It sleeps: on to what wakes it.
        clock.tick(Math.min(clock.nanosToNextAlarm || 1000, Math.max(1, endNanos - clock.nanos)));
        if (clock.nanos >= endNanos) return;
        continue;
      }
      let cycles = core.executeInstruction();
      if (cache !== null && cache.cycles > 0) {
        cycles += cache.cycles;
        cache.cycles = 0;
      }
      this.cycles += cycles;
      clock.tick(cycles * nanosPerCycle);
      if (this.#due > 0) this.#passDue(clock);
    }
  }

  #passDue(clock: Clock): void {
    const nanos = this.#due;
    this.#due = 0;
    clock.tick(nanos);
  }

  #power(): void {
    const { RP2040 } = theEmulator();
    const chip = new RP2040();
    chip.logger = { debug() {}, info() {}, warn() {}, error: (_, message) => this.#checkFault(message) };
    chip.loadBootrom(this.#options.rom);
    chip.flash.set(this.flash.image);
    this.flash.image = chip.flash.subarray(0, this.flash.image.length);
    chip.onBreak = (code) => this.#called(code);
    this.#watchdogOf(chip).onWatchdogTrigger = () => void (this.#isReset = true);
    chip.peripherals[PROBE >>> 12] = this.#probe();
    // The bootrom would copy the start of flash into RAM and run it there: it runs where it lies as well.
    chip.core.PC = FLASH;
    this.#port = new SerialPort(chip, (bytes) => this.onText(Buffer.from(bytes).toString('latin1')));
    this.#cache = this.#missCycles > 0 ? addCache(chip, this.#missCycles) : null;
    this.#chip = chip;
  }

  /** By the watchdog: everything starts anew, but for what it keeps over a reset. */
  #reset(): void {
    const { scratchData, reason } = this.#watchdogOf(this.#chip);
    this.#nanosBefore = this.#nanos;
    this.#due = 0;
    this.#isReset = false;
    this.resets++;
    this.#power();
    const watchdog = this.#watchdogOf(this.#chip);
    watchdog.scratchData.set(scratchData);
    watchdog.reason = reason;
  }

  #watchdogOf(chip: RP2040): Watchdog {
    return chip.peripherals[WATCHDOG] as unknown as Watchdog;
  }

  /** A breakpoint of the bootrom: r0 is an offset in flash, r1 the length to erase, or where the bytes are of which r2 tells how many. */
  #called(code: number): void {
    const chip = this.#chip;
    const [offset, second, count] = Array.from(chip.core.registers.slice(0, 3), (value) => value >>> 0);
    if (code === Call.Erase) this.#due += this.flash.erase(offset!, second!, this.#nanos);
    else if (code === Call.Program) {
      const bytes = Uint8Array.from({ length: count! }, (_, i) => chip.readUint8(second! + i));
      this.#due += this.flash.program(offset!, bytes, this.#nanos);
    } else throw this.#crash(`a fault, or a breakpoint ${code}`);
  }

  /** rp2040js reads words at any address; a Cortex-M0+ stops. */
  #checkFault(message: string): void {
    if (message.includes('not 32 bit aligned')) throw this.#crash(message);
  }

  #crash(why: string): FirmwareCrash {
    const hex = (value: number): string => `0x${(value >>> 0).toString(16)}`;
    const { PC, LR } = this.#chip.core;
    return new FirmwareCrash(`the firmware stopped at ${hex(PC)}, called from ${hex(LR)}: ${why}`);
  }

  #probe(): RP2040['peripherals'][number] {
    const mark = (_: number, value: number): void =>
      void this.marks.push({ value, cycles: this.cycles, misses: this.#cache?.misses ?? 0 });
    return { readUint32: () => this.cycles >>> 0, writeUint32: mark, writeUint32Atomic: mark };
  }
}
