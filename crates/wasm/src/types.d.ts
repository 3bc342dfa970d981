/** The cluster that answers; 1.36 with its default gates when left out. */
export interface Cluster { version?: string; featureGates?: string[] }
/** By resource, as Kubernetes prints them: `{cpu: "1500m"}`. */
export type Amounts = Record<string, string>;
/** A request whose `id` comes back in the answer as it was given. */
export interface Numbered { id?: unknown }
/** An object as the API prints it. */
export type Json = null | boolean | number | string | Json[] | { [key: string]: Json };
/** The error that is thrown where there is no answer: a sentence, and sentences about the request's parts. */
export interface PodlabError extends Error { problems: string[] }

export interface CheckRequest extends Numbered {
  manifest: string;
  /** How the text reaches the server; `yaml` when left out. */
  mode?: "yaml" | "json" | "kubectl";
  /** True when left out. */
  allowPrivileged?: boolean;
  /** Another release for this request. */
  kubernetes?: string;
  /** Whether the answer holds the object as it would be stored. */
  defaulted?: boolean;
  /** Whether a new default cluster answers, with all its admission plugins; the fields below count only with it. */
  serviceAccountAdmission?: boolean;
  objects?: string;
  objectsElsewhere?: Record<string, string>;
  namespaceLabels?: Record<string, string>;
  namespaceMissing?: boolean;
  accountsMissing?: boolean;
}
export type Stage = "client" | "decode" | "strict" | "refused" | "invalid" | "ok";
export interface FieldError { type: string; field: string; badValue: Json; detail: string; message: string }
export interface CheckAnswer extends Numbered {
  /** Where the server stops. */
  stage: Stage;
  decodeError: string | null;
  strictErrors: string[];
  code?: number;
  reason?: string;
  message?: string;
  errors: FieldError[];
  warnings: string[];
  qosClass: string | null;
  resources: { requests?: Amounts; limits?: Amounts };
  defaulted?: Json;
}

/** Offsets in the text, as `text.slice(start, end)` takes them. */
export interface Range { start: number; end: number }
export interface Edit { range: Range; text: string }
export interface Problem {
  stage: Stage;
  severity: "error" | "warning" | "advice" | "note";
  /** The name under which `explain` has its page, where it has one. */
  id: string;
  cause: string;
  /** The path as the server prints it; empty where it names none. */
  field: string;
  message: string;
  /** A sentence of ours where the server's uses Go's terms. */
  plain: string | null;
  /** Why it matters, of advice. */
  why: string | null;
  /** The earlier stage that stops the server before it would say this. */
  hidden: Stage | null;
  /** The index of the document. */
  document: number;
  range: Range;
  /** From 1, in characters. */
  line: number;
  column: number;
  fix: { title: string; edits: Edit[] } | null;
}
export interface CheckedDocument {
  range: Range;
  kind: string;
  name: string;
  stage: Stage;
  /** Whether all of the server's rules were asked. A document that is not checked is not accepted either. */
  checked: boolean;
  fieldsChecked: boolean;
  qosClass: string | null;
  resources: Amounts;
}
export interface Problems {
  stage: Stage;
  documents: CheckedDocument[];
  problems: Problem[];
  /** How a fragment was completed. */
  note: string | null;
  /** A sentence for each severity of which not all are listed. */
  cut?: string[];
}

export interface SimulateRequest extends Numbered {
  manifest: string;
  /** docs/scenario.md */
  scenario?: object | null;
  /** Seconds; 120 when left out. */
  until?: number;
}
export type Row =
  | { t: number; pod: string; ready: string; status: string; restarts: string }
  | { t: number; pod: string; deleted: true };
export interface Condition { type: string; status: string; reason?: string; message?: string }
export interface ContainerStatus {
  name: string; state: Json; lastState: Json; restartCount: number; ready: boolean; started: boolean;
  allocatedResources?: Json; resources?: Json;
}
export interface PodStatus {
  t: number; pod: string; phase: string | null; node: boolean; conditions: Condition[]; reason?: string; message?: string;
  generation?: number; observedGeneration?: number; podResources?: Json; podAllocatedResources?: Json;
  initContainerStatuses?: ContainerStatus[]; containerStatuses?: ContainerStatus[]; ephemeralContainerStatuses?: ContainerStatus[];
}
export interface RunEvent {
  t: number; object: string; field: string; type: string; reason: string; message: string; count: number; component: string;
}
/** A call of the container runtime, or its report; the other fields by call. */
export interface Call {
  t: number; pod: string; call: string; container?: string; attempt?: number; error?: string; image?: string;
  resources?: { cpuPeriod?: number; cpuQuota?: number; cpuShares?: number; memoryLimit?: number; oomScoreAdj?: number };
  cmd?: string; exit?: number | null; since?: number; url?: string; code?: number; timeout?: number;
  exitCode?: number; reason?: string; why?: string;
}
export type Endpoint =
  | { t: number; service: string; pod: string; ready: boolean; serving: boolean; terminating: boolean }
  | { t: number; service: string; pod: string; removed: true };
