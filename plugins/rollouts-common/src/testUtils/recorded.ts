import { readdirSync, readFileSync } from 'fs';
import { join } from 'path';
import { linesOf, RecordedState, replay } from './recording';

const FOLDER = join(__dirname, '../__fixtures__/recorded');

/** A recorded state and the scenario that passed through it. */
export interface NamedState extends RecordedState {
  scenario: string;
}

/**
 * States of the real controller (Argo Rollouts 1.9.2), in order, by scenario.
 * How to record again: packages/e2e/contract/README.md.
 */
export const recordedStates = (): NamedState[] =>
  readdirSync(FOLDER)
    .filter(file => file.endsWith('.jsonl'))
    .sort()
    .flatMap(file =>
      replay(linesOf(readFileSync(join(FOLDER, file), 'utf8'))).map(state => ({
        scenario: file.replace(/\.jsonl$/, ''),
        ...state,
      })),
    );
