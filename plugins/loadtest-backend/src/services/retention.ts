import { RunStore } from '../database/RunStore';
import { Runner } from '../runners/types';

/** Deletes the files that the runner of a run keeps. */
export async function forgetFiles(
  {
    store,
    runners,
  }: {
    store: Pick<RunStore, 'find'>;
    runners: readonly Pick<Runner, 'name' | 'forget'>[];
  },
  id: string,
): Promise<void> {
  const run = await store.find(id);
  const runner = runners.find(({ name }) => name === run?.plan.runner);
  if (run) await runner?.forget?.(run.plan);
}
