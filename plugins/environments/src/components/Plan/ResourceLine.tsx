import {
  AttributeChange,
  ChangeKind,
  ResourceChange,
} from '@slipway/plugin-environments-common';
import { memo, useId, useState } from 'react';
import { ShownValueText } from './ShownValueText';

/** A change as a sign, as Terraform prints it, and as a word. */
const SIGNS: Readonly<Record<ChangeKind, [sign: string, word: string]>> = {
  delete: ['−', 'delete'],
  replace: ['−/+', 'replace'],
  update: ['~', 'update'],
  create: ['+', 'create'],
  read: ['≤', 'read'],
  forget: ['·', 'forget'],
  'no-op': ['=', 'no change'],
};

/** What a plan does to a resource, and attribute by attribute at a press. */
function LineOfResource(props: {
  resource: ResourceChange;
  startOpen?: boolean;
}) {
  const { resource, startOpen = false } = props;
  const { address, change, attributes, leftOut } = resource;
  const [open, setOpen] = useState(startOpen);
  const id = useId();
  const [sign, word] = SIGNS[change];
  const hasMore = attributes.length > 0 || leftOut > 0;
  return (
    <li className="resource">
      <button
        type="button"
        className="fold"
        aria-expanded={hasMore ? open : undefined}
        aria-controls={hasMore ? id : undefined}
        onClick={() => setOpen(!open)}
      >
        <span className="turn" aria-hidden>
          {turnSign(hasMore, open)}
        </span>
        <span className={`word word-${change}`}>
          <span aria-hidden>{`${sign} `}</span>
          {word}
        </span>
        <code>{address}</code>
        <Notes resource={resource} />
      </button>
      {hasMore && open && (
        <div id={id} className="attributes">
          <ul aria-label={`Changes of ${address}`}>
            {attributes.map(attribute => (
              <AttributeLine
                key={attribute.path}
                attribute={attribute}
                change={change}
              />
            ))}
          </ul>
          {leftOut > 0 && (
            <span className="quiet">{`${leftOut} more attributes change.`}</span>
          )}
        </div>
      )}
    </li>
  );
}

/** One resource of a plan; drawn again only when it changes. */
export const ResourceLine = memo(LineOfResource);

function turnSign(hasMore: boolean, open: boolean): string {
  if (!hasMore) return '';
  return open ? '▾' : '▸';
}

function Notes({ resource }: { resource: ResourceChange }) {
  const { reason, movedFrom, importedId } = resource;
  const notes = [
    reason,
    movedFrom && `moved from ${movedFrom}`,
    importedId && `taken over: ${importedId}`,
  ].filter(Boolean);
  return notes.length === 0 ? null : (
    <span className="quiet">{notes.join('; ')}</span>
  );
}

function AttributeLine(props: {
  attribute: AttributeChange;
  change: ChangeKind;
}) {
  const { attribute, change } = props;
  const { path, before, after, forcesReplacement } = attribute;
  // Of what is made there was nothing before, of what is deleted nothing is after.
  const showsBefore = change !== 'create' || before.is !== 'absent';
  const showsAfter = change !== 'delete' || after.is !== 'absent';
  return (
    <li>
      <code className="path">{path}</code>
      {': '}
      {showsBefore && (
        <del>
          <ShownValueText value={before} />
        </del>
      )}
      {showsBefore && showsAfter && <span>{' → '}</span>}
      {showsAfter && (
        <ins>
          <ShownValueText value={after} />
        </ins>
      )}
      {forcesReplacement && (
        <span className="word-replace"> forces replacement</span>
      )}
    </li>
  );
}
