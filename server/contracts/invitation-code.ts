/**
 * An invitation code as people read it to each other and type it: three groups of four out of thirty characters, without 0, 1, I, L, O and
 * U, which are taken for one another or make words. 58 bits; who guesses is stopped long before (`DOORS.invitation`).
 */
export const INVITATION_LETTERS = '23456789ABCDEFGHJKMNPQRSTVWXYZ';
export const INVITATION_LENGTH = 12;

const CODE = new RegExp(`^[${INVITATION_LETTERS}]{${INVITATION_LENGTH}}$`);
/** Behind a `#`, so that the code of a link that is opened never stands in a log between the phone and the server. */
const IN_LINK = /#invitation=([^&]+)$/;

/** The twelve characters in a text that somebody typed or scanned; null when it is no code of ours. */
export function parseInvitationCode(text: string): string | null {
  const typed = IN_LINK.exec(text.trim())?.[1] ?? text;
  const code = typed.replace(/[\s\-－—]/g, '').toUpperCase();
  return CODE.test(code) ? code : null;
}

export function showInvitationCode(code: string): string {
  return code.replace(/(.{4})(?=.)/g, '$1-');
}

/** What the QR code of an invitation holds: the phone's own scanner opens the app with it, ours reads the code out of it. */
export function invitationLink(publicUrl: string, code: string): string {
  return `${publicUrl}/app/features/sign-in/pages/sign-in/index#invitation=${showInvitationCode(code)}`;
}