export interface ObjectVersion {
  t: number; kind: string; name: string; replicas?: Json; parallelism?: Json; paused?: Json; suspend?: Json; revision?: Json;
  status: Json; deleted?: true;
}
export interface SimulateAnswer extends Numbered {
  rows: Row[]; status: PodStatus[]; events: RunEvent[]; cri: Call[]; endpoints: Endpoint[]; objects: ObjectVersion[];
  /** Sentences on all that the scenario did not say. */
  assumptions: string[];
}

export interface StoryRequest {
  manifest: string;
  /** A text in YAML or JSON. */
  scenario?: string;
  /** Seconds; 120 when left out. */
  until?: number;
}
export interface StoryAnswer {
  /** The errors that keep the text from being applied; nothing runs then, and all else is empty. */
  refused: string[];
  /** Each change of a row of `kubectl get pod`. */
  rows: { name: string; ready: string; status: string; restarts: string; age: string }[];
  events: { t: number; type: string; reason: string; object: string; message: string }[];
  /** A sentence for each thing that happens. */
  narration: string[];
  assumptions: string[];
}

export interface ResourcesOptions {
  UseStatusResources?: boolean; InPlacePodLevelResourcesVerticalScalingEnabled?: boolean; ExcludeOverhead?: boolean;
  SkipPodLevelResources?: boolean; SkipContainerLevelResources?: boolean; UseDRANodeAllocatableResourceClaimStatus?: boolean;
  NonMissingContainerRequests?: Amounts;
}
export type ResourcesRequest = Numbered & { options?: ResourcesOptions } & ({ manifest: string } | { pod: object });
export interface Term { label: string; text: string; value: number; field: string | null; decides: boolean; terms: Term[] }
export interface Amount { text: string; term: Term }
export interface Phase {
  name: string; parts: { name: string; text: string; value: number; field: string }[]; text: string; value: number; decides: boolean;
}
export interface Cost {
  lines: { resource: string; request: Amount | null; limit: Amount | null; phases: Phase[] }[];
  qos: { class: string; because: string; field: string | null };
}
export interface ResourcesAnswer extends Numbered {
  requests: Amounts;
  limits: Amounts;
  qosClass: "Guaranteed" | "Burstable" | "BestEffort";
  /** Of a manifest: how each number comes about. */
  derivation?: Cost;
}

export interface GetRequest extends Numbered { pod: object; /** RFC 3339. */ now: string }
export interface GetAnswer extends Numbered { columns: string[] }

export interface AdmitRequest extends Numbered {
  manifest: string; objects?: string; existing?: string[]; cluster?: string; namespaceLabels?: Record<string, string>;
}
export interface ContainerResources { name: string; resources: { requests?: Amounts; limits?: Amounts } }
export interface StoredPod {
  name: string | null; annotations: Record<string, string> | null; containers?: ContainerResources[]; initContainers?: ContainerResources[];
  resources?: Json; tolerations?: Json; priority?: Json; priorityClassName?: Json; preemptionPolicy?: Json; overhead?: Json;
  nodeSelector?: Json; runtimeClassName?: Json; qosClass: string | null;
}
export interface AdmitAnswer extends Numbered {
  accepted: boolean;
  /** The refusal, in the server's words. */
  message: string | null;
  pod?: StoredPod | null;
  podsCreated?: number;
  quotaUsed?: Record<string, { hard: Amounts; used: Amounts }>;
  events?: { type: string; reason: string; object: string; message: string }[];
  cut?: string;
}

export interface ScheduleRequest extends Numbered {
  manifest: string; nodes?: string; cluster?: string; objects?: string; existing?: string[]; namespaceLabels?: Record<string, string>;
}
export interface ScheduleAnswer extends Numbered {
  feasible: string[];
  event: { type: string; reason: string; message: string } | null;
  nominatedNodeName?: string | null;
  victims?: string[];
  message?: string;
}

export interface KubectlRequest extends Numbered {
  command: string;
  pods?: object[]; pod?: object; workloads?: object[]; deployment?: object; replicaSet?: object; events?: object[];
  /** RFC 3339; required unless there is a manifest. */
  now?: string;
  manifest?: string; appliedBefore?: string; serviceAccountAdmission?: boolean;
}
export interface KubectlAnswer extends Numbered { stdout: string; stderr: string; exit: number }

/** The content of a link of the playground; a field that is left out is empty. */
export interface LinkState {
  manifest?: string; scenario?: string; kubernetes?: string; /** Seconds. */ playhead?: number; view?: string; rules?: string;
  nodes?: string; machines?: string[]; command?: string; gates?: string; build?: string; outcome?: string;
}
export type OpenedLink =
  | { is: "nothing" }
  | { is: "whole"; state: Required<LinkState> }
  | { is: "example"; example: string }
  | { is: "broken"; message: string; state: Required<LinkState> | null };
