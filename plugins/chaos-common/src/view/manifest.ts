import { JsonObject } from '@backstage/types';
import { ENTITY_REF_KEY } from '@slipway/plugin-clusters-common';
import { stringify } from 'yaml';
import { FaultDraft } from '../draft';
import { CHAOS_API_VERSION } from '../kinds';
import { ChaosObject, jsonObject } from '../raw';
import { PURPOSE_ANNOTATION, STARTED_BY_ANNOTATION } from './labels';

/** An object as it would be applied: without what the server and the controller fill in. */
export function manifestOf({ kind, metadata, spec }: ChaosObject): JsonObject {
  return jsonObject({
    apiVersion: CHAOS_API_VERSION,
    kind,
    metadata: {
      name: metadata.name,
      namespace: metadata.namespace,
      ...(Object.keys(metadata.labels ?? {}).length > 0
        ? { labels: metadata.labels }
        : {}),
      ...(Object.keys(metadata.annotations ?? {}).length > 0
        ? { annotations: metadata.annotations }
        : {}),
    },
    spec,
  });
}

/** Who launches what, where and why. */
export interface LaunchMarks {
  namespace: string;
  /** Entity that the fault is for; it owns the object. */
  entityRef: string;
  /** `user:default/olga`; unknown in a preview. */
  startedBy?: string;
  purpose?: string;
}

/** Annotations by which the portal knows whose a fault is, and who launched it. */
export function launchAnnotations(marks: LaunchMarks): Record<string, string> {
  return {
    [ENTITY_REF_KEY]: marks.entityRef,
    ...(marks.startedBy ? { [STARTED_BY_ANNOTATION]: marks.startedBy } : {}),
    ...(marks.purpose ? { [PURPOSE_ANNOTATION]: marks.purpose } : {}),
  };
}

/** The object of a draft as YAML, as it would be created. */
export function draftYaml(draft: FaultDraft, marks: LaunchMarks): string {
  return stringify({
    apiVersion: CHAOS_API_VERSION,
    kind: draft.kind,
    metadata: {
      name: draft.name,
      namespace: marks.namespace,
      annotations: launchAnnotations(marks),
    },
    spec: draft.spec,
  });
}
