/** An emulated Pico as the uploader meets it: a link whose time is that of the board, which runs only while somebody waits for it. */
import type { Opener } from '../upload/link.ts';
import type { Chip } from './chip.ts';

/** Time after Ctrl-C or a start in which it may lose what is sent. */
const REST_MILLISECONDS = 20;

export const linkToChip =
  (chip: Chip): Opener =>
  (receiver) => {
    let heard = 0;
    chip.onText = (text) => {
      heard++;
      receiver.text(text);
    };
    return Promise.resolve({
      write: (text) => chip.send(text),
      close: () => Promise.resolve(),
      restMilliseconds: REST_MILLISECONDS,
      clock: {
        now: () => chip.now,
        pause: (milliseconds) => Promise.resolve(void chip.run(milliseconds)),
        heardWithin(milliseconds) {
          const before = heard;
          chip.run(milliseconds, () => heard > before);
          return Promise.resolve();
        },
      },
    });
  };
