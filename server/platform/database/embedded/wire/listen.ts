import net from 'node:net';
import { type Connection, CursorReply, type ServerState } from '../commands/call';
import { MAX_MESSAGE_BYTES } from '../commands/diagnostics';
import { runCommand } from '../commands/dispatcher';
import { CloseConnection } from '../commands/fail-point';
import { asMongoError, errorReply } from '../commands/failures';
import { encodeLegacyReply, encodeReply, HEADER_BYTES, OP_MSG, OP_QUERY, parseMessage, parseQuery } from './messages';

export type Listener = { address: net.AddressInfo | string; close(): Promise<void> };

/** Serves the wire protocol at a socket path (or Windows pipe), or on a TCP port of this machine only. */
export function listen(state: ServerState, at: { path: string } | { port: number }): Promise<Listener> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer((socket) => {
    sockets.add(socket);
    socket.setNoDelay(true);
    const connection: Connection = { id: ++connections };
    readMessages(socket, (message) => void serve(state, socket, connection, message));
    // A client that went away is no event for the server; `close` follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  const close = (): Promise<void> =>
    new Promise((resolve) => {
      for (const socket of sockets) socket.destroy();
      server.close(() => resolve());
    });
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen('path' in at ? { path: at.path } : { port: at.port, host: '127.0.0.1' }, () => {
      server.off('error', reject);
      resolve({ address: server.address() ?? '', close });
    });
  });
}

/** Cuts the stream of a socket into messages. */
function readMessages(socket: net.Socket, onMessage: (message: Buffer) => void): void {
  let chunks: Buffer[] = [];
  let bytes = 0;
  let needed = HEADER_BYTES;
  socket.on('data', (chunk: Buffer) => {
    chunks.push(chunk);
    bytes += chunk.length;
    if (bytes < needed) return;
    let rest = chunks.length === 1 ? chunk : Buffer.concat(chunks, bytes);
    while (rest.length >= HEADER_BYTES) {
      const length = rest.readInt32LE(0);
      if (length < HEADER_BYTES || length > MAX_MESSAGE_BYTES) {
        socket.destroy();
        return;
      }
      needed = length;
      if (rest.length < length) break;
      onMessage(rest.subarray(0, length));
      rest = rest.subarray(length);
      needed = HEADER_BYTES;
    }
    bytes = rest.length;
    chunks = bytes > 0 ? [rest] : [];
  });
}

async function serve(state: ServerState, socket: net.Socket, connection: Connection, message: Buffer): Promise<void> {
  const requestId = message.readInt32LE(4);
  const opcode = message.readInt32LE(12);
  try {
    if (opcode === OP_MSG) {
      const { command, sent, wantsReply } = parseMessage(message);
      const reply = await runCommand(state, command, connection, sent);
      if (connection.cut) throw new CloseConnection();
      if (!wantsReply || socket.destroyed) return;
      let encoded: ReturnType<typeof encodeReply>;
      try {
        encoded = encodeReply(reply, requestId);
      } catch (error) {
        encoded = encodeReply(errorReply(asMongoError(error), false), requestId);
      }
      socket.cork();
      socket.write(encoded[0]);
      socket.write(encoded[1]);
      socket.uncork();
    } else if (opcode === OP_QUERY) {
      const reply = await runCommand(state, parseQuery(message), connection, null);
      if (!(reply instanceof CursorReply)) socket.write(encodeLegacyReply(reply, requestId));
    } else socket.destroy();
  } catch (error) {
    // A message that cannot be read leaves no way to answer it.
    if (!(error instanceof CloseConnection)) process.emitWarning(`embedded store: connection closed: ${String(error)}`);
    socket.destroy();
  }
}
