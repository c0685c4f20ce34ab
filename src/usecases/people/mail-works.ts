/** The columns of a person that forget that emails to them came back, because something arrived from their address, or they have another one. */
export const mailWorks = { mailFailedAt: null, mailFailedCode: null } as const;
