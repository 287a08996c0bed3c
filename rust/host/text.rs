//! Text for the host, as messages of exceptions.

/// A text as the host takes it. It is in a section of its own: literals share one, which the linker keeps as a whole, and with it the
/// messages of all that a firmware does not use.
macro_rules! text {
    ($text:literal) => {{
        const TEXT: &[u8] = concat!($text, "\0").as_bytes();
        static PLACE: [u8; TEXT.len()] = $crate::host::text::array(TEXT);
        // SAFETY: there is a zero at the end, and nobody writes one into a message.
        unsafe { core::ffi::CStr::from_bytes_with_nul_unchecked(&PLACE) }
    }};
}
pub(crate) use text;

pub const fn array<const N: usize>(text: &[u8]) -> [u8; N] {
    let mut array = [0; N];
    let mut i = 0;
    while i < N {
        array[i] = text[i];
        i += 1;
    }
    array
}
