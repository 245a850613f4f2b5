/// <reference lib="dom" />
/**
 * Where a program runs: in a worker, within a frame that is nobody's (its origin is its own, and it may do nothing but run scripts), for so long
 * and no longer. Taking the frame away ends the worker, whatever it does.
 */
import { trusted } from './trust.ts';
import type { Job, Message } from './types.ts';

/** The script of the frame; the page's policy names it by its hash. */
export const FRAME_SCRIPT = `addEventListener('message', function (event) {
  var worker = new Worker(URL.createObjectURL(new Blob([event.data.script], { type: 'text/javascript' })));
  worker.onmessage = function (message) { parent.postMessage(message.data, '*'); };
  worker.onerror = function (error) { parent.postMessage({ kind: 'failed', message: String(error.message) }, '*'); };
  worker.postMessage(event.data.job);
}, { once: true });
parent.postMessage({ kind: 'ready' }, '*');`;

/** Of the PC. */
export const MOST_SECONDS = 30;

export interface Watch {
  onMessage(message: Message): void;
  /** It took too long, and is over. */
  onLate(): void;
}

/** Starts a run; the function that is returned ends it. */
export function startRun(script: string, job: Job, { onMessage, onLate }: Watch): () => void {
  const frame = document.createElement('iframe');
  frame.setAttribute('sandbox', 'allow-scripts');
  frame.title = 'where the program runs';
  frame.hidden = true;
  frame.srcdoc = `<!doctype html><meta charset="utf-8"><script>${FRAME_SCRIPT}</script>`;
  let limit = 0;
  const end = (): void => {
    clearTimeout(limit);
    removeEventListener('message', hear);
    frame.remove();
  };
  const hear = ({ source, data }: MessageEvent): void => {
    if (source !== frame.contentWindow) return;
    if (data?.kind === 'ready') return void frame.contentWindow!.postMessage({ script, job }, '*');
    const message = trusted(data);
    if (!message) return;
    if (message.kind !== 'chunk') end();
    onMessage(message);
  };
  addEventListener('message', hear);
  document.body.append(frame);
  limit = window.setTimeout(() => {
    end();
    onLate();
  }, MOST_SECONDS * 1000);
  return end;
}
