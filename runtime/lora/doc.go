// Package lora loads PEFT LoRA adapters for a base model and keeps them in a
// Registry from which running requests borrow.
//
//	r := lora.NewRegistry(model.Config, 256<<20)
//	err := r.LoadDir("adapters") // one folder an adapter; an error names the bad ones, the good ones are in
//	a, release, err := r.Acquire("law")
//	defer release()
//
// An adapter is never merged into the base: a ternary weight has no room for
// a small change. The engine adds Scale * B(A x) to the output of a linear,
// from the linear's float input x, which is what PEFT trains.
//
// Load follows PEFT where it follows it at all: which modules a target name or
// pattern means, and which rank and alpha a module gets. Options that change
// the mathematics in a way that is not implemented (DoRA, modules_to_save and
// their like) are refused by name, and so is any unknown option that is
// switched on, since guessing would give wrong answers quietly.
//
// # Caveats
//
// Patterns are regular expressions of Python in the file and of Go's RE2
// here; those that RE2 cannot express are refused.
package lora
