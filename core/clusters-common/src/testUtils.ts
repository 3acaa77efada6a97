import table from './testing/labelSelectors.json';

/**
 * Label selectors with the verdicts of the API server's own parser, made by
 * `go run ./selectors` in `tools/real-stack/gomods/control-plane`.
 */
export const labelSelectorVerdicts: {
  labels: Array<Record<string, string>>;
  selectors: Array<{
    selector: string;
    /** Indexes of the labels that match; absent where it is refused. */
    matches?: number[];
    error?: string;
  }>;
} = JSON.parse(JSON.stringify(table));
