// Package modelhost keeps the base model that serves and its adapters, and
// changes them while requests run.
//
//	h, err := modelhost.Open(modelhost.Options{Configured: modelhost.Source{Path: "models/bitnet"}, …})
//	p, err := pipeline.New(pipeline.Parts{Borrow: h.Borrow, …})
//	defer h.Close()
//
// A request borrows the model at its beginning and is answered by it to its end.
// A swap makes the next request borrow the new model; the old one is closed and
// unmapped when the last request has given it back.
package modelhost
