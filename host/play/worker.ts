/// <reference lib="dom" />
/** The worker in which a shared program runs: it has an emulated board, and nothing else. */
import { writeFileSync } from 'node:fs';
import { runJob } from './run.ts';
import type { Job, Message } from './types.ts';

const BUNDLE_FILE = '/ckremm/bundle.js';
const post = postMessage.bind(globalThis) as unknown as (message: Message) => void;

addEventListener(
  'message',
  ({ data }: MessageEvent<Job>) => {
    try {
      writeFileSync(BUNDLE_FILE, data.bundle);
      const result = runJob(data, BUNDLE_FILE, (chunk) => post({ kind: 'chunk', chunk }));
      post({ kind: 'done', result });
    } catch (error) {
      post({ kind: 'failed', message: String(error) });
    }
  },
  { once: true },
);
