//! The page's program; all code is in the library.

fn main() {
    podlab_web::start();
}
