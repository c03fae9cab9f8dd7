package threads

// relax passes some tens of nanoseconds without leaving the processor.
//
//go:noinline
func relax() {
	for range 32 {
		pause()
	}
}

// pause is a call the compiler cannot drop.
//
//go:noinline
func pause() {}
