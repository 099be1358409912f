import { endpoints } from '@analytics/contract/endpoints';
import { describe, expect, test } from 'vitest';
import { Browser } from '../../test/browser.ts';
import { createTestDatabase } from '../../test/test-database.ts';
import { startTestServer } from '../../test/test-server.ts';

const database = await createTestDatabase();
const server = await startTestServer(database);
const visitor = new Browser(server.address);

interface Operation {
  summary?: string;
  parameters?: { name: string; in: string; required?: boolean; schema: object }[];
  requestBody?: { content: Record<string, { schema: object }> };
  responses: Record<string, { description: string }>;
  security?: Record<string, unknown>[];
}
interface OpenApi {
  openapi: string;
  info: { title: string; version: string };
  servers: { url: string }[];
  components: { securitySchemes: Record<string, unknown> };
  paths: Record<string, Record<string, Operation>>;
}

describe('/api/openapi.json', async () => {
  const document = await visitor.json<OpenApi>('/api/openapi.json');
  const operations = Object.entries(document.paths).flatMap(([path, methods]) =>
    Object.entries(methods).map(([method, operation]) => ({
      name: `${method.toUpperCase()} ${path}`,
      path,
      operation,
    })),
  );

  test('names every endpoint of the contract and no other', () => {
    expect(operations.map(({ name }) => name).toSorted()).toEqual(Object.keys(endpoints).toSorted());
  });

  test('is OpenAPI 3.1, with an address that its paths can be appended to', () => {
    expect(document.openapi).toMatch(/^3\.1\.\d+$/);
    expect(document.info).toMatchObject({ title: 'Analytics for Spotify', version: expect.any(String) });
    expect(document.servers).toEqual([{ url: '/' }]);
    expect(Object.keys(document.components.securitySchemes)).toEqual(['session', 'token']);
  });

  test.each(operations)('$name is described in full', ({ name, path, operation }) => {
    const endpoint = endpoints[name as keyof typeof endpoints];
    expect(operation.summary).toBe(endpoint.summary);
    const responses = Object.entries(operation.responses);
    expect(responses.length).toBeGreaterThan(0);
    for (const [status, { description }] of responses) {
      expect(status).toMatch(/^([1-5]\d\d|[1-5]XX|default)$/);
      expect(description).toEqual(expect.any(String));
    }
    const inPath = (operation.parameters ?? []).filter((parameter) => parameter.in === 'path');
    expect(inPath.map(({ name: parameter }) => `{${parameter}}`)).toEqual(path.match(/\{\w+\}/g) ?? []);
    expect(inPath.every(({ required }) => required)).toBe(true);
    expect(operation.requestBody !== undefined).toBe('body' in endpoint);
    const bySession = 'sessionOnly' in endpoint ? [{ session: [] }] : [{ session: [] }, { token: [] }];
    expect(operation.security).toEqual(endpoint.access === 'public' ? [] : bySession);
  });

  test('every reference leads somewhere', () => {
    const references = JSON.stringify(document).matchAll(/"\$ref":"#\/([^"]+)"/g);
    for (const [, pointer = ''] of references) {
      let target: unknown = document;
      for (const part of pointer.split('/')) target = (target as Record<string, unknown>)[part];
      expect(target).toBeDefined();
    }
  });
});

describe('/api/docs', () => {
  test('is a page that its own policy lets work', async () => {
    const page = await visitor.get('/api/docs');
    expect(page.status).toBe(200);
    const policy = page.headers.get('content-security-policy') ?? '';
    expect(policy).not.toContain("'unsafe-inline' 'unsafe-eval'");
    expect(policy).toContain("frame-ancestors 'none'");
    const html = await page.text();
    const inline = [...html.matchAll(/<(script|style)(?![^>]*\bsrc=)[^>]*>([^<]*)</g)];
    const files = [...html.matchAll(/<(?:script|link)\b[^>]*\b(?:src|href)="([^"]+)"/g)];
    expect(inline.filter(([, , text]) => text?.trim() !== '')).toEqual([]);
    expect(files.length).toBeGreaterThan(3);
    for (const [, address = ''] of files) {
      const url = new URL(address, `${server.address}/api/docs`);
      expect(url.origin).toBe(server.address);
      const response = await visitor.get(url.pathname);
      expect([url.pathname, response.status]).toEqual([url.pathname, 200]);
      await response.arrayBuffer();
    }
  });

  test('has no word of another host', async () => {
    const html = await (await visitor.get('/api/docs')).text();
    expect(html).not.toMatch(/(?:src|href)="https?:/);
  });
});
