import { globSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, test } from 'vitest';
import { type Environment, loadConfig } from '../server/src/config.ts';
import { claimsOf, findSelectors, podTemplates, type PodSpec } from './kubernetes-pods.ts';
import { findSchemaFault, findUnknownFields, schemaModule } from './kubernetes-schemas.ts';
import { buildKustomization, readManifests, type Resource } from './kustomize.ts';

const deploy = join(import.meta.dirname, '../deploy');
const folder = join(deploy, 'kubernetes');
const examples = globSync(join(folder, 'examples/*.yaml')).flatMap(readManifests);
const secrets = examples.filter(({ kind }) => kind === 'Secret') as (Resource & {
  stringData: Record<string, string>;
})[];

/** Overlays, and how many resources each has at the least: a test that read nothing must not pass. */
const OVERLAYS = { 'single-node': 11, cluster: 20, openshift: 20, 'scale-to-zero': 16 };

describe.each(Object.entries(OVERLAYS))('%s', (overlay, fewest) => {
  const resources = buildKustomization(join(folder, overlay));
  const named = (kind: string, name: string | undefined) =>
    resources.find((resource) => resource.kind === kind && resource.metadata.name === name);
  const pods = resources.flatMap((resource) => podTemplates(resource));

  test('every resource is as its schema says, without a field that the schema does not know', async () => {
    expect(resources.length).toBeGreaterThanOrEqual(fewest);
    expect(await findFaults(resources)).toEqual([]);
  });

  test('every pod is as narrow as it can be', () => {
    expect(pods.length).toBeGreaterThanOrEqual(2);
    for (const { spec } of pods) {
      expect(spec).toMatchObject({
        serviceAccountName: 'analytics',
        automountServiceAccountToken: false,
        securityContext: { runAsNonRoot: true },
      });
      // OpenShift chooses the account.
      expect(spec.securityContext?.runAsUser).toBe(overlay === 'openshift' ? undefined : 1001);
      for (const container of spec.containers) {
        const { seccompProfile } = { ...spec.securityContext, ...container.securityContext };
        expect(seccompProfile).toEqual({ type: 'RuntimeDefault' });
        expect(container).toMatchObject({
          resources: {
            requests: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
            limits: { cpu: expect.any(String) as string, memory: expect.any(String) as string },
          },
          securityContext: {
            allowPrivilegeEscalation: false,
            readOnlyRootFilesystem: true,
            capabilities: { drop: ['ALL'] },
          },
        });
      }
    }
  });

  test('what a pod names is there', () => {
    const claims = resources.flatMap((resource) => claimsOf(resource));
    for (const { spec } of pods) {
      expect(named('ServiceAccount', spec.serviceAccountName)).toBeDefined();
      const volumes = [...spec.volumes.map(({ name }) => name), ...claims.map(({ volume }) => volume)];
      for (const { volumeMounts, envFrom = [] } of spec.containers) {
        for (const { name } of volumeMounts) expect(volumes).toContain(name);
        for (const { configMapRef } of envFrom) expect(named('ConfigMap', configMapRef.name)).toBeDefined();
      }
      for (const { secret, persistentVolumeClaim } of spec.volumes) {
        if (secret) expect(Object.keys(secretOf(secret.secretName, resources))).not.toEqual([]);
        if (!persistentVolumeClaim) continue;
        const { claimName } = persistentVolumeClaim;
        const isThere =
          named('PersistentVolumeClaim', claimName) ?? claims.find(({ claim }) => claim === claimName);
        expect(isThere).toBeDefined();
      }
    }
  });

  test('every selector finds a pod', () => {
    const labels = [
      ...pods.map(({ metadata }) => metadata.labels),
      ...resources
        .filter(({ apiVersion, kind }) => kind === 'Cluster' && apiVersion.startsWith('postgresql.cnpg.io/'))
        .map(({ metadata }) => ({ 'cnpg.io/cluster': metadata.name })),
    ] as Record<string, string>[];
    const selectors = resources.flatMap((resource) => findSelectors(resource));
    expect(selectors.length).toBeGreaterThanOrEqual(4);
    for (const selector of selectors) {
      const found = labels.filter((own) =>
        Object.entries(selector).every(([key, value]) => own[key] === value),
      );
      expect([selector, found.length > 0]).toEqual([selector, true]);
    }
    for (const { kind, spec } of resources as (Resource & { spec: { scaleTargetRef: { name: string } } })[]) {
      if (kind !== 'HorizontalPodAutoscaler') continue;
      expect(named('Deployment', spec.scaleTargetRef.name)).toBeDefined();
    }
  });

  test('the program accepts its settings', () => {
    const programs = pods.filter(({ spec }) => spec.containers[0]?.image.endsWith('/analytics-for-spotify'));
    expect(programs.length).toBeGreaterThanOrEqual(1);
    for (const { spec } of programs) {
      const [container] = spec.containers;
      const map = named('ConfigMap', container?.envFrom?.[0]?.configMapRef.name);
      const own = (container?.env ?? []).map(({ name, value }) =>
        name.endsWith('_FILE')
          ? [name.replace('_FILE', ''), readSecret(value ?? '', spec, resources)]
          : [name, value],
      );
      const config = loadConfig({
        ...(map?.['data'] as Environment),
        ...(Object.fromEntries(own) as Environment),
      });
      expect(config.publicUrl).toMatch(/^https:/);
      expect(config.secretKey).toBeDefined();
      expect(config.databaseUrl === undefined).toBe(overlay === 'single-node');
      // Whoever serves pages is asked how it is, by the two addresses that answer under any host name.
      const probes = config.role === 'worker' ? undefined : 'httpGet';
      expect(container?.livenessProbe).toEqual(
        probes &&
          expect.objectContaining({ httpGet: expect.objectContaining({ path: '/api/health' }) as object }),
      );
      expect(container?.readinessProbe).toEqual(
        probes &&
          expect.objectContaining({ httpGet: expect.objectContaining({ path: '/api/status' }) as object }),
      );
    }
  });

  test('nothing is let in or out that no policy allows', () => {
    expect(named('NetworkPolicy', 'default-deny')?.['spec']).toEqual({
      podSelector: {},
      policyTypes: ['Ingress', 'Egress'],
    });
  });
});

