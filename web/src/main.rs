//! The page; all of it is in the library.

fn main() {
    podlab_web::start();
}
