import { ObjectStore } from '@slipway/kube-sim';
import { Kind, Objects } from '../../loops/Objects';
import { AnalysisRun, AnalysisTemplate } from './analysisModel';
import { Experiment, Rollout } from './rolloutModel';

const ARGO = 'argoproj.io/v1alpha1';

/** The kinds that the controllers of Argo Rollouts work on. */
export class RolloutObjects extends Objects {
  readonly rollouts: Kind<Rollout>;
  readonly analysisRuns: Kind<AnalysisRun>;
  readonly analysisTemplates: Kind<AnalysisTemplate>;
  readonly clusterAnalysisTemplates: Kind<AnalysisTemplate>;
  readonly experiments: Kind<Experiment>;

  constructor(store: ObjectStore) {
    super(store);
    this.rollouts = new Kind(store, ARGO, 'Rollout');
    this.analysisRuns = new Kind(store, ARGO, 'AnalysisRun');
    this.analysisTemplates = new Kind(store, ARGO, 'AnalysisTemplate');
    this.clusterAnalysisTemplates = new Kind(
      store,
      ARGO,
      'ClusterAnalysisTemplate',
    );
    this.experiments = new Kind(store, ARGO, 'Experiment');
  }
}
