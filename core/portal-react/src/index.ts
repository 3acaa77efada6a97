/**
 * React pieces shared by Slipway's frontend plugins.
 *
 * @packageDocumentation
 */
export {
  breakGlassApi,
  liveApi,
  metricsApi,
  portalPlugin,
} from './portalPlugin';
export {
  liveApiRef,
  type LiveApi,
  type LiveTopicRequest,
} from './live/liveApiRef';
export { LiveClient, type LiveClientOptions } from './live/LiveClient';
export {
  useLiveConnection,
  useAddressedTopic,
  useLiveItem,
  useLivePart,
  useLiveRetry,
  useLiveTopic,
  useLiveTopics,
} from './live/hooks';
export { useNow, useTicking } from './time/useNow';
export { RelativeTime } from './time/RelativeTime';
export { Countdown } from './time/Countdown';
export { counted } from './format/counted';
export { formatFigure, type FigureUnit } from './format/formatFigure';
export {
  formatAbsolute,
  formatCountdown,
  formatRelative,
  formatSpan,
} from './format/formatTime';
export {
  seriesColour,
  stateBackground,
  stateColour,
  type SeriesColour,
  type SlipwayState,
} from './colours';
export {
  failureMessage,
  failureOf,
  isRefused,
  mayHaveBeenDone,
  NoAnswerError,
  StrangeAnswerError,
  type Failure,
} from './errors/failure';
export {
  BackendClient,
  confirmedAs,
  entityPath,
  pathOf,
  type ClientApis,
} from './api/BackendClient';
export { backendApi } from './api/backendApi';
export {
  RESILIENCE_PAGES,
  ResilienceSectionBlueprint,
} from './resilience/blueprints';
export {
  PlaceWorkloads,
  PlaceWorkloadsBlueprint,
  type PlaceWorkloadsProps,
  WorkloadNoteBlueprint,
  WorkloadSectionBlueprint,
  WorkloadSections,
  workloadContributionsApiRef,
  type ShownWorkload,
  type WorkloadContributions,
  type WorkloadNoteProps,
  type WorkloadSectionProps,
} from './workload/contributions';
export { ANSWER_WITHIN_MS, fetchJson } from './errors/fetchJson';
export { StateChip } from './states/StateChip';
export { FreshnessNote } from './states/FreshnessNote';
export {
  describeFreshness,
  type FreshnessDescription,
} from './states/describeFreshness';
export {
  EmptyState,
  ErrorState,
  PartialNote,
  RefusedState,
} from './states/messages';
export { SourcesNote } from './states/SourcesNote';
export { absenceIn, clustersText, missingSources } from './states/sources';
export {
  LiveGate,
  type NeededPermission,
  type Reading,
} from './states/LiveGate';
export { SkeletonCard, SkeletonPage, SkeletonTable } from './states/skeletons';
export { LiveAnnouncer } from './states/LiveAnnouncer';
export {
  ConfirmDialog,
  type ConfirmDialogProps,
  type ConfirmTarget,
  type ConfirmValues,
} from './actions/ConfirmDialog';
export { CopyButton } from './actions/CopyButton';
export { CommandLine } from './actions/CommandLine';
export { DisabledReason } from './actions/DisabledReason';
export { ActionButton, ButtonProgress } from './actions/ActionButton';
export { ActionMenu, type ActionMenuItem } from './actions/ActionMenu';
export { buttonState, type ButtonState } from './actions/buttonState';
export {
  actionFailure,
  failureTitle,
  type ActionFailure,
} from './actions/actionFailure';
export {
  createActionFlow,
  type ActionFlowParts,
} from './actions/createActionFlow';
export { type ActionButtons, type SubjectAccess } from './actions/buttons';
export {
  type ActionFields,
  type ActionFlow,
  type ActionIntent,
  type ActionSurface,
  type FollowUpProps,
  type SentAction,
  type ShownAction,
  type SubjectSource,
} from './actions/types';
export { FailureNote } from './actions/FailureNote';
export {
  breakGlassApiRef,
  type BreakGlassApi,
} from './breakGlass/BreakGlassApi';
export { BreakGlassBanner } from './breakGlass/BreakGlassBanner';
export { BreakGlassDialog } from './breakGlass/BreakGlassDialog';
export { GrantNotice } from './breakGlass/GrantNotice';
export { useEntityGrants } from './breakGlass/useEntityGrants';
export { useFreshAccess } from './breakGlass/useFreshAccess';
export { useAskedOfMe, type AskedOfMe } from './approvals/useAskedOfMe';
export { useOwnership, type Ownership } from './hooks/useOwnership';
export { useFetched, type Fetched } from './hooks/useFetched';
export { ExportMenu, type ExportFile } from './page/ExportMenu';
export { LaunchFrame } from './page/LaunchFrame';
export { PageFrame, type PageAbove } from './page/PageFrame';
export { HomeCell } from './home/HomeCell';
export {
  HomeLine,
  HomeLineNote,
  HomeLinePlace,
  HomeLines,
  HomeWidget,
} from './home/HomeWidget';
export { StepList, type LaunchStep } from './page/StepList';
export { earlyCode } from './page/earlyCode';
export { lazyPage } from './page/lazyPage';
export { Section } from './section/Section';
export { FactNote, FactTable, type FactColumn } from './section/FactTable';
export { WideTable } from './section/WideTable';
export { VisuallyHidden } from './section/VisuallyHidden';
export { ActivitySection } from './activity/ActivitySection';
export {
  choicesField,
  defineListQuery,
  flagField,
  textField,
  valuesField,
  type ListQuery,
  type ListSort,
  type QueryField,
} from '@slipway/plugin-live-common';
export { useListQuery } from './list/useListQuery';
export {
  compareText,
  countedValues,
  rowsAsCsv,
  isAmong,
  matchesWords,
  rowSorter,
  sortRows,
  type FilterOption,
} from '@slipway/plugin-live-common';
export { FilterBar, FilterToggle } from './list/FilterBar';
export { MultiSelect } from './list/MultiSelect';
export { FilteredList, type ListRules } from './list/FilteredList';
export { ListPage } from './list/ListPage';
export { CardLine, CardTitle, PlaceLines, RowCard } from './list/RowCard';
export { ListCell } from './list/ListCell';
export { ListRows } from './list/ListRows';
export { useRovingRows } from './list/useRovingRows';
export { usePages } from './list/usePages';
export { NothingMatches } from './list/NothingMatches';
export { type ListColumn, type RowComponent } from './list/types';
export { TimeSeriesChart } from './charts/TimeSeriesChart';
export { metricsApiRef, type MetricsApi } from './metrics/MetricsApi';
export {
  useGoldenSeries,
  type GoldenRange,
  type GoldenSeriesReading,
} from './metrics/useGoldenSeries';
export { useMeasurementTail } from './metrics/useMeasurementTail';
export { differenceWords, medianOf, medianWords } from './metrics/figures';
export { GoldenCharts } from './metrics/GoldenCharts';
export { Sparkline } from './charts/Sparkline';
export {
  type ChartLimit,
  type ChartMarker,
  type ChartPoint,
  type ChartSeries,
  type ChartSpan,
  type TimeSeriesChartProps,
} from './charts/types';
