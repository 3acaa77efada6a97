import {
  labelErrors,
  podTemplate,
  podTemplateErrors,
  JsonRecord,
  FieldError,
  Json,
} from '@slipway/kube-sim';
import { RolloutObjects } from '../RolloutObjects';
import { Rollout } from '../rolloutModel';
import { checkCanary } from './canaryValidation';
import { invalidField, requiredField, WrongField } from './fieldErrors';
import { inOrder, isSet, list, rawSpec, record, textOf } from './rawSpec';
import { checkReferences } from './references';
import { historyLimitOf, progressDeadlineOf } from './spec';

/** What the controller refuses, in its words and its order: only the first fault is reported. Upstream: `pkg/apis/rollouts/validation/validation.go`, `getRolloutValidationErrors` in `rollout/controller.go`. */

const missing = (field: string) => `Rollout has missing field '${field}'`;

/** A fault found by the rules that the API server has too. */
function refuseFirst([first]: FieldError[]): void {
  if (first) throw new WrongField(first.field, first.message);
}

function checkNonNegative(field: string, value: Json | undefined): void {
  if (typeof value === 'number' && value < 0) {
    throw invalidField(field, value, 'must be greater than or equal to 0');
  }
}

const OPERATORS = ['In', 'NotIn', 'Exists', 'DoesNotExist'];

/** @see ValidateLabelSelector in apimachinery/pkg/apis/meta/v1/validation of Kubernetes */
function checkSelector(selector: JsonRecord): void {
  const field = 'spec.selector';
  refuseFirst(labelErrors(selector.matchLabels, `${field}.matchLabels`));
  list(selector.matchExpressions).forEach((expression, index) => {
    const at = `${field}.matchExpressions[${index}]`;
    const operator = textOf(expression.operator);
    const values = Array.isArray(expression.values) ? expression.values : [];
    if (!OPERATORS.includes(operator)) {
      throw invalidField(
        `${at}.operator`,
        operator,
        'not a valid selector operator',
      );
    }
    if (operator.endsWith('In') && values.length === 0) {
      throw requiredField(
        `${at}.values`,
        "must be specified when `operator` is 'In' or 'NotIn'",
      );
    }
    if (operator.endsWith('Exist') || operator === 'Exists') {
      if (values.length > 0) {
        throw new WrongField(
          `${at}.values`,
          "Forbidden: may not be specified when `operator` is 'Exists' or 'DoesNotExist'",
        );
      }
    }
    refuseFirst(labelErrors({ [textOf(expression.key)]: '' }, `${at}.key`));
  });
  if (
    Object.keys(record(selector.matchLabels)).length === 0 &&
    list(selector.matchExpressions).length === 0
  ) {
    throw invalidField(
      field,
      inOrder(selector, ['matchLabels', 'matchExpressions']),
      'empty selector is invalid for deployment',
    );
  }
}

/** @see ValidateRolloutStrategyAntiAffinity */
export function checkAntiAffinity(strategy: JsonRecord, field: string): void {
  if (!isSet(strategy.antiAffinity)) return;
  const {
    preferredDuringSchedulingIgnoredDuringExecution: preferred,
    requiredDuringSchedulingIgnoredDuringExecution: needed,
  } = record(strategy.antiAffinity);
  if (isSet(preferred) === isSet(needed)) {
    throw invalidField(
      `${field}.antiAffinity`,
      `antiAffinity.PreferredDuringSchedulingIgnoredDuringExecution: ${isSet(
        preferred,
      )} antiAffinity.RequiredDuringSchedulingIgnoredDuringExecution: ${isSet(
        needed,
      )}`,
      'AntiAffinity must have exactly one strategy listed',
    );
  }
  const { weight } = record(preferred);
  if (isSet(preferred) && !(Number(weight) >= 1 && Number(weight) <= 100)) {
    throw invalidField(
      `${field}.antiAffinity.weight`,
      weight,
      'AntiAffinity weight must be between 1-100',
    );
  }
}

function checkBlueGreen(rollout: Rollout, blueGreen: JsonRecord): void {
  const field = 'spec.strategy';
  const active = textOf(blueGreen.activeService);
  if (active === textOf(blueGreen.previewService)) {
    throw invalidField(
      `${field}.activeService`,
      active,
      'This rollout uses the same service for the active and preview services, but two different services are required.',
    );
  }
  const limit = blueGreen.scaleDownDelayRevisionLimit;
  if (typeof limit === 'number' && historyLimitOf(rollout) < limit) {
    throw invalidField(
      `${field}.scaleDownDelayRevisionLimit`,
      limit,
      "This rollout's revision history limit can not be smaller than the rollout's scale down limit",
    );
  }
  checkAntiAffinity(blueGreen, field);
}

function checkStrategy(rollout: Rollout, strategy: JsonRecord): void {
  const field = 'spec.strategy.strategy';
  const { blueGreen, canary } = strategy;
  if (!isSet(blueGreen) && !isSet(canary)) {
    throw requiredField(
      field,
      missing('.spec.strategy.canary or .spec.strategy.blueGreen'),
    );
  }
  if (isSet(blueGreen) && isSet(canary)) {
    throw invalidField(
      field,
      'blueGreen: true canary: true',
      'Multiple Strategies can not be listed',
    );
  }
  if (isSet(blueGreen)) {
    checkBlueGreen(rollout, record(blueGreen));
    return;
  }
  checkCanary(rollout, record(canary));
  checkAntiAffinity(record(canary), 'spec.strategy');
}

/** @see ValidateRolloutSpec */
function checkSpec(rollout: Rollout): void {
  const spec = rawSpec(rollout);
  checkNonNegative('spec.replicas', spec.replicas ?? 1);
  if (!isSet(spec.workloadRef)) {
    if (!isSet(spec.selector)) {
      throw requiredField('spec.selector', missing('.spec.selector'));
    }
    checkSelector(record(spec.selector));
  }
  refuseFirst(
    podTemplateErrors(
      podTemplate(record(spec.template)),
      spec.selector,
      'spec.template',
    ),
  );
  const { minReadySeconds = 0 } = spec;
  checkNonNegative('spec.minReadySeconds', minReadySeconds);
  checkNonNegative('spec.revisionHistoryLimit', historyLimitOf(rollout));
  const deadline = progressDeadlineOf(rollout);
  checkNonNegative('spec.progressDeadlineSeconds', deadline);
  if (deadline <= Number(minReadySeconds)) {
    throw invalidField(
      'spec.progressDeadlineSeconds',
      deadline,
      'must be greater than minReadySeconds',
    );
  }
  checkStrategy(rollout, record(spec.strategy));
}

/** What is wrong with a Rollout or with what it refers to; undefined when nothing is. */
export function validationError(
  objects: RolloutObjects,
  rollout: Rollout,
): string | undefined {
  try {
    checkSpec(rollout);
    checkReferences(objects, rollout);
    return undefined;
  } catch (error) {
    if (error instanceof WrongField) return error.message;
    throw error;
  }
}
