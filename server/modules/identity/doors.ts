import type { Door } from '../../platform';

/**
 * How often what may be asked without a sign-in. A factory stands behind one address, so two hundred phones at the start of a shift must
 * come through; a code or a token of one person is asked about a few times and not a hundred.
 */
export const DOORS = {
  look: { name: 'look', perAddress: { times: 600, seconds: 60 } },
  signIn: { name: 'sign-in', perAddress: { times: 300, seconds: 60 }, perSubject: { field: 'code', times: 5, seconds: 60 } },
  invitation: {
    name: 'invitation',
    perAddress: { times: 300, seconds: 60 },
    perSubject: { field: 'invitationCode', times: 10, seconds: 600 },
    wrongGuesses: { times: 20, seconds: 600, codes: ['invitation_invalid'] },
  },
  refresh: { name: 'refresh', perAddress: { times: 900, seconds: 60 }, perSubject: { field: 'refreshToken', times: 30, seconds: 60 } },
  demo: { name: 'demo', perAddress: { times: 300, seconds: 60 }, perSubject: { field: 'personId', times: 120, seconds: 60 } },
} as const satisfies Record<string, Door>;
