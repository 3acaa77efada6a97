import {
  ApiBlueprint,
  createApiRef,
  createExtensionBlueprint,
  createExtensionDataRef,
  createExtensionInput,
  ExtensionBoundary,
  useApiHolder,
} from '@backstage/frontend-plugin-api';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import { ComponentType, ReactNode } from 'react';

/** An object of a cluster that a page or a dialog is about. */
export interface ShownWorkload {
  /** `Rollout` */
  kind: string;
  ref: ObjectRef;
}

/** What features add to the pages and dialogs of workloads of another feature. */
export interface WorkloadContributions {
  /** Sections of the page of a workload. Each draws nothing where it has nothing to say. */
  sections: ReadonlyArray<ComponentType<WorkloadSectionProps>>;
  /** What should be known before an action on a workload is sent; drawn in its dialog. */
  notes: ReadonlyArray<ComponentType<WorkloadNoteProps>>;
  /** What runs in a namespace of a cluster, live; for pages about such a place. */
  places: ReadonlyArray<ComponentType<PlaceWorkloadsProps>>;
}

export interface WorkloadSectionProps {
  workload: ShownWorkload;
}

export interface WorkloadNoteProps {
  workload: ShownWorkload;
  /** Name of the action: `promote`. */
  action: string;
}

/** A namespace of a cluster that a page is about. */
export interface PlaceWorkloadsProps {
  cluster: string;
  namespace: string;
}

export const workloadContributionsApiRef = createApiRef<WorkloadContributions>({
  id: 'portal.workload-contributions',
});

const sectionRef = createExtensionDataRef<
  ComponentType<WorkloadSectionProps>
>().with({ id: 'portal.workload-section' });
const noteRef = createExtensionDataRef<ComponentType<WorkloadNoteProps>>().with(
  { id: 'portal.workload-note' },
);
const placeRef = createExtensionDataRef<
  ComponentType<PlaceWorkloadsProps>
>().with({ id: 'portal.place-workloads' });

const API = 'api:portal/workload-contributions';

/** Collects what the installed features add. */
export const workloadContributionsApi = ApiBlueprint.makeWithOverrides({
  name: 'workload-contributions',
  inputs: {
    sections: createExtensionInput([sectionRef]),
    notes: createExtensionInput([noteRef]),
    places: createExtensionInput([placeRef]),
  },
  factory: (make, { inputs }) =>
    make(define =>
      define({
        api: workloadContributionsApiRef,
        deps: {},
        factory: () => ({
          sections: inputs.sections.map(each => each.get(sectionRef)),
          notes: inputs.notes.map(each => each.get(noteRef)),
          places: inputs.places.map(each => each.get(placeRef)),
        }),
      }),
    ),
});

/** Makes a component that may draw nothing one that always has an element. */
function drawnBy<Props extends object>(
  loader: () => Promise<ComponentType<Props>>,
) {
  return async () => {
    const Loaded = await loader();
    return (props: Props) => <Loaded {...props} />;
  };
}

/** A section of the page of a workload, such as that of a rollout. */
export const WorkloadSectionBlueprint = createExtensionBlueprint({
  kind: 'workload-section',
  attachTo: { id: API, input: 'sections' },
  output: [sectionRef],
  dataRefs: { component: sectionRef },
  factory: (
    params: { loader: () => Promise<ComponentType<WorkloadSectionProps>> },
    { node },
  ) => [
    sectionRef(ExtensionBoundary.lazyComponent(node, drawnBy(params.loader))),
  ],
});

/** A note in the dialog of actions on a workload. It decides itself of which kinds and actions it speaks. */
export const WorkloadNoteBlueprint = createExtensionBlueprint({
  kind: 'workload-note',
  attachTo: { id: API, input: 'notes' },
  output: [noteRef],
  dataRefs: { component: noteRef },
  factory: (
    params: { loader: () => Promise<ComponentType<WorkloadNoteProps>> },
    { node },
  ) => [noteRef(ExtensionBoundary.lazyComponent(node, drawnBy(params.loader)))],
});

/** What runs in a namespace of a cluster, on pages of features that are about such a place. */
export const PlaceWorkloadsBlueprint = createExtensionBlueprint({
  kind: 'place-workloads',
  attachTo: { id: API, input: 'places' },
  output: [placeRef],
  dataRefs: { component: placeRef },
  factory: (
    params: { loader: () => Promise<ComponentType<PlaceWorkloadsProps>> },
    { node },
  ) => [
    placeRef(ExtensionBoundary.lazyComponent(node, drawnBy(params.loader))),
  ],
});

/** What features know of what runs in a namespace; the children where none of them is installed. */
export function PlaceWorkloads({
  cluster,
  namespace,
  children,
}: PlaceWorkloadsProps & { children: ReactNode }) {
  const { places = [] } = useApiHolder().get(workloadContributionsApiRef) ?? {};
  if (places.length === 0) return <>{children}</>;
  return (
    <>
      {places.map((Workloads, i) => (
        <Workloads key={i} cluster={cluster} namespace={namespace} />
      ))}
    </>
  );
}

/** What other features say of a workload, on its page. */
export function WorkloadSections({ workload }: WorkloadSectionProps) {
  const { sections = [] } =
    useApiHolder().get(workloadContributionsApiRef) ?? {};
  return (
    <>
      {sections.map((SectionOf, i) => (
        <SectionOf key={i} workload={workload} />
      ))}
    </>
  );
}

/** What other features say before an action on a workload, in its dialog. */
export function WorkloadNotes({ workload, action }: WorkloadNoteProps) {
  const { notes = [] } = useApiHolder().get(workloadContributionsApiRef) ?? {};
  return (
    <>
      {notes.map((Note, i) => (
        <Note key={i} workload={workload} action={action} />
      ))}
    </>
  );
}
