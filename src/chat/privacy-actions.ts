// The actions with which leads place legal holds, erase people and accounts, and revoke tokens of the API; actions.ts lists them with all others.
import { plainText, pageNumber, rowId } from './codecs.ts';
import { defineAction } from './define-action.ts';

/** A person by their address, or an account by its key. */
const erased = plainText.refine((text) => text !== '' && text.length <= 320);

/** The actions of leads about privacy. */
export const privacyActions = {
  holds: defineAction('holds'),
  placeHold: defineAction('place-hold'),
  liftHold: defineAction('lift-hold', rowId),
  confirmErasure: defineAction('confirm-erasure', erased),
  certificates: defineAction('certificates', pageNumber),
  tokens: defineAction('tokens'),
  revokeToken: defineAction('revoke-token', rowId),
  revokeTokenNow: defineAction('revoke-token-now', rowId),
  viewCertificate: defineAction('view-certificate', rowId),
};
