package config

import (
	"reflect"
	"testing"
	"time"
)

// Every configured life reaches the cache's of the same name.
func TestLivesReachTheCache(t *testing.T) {
	var c Cache
	fields := reflect.ValueOf(&c).Elem()
	for i := range fields.NumField() {
		fields.Field(i).SetInt(int64(time.Second) * int64(1+i))
	}
	got := reflect.ValueOf(c.Lives())
	if got.NumField() != fields.NumField()-1 {
		t.Errorf("the cache has %d lives, the configuration %d and max_bytes", got.NumField(), fields.NumField()-1)
	}
	for i := range got.NumField() {
		name := got.Type().Field(i).Name
		if got.Field(i).Int() != fields.FieldByName(name).Int() {
			t.Errorf("%s is %v in the cache, want %v", name, got.Field(i), fields.FieldByName(name))
		}
	}
}
