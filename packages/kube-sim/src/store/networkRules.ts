import { duplicate, required, unsupported, wrong } from './fieldErrors';
import { isRecord, JsonRecord, listAt, recordAt } from './json';
import { serviceNameErrors } from './names';
import { portErrors, portOrNameErrors } from './ruleParts';
import { FieldError } from './status';
import { KubeObject } from './types';

type Stored = Readonly<KubeObject>;

const SERVICE_TYPES = ['ClusterIP', 'ExternalName', 'LoadBalancer', 'NodePort'];

/** Ports of a Service; with several each needs a name. */
function servicePortErrors(list: JsonRecord[]): FieldError[] {
  const names = new Set<unknown>();
  return list.flatMap((one, index) => {
    const field = `spec.ports[${index}]`;
    const errors: FieldError[] = [];
    if (!one.name) {
      if (list.length > 1) errors.push(required(`${field}.name`));
    } else if (names.has(one.name)) {
      errors.push(duplicate(`${field}.name`, one.name));
    }
    names.add(one.name);
    errors.push(...portErrors(one.port, `${field}.port`));
    if (!['SCTP', 'TCP', 'UDP'].includes(String(one.protocol))) {
      errors.push(
        unsupported(`${field}.protocol`, one.protocol, ['SCTP', 'TCP', 'UDP']),
      );
    }
    errors.push(...portOrNameErrors(one.targetPort, `${field}.targetPort`));
    return errors;
  });
}

/** @see ValidateService in pkg/apis/core/validation of Kubernetes */
export function serviceErrors(next: Stored): FieldError[] {
  const { name } = next.metadata;
  const { type, clusterIP } = recordAt(next, ['spec']);
  const ports = listAt(next, ['spec', 'ports']);
  return [
    ...serviceNameErrors(name).map(why => wrong('metadata.name', name, why)),
    ...(type !== 'ExternalName' && clusterIP !== 'None' && ports.length === 0
      ? [required('spec.ports')]
      : []),
    ...(SERVICE_TYPES.includes(String(type))
      ? []
      : [unsupported('spec.type', type, SERVICE_TYPES)]),
    ...servicePortErrors(ports),
  ];
}

const PATH_TYPES = ['Exact', 'ImplementationSpecific', 'Prefix'];

/** @see ValidateIngressSpec in pkg/apis/networking/validation of Kubernetes */
export function ingressErrors(next: Stored): FieldError[] {
  const { defaultBackend, rules } = recordAt(next, ['spec']);
  if (!isRecord(defaultBackend) && !(Array.isArray(rules) && rules.length)) {
    return [
      wrong(
        'spec',
        null,
        'either `defaultBackend` or `rules` must be specified',
      ),
    ];
  }
  return listAt(next, ['spec', 'rules']).flatMap((one, index) =>
    listAt(one, ['http', 'paths']).flatMap(({ path, pathType }, place) => {
      const field = `spec.rules[${index}].http.paths[${place}]`;
      if (!pathType) {
        return [required(`${field}.pathType`, 'pathType must be specified')];
      }
      if (!PATH_TYPES.includes(String(pathType))) {
        return [unsupported(`${field}.pathType`, pathType, PATH_TYPES)];
      }
      return pathType !== 'ImplementationSpecific' &&
        !String(path ?? '').startsWith('/')
        ? [wrong(`${field}.path`, path ?? '', 'must be an absolute path')]
        : [];
    }),
  );
}
