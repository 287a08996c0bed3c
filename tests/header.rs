//! `include/uasyncio.h` is what cbindgen makes of the Rust exports. `make header` sets UASYNCIO_UPDATE to write it.

use std::{env, fs};

#[test]
fn committed_header_is_current() {
    let root = env!("CARGO_MANIFEST_DIR");
    let mut header = Vec::new();
    cbindgen::Builder::new()
        .with_crate(root)
        .with_config(cbindgen::Config::from_root_or_default(root))
        .generate()
        .expect("the exports have C types")
        .write(&mut header);
    let header = String::from_utf8(header).expect("cbindgen writes text");
    let path = format!("{root}/include/uasyncio.h");
    if env::var_os("UASYNCIO_UPDATE").is_some() {
        fs::write(&path, &header).expect("include/ is writable");
    }
    let committed = fs::read_to_string(&path).expect("the header is committed");
    assert!(header == committed, "include/uasyncio.h is stale: run `make header`");
}
