import {
  OutputChange,
  PlanView,
  ReleaseChange,
} from '@slipway/plugin-environments-common';
import { ResourceList } from './ResourceList';
import { ShownValueText } from './ShownValueText';
import { PlanLook } from './styles';

/** A plan as it is read: what is lost first, then the rest by module, releases of Helm, outputs, and what drifted. */
export function PlanDiff({ plan }: { plan: PlanView }) {
  const { resources, releases, outputs, drift } = plan;
  const isEmpty =
    resources.length + releases.length + outputs.length + drift.length === 0;
  return (
    <PlanLook>
      {isEmpty && <p>The plan changes nothing.</p>}
      <ResourceList resources={resources} />
      {releases.length > 0 && <Releases releases={releases} />}
      {outputs.length > 0 && <Outputs outputs={outputs} />}
      {drift.length > 0 && (
        <>
          <h4>Changed behind Terraform’s back</h4>
          <ResourceList resources={drift} />
        </>
      )}
    </PlanLook>
  );
}

const RELEASE_WORDS = {
  added: ['create', '+'],
  changed: ['update', '~'],
  removed: ['delete', '−'],
} as const;

function Releases({ releases }: { releases: readonly ReleaseChange[] }) {
  return (
    <>
      <h4>{`Helm releases: ${releases.length} ${
        releases.length === 1 ? 'object changes' : 'objects change'
      }`}</h4>
      <ul aria-label="Objects of Helm releases">
        {releases.map(({ kind, name, namespace, change, added, removed }) => {
          const [look, sign] = RELEASE_WORDS[change];
          return (
            <li key={`${kind}/${namespace}/${name}`} className="resource">
              <span className="fold" style={{ cursor: 'default' }}>
                <span className={`word word-${look}`}>
                  <span aria-hidden>{`${sign} `}</span>
                  {change}
                </span>
                <code>{`${kind}/${name}`}</code>
                <span className="quiet">
                  {`in ${namespace}, +${added} −${removed} lines`}
                </span>
              </span>
            </li>
          );
        })}
      </ul>
    </>
  );
}

function Outputs({ outputs }: { outputs: readonly OutputChange[] }) {
  return (
    <>
      <h4>Outputs</h4>
      <ul aria-label="Outputs of the plan" className="attributes">
        {outputs.map(({ name, before, after }) => (
          <li key={name}>
            <code className="path">{name}</code>
            {': '}
            {before.is !== 'absent' && (
              <>
                <del>
                  <ShownValueText value={before} />
                </del>
                <span>{' → '}</span>
              </>
            )}
            <ins>
              <ShownValueText value={after} />
            </ins>
          </li>
        ))}
      </ul>
    </>
  );
}
