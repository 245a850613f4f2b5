/** Stands in for the npm package serialport (node --require): says how a port is opened, and answers nothing or refuses. */
const { EventEmitter } = require('node:events');
const Module = require('node:module');

const load = Module._load;

class SerialPort extends EventEmitter {
  constructor({ path, baudRate }) {
    super();
    const refusal = process.env.FAKE_REFUSAL;
    setImmediate(() => {
      if (refusal) this.emit('error', new Error(refusal));
      else this.emit('open');
      if (!refusal) this.emit('data', Buffer.from(`\x13\x11opened ${path} at ${baudRate}\n`));
    });
  }

  static list() {
    return Promise.resolve([]);
  }

  write(data, done) {
    this.emit('data', Buffer.concat([Buffer.from('got '), data, Buffer.from('\n')]));
    setImmediate(done);
  }

  close(done) {
    done?.();
  }
}

Module._load = function (name, ...rest) {
  return name === 'serialport' ? { SerialPort } : load.call(this, name, ...rest);
};
