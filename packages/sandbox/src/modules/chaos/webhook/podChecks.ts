import { isRecord, JsonRecord, valueAt } from '@slipway/kube-sim';
import { parseDuration } from '../../../loops/time';
import { Check, durationFault, wrong } from './parts';

/** @see PodSelector.Validate in common_webhook.go */
export function modeErrors(
  path: string,
  { mode, value = '' }: JsonRecord,
): string[] {
  const at = `${path}.value`;
  const isPercent = mode === 'fixed-percent' || mode === 'random-max-percent';
  if (mode !== 'fixed' && !isPercent) return [];
  const text = String(value);
  if (!/^[+-]?\d+$/.test(text)) {
    return [
      wrong(
        at,
        text,
        `parse value field error:strconv.Atoi: parsing ${JSON.stringify(
          text,
        )}: invalid syntax`,
      ),
    ];
  }
  const number = Number(text);
  if (!isPercent) {
    return number > 0
      ? []
      : [wrong(at, text, 'value must be greater than 0 with mode:fixed')];
  }
  return number > 0 && number <= 100
    ? []
    : [
        wrong(
          at,
          text,
          `value of ${number} is invalid, Must be (0,100] with mode:${String(
            mode,
          )}`,
        ),
      ];
}

/** An empty duration passes; the controller then fails to read it and the fault has no end. */
export const durationErrors: Check = ({ duration }) =>
  typeof duration === 'string' &&
  duration !== '' &&
  parseDuration(duration) === undefined
    ? [
        wrong(
          'Spec.Duration',
          duration,
          `parse duration field error: ${durationFault(duration)}`,
        ),
      ]
    : [];

/** Texts that have to be numbers, by kind of parameter. */
const NUMBERS: ReadonlyArray<readonly [string, string, string]> = [
  ['loss', 'loss', 'Loss.Loss'],
  ['duplicate', 'duplicate', 'Duplicate.Duplicate'],
  ['corrupt', 'corrupt', 'Corrupt.Corrupt'],
];

/** @see NetworkChaosSpec.Validate in networkchaos_webhook.go */
export const networkErrors: Check = spec => {
  const { action, direction, target, externalTargets } = spec;
  const errors = isRecord(target) ? modeErrors('Spec.Target', target) : [];
  for (const [holder, member, path] of NUMBERS) {
    const value = valueAt(spec, [holder, member]);
    if (typeof value === 'string' && !(value.trim() && Number(value) >= 0)) {
      errors.push(
        wrong(
          `Spec.TcParameter.${path}`,
          value,
          `parse correlation field error:strconv.ParseFloat: parsing ${JSON.stringify(
            value,
          )}: invalid syntax`,
        ),
      );
    }
  }
  const rate = valueAt(spec, ['bandwidth', 'rate']);
  if (
    typeof rate === 'string' &&
    !/^\s*\d+\s*([tgmk]?bps|[tgmk]?bit)\s*$/i.test(rate)
  ) {
    errors.push(
      wrong(
        'Spec.TcParameter.Bandwidth.Rate',
        rate,
        'parse rate field error:invalid unit',
      ),
    );
  }
  if (action === 'partition') return errors;
  if (direction !== 'from' && direction !== 'both') return errors;
  if (externalTargets) {
    errors.push(
      wrong(
        'Spec.direction',
        direction,
        'external targets cannot be used with `from` and `both` direction in netem action yet',
      ),
    );
  }
  if (!isRecord(target)) {
    errors.push(
      wrong(
        'Spec.direction',
        direction,
        '`from` and `both` direction cannot be used when targets is empty in netem action',
      ),
    );
  }
  return errors;
};

export const podErrors: Check = ({ action, containerNames }) =>
  action === 'container-kill' &&
  !(Array.isArray(containerNames) && containerNames.length)
    ? [
        'Spec.containerNames: Invalid value: null: the name of container is required on container-kill action: invalid value',
      ]
    : [];
