// Package clienttest runs the official OpenAI clients, unmodified, against a
// whole server with the embedded demo model: `make test-clients`.
//
// The Go client is a dependency of the module; the JavaScript client and the
// Node release it needs come from the npm registry by exact version. Without
// R3MES_CLIENT_TESTS=1 the tests are left out, because `make test` is offline.
package clienttest
