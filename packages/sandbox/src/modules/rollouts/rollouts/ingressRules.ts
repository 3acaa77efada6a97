import { Ingress } from '../../../loops/model';

/** Whether an Ingress has a rule to a service. Upstream: `HasRuleWithService` in `utils/ingress/ingress.go`. */
export const hasRuleWith = (ingress: Ingress, service: string): boolean =>
  (ingress.spec.rules ?? []).some(rule =>
    rule.http?.paths?.some(path => path.backend?.service?.name === service),
  );
