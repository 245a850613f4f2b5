/** The script of the report: functions of ours as source text, and the calls that start them. */
import { barsScript } from './client-bars.ts';
import { mapScript } from './client-map.ts';
import { plotScript } from './client-plot.ts';
import { stripScript } from './client-strip.ts';

export function reportScript(): string {
  const functions = [...barsScript, ...plotScript, ...mapScript, ...stripScript].map((one) => one.toString());
  return [
    ...functions,
    "document.querySelectorAll('figure.plot').forEach(setUpPlot);",
    "document.querySelectorAll('figure.heap-map').forEach(setUpMap);",
    "document.querySelectorAll('[aria-roledescription=chart]').forEach(setUpStrip);",
    "document.querySelectorAll('.pictures').forEach(setUpChoice);",
  ].join('\n');
}
