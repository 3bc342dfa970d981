//! The API server's rules: an object becomes its errors and warnings.
#![forbid(unsafe_code)]
