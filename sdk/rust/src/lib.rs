//! The R3MES plugin SDK for Rust: the requests and responses of every hook,
//! and what carries them between a WebAssembly guest and its host. It depends
//! on nothing but the standard library, so a plugin builds without a network.
//!
//! ```ignore
//! use r3mes::{RouteRequest, RouteResponse};
//!
//! fn route(q: RouteRequest) -> Result<RouteResponse, String> {
//!     match q.adapters.first() {
//!         Some(a) => Ok(RouteResponse { adapter: a.name.clone(), ..Default::default() }),
//!         None => Ok(RouteResponse { abstain: true, ..Default::default() }),
//!     }
//! }
//!
//! r3mes::export!(r3mes_route, route);
//! ```
//!
//! The error of a hook is text for the operator. Nothing outlives a call: any
//! instance may serve any call.

mod contract;
mod host;
pub mod json;
pub mod reach;

pub use contract::*;
pub use host::{log, serve};
pub use json::Json;

/// Exports a hook's function, `fn(Request) -> Result<Response, String>`, under
/// the hook's name: `export!(r3mes_route, route)`.
#[macro_export]
macro_rules! export {
    ($name:ident, $answer:path) => {
        #[no_mangle]
        pub extern "C" fn $name() -> i32 {
            $crate::serve($answer)
        }
    };
}
