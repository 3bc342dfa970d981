/** The part of a widget's model that is used. */
export interface Model {
  get(name: string): unknown;
  set(name: string, value: unknown): void;
  on(event: string, hear: () => void): void;
  off(event: string, hear: () => void): void;
  save_changes(): void;
}
declare const widget: { render(given: { model: Model; el: HTMLElement }): Promise<() => void> };
export default widget;
