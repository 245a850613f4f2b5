/**
 * The process that holds a port: node link-process.mjs PORT BAUD (0: Bluetooth). What comes on stdin goes to the
 * board, what the board says to stdout; lines on stderr tell how the port is: `open`, or `trouble: ...` before the
 * end. The npm package `espruino` knows the ports; it writes to the console and changes globals, so it is alone here.
 * When stdin ends the port is closed, whoever killed the process at its other end.
 */
import { createRequire } from 'node:module';
import { connect } from 'node:net';

const [port, baud] = process.argv.slice(2);
const load = createRequire(import.meta.url);
const tell = (line) => process.stderr.write(`${line}\n`);
const MOST_WRITTEN = 256;
/** A board that has asked to wait is written to again after this long, whatever it says. */
const XOFF_MILLISECONDS = 10_000;
const SCANS = 20;
const SCAN_MILLISECONDS = 500;
const XON = 0x11,
  XOFF = 0x13;

/** What the package complains of, for the case that nothing better is known. */
let complaint = '';
const note = (...values) => void (complaint = values.map(String).join(' '));
Object.assign(console, { log: () => {}, info: () => {}, debug: () => {}, warn: note, error: note });

function end(trouble) {
  tell(`trouble: ${String(trouble).split('\n')[0]}`);
  process.exit(1);
}
process.on('uncaughtException', (error) => end(error.message));
process.on('unhandledRejection', (error) => end(error?.message ?? error));

let device,
  isPaused = false,
  isWriting = false;
const queue = [];

function writeNext() {
  if (isPaused || isWriting || queue.length === 0) return;
  isWriting = true;
  device.write(queue.shift(), () => {
    isWriting = false;
    writeNext();
  });
}

function send(text) {
  const most = device.maxWriteLength ?? MOST_WRITTEN;
  for (let at = 0; at < text.length; at += most) queue.push(text.slice(at, at + most));
  writeNext();
}

function pause(value) {
  isPaused = value;
  if (value) setTimeout(() => isPaused && pause(false), XOFF_MILLISECONDS).unref();
  else writeNext();
}

/** Espruino holds a serial port's sender back with XOFF; neither byte is ever part of what it says. */
function receive(data) {
  const bytes = Buffer.from(data);
  if (bytes.includes(XOFF)) pause(true);
  if (bytes.includes(XON) && bytes.lastIndexOf(XON) > bytes.lastIndexOf(XOFF)) pause(false);
  process.stdout.write(bytes.filter((byte) => byte !== XON && byte !== XOFF));
}

function open(found, path) {
  device = found;
  device.open(
    path,
    (info) => {
      if (!info) end(complaint || 'cannot open');
      tell('open');
      process.stdin
        .setEncoding('latin1')
        .on('data', send)
        .on('end', () => {
          device.close();
          setTimeout(() => process.exit(0), 200);
        });
    },
    receive,
    (error) => end(error ?? 'closed'),
  );
}

/** Bluetooth: looks for the address or the name until it is there. */
function scan(devices, left) {
  if (left === 0) end(`not in reach by Bluetooth${complaint ? ` (${complaint})` : ''}`);
  const wanted = port.toLowerCase();
  const seen = ({ path = '', description = '' }) =>
    path.toLowerCase() === wanted || String(description).toLowerCase().includes(wanted);
  let waiting = devices.length;
  for (const one of devices)
    one.getPorts((ports) => {
      const found = !device && (ports ?? []).find(seen);
      if (found) open(one, found.path);
      else if (--waiting === 0 && !device) setTimeout(scan, SCAN_MILLISECONDS, devices, left - 1);
    });
}

/** A port of the network, as the package has its own: `tcp://host:port`, 23 when none is named. */
function socketDevice() {
  let socket;
  return {
    open(path, opened, receive, closed) {
      const { hostname, port: number } = new URL(path);
      if (!hostname) end('Invalid URL');
      socket = connect(Number(number || 23), hostname, () => opened('open'));
      socket
        .on('data', receive)
        .on('error', (error) => end(error.message || error.code))
        .on('close', () => closed());
    },
    write: (text, done) => socket.write(text, 'latin1', done),
    close: () => socket.end(),
  };
}

function start({ Config, Core }) {
  const { devices } = Core.Serial;
  Config.BAUD_RATE = baud;
  Config.BLUETOOTH_LOW_ENERGY = Config.BLUETOOTH_LOW_ENERGY_DBUS = baud === '0';
  const wanted = devices.filter(({ name }) =>
    baud === '0' ? /^No.* Bluetooth LE$/.test(name) : name === 'Node Serial',
  );
  if (wanted.length === 0) end(baud === '0' ? 'no Bluetooth' : 'no serialport');
  if (baud !== '0') return open(wanted[0], port);
  Core.Utils.addRecognisedDeviceName(port);
  Core.Utils.addRecognisedDeviceAddress(port);
  return scan(wanted, SCANS);
}

if (port.startsWith('tcp://')) open(socketDevice(), port);
else load('espruino').init(() => start(globalThis.Espruino));
