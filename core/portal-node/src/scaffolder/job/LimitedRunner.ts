import { InputError, isError } from '@backstage/errors';
import {
  loadRunnerModule,
  TemplateRenderer,
  WorkflowRunner,
  WorkflowRunnerClass,
} from '../upstream';

/**
 * The runner of plugin-scaffolder-backend, with one difference: a text that needs more work than the engine allows is an
 * error. Upstream leaves every text that it cannot render as it is, so that `${{ }}` of other systems survives, and so a
 * loop that was cut off would go unnoticed.
 */
export function limitedRunnerClass(): WorkflowRunnerClass {
  const Upstream = loadRunnerModule().NunjucksWorkflowRunner;
  return class LimitedRunner extends Upstream implements WorkflowRunner {
    render(input: unknown, context: unknown, renderer: TemplateRenderer) {
      if (input === undefined) return undefined;
      return JSON.parse(JSON.stringify(input), (_key, value) => {
        if (typeof value !== 'string') return value;
        try {
          return renderer.renderValue(value, context);
        } catch (error) {
          if (isError(error) && error.name === 'TemplateLimitError') {
            throw new InputError(
              `${error.message}. Let the template loop over less, or render less text at once.`,
            );
          }
          return value;
        }
      });
    }
  };
}
