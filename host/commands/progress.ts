/**
 * Progress of long work: one line on the terminal's stderr, rewritten in place and
 * wiped when the work is done. Nothing at all when stderr is piped.
 */
const CLEAR_LINE = '\r\u001b[2K';
const INTERVAL_MS = 80;

let lastShownMs = 0;

export function showProgress(done: number, total: number, what: string): void {
  if (!process.stderr.isTTY) return;
  const now = Date.now();
  if (now - lastShownMs < INTERVAL_MS && done > 0) return;
  lastShownMs = now;
  const width = 20;
  const filled = Math.round((width * done) / Math.max(1, total));
  const bar = '#'.repeat(filled) + '.'.repeat(width - filled);
  const line = `[${bar}] ${done}/${total} ${what}`;
  process.stderr.write(CLEAR_LINE + line.slice(0, (process.stderr.columns ?? 80) - 1));
}

export function endProgress(): void {
  if (process.stderr.isTTY) process.stderr.write(CLEAR_LINE);
  lastShownMs = 0;
}
