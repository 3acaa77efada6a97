import { Clock } from '../clock';
import { ObjectStore } from '../kube/types';
import { InstantQuery } from './analysis/query';
import { Controller } from './types';

export interface ClusterControllersOptions {
  store: ObjectStore;
  clock: Clock;
  /** Answers the queries of AnalysisRuns; by default the address in their metrics is asked over HTTP. */
  query?: InstantQuery;
  /** Same seed, same names of pods and same start times. Default 1. */
  seed?: number;
}

/** All control loops of one cluster. */
export class ClusterControllers implements Controller {
  constructor(readonly options: ClusterControllersOptions) {}

  start(): void {}

  stop(): void {}
}
