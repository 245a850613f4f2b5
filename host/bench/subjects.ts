/** Every allocator that is measured, in the order of the tables. A new one is one more entry. */
import { ASSEMBLYSCRIPT } from './assemblyscript.ts';
import { OURS } from './ours.ts';
import { PEERS } from './peers.ts';
import type { Subject } from './subject.ts';

export const SUBJECTS: Subject[] = [...OURS, ...ASSEMBLYSCRIPT, ...PEERS];

export function subjectNamed(name: string): Subject {
  const subject = SUBJECTS.find((candidate) => candidate.name === name);
  if (!subject) throw new Error(`no allocator is called '${name}'`);
  return subject;
}
