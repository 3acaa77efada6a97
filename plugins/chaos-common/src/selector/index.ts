export { readPodSelector, ignoredBesidePods } from './readSelector';
export type {
  LabelRequirement,
  PodSelector,
  PodSelectorSpec,
} from './readSelector';
export { DEFAULT_SCOPE, INJECT_ANNOTATION, selectPods } from './selectPods';
export type { ControllerScope, Selected, SelectorFacts } from './selectPods';
export { parseGoInt, pick } from './pick';
export type { Picked } from './pick';
