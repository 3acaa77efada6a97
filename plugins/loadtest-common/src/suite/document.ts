/** A `loadtest.yaml` that the JSON schema accepts. */
export interface SuiteDocument {
  name: string;
  description?: string;
  locustfile: string;
  userClasses: Array<{
    name: string;
    weight?: number;
    pacing: string;
    requestsPerTask?: number;
  }>;
  targets: Array<{
    environment: 'dev' | 'stage' | 'prod';
    cluster: string;
    namespace: string;
    url: string;
  }>;
  profiles: ProfileDocuments;
  thresholds?: ThresholdDocument[];
}

interface FlatDocument {
  users: number;
  rampUp: string;
  hold: string;
  warmUp?: string;
}

/** The profiles as they are written. */
export interface ProfileDocuments {
  load?: FlatDocument;
  endurance?: FlatDocument;
  stress?: {
    start: number;
    step: number;
    steps: number;
    stepHold: string;
    stepRampUp?: string;
    warmUp?: string;
  };
  spike?: {
    base: number;
    peak: number;
    before: string;
    rampUp: string;
    hold: string;
    after: string;
    warmUp?: string;
  };
}

/** A threshold as it is written. */
export interface ThresholdDocument {
  metric: string;
  atMost?: string;
  atLeast?: number;
  endpoint?: string;
  window?: string;
  stopOnBreach?: boolean;
}
