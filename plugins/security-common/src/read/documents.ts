import {
  compact,
  Json,
  list,
  number,
  object,
} from '@slipway/plugin-clusters-common/read';
import { Severity } from '../types';
import { parsePurl } from './purl';
import { LONGEST, severity, text } from './text';

/** A package of an image, of its bill of materials. */
export interface SbomPackage {
  name: string;
  version?: string;
  purl?: string;
  type?: string;
}

/** The name by which findings call it: CycloneDX has the group apart. */
function fullName(name: string, group: string | undefined, type?: string) {
  if (!group) return name;
  if (type === 'maven') return `${group}:${name}`;
  return type === 'npm' ? `${group}/${name}` : name;
}

/** Packages of a SbomReport: CycloneDX in `report.components`. */
export function readSbom(raw: Json): SbomPackage[] {
  const bom = object(object(raw.report).components);
  return list(bom.components).flatMap(component => {
    const name = text(component.name, LONGEST.name);
    const purl = text(component.purl, LONGEST.name);
    if (!name || !purl) return [];
    return compact<SbomPackage>({
      name: fullName(
        name,
        text(component.group, LONGEST.name),
        parsePurl(purl)?.type,
      ),
      version: text(component.version, LONGEST.id) ?? parsePurl(purl)?.version,
      purl,
      type: parsePurl(purl)?.type,
    });
  });
}

/** A control of a ClusterComplianceReport. */
export interface ComplianceControl {
  id: string;
  name: string;
  severity: Severity;
  /** Absent: the scanner has not said, which is not zero. */
  failed?: number;
}

export interface Compliance {
  title?: string;
  passed?: number;
  failed?: number;
  controls: ComplianceControl[];
}

/** Reads a ClusterComplianceReport, whose results are in its status. */
export function readCompliance(raw: Json): Compliance {
  const spec = object(object(raw.spec).compliance);
  const status = object(raw.status);
  const summary = object(status.summary);
  return compact<Compliance>({
    title: text(spec.title, LONGEST.title),
    passed: number(summary.passCount),
    failed: number(summary.failCount),
    controls: list(object(status.summaryReport).controlCheck).flatMap(each => {
      const id = text(each.id, LONGEST.id);
      if (!id) return [];
      return compact<ComplianceControl>({
        id,
        name: text(each.name, LONGEST.title) ?? id,
        severity: severity(each.severity),
        failed: number(each.totalFail),
      });
    }),
  });
}
