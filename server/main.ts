import { randomUUID } from 'node:crypto';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import mongoose from 'mongoose';
import { messenger } from '../bot';
import { version } from '../package.json';
import { createApp } from './app';
import { openDemonstration } from './demo';
import { explainStart } from './explain-start';
import { foundOwnFactory } from './found-factory';
import { demandFreePort, listen } from './listen';
import { serveMetrics } from './metrics-server';
import { modules as allModules } from './modules';
import { accessTokens, authenticator, factoryIds, inviteFirstAdministrator } from './modules/identity';
import { voiceDecoder } from './modules/media';
import { openBot } from './open-bot';
import { openLogin } from './open-login';
import { localDisk, systemActor } from './platform';
import { type Config, readConfig } from './platform/config/config';
import { buildIndexes } from './platform/database/build-indexes';
import { connectStore } from './platform/database/connect';
import { applyMongooseSettings } from './platform/database/mongoose-settings';
import { doorLimits } from './platform/http/door-limits';
import { startJobs } from './platform/jobs/define-job';
import { releaseAllLeases } from './platform/jobs/lease';
import { measureBacklog } from './platform/journal/backlog';
import { startRelay } from './platform/journal/relay';
import { sealJournal } from './platform/journal/seal';
import { createLogger } from './platform/logging/logger';
import { measureProcess } from './platform/metrics/metrics';
import { stopOnSignal } from './stop-on-signal';
import { printWelcome } from './welcome';

/** Reads the configuration, opens the store, wires the rooms and starts the services this process is to run. */
async function start(config: Config): Promise<void> {
  const logger = createLogger(config.logLevel);
  measureProcess();
  measureBacklog();
  applyMongooseSettings();
  await demandFreePort(config);
  let opened = false;
  const store = await connectStore(config, logger, (error) => {
    // One that does not even open is explained by who started it.
    if (!opened) return;
    // A product that can write nothing must not look alive: whoever runs it starts it again, and the log on disk has every write.
    logger.fatal({ err: error }, 'the embedded store has ended; stopping');
    process.exit(1);
  });
  opened = true;
  const retired = await buildIndexes();
  if (retired.length > 0) logger.warn({ indexes: retired }, 'dropped unique indexes of an earlier version');
  if (store.engine === 'embedded') await releaseAllLeases();

  const tokens = accessTokens(config.tokenSecret);
  const holder = `${process.pid}-${randomUUID()}`;
  const demonstration = config.demo ? await openDemonstration() : null;
  const factoryId = demonstration?.factoryId ?? (await foundOwnFactory(config));
  const { services } = config;
  // Whoever hands facts on tells people too, or what is to be told would be lost where the bot is a process of its own.
  const bot = services.has('bot') || services.has('worker') ? await openBot(config, factoryId, demonstration, logger) : null;
  const login = openLogin(config, bot?.sandbox ?? null, logger);
  const modules = allModules(
    tokens,
    config.demo,
    {
      storage: localDisk(path.join(config.dataDir, 'media')),
      linkSecret: config.tokenSecret,
      decodeVoice: voiceDecoder(path.join(__dirname, 'voice-worker.js')),
    },
    login.platform,
  );

  let ready = false;
  const app = createApp({
    modules: [...modules, messenger],
    authenticate: authenticator(tokens, config.mongodbUri ? 0 : undefined),
    openActor: async () => systemActor('door', factoryId, ['identity.read', 'identity.sign_out']),
    clock: () => new Date(),
    logger,
    webDirectory: path.resolve('miniapp/dist/h5'),
    // A store that is gone for a moment is waited for; until it is back, people are better sent to another process.
    isReady: () => ready && mongoose.connection.readyState === mongoose.ConnectionStates.connected,
    mount: services.has('bot') && bot ? bot.rooms : [],
    limits: doorLimits(config.mongodbUri ? 'shared' : 'memory'),
    trustProxies: config.trustProxies,
    version,
    web: services.has('web'),
  });
  const server = createServer({ requestTimeout: 30_000, headersTimeout: 10_000, keepAliveTimeout: 65_000 }, app.callback());
  const metrics = config.metricsPort === null ? null : await serveMetrics(config.metricsPort, config.host);
  await listen(server, config.port, config.host);
  const address = server.address() as AddressInfo;
  const own = `http://${config.host}:${address.port}`;
  login.listening(own);
  await bot?.listening(own, services.has('bot'));
  if (demonstration?.isNew) process.stdout.write('    loading the demonstration factory, some seconds …\n');
  const rooms = modules.flatMap((module) => module.subscribers);
  await demonstration?.fill({ rooms, channels: bot?.subscribers ?? [] }, holder, logger);
  const subscribers = [...rooms, ...(bot?.subscribers ?? [])];
  const relay = services.has('worker') ? startRelay({ subscribers, holder, logger }) : null;
  const stopJobs = services.has('scheduler')
    ? startJobs({ jobs: [...modules.flatMap((module) => module.jobs), sealJournal], factoryIds, holder, logger })
    : async () => undefined;
  // Where people come in, not where only the clockwork runs: each start withdraws what the one before has handed out.
  const firstInvitation =
    demonstration === null && services.has('web')
      ? await inviteFirstAdministrator({
          tokens,
          publicUrl: config.publicUrl,
          factoryId,
          comesByWecom: config.wecom !== null,
          now: new Date(),
        })
      : null;
  ready = true;
  printWelcome({ config, port: address.port, engine: store.engine, demonstration, firstInvitation });

  stopOnSignal({
    server,
    logger,
    atOnce() {
      ready = false;
      metrics?.close();
      bot?.hangUp();
    },
    afterwards: [() => Promise.all([relay?.stop(), stopJobs()]), async () => bot?.stop(), () => store.close()],
  });
}

try {
  start(readConfig(process.env)).catch(explainStart);
} catch (error) {
  explainStart(error);
}
