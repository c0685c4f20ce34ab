// Support contacts: a contact asks for a change, an advisor applies it.
import { CaseError } from '../../domain/case-error.ts';
import { formatNumber } from '../../domain/case-number.ts';
import { contactChangeType, offersContactChange } from '../../domain/contact-change.ts';
import { applyContactChange } from '../../usecases/people/apply-contact-change.ts';
import { requestContactChange } from '../../usecases/people/request-contact-change.ts';
import { asAdvisor } from './advisor-commands.ts';
import { speakerOf, type Capability, type Turn } from '../capability.ts';
import { carriedNumber } from '../case-argument.ts';
import { asContact } from './contact-commands.ts';
import { filedBy, isOpenCard } from './filing.ts';
import type { Reply } from '../interaction.ts';
import { asksForContacts, formOfType, modifyContactsForm } from './modify-contacts-form.ts';
import { tell } from '../replies.ts';

export const modifyContacts: Capability = {
  presses: { 'modify-contacts': { opensForm: true, press: start } },
  forms: {
    'modify-contacts': {
      draw: formOfType,
      submit: async (turn, values, carries) => {
        // sent before another case type could change what is asked
        if (!asksForContacts(turn, values)) return { kind: 'form', form: await formOfType(turn, values, carries) };
        const { platform } = speakerOf(turn);
        const contact = asContact(turn);
        const filed = await filedBy(turn, carries);
        const outcome = await requestContactChange(turn.work, contact, values, filed, { ...turn.said, platform });
        if (outcome === 'repeat') return { kind: 'done' };
        return { kind: 'done', card: isOpenCard(turn, outcome.number, outcome.subject, false) };
      },
    },
  },
};

async function start(turn: Turn): Promise<Reply> {
  asContact(turn);
  if (!offersContactChange(turn.work.settings)) {
    const { brand, supportPhone } = turn.work.settings;
    throw new CaseError('not-offered', 'Contacts are not changed here.', `Call ${brand}: ${supportPhone}.`);
  }
  const { place } = turn;
  const carries = { receipt: turn.newId(), ...(place && place.kind !== 'direct' ? { channel: place.channelId } : {}) };
  return { kind: 'form', form: await modifyContactsForm(turn, { caseType: contactChangeType }, carries) };
}

export const applyChange: Capability = {
  presses: {
    'apply-contact-change': {
      press: async (turn, value) => {
        const number = carriedNumber(value);
        await applyContactChange(turn.work, asAdvisor(turn), number, turn.said);
        return tell(
          `${formatNumber(number)}: the change is applied, and the case says so. Resolve the case when nothing is left.`,
        );
      },
    },
  },
};
