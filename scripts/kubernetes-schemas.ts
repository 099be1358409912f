import { join } from 'node:path';
import ts from 'typescript';
import type { Resource } from './kustomize.ts';

/** Where the schemas of each group of interfaces are; the core group has no name. */
const PACKAGES: Readonly<Record<string, string>> = {
  'argoproj.io': '@kubernetes-models/argo-cd',
  'serving.knative.dev': '@kubernetes-models/knative',
};
/** Groups whose schemas no package brings. */
const WITHOUT_SCHEMA = ['barmancloud.cnpg.io', 'postgresql.cnpg.io', 'route.openshift.io', 'tekton.dev'];

/** The module that knows the schema of a resource, or undefined for one of the few that no package knows. */
export function schemaModule({ apiVersion, kind }: Resource): string | undefined {
  const [group = ''] = apiVersion.includes('/') ? apiVersion.split('/') : [];
  if (WITHOUT_SCHEMA.includes(group)) return undefined;
  return `${PACKAGES[group] ?? 'kubernetes-models'}/${apiVersion}/${kind}`;
}

/**
 * What the JSON schema says against a resource; empty when nothing.
 * @throws Error when the schema is not there
 */
export async function findSchemaFault(resource: Resource, module: string): Promise<string> {
  const models = (await import(module)) as Record<string, new (from: Resource) => { validate(): void }>;
  const Model = models[resource.kind];
  if (!Model) throw new Error(`${module} does not export ${resource.kind}`);
  try {
    new Model(resource).validate();
    return '';
  } catch (error) {
    return (error as Error).message;
  }
}

/** Fields that no schema knows, which Kubernetes would drop without a word: found by the types beside the schemas. */
export function findUnknownFields(
  resources: readonly (readonly [resource: Resource, module: string])[],
): string[] {
  const file = join(import.meta.dirname, 'manifests.virtual.ts');
  const text = resources
    .map(
      ([resource, module]) => `const _: import('${module}').I${resource.kind} = ${JSON.stringify(resource)};`,
    )
    .map((statement) => `{ ${statement} }`)
    .join('\n');
  const options: ts.CompilerOptions = {
    noEmit: true,
    strict: true,
    skipLibCheck: true,
    target: ts.ScriptTarget.ES2024,
    module: ts.ModuleKind.NodeNext,
    types: [],
  };
  const host = ts.createCompilerHost(options);
  const getSourceFile = host.getSourceFile.bind(host);
  host.getSourceFile = (name, ...rest) =>
    name === file ? ts.createSourceFile(name, text, ts.ScriptTarget.ES2024) : getSourceFile(name, ...rest);
  return ts
    .getPreEmitDiagnostics(ts.createProgram([file], options, host))
    .map(({ start = 0, messageText }) => {
      const [resource] = resources[text.slice(0, start).split('\n').length - 1] ?? [];
      const message = ts.flattenDiagnosticMessageText(messageText, ' ');
      return `${resource?.kind} ${resource?.metadata.name}: ${message.replaceAll(/import\([^)]*\)\./g, '').slice(0, 300)}`;
    });
}
