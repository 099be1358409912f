import type { Resource } from './kustomize.ts';

/** What the tests look at in a pod. */
export interface PodSpec {
  readonly serviceAccountName?: string;
  readonly securityContext?: { readonly runAsUser?: number; readonly seccompProfile?: object };
  readonly containers: readonly {
    readonly image: string;
    readonly securityContext?: { readonly seccompProfile?: object };
    readonly env?: readonly { readonly name: string; readonly value?: string }[];
    readonly envFrom?: readonly { readonly configMapRef: { readonly name: string } }[];
    readonly volumeMounts: readonly { readonly name: string; readonly mountPath: string }[];
    readonly livenessProbe?: object;
    readonly readinessProbe?: object;
  }[];
  readonly volumes: readonly {
    readonly name: string;
    readonly secret?: { readonly secretName: string };
    readonly persistentVolumeClaim?: { readonly claimName: string };
  }[];
}

export interface PodTemplate {
  readonly metadata: { readonly labels: Readonly<Record<string, string>> };
  readonly spec: PodSpec;
}

/** The pods that a resource makes. */
export function podTemplates({ spec }: Resource): PodTemplate[] {
  const { template, jobTemplate } = (spec ?? {}) as {
    template?: PodTemplate;
    jobTemplate?: { spec: { template: PodTemplate } };
  };
  return [template, jobTemplate?.spec.template].filter((found) => found !== undefined);
}

/** The volumes that a StatefulSet makes for its first pod. */
export function claimsOf({ kind, metadata, spec }: Resource): { volume: string; claim: string }[] {
  if (kind !== 'StatefulSet') return [];
  const { volumeClaimTemplates } = spec as { volumeClaimTemplates: Resource[] };
  return volumeClaimTemplates.map((template) => {
    const volume = template.metadata.name;
    return { volume, claim: `${volume}-${metadata.name}-0` };
  });
}

/** Every set of labels by which a resource looks for pods, wherever it stands in it. */
export function findSelectors(resource: Resource): Record<string, string>[] {
  const { kind, spec } = resource;
  if (kind === 'Service' && resource.apiVersion === 'v1') {
    return [(spec as { selector: Record<string, string> }).selector];
  }
  const found: Record<string, string>[] = [];
  const search = (value: unknown) => {
    if (typeof value !== 'object' || value === null) return;
    for (const [key, inner] of Object.entries(value)) {
      const isSelector = ['selector', 'podSelector', 'labelSelector'].includes(key);
      const labels = isSelector && (inner as { matchLabels?: Record<string, string> }).matchLabels;
      if (labels) found.push(labels);
      else search(inner);
    }
  };
  search(spec);
  return found;
}
