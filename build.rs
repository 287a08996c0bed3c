//! Makes the Rust declarations of what the host implements, from `include/uasyncio_port.h`.

use std::{env, path::PathBuf};

/// Turns `UASYNCIO_TYPE_TASK_QUEUE` into `TaskQueue`: bindgen hands over C's names.
#[derive(Debug)]
struct RustNames;

impl bindgen::callbacks::ParseCallbacks for RustNames {
    fn enum_variant_name(
        &self,
        enum_name: Option<&str>,
        variant: &str,
        _value: bindgen::callbacks::EnumVariantValue,
    ) -> Option<String> {
        let prefix = match enum_name?.strip_prefix("enum uasyncio_")? {
            "exception" => "UASYNCIO_EXC_",
            "type" => "UASYNCIO_TYPE_",
            "name" => "UASYNCIO_NAME_",
            "watch" => "UASYNCIO_WATCH_",
            _ => "UASYNCIO_",
        };
        let words = variant.strip_prefix(prefix)?.split('_');
        Some(words.map(|word| word[..1].to_uppercase() + &word[1..].to_lowercase()).collect())
    }
}

fn main() {
    let header = "include/uasyncio_port.h";
    println!("cargo:rerun-if-changed={header}");
    println!("cargo:rerun-if-changed=build.rs");
    let out = PathBuf::from(env::var_os("OUT_DIR").expect("cargo sets OUT_DIR")).join("port.rs");
    bindgen::Builder::default()
        .header(header)
        .parse_callbacks(Box::new(RustNames))
        .allowlist_item("uasyncio_.*|UASYNCIO_.*")
        .rustified_enum("uasyncio_.*")
        .use_core()
        .layout_tests(false)
        .generate_comments(false)
        // Every type in the header has the same Rust name on all targets, so the build machine's C compiler will do, also
        // for targets it does not know (Xtensa).
        .clang_arg(format!("--target={}", env::var("HOST").expect("cargo sets HOST")))
        .clang_arg("-ffreestanding")
        .generate()
        .expect("uasyncio_port.h is valid C")
        .write_to_file(out)
        .expect("OUT_DIR is writable");
}
