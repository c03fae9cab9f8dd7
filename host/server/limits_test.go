package server

import (
	"reflect"
	"testing"

	"github.com/r3mes/r3mes/host/config"
)

// Every configured limit reaches the plugin host's limit of the same name.
func TestPluginLimitsReachThePluginHost(t *testing.T) {
	var c config.PluginLimits
	fields := reflect.ValueOf(&c).Elem()
	for i := range fields.NumField() {
		fields.Field(i).SetInt(int64(1000 + i))
	}
	got := reflect.ValueOf(pluginLimits(config.Plugins{Limits: c}))
	for i := range fields.NumField() {
		name := fields.Type().Field(i).Name
		if f := got.FieldByName(name); !f.IsValid() || f.Int() != fields.Field(i).Int() {
			t.Errorf("%s is %v in the plugin host, want %d", name, f, fields.Field(i).Int())
		}
	}
}
