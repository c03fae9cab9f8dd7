// Package durable keeps small files in a folder so that a crash at any moment
// leaves each of them as it was or as it is to be, never between.
//
//	f, err := durable.Open(filepath.Join(data, "secrets"))
//	err = f.WriteJSON("api-key", value) // on the disk when it returns
//	err = f.ReadJSON("api-key", &value)
//
// A file is written under another name, synced, renamed into place, and the
// folder synced. WriteJSON puts a checksum before the value, so that a file the
// disk damaged is told from one that is whole: ErrDamaged.
//
// # Caveats
//
// One process writes a folder at a time; whoever opens one inside a data folder
// holds that folder's ledger lock. A Folder is safe for concurrent use, but two
// writes of one name race for which of them stays.
package durable
