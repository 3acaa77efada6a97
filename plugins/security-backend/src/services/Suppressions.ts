import {
  acceptanceOf,
  AcceptedRisk,
  ImageRef,
  suppressedByRisk,
  Suppression,
  Vulnerability,
} from '@slipway/plugin-security-common';
import { DatabaseRiskStore } from '../database/DatabaseRiskStore';
import { SignalFiles } from '../signals/SignalFiles';

/** Where a finding is that may not count. */
export interface FindingAt {
  image: ImageRef;
  /** Absent: no entity owns what runs it. */
  entityRef?: string;
}

/** What does not count, as of one moment. */
export class ReadSuppressions {
  constructor(
    private readonly files: SignalFiles,
    /** Those that hold. */
    readonly risks: readonly AcceptedRisk[],
    /** ISO time. */
    private readonly now: string,
  ) {}

  /** Whether a finding does not count, and who says so: first the files, then users. */
  of(
    finding: Vulnerability,
    { image, entityRef }: FindingAt,
  ): Suppression | undefined {
    const byFile = this.files.suppression(finding, image, this.now);
    if (byFile) return byFile;
    const risk = acceptanceOf(
      this.risks,
      finding,
      {
        repository: image.repository,
        ...(entityRef ? { entityRef } : {}),
      },
      this.now,
    );
    return risk && suppressedByRisk(risk);
  }

  /** Vulnerabilities of which something does not count. */
  named(): string[] {
    return [
      ...this.files.named().suppressed,
      ...this.risks.map(({ vulnerability }) => vulnerability),
    ];
  }
}

/** Who says that findings do not count: OpenVEX, `.trivyignore`, and users who accepted a risk. */
export class Suppressions {
  constructor(
    private readonly options: {
      files: SignalFiles;
      risks: Pick<DatabaseRiskStore, 'active'>;
      now: () => number;
    },
  ) {}

  /** As of now. */
  async read(): Promise<ReadSuppressions> {
    const { files, risks, now } = this.options;
    const at = new Date(now()).toISOString();
    return new ReadSuppressions(files, await risks.active(at), at);
  }
}
