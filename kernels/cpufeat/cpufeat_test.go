package cpufeat

import (
	"os"
	"slices"
	"strings"
	"testing"
)

func restore(t *testing.T) {
	before := Level()
	t.Cleanup(func() {
		if err := SetLevel(before); err != nil {
			t.Fatal(err)
		}
	})
}

func TestLevelsEndWithGeneric(t *testing.T) {
	levels := Levels()
	if len(levels) == 0 || levels[len(levels)-1] != Generic {
		t.Fatalf("Levels() = %v, want generic last", levels)
	}
	at := -1
	for _, name := range levels {
		i := slices.Index(all[:], name)
		if i <= at {
			t.Errorf("Levels() = %v is not in order of speed", levels)
		}
		at = i
	}
}

func TestTheLevelIsTheBestOrTheForcedOne(t *testing.T) {
	want := Levels()[0]
	if forced := os.Getenv(Env); forced != "" && Err() == nil {
		want = forced
	}
	if got := Level(); got != want {
		t.Errorf("Level() = %q, want %q", got, want)
	}
}

func TestSetLevelSwitches(t *testing.T) {
	restore(t)
	for _, name := range Levels() {
		if err := SetLevel(name); err != nil || Level() != name {
			t.Errorf("SetLevel(%q) = %v, Level() = %q", name, err, Level())
		}
	}
}

func TestABadLevelIsAnErrorThatListsTheGoodOnes(t *testing.T) {
	restore(t)
	before := Level()
	err := SetLevel("sse9")
	if err == nil || !strings.Contains(err.Error(), `"sse9"`) || !strings.Contains(err.Error(), Generic) {
		t.Errorf("SetLevel(sse9) = %v", err)
	}
	if Level() != before {
		t.Errorf("a refused level changed the level to %q", Level())
	}
}

func TestForceReportsABadNameAndUsesTheBest(t *testing.T) {
	restore(t)
	err := force("sse9")
	if err == nil || !strings.Contains(err.Error(), Env) || Level() != Levels()[0] {
		t.Errorf("force(sse9) = %v, level %q", err, Level())
	}
	if err := force(Generic); err != nil || Level() != Generic {
		t.Errorf("force(generic) = %v, level %q", err, Level())
	}
}

func TestATableFallsBackToTheNextSlowerLevel(t *testing.T) {
	restore(t)
	table := NewTable(Impl[string]{Generic, "plain"}, Impl[string]{AVX2, "wide"})
	for level, want := range map[string]string{AVX512VNNI: "wide", AVX2: "wide", Generic: "plain"} {
		if !slices.Contains(Levels(), level) {
			continue
		}
		if err := SetLevel(level); err != nil {
			t.Fatal(err)
		}
		if got := table.Fn(); got != want {
			t.Errorf("at %s the table gives %q, want %q", level, got, want)
		}
	}
}

func TestABadTablePanics(t *testing.T) {
	for name, build := range map[string]func(){
		"no generic": func() { NewTable(Impl[int]{AVX2, 1}) },
		"unknown":    func() { NewTable(Impl[int]{"sse9", 1}, Impl[int]{Generic, 1}) },
		"twice":      func() { NewTable(Impl[int]{Generic, 1}, Impl[int]{Generic, 1}) },
	} {
		t.Run(name, func(t *testing.T) {
			defer func() {
				if recover() == nil {
					t.Error("no panic")
				}
			}()
			build()
		})
	}
}

func TestCPUHasAName(t *testing.T) {
	if CPU() == "" {
		t.Error("CPU() is empty")
	}
}
