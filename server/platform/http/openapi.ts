import * as z from 'zod/mini';
import { ERROR_STATUS } from '../../contracts/errors';
import type { RawBody, Route } from './routes';

/** The API document, made from the same contracts that the server checks with, so that the two cannot differ. */
export function openApiDocument(routes: readonly Route[], version: string): object {
  const paths: Record<string, Record<string, object>> = {};
  for (const route of routes) {
    const path = `/api/v1${route.path.replace(/:(\w+)/g, '{$1}')}`;
    paths[path] = { ...paths[path], [route.method.toLowerCase()]: operationOf(route) };
  }
  return {
    openapi: '3.1.0',
    info: { title: '车间通 API', version, license: { name: 'Apache-2.0' } },
    paths,
    components: {
      securitySchemes: { bearer: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
      schemas: { Error: errorSchema() },
    },
    security: [{ bearer: [] }],
  };
}

function operationOf(route: Route): object {
  const inPath = [...route.path.matchAll(/:(\w+)/g)].map((match) => match[1] ?? '');
  const definition = 'command' in route ? route.command : route.query;
  const input = jsonSchema(route.kind === 'upload' ? route.asked : (definition.input as unknown as z.ZodMiniType), 'input');
  const properties = Object.entries(input.properties ?? {});
  const elsewhere = Object.fromEntries(properties.filter(([name]) => !inPath.includes(name)));
  const required = (input.required ?? []).filter((name) => !inPath.includes(name));
  const parameters: object[] = inPath.map((name) => ({
    name,
    in: 'path',
    required: true,
    schema: input.properties?.[name] ?? { type: 'string' },
  }));
  const asksInQuery = route.kind !== 'command' || route.raw !== undefined;
  if (asksInQuery) {
    for (const [name, schema] of Object.entries(elsewhere))
      if (name !== 'bytes') parameters.push({ name, in: 'query', required: required.includes(name), schema });
  }
  if (route.kind === 'upload' || (route.kind === 'command' && !route.open && !route.raw?.keyless)) {
    parameters.push({ name: 'Idempotency-Key', in: 'header', required: true, schema: { type: 'string', minLength: 8, maxLength: 200 } });
  }
  return {
    operationId: definition.name,
    tags: [definition.name.split('.')[0]],
    description: `Permission: \`${definition.permission}\``,
    parameters,
    ...(route.open ? { security: [] } : {}),
    ...(route.kind === 'upload' ? { requestBody: { required: true, content: bytesContent(route) } } : {}),
    ...(route.kind === 'command'
      ? { requestBody: { required: true, content: requestContent(route.raw, input, elsewhere, required) } }
      : {}),
    responses: {
      ['status' in route ? route.status : 200]: { description: 'OK', content: responseContent(route) },
      default: { description: 'Error', content: { 'application/json': { schema: { $ref: '#/components/schemas/Error' } } } },
    },
  };
}

function requestContent(
  raw: RawBody | undefined,
  input: JsonSchema,
  properties: Record<string, object>,
  required: readonly string[],
): object {
  if (raw) return bytesContent(raw);
  return { 'application/json': { schema: { ...input, properties, required } } };
}

function bytesContent({ contentType, mostBytes }: Pick<RawBody, 'contentType' | 'mostBytes'>): object {
  return { [contentType]: { schema: { type: 'string', format: 'binary', maxLength: mostBytes } } };
}

function responseContent(route: Route): object {
  if (route.kind === 'download') return { [route.contentType]: { schema: { type: 'string', format: 'binary' } } };
  if (route.kind === 'file') return { '*/*': { schema: { type: 'string', format: 'binary' } } };
  return { 'application/json': { schema: jsonSchema(route.response, 'output') } };
}

type JsonSchema = { properties?: Record<string, object>; required?: string[] };

function jsonSchema(schema: z.ZodMiniType, io: 'input' | 'output'): JsonSchema {
  const { $schema: _, ...rest } = z.toJSONSchema(schema, { io, unrepresentable: 'any' });
  return rest as JsonSchema;
}

function errorSchema(): object {
  return {
    type: 'object',
    required: ['error', 'requestId'],
    properties: {
      requestId: { type: 'string' },
      error: {
        type: 'object',
        required: ['code', 'message'],
        properties: {
          code: { enum: Object.keys(ERROR_STATUS) },
          message: { type: 'string' },
          fields: { type: 'array', items: { type: 'object', properties: { path: { type: 'string' }, code: { type: 'string' } } } },
          details: { type: 'object' },
        },
      },
    },
  };
}
