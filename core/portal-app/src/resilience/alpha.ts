export { EntityContentBlueprint } from '@backstage/plugin-catalog-react/alpha';
