// Package fuel rewrites WebAssembly modules so that they count the work they
// do and stop when it exceeds a budget, whatever the code looks like.
//
//	instrumented, err := fuel.Instrument(wasm)
//	// link a function Yield in a module Import: counter, err = meter.Refill(counter)
//	// before a call: set the global CounterExport to meter.Begin(budget)
//	// after a call:  used := meter.Used(the global)
//
// Instrument reads a whole module. It accepts WebAssembly 2.0 without SIMD and
// refuses every other instruction by name, function and offset. Meter is the
// host's side of one call.
//
// # What is counted
//
// An instruction costs 1 unit, a call of a host function 100 more; bulk
// operations cost by their length besides: memory 1 for 4 bytes, growth 1,024
// a page, tables 4 an element. Code is charged where it is entered, basic block
// by basic block; up to 16 units behind a branch are charged with what stands
// before it, and a leaf of up to 64 with its caller, so a call may be charged
// more than it executes and is never charged less. The count depends on the
// module and its input alone.
//
// The counter is looked at when a function is entered, at the head of every
// loop, before bulk operations, and after at most some 10,000 units in between.
// When it has run out, the module calls Yield, which refills it slice by slice:
// so that the host gets to look at its clock, and garbage collection at the
// goroutine.
//
// The same counter bounds the call stack: a function that calls another takes
// an estimate of its frame from a budget of StackBytes, and gives it back. The
// compiler's own limit is 400 MB a call.
//
// # Caveats
//
// Instrument does not check types; the compiler does, on what Instrument
// returns. Added code leaves nothing on the stack and nothing that the module
// could name, so a module that is invalid stays so.
//
// A call that ends in a trap leaves the counter as it was handed over last,
// and the stack short: the instance must not be used again.
//
// Custom sections are dropped: read the manifest first. Tables get a maximum of
// 131,072 elements.
//
// The counter begins with no fuel, so the first function, be it the start
// function, asks for it: begin a Meter before the module is instantiated.
package fuel
