/** The script of the report: functions of ours as source text, and the calls that start them. */
import { barsScript } from './client-bars.ts';
import { plotScript } from './client-plot.ts';

export function reportScript(): string {
  const functions = [...barsScript, ...plotScript].map((one) => one.toString());
  return [
    ...functions,
    "document.querySelectorAll('figure').forEach(setUpPlot);",
    "document.querySelectorAll('.pictures').forEach(setUpChoice);",
  ].join('\n');
}
