import { once } from 'node:events';
import net from 'node:net';
import type { Connection, ServerState } from '../commands/call';
import { MAX_MESSAGE_BYTES } from '../commands/diagnostics';
import { runCommand } from '../commands/dispatcher';
import { errorReply } from '../errors';
import { encodeReply, HEADER_BYTES, parseMessage } from './messages';

export type Listener = { address: net.AddressInfo | string; close(): Promise<void> };

/** Serves the wire protocol at the path of a Unix socket, or on a TCP port of this machine only. */
export async function listen(state: ServerState, at: { path: string } | { port: number }): Promise<Listener> {
  const sockets = new Set<net.Socket>();
  let connections = 0;
  const server = net.createServer({ noDelay: true }, (socket) => {
    sockets.add(socket);
    const connection: Connection = { id: ++connections };
    readMessages(socket, (message) => void serve(state, socket, connection, message));
    // A client that went away is no event for the server; `close` follows.
    socket.on('error', () => socket.destroy());
    socket.on('close', () => sockets.delete(socket));
  });
  server.listen('path' in at ? at : { ...at, host: '127.0.0.1' });
  await once(server, 'listening');
  const close = async (): Promise<void> => {
    for (const socket of sockets) socket.destroy();
    server.close();
    await once(server, 'close');
  };
  return { address: server.address() ?? '', close };
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
      needed = rest.readInt32LE(0);
      if (needed < HEADER_BYTES || needed > MAX_MESSAGE_BYTES) return void socket.destroy();
      if (rest.length < needed) break;
      onMessage(rest.subarray(0, needed));
      rest = rest.subarray(needed);
      needed = HEADER_BYTES;
    }
    bytes = rest.length;
    chunks = bytes > 0 ? [rest] : [];
  });
}

async function serve(state: ServerState, socket: net.Socket, connection: Connection, message: Buffer): Promise<void> {
  try {
    const request = parseMessage(message);
    const [head, body] = await runCommand(state, connection, request)
      .then((reply) => encodeReply(reply, request))
      .catch((error: unknown) => encodeReply(errorReply(error, request.command), request));
    if (connection.cut) socket.destroy();
    if (!request.wantsReply || socket.destroyed) return;
    socket.cork();
    socket.write(head);
    socket.write(body);
    socket.uncork();
  } catch (error) {
    // A message that cannot be read leaves no way to answer it.
    process.emitWarning(`embedded store: connection closed: ${String(error)}`);
    socket.destroy();
  }
}
