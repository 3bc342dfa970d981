export {
  admit, check, decodeLink, encodeLink, explain, get, kubectl, problems, releases, resources, schedule, simulate, story,
} from "./engine.js";
export type * from "./engine.js";