describe('the examples', () => {
  test('are as their schemas say', async () => {
    expect(examples.length).toBeGreaterThanOrEqual(4);
    expect(await findFaults(examples)).toEqual([]);
  });

  test('hold no secret', () => {
    expect(secrets.length).toBe(2);
    for (const { stringData } of secrets) {
      for (const value of Object.values(stringData)) expect(value).toMatch(/^REPLACE-ME/);
    }
  });

  test('name what is there', () => {
    const application = examples.find(({ kind }) => kind === 'Application') as Resource & {
      spec: { source: { path: string } };
    };
    const path = join(deploy, '..', application.spec.source.path);
    expect(buildKustomization(path).length).toBeGreaterThan(0);
  });
});

describe('the check itself', () => {
  const [deployment] = readManifests(join(folder, 'cluster/web.yaml'));
  if (!deployment) throw new Error('there is no deployment');
  const planted: [fault: string, path: string, value: unknown][] = [
    ['a wrong type', 'replicas', '2'],
    ['an unknown field', 'replica', 2],
    ['a missing field', 'selector', undefined],
  ];

  test.each(planted)('finds %s', async (_fault, field, value) => {
    const spec = { ...(deployment['spec'] as object), [field]: value };
    expect(await findFaults([{ ...deployment, spec }])).not.toEqual([]);
  });

  test('does not take an unknown kind for a right one', async () => {
    await expect(findFaults([{ ...deployment, kind: 'Deploiment' }])).rejects.toThrow('Deploiment');
  });
});

async function findFaults(resources: readonly Resource[]): Promise<string[]> {
  const known = resources.flatMap((resource) => {
    const module = schemaModule(resource);
    return module === undefined ? [] : [[resource, module] as const];
  });
  expect(known.length).toBeGreaterThan(0);
  const faults = await Promise.all(known.map((one) => findSchemaFault(...one)));
  return [...faults.filter((fault) => fault !== ''), ...findUnknownFields(known)];
}

/** A Secret of the examples, or the one that CloudNativePG makes for the application. */
function secretOf(name: string, resources: readonly Resource[]): Record<string, string> {
  const example = secrets.find(({ metadata }) => metadata.name === name)?.stringData;
  if (example) return example;
  const database = resources.find((resource) => resource.kind === 'Cluster')?.metadata.name;
  return name === `${database}-app` ? { uri: `postgresql://analytics:x@${database}-rw:5432/analytics` } : {};
}

/** What a pod reads from a path below one of its mounted Secrets. */
function readSecret(path: string, { containers, volumes }: PodSpec, resources: readonly Resource[]) {
  const mount = containers[0]?.volumeMounts.find(({ mountPath }) => path.startsWith(`${mountPath}/`));
  const volume = volumes.find(({ name }) => name === mount?.name);
  return secretOf(volume?.secret?.secretName ?? '', resources)[path.slice(path.lastIndexOf('/') + 1)];
}
