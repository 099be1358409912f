import { readFileSync, statSync } from 'node:fs';
import { join, relative } from 'node:path';
import { parse, parseAllDocuments } from 'yaml';

/** A resource of Kubernetes as its manifest has it. */
export interface Resource {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly [field: string]: unknown };
  readonly [field: string]: unknown;
}

interface Kustomization {
  readonly resources?: readonly string[];
  readonly patches?: readonly {
    readonly target?: { readonly kind: string; readonly name: string };
    readonly patch: string;
  }[];
}

interface Operation {
  readonly op: 'add' | 'replace' | 'remove';
  readonly path: string;
  readonly value?: unknown;
}

/** They change names alone, never the form of a resource. */
const HARMLESS = ['apiVersion', 'kind', 'namespace', 'images'];

/** All manifests of a file. */
export function readManifests(file: string): Resource[] {
  return parseAllDocuments(readFileSync(file, 'utf8')).map((document) => {
    if (document.errors[0]) throw document.errors[0];
    return document.toJS() as Resource;
  });
}

/**
 * What `kustomize build` makes of a folder, as far as this repository uses it: resources, patches of JSON operations, and
 * strategic patches that delete.
 * @throws Error when something is named that is not there, or is beyond this
 */
export function buildKustomization(folder: string): Resource[] {
  const kustomization = parse(readFileSync(join(folder, 'kustomization.yaml'), 'utf8')) as Kustomization;
  const unknown = Object.keys(kustomization).filter(
    (field) => ![...HARMLESS, 'resources', 'patches'].includes(field),
  );
  if (unknown.length > 0) throw new Error(`${folder}: ${unknown.join(', ')} cannot be resolved here`);
  let resources = (kustomization.resources ?? []).flatMap((name) => {
    const path = join(folder, name);
    return statSync(path).isDirectory() ? buildKustomization(path) : readManifests(path);
  });
  for (const { target, patch } of kustomization.patches ?? []) {
    const change = parse(patch) as Operation[] | (Resource & { $patch: string });
    const isMeant = Array.isArray(change)
      ? ({ kind, metadata }: Resource) =>
          kind === target?.kind && new RegExp(`^(?:${target.name})$`).test(metadata.name)
      : (resource: Resource) => identify(resource) === identify(change);
    const meant = resources.filter(isMeant);
    if (meant.length === 0) throw new Error(`${relative('.', folder)}: a patch meets nothing:\n${patch}`);
    if (Array.isArray(change)) for (const resource of meant) for (const step of change) apply(resource, step);
    else if (change.$patch === 'delete') resources = resources.filter((resource) => !isMeant(resource));
    else throw new Error(`${folder}: only strategic patches that delete can be resolved here`);
  }
  return resources;
}

const identify = ({ apiVersion, kind, metadata }: Resource) => `${apiVersion} ${kind} ${metadata.name}`;

function apply(resource: Resource, { op, path, value }: Operation) {
  const keys = path
    .slice(1)
    .split('/')
    .map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
  const last = keys.pop() ?? '';
  let place = resource as Record<string, unknown>;
  for (const key of keys) place = place[key] as Record<string, unknown>;
  if (op !== 'add' && !(last in place)) throw new Error(`${identify(resource)} has no ${path}`);
  if (op === 'remove') delete place[last];
  else place[last] = value;
}
