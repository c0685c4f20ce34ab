import { parseDefectNumbers } from '../../domain/defect-number.ts';
import { markFixed, noteField, previewFix } from '../../usecases/defects/mark-fixed.ts';
import { moveFixedCases } from '../../usecases/defects/move-fixed-cases.ts';
import { publishRelease } from '../../usecases/defects/publish-release.ts';
import { listReleases, viewRelease } from '../../usecases/defects/releases.ts';
import type { Capability, Turn, Values } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { beginWithCases } from '../start-sweep.ts';
import type { Reply } from '../interaction.ts';
import { releaseCard, releasesCard } from './release-card.ts';
import { asLead, fixForm, notesForm, publishForm } from './release-forms.ts';

/** Fixes and their releases, for leads. */
export const release: Capability = {
  words: [
    {
      word: 'release',
      usage: '[fixed | name]',
      does: 'releases and Rx packs: mark defects as fixed, publish, see how far their cases are',
      for: (person) => person.kind === 'advisor' && person.lead,
      mostWords: 2,
      opensForm: (rest) => /^fixed\b/i.test(rest),
      say: (turn, rest) => {
        const fixed = /^fixed\b(.*)$/is.exec(rest);
        if (fixed) return startFix(turn, fixed[1]?.trim() ?? '');
        return rest === '' ? list(turn, 1) : show(turn, rest);
      },
    },
  ],
  presses: {
    releases: { press: async (turn, value) => ({ ...(await list(turn, carriedNumber(value))), replace: true }) },
    'release-view': { press: async (turn, value) => ({ ...(await show(turn, carriedNumber(value))), replace: true }) },
    /** value: a defect's number, or nothing */
    'mark-fixed': { opensForm: true, press: (turn, value) => startFix(turn, value) },
    publish: {
      opensForm: true,
      press: async (turn, value) => ({
        kind: 'form',
        form: await publishForm(turn, {}, { receipt: turn.newId(), release: value }),
      }),
    },
  },
  forms: {
    'mark-fixed': {
      draw: async (turn, values, carries) =>
        carries.defects === undefined ? fixForm(turn, values, carries) : notesForm(turn, values, carries),
      submit: fix,
    },
    publish: { draw: publishForm, submit: publish },
  },
};

async function list(turn: Turn, page: number): Promise<Reply & { kind: 'card' }> {
  return { kind: 'card', card: releasesCard(await listReleases(turn.work, asLead(turn), page)) };
}

async function show(turn: Turn, which: number | string, said?: string): Promise<Reply & { kind: 'card' }> {
  const viewed = await viewRelease(turn.work, asLead(turn), which);
  return { kind: 'card', card: releaseCard(viewed, turn.work.settings.modules, said) };
}

async function startFix(turn: Turn, defects: string): Promise<Reply> {
  return { kind: 'form', form: fixForm(turn, { defects }, { receipt: turn.newId() }) };
}

/** First which defects and where, then what customers read of each: the second form knows the first's answers. */
async function fix(turn: Turn, values: Values, carries: Values): Promise<Reply> {
  const lead = asLead(turn);
  if (carries.defects === undefined) {
    const defects = parseDefectNumbers(values.defects ?? '', 'defects');
    const asked = { defects, release: values.release ?? '', date: values.date ?? '' };
    const { name, date } = await previewFix(turn.work, lead, asked);
    return { kind: 'form', form: await notesForm(turn, {}, { ...carries, defects: defects.join(' '), release: name, date }) };
  }
  const defects = parseDefectNumbers(carries.defects, 'defects');
  const asked = { defects, release: carries.release ?? '', date: carries.date ?? '', notes: notesOf(values, defects) };
  const marked = await markFixed(turn.work, lead, asked, turn.said);
  return marked === 'repeat' ? { kind: 'done' } : begin(turn, marked.id, `${defects.join(', ')}: fixed in ${marked.name}.`);
}

async function publish(turn: Turn, values: Values, carries: Values): Promise<Reply> {
  const releaseId = carriedNumber(carries.release);
  const notes = notesOf(
    values,
    (carries.asks ?? '').split(' ').filter((number) => number !== ''),
  );
  const published = await publishRelease(turn.work, asLead(turn), { releaseId, notes }, turn.said);
  return published === 'repeat' ? { kind: 'done' } : begin(turn, published.id, `${published.name} is published.`);
}

async function begin(turn: Turn, releaseId: number, said: string): Promise<Reply> {
  await beginWithCases((most) => moveFixedCases(turn.work, { releaseId, most }));
  return { kind: 'done', card: (await show(turn, releaseId, said)).card };
}

function notesOf(values: Values, defects: readonly string[]): Record<string, string> {
  return Object.fromEntries(defects.map((number) => [number, values[noteField(number)] ?? '']));
}
