// The labeled set for similar cases: four cases per topic in the words of different people, and others that only share their words.
//
//   # topic
//   subject | description
import { distractors } from './distractors.ts';
import { exchange } from './exchange.ts';
import { families } from './families.ts';
import { grades } from './grades.ts';
import { students } from './students.ts';
import { system } from './system.ts';

/** A case of the set. */
export interface LabeledCase {
  subject: string;
  description: string;
  /** cases of one topic are similar; null: similar to no other */
  topic: string | null;
}

/** Reads the labeled set: the cases of all topics, then the others. */
export function labeledCases(): LabeledCase[] {
  return [grades, students, families, exchange, system, distractors].flatMap(parseCases);
}

function parseCases(text: string): LabeledCase[] {
  return text
    .split(/^# /m)
    .slice(1)
    .flatMap((block) => {
      const [topic = '', ...lines] = block.trim().split('\n');
      return lines.map((line): LabeledCase => {
        const [subject = '', description = ''] = line.split(' | ');
        return { subject, description, topic: topic === 'other' ? null : topic };
      });
    });
}
