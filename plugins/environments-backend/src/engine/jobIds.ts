import { Operation, Step } from '@slipway/plugin-environments-common';

/** Id of the job of an attempt at a step: always the same, so that a restarted portal finds it. */
export const jobIdOf = (
  { id }: Pick<Operation, 'id'>,
  { seq, attempt }: Pick<Step, 'seq' | 'attempt'>,
): string => `${id}-${seq}-${attempt}`;
