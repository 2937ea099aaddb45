/** The andon lamp in text: shape and word together, since a chat has no colours. */
export const LAMPS = { run: '●', wait: '◆', stop: '■', note: '▲', off: '○' } as const;
