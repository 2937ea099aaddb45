/** The phone that a mini-program runs on, as a test sets it up. */
export type PhoneOptions = {
  /** Where the API is. */
  origin: string;
  /** What the app has stored; give it to the next host to start the app again. */
  storage: Map<string, unknown>;
  online: boolean;
  /** Sees every request before it leaves; may take the network away. */
  beforeRequest?: (url: string) => void;
  /** What the scanner will read, in turn; without one the person cancels. */
  codesToScan: string[];
  /** Files, by path: what the camera and the microphone make, and what the app keeps. They outlive the app. */
  files: Map<string, Uint8Array>;
  /** Paths that the camera or the album will give next; without one the person cancels. */
  shots: string[];
  /** What the microphone has heard when it is stopped; null when it is not allowed. */
  spoken: { path: string; durationMs: number } | null;
  /** Addresses of sound that was played. */
  played: string[];
  /** What `wx.login` hands out, in turn; without one it fails. */
  loginCodes: string[];
  /** What `wx.qy.login` hands out: with this the phone is in WeCom. */
  wecomCodes: string[] | null;
  networkListeners: ((status: { isConnected: boolean }) => void)[];
};

export function newPhone(options: Partial<PhoneOptions> = {}): PhoneOptions {
  return {
    origin: '',
    storage: new Map(),
    online: true,
    codesToScan: [],
    files: new Map(),
    shots: [],
    spoken: null,
    played: [],
    loginCodes: [],
    wecomCodes: null,
    networkListeners: [],
    ...options,
  };
}
