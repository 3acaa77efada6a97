import {
  boolean,
  compact,
  Json,
  list,
  metadata,
  number,
  object,
  optionalObject,
  string,
} from '@slipway/plugin-clusters-common/read';
import { Experiment } from './types';

const templateOf = (raw: Json) => {
  const service = optionalObject(raw.service);
  return compact({
    name: string(raw.name) ?? '',
    replicas: number(raw.replicas),
    service: service && compact({ name: string(service.name) }),
  });
};

const templateStatusOf = (raw: Json) =>
  compact({
    name: string(raw.name) ?? '',
    status: string(raw.status),
    message: string(raw.message),
    replicas: number(raw.replicas),
    readyReplicas: number(raw.readyReplicas),
    availableReplicas: number(raw.availableReplicas),
    serviceName: string(raw.serviceName),
    podTemplateHash: string(raw.podTemplateHash),
  });

/** Trims an Experiment. Of its templates the pods are not kept, of its analyses not the arguments. */
export function projectExperiment(raw: Json): Experiment {
  const spec = object(raw.spec);
  const status = object(raw.status);
  return {
    apiVersion: string(raw.apiVersion),
    kind: string(raw.kind),
    metadata: metadata(raw),
    spec: compact({
      duration: string(spec.duration),
      terminate: boolean(spec.terminate),
      templates: list(spec.templates).map(templateOf),
      analyses: list(spec.analyses).map(analysis =>
        compact({
          name: string(analysis.name) ?? '',
          requiredForCompletion: boolean(analysis.requiredForCompletion),
        }),
      ),
    }),
    status: compact({
      phase: string(status.phase),
      message: string(status.message),
      availableAt: string(status.availableAt),
      templateStatuses: status.templateStatuses
        ? list(status.templateStatuses).map(templateStatusOf)
        : undefined,
      analysisRuns: status.analysisRuns
        ? list(status.analysisRuns).map(run =>
            compact({
              name: string(run.name) ?? '',
              analysisRun: string(run.analysisRun) ?? '',
              phase: string(run.phase),
              message: string(run.message),
            }),
          )
        : undefined,
    }),
  };
}
