package server

import "github.com/r3mes/r3mes/runtime/demo"

// DemoName is the id of the embedded demo model.
const DemoName = "r3mes-demo"

// Demo is the model that the binary carries.
func Demo() Bundle {
	return Bundle{Name: DemoName, Model: demo.Model(), Adapters: demo.Adapters()}
}
