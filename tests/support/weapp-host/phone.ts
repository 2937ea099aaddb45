/** The phone that a mini-program runs on, as a test sets it up. */
export type PhoneOptions = {
  /** Where the API is. */
  origin: string;
  /** What the app has stored; give it to the next host to start the app again. */
  storage: Map<string, unknown>;
  online: boolean;
  /** What the scanner will read, in turn; without one the person cancels. */
  codesToScan: string[];
  networkListeners: ((status: { isConnected: boolean }) => void)[];
};

export function newPhone(options: Partial<PhoneOptions> = {}): PhoneOptions {
  return { origin: '', storage: new Map(), online: true, codesToScan: [], networkListeners: [], ...options };
}
