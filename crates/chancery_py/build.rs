//! On some systems a module that Python loads is linked in another way than a library.

fn main() {
    pyo3_build_config::add_extension_module_link_args();
}
