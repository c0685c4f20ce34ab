// Starts and stops the follow-up clock of a case with whatever happens to it.
import type { Happened } from './write-change.ts';
import type { Tx, Work } from './work.ts';

export async function keepFollowUp(_work: Work, _tx: Tx, _happened: Happened): Promise<void> {}
