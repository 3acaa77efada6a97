import { isRecord, JsonRecord } from '@slipway/kube-sim';
import { parseDuration } from '../../../loops/time';
import { readCron } from '../flows/cron';
import { MEMBER_OF } from '../flows/model';
import { durationFault, missing, record, wrong } from './parts';

/** What is wrong with the spec of one fault. */
type FaultErrors = (kind: string, spec: JsonRecord) => string[];

type FlowCheck = (spec: JsonRecord, faultErrors: FaultErrors) => string[];

const text = (value: unknown) => (typeof value === 'string' ? value : '');
const list = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);

/** @see api/v1alpha1/schedule_webhook.go */
const scheduleErrors: FlowCheck = (spec, faultErrors) => {
  const expression = text(spec.schedule);
  const { failure } = readCron(expression);
  const type = text(spec.type);
  const member = MEMBER_OF[type];
  return [
    ...(failure === undefined
      ? []
      : [
          wrong(
            'spec.schedule',
            expression,
            `parse schedule field error:${failure}`,
          ),
        ]),
    // What a Schedule of Workflows starts is judged when it is started.
    ...(member ? faultErrors(type, record(spec[member])) : []),
  ];
};

const isSubdomain = (name: string) =>
  /^[a-z0-9]([-a-z0-9]*[a-z0-9])?(\.[a-z0-9]([-a-z0-9]*[a-z0-9])?)*$/.test(
    name,
  );

const unknownTemplate = (path: string, name: string) =>
  wrong(path, name, `can not find a template with name ${name}`);

/** Members that a template of a type may not have, with what is said of them. */
const FOREIGN: ReadonlyArray<
  [words: string, has: (template: JsonRecord) => boolean, allowedIn: string[]]
> = [
  ['Task', ({ task }) => isRecord(task), ['Task']],
  [
    'Children',
    ({ children }) => list(children).length > 0,
    ['Serial', 'Parallel'],
  ],
  [
    'ConditionalBranches',
    template => list(template.conditionalBranches).length > 0,
    ['Task'],
  ],
  ['Schedule', ({ schedule }) => isRecord(schedule), ['Schedule']],
];

/** The fault of a template, and what else it must have. @see validateTemplate */
function typeErrors(
  path: string,
  template: JsonRecord,
  names: readonly string[],
  faultErrors: FaultErrors,
): string[] {
  const type = text(template.templateType);
  const member = MEMBER_OF[type];
  if (member) {
    const spec = template[member];
    if (!isRecord(spec)) {
      return [
        missing(
          `${path}.${type}`,
          `parse workflow field error: missing chaos spec ${type}`,
        ),
      ];
    }
    const { duration, ...rest } = spec;
    if (typeof duration !== 'string') return faultErrors(type, rest);
    return [
      wrong(
        path,
        parseDuration(duration) === undefined ? '' : duration,
        parseDuration(duration) === undefined
          ? durationFault(duration)
          : 'should not define duration in chaos when using Workflow, use Template#Deadline instead.',
      ),
      ...faultErrors(type, rest),
    ];
  }
  switch (type) {
    case 'Suspend':
      return text(template.deadline)
        ? []
        : [
            missing(
              `${path}.deadline`,
              'deadline in template with type Suspend could not be empty',
            ),
          ];
    case 'Serial':
    case 'Parallel':
      return list(template.children).flatMap((child, index) =>
        names.includes(text(child))
          ? []
          : [unknownTemplate(`${path}.children[${index}]`, text(child))],
      );
    case 'Schedule':
    case 'Task':
    case 'StatusCheck':
      return [];
    default:
      return [
        wrong(
          `${path}.templateType`,
          type,
          `unrecognized template type: ${type}`,
        ),
      ];
  }
}

/** @see api/v1alpha1/workflow_webhook.go */
const workflowErrors: FlowCheck = (spec, faultErrors) => {
  const templates = list(spec.templates).map(record);
  const names = templates.map(({ name }) => text(name));
  const entry = text(spec.entry);
  const twice = [
    ...new Set(names.filter((name, index) => names.indexOf(name) !== index)),
  ].sort();
  return [
    ...(names.includes(entry) ? [] : [unknownTemplate('spec.entry', entry)]),
    ...(templates.length
      ? []
      : [
          missing('spec.templates', 'templates in workflow could not be empty'),
        ]),
    ...(twice.length
      ? [
          wrong(
            'spec.templates',
            '',
            `template name must be unique, duplicated names: [${twice.join(
              ' ',
            )}]`,
          ),
        ]
      : []),
    ...templates.flatMap((template, index) => {
      const path = `spec.templates[${index}]`;
      const name = text(template.name);
      const type = text(template.templateType);
      return [
        ...(isSubdomain(name)
          ? []
          : [
              wrong(
                `${path}.name`,
                name,
                'field name must be DNS-1123 subdomain',
              ),
            ]),
        ...FOREIGN.filter(
          ([, has, allowedIn]) => !allowedIn.includes(type) && has(template),
        ).map(
          ([words]) => `${path}: this template should not contain ${words}`,
        ),
        ...(MEMBER_OF[type] === undefined &&
        Object.values(MEMBER_OF).some(member => isRecord(template[member]))
          ? [`${path}: this template should not contain any Chaos`]
          : []),
        ...typeErrors(path, template, names, faultErrors),
      ];
    }),
  ];
};

/** @see api/v1alpha1/statuscheck_webhook.go */
const checkErrors: FlowCheck = ({ http }) => {
  if (!isRecord(http)) {
    return [
      missing('Spec.http', 'the detail of http status check is required'),
    ];
  }
  const code = text(record(http.criteria).statusCode);
  const isUrl = URL.canParse(text(http.url));
  return [
    ...(isUrl
      ? []
      : [wrong('Spec.http.url', http.url, 'invalid http request url')]),
    ...(/^\d{1,3}(-\d{1,3})?$/.test(code)
      ? []
      : [
          wrong(
            'Spec.http.criteria.statusCode',
            code,
            code ? 'incorrect status code format' : 'status code is required',
          ),
        ]),
  ];
};

/** Checks of the kinds that start faults, by kind. */
export const FLOWS: Readonly<Record<string, FlowCheck | undefined>> = {
  Schedule: scheduleErrors,
  Workflow: workflowErrors,
  StatusCheck: checkErrors,
  WorkflowNode: () => [],
};
