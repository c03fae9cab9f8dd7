// Package clienttest runs clients that others wrote, unmodified, against a whole
// server with the embedded demo model: OpenAI's for Python, JavaScript and Go,
// LangChain and the Vercel AI SDK. `make test-clients`.
//
// The Go client is a dependency of the module. What the others need, the Node
// release included, comes from PyPI and npm by lock file: `make clients` puts it
// into .cache/clients. A script prints a line for each of its checks; each is a
// test here. Without R3MES_CLIENT_TESTS=1 the tests are left out, because `make
// test` is offline.
package clienttest
