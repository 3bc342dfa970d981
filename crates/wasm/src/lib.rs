//! The engine for other people's pages: an npm package with TypeScript types.
