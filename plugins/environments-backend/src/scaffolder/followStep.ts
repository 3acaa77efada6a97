import { setTimeout as sleep } from 'node:timers/promises';
import { Operation, Step, StepName } from '@slipway/plugin-environments-common';
import { EnvironmentsClient } from './EnvironmentsClient';

const POLL_MS = 1_000;

/** What is followed, and where what it says goes. */
export interface Followed {
  client: Pick<EnvironmentsClient, 'operation' | 'log' | 'act'>;
  environment: string;
  operationId: string;
  step: StepName;
  log(text: string): void;
  signal?: AbortSignal;
  pollMs?: number;
}

const isDone = ({ state }: Step) => state !== 'pending' && state !== 'running';

/**
 * Waits for the end of a step of an operation, and passes its log on. When the
 * task is cancelled, the operation is, and its end is waited for: Terraform
 * then releases its lock.
 *
 * @returns the operation after the step
 * @throws Error with the reason when the step did not succeed
 */
export async function followStep(followed: Followed): Promise<Operation> {
  const { client, environment, operationId, signal, log } = followed;
  let from = 0;
  let cancelled = false;
  for (;;) {
    const operation = await client.operation(environment, operationId);
    const step = operation.steps.find(({ name }) => name === followed.step);
    if (!step) {
      throw new Error(`${operation.kind} has no step ${followed.step}.`);
    }
    for (;;) {
      const part = await client.log(environment, operationId, step.seq, from);
      const lines = part.text.split('\n').filter(line => line !== '');
      for (const line of lines) log(line);
      if (part.next === from) break;
      from = part.next;
    }
    const isOver = !['planning', 'applying', 'waiting'].includes(
      operation.state,
    );
    if (isDone(step) || isOver) return requireSuccess(operation, step);
    if (signal?.aborted && !cancelled) {
      cancelled = true;
      log('Cancelling: the command gets an interrupt, and its end is awaited.');
      await client.act(environment, 'cancel', { args: { operationId } });
    }
    await sleep(followed.pollMs ?? POLL_MS);
  }
}

function requireSuccess(operation: Operation, step: Step): Operation {
  if (step.state === 'succeeded' || step.state === 'skipped') return operation;
  throw new Error(
    step.reason ?? operation.reason ?? `${step.name} did not succeed.`,
  );
}
