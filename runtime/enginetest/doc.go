// Package enginetest holds what every engine model is tested with: a fake to
// test the engine itself, and a conformance suite for real ones.
//
// The suite compares a model with golden files that an independent reference
// computed (testdata/README.md says how), and with itself: requests together
// against each alone. Its checks return errors, so that a test can also show
// that they fail when they should.
package enginetest
