/** The cluster that answers; 1.36 with its default gates when left out. */
export interface Cluster { version?: string; featureGates?: string[] }

export interface CheckRequest {
  manifest: string;
  /** How the text reaches the server; `yaml` when left out. */
  mode?: "yaml" | "json" | "kubectl";
  allowPrivileged?: boolean;
}
export interface FieldError { type: string; field: string; badValue?: unknown; detail?: string; message: string }
export interface CheckAnswer {
  stage: "client" | "decode" | "strict" | "invalid" | "ok";
  decodeError?: string;
  strictErrors: string[];
  errors: FieldError[];
  warnings: string[];
  qosClass?: string;
  resources?: { requests: Record<string, string>; limits: Record<string, string> };
}

export interface SimulateRequest { manifest: string; scenario?: unknown; /** Seconds. */ until?: number }
export interface SimulateAnswer {
  rows: { t: number; pod: string; ready: string; status: string; restarts: string; deleted?: boolean }[];
  status: unknown[];
  events: { t: number; object: string; field: string; type: string; reason: string; message: string; count: number }[];
  cri: unknown[];
}

export type ResourcesRequest = { manifest: string } | { pod: unknown; options?: Record<string, unknown> };
export interface ResourcesAnswer { requests: Record<string, string>; limits: Record<string, string>; qosClass: string }

export interface GetRequest { pod: unknown; /** RFC 3339. */ now: string }
export interface GetAnswer { columns: string[] }
