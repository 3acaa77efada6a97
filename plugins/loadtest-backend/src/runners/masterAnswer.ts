import { masterStatusSchema } from '@slipway/plugin-loadtest-common';
import { Reading } from './types';

/** What an answer of a master says. Pure. */
export function readMasterAnswer(
  run: string,
  answer: { status: number; text: string },
): Reading {
  if (answer.status !== 200) {
    return {
      state: 'silent',
      reason: `The master does not answer (status ${answer.status}).`,
    };
  }
  let json: unknown;
  try {
    json = JSON.parse(answer.text);
  } catch {
    return { state: 'silent', reason: 'The answer of the master is not JSON.' };
  }
  const parsed = masterStatusSchema.safeParse(json);
  if (!parsed.success) {
    return {
      state: 'silent',
      reason: `The answer of the master is not what the prelude says: ${parsed.error.issues
        .slice(0, 3)
        .map(({ path, message }) => `${path.join('.')} ${message}`)
        .join('; ')}.`,
    };
  }
  return parsed.data.run === run
    ? { state: 'answered', status: parsed.data }
    : { state: 'silent', reason: 'The master is that of another run.' };
}
