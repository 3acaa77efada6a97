/** The unstable parts of Backstage that the policy stands on, named in one place. */
export {
  catalogConditions,
  createCatalogConditionalDecision,
} from '@backstage/plugin-catalog-backend/alpha';
