/** `<pod-lab>`; its attributes stand in docs/embedding.md. */
export interface PodLabElement extends HTMLElement {
  /** The texts as they stand, the reader's changes included; may be set. */
  manifest: string;
  story: string;
  /** The playhead in seconds; may be set. */
  currentTime: number;
  /** The length of the run in seconds; `NaN` before there is one. */
  readonly duration: number;
  readonly paused: boolean;
  /** STATUS of the first Pod; empty before there is one. */
  readonly status: string;
  play(): void;
  pause(): void;
}

/** The detail of `podlab-ready` and `podlab-status`. */
export interface PodLabStatus { number: number; status: string; accepted: boolean; playing: boolean; time: number; duration: number }
/** The detail of `podlab-change`. */
export interface PodLabChange { manifest: string; story: string }

declare global {
  interface HTMLElementTagNameMap { "pod-lab": PodLabElement }
  interface HTMLElementEventMap {
    "podlab-ready": CustomEvent<PodLabStatus>;
    "podlab-status": CustomEvent<PodLabStatus>;
    "podlab-change": CustomEvent<PodLabChange>;
  }
}

/** Defines `<pod-lab>`; `home` is the folder that `cargo xtask dist` made, where it is hosted. Returns the class. */
export function define(home: string | URL): Promise<new () => PodLabElement>;
