import { Scenario } from '../lib/scenario';
import { actionScenarios } from './actions';
import { analysisScenarios } from './analysis';
import { analysisTruthScenarios } from './analysisTruth';
import { apiAccessScenarios } from './apiAccess';
import { apiBuiltInScenarios } from './apiBuiltIns';
import { apiDeletionScenarios } from './apiDeletion';
import { apiKindScenarios } from './apiKinds';
import { apiListScenarios } from './apiLists';
import { apiObjectScenarios } from './apiObjects';
import { apiPatchScenarios } from './apiPatches';
import { apiRequestScenarios } from './apiRequests';
import { apiRuleScenarios } from './apiRules';
import { apiSelectorScenarios } from './apiSelectors';
import { apiTypeScenarios } from './apiTypes';
import { apiWatchScenarios } from './apiWatches';
import { canaryScenarios } from './canary';
import { controllersBlueGreenScenarios } from './controllersBlueGreen';
import { controllersCanaryScenarios } from './controllersCanary';
import { controllersExperimentScenarios } from './controllersExperiments';
import { controllersRoutingScenarios } from './controllersRouting';
import { predictionAnalysisScenarios } from './predictionsAnalysis';
import { predictionBlueGreenScenarios } from './predictionsBlueGreen';
import { predictionCanaryScenarios } from './predictionsCanary';
import { halfAppliedScenarios } from './halfApplied';
import { invalidSpecScenarios } from './invalidSpecs';
import { promqlApiScenarios } from './promqlApi';
import { promqlComputingScenarios } from './promqlComputing';
import { promqlMatchingScenarios } from './promqlMatching';
import { promqlProductScenarios } from './promqlProduct';
import { promqlSelectingScenarios } from './promqlSelecting';
import { servingScenarios } from './serving';
import { templateScenarios } from './templates';

/** Every scenario; those that take longest come first, so that they do not run alone at the end. */
export const scenarios: Scenario[] = [
  ...predictionCanaryScenarios,
  ...predictionAnalysisScenarios,
  ...predictionBlueGreenScenarios,
  ...actionScenarios,
  ...halfAppliedScenarios,
  ...controllersExperimentScenarios,
  ...controllersBlueGreenScenarios,
  ...controllersRoutingScenarios,
  ...controllersCanaryScenarios,
  ...servingScenarios,
  ...templateScenarios,
  ...analysisTruthScenarios,
  ...analysisScenarios,
  ...canaryScenarios,
  ...invalidSpecScenarios,
  ...apiWatchScenarios,
  ...apiObjectScenarios,
  ...apiPatchScenarios,
  ...apiKindScenarios,
  ...apiDeletionScenarios,
  ...apiListScenarios,
  ...apiSelectorScenarios,
  ...apiAccessScenarios,
  ...apiRuleScenarios,
  ...apiBuiltInScenarios,
  ...apiTypeScenarios,
  ...apiRequestScenarios,
  ...promqlMatchingScenarios,
  ...promqlProductScenarios,
  ...promqlComputingScenarios,
  ...promqlSelectingScenarios,
  ...promqlApiScenarios,
];
