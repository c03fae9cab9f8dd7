package sample

import (
	"math"
	"strings"
	"testing"
)

func TestValidateNamesEveryProblem(t *testing.T) {
	bad := Params{Temperature: -1, TopK: -2, TopP: 1.5, MinP: math.NaN(), RepetitionPenalty: 11, PresencePenalty: 3, FrequencyPenalty: math.Inf(-1)}
	err := bad.Validate()
	if err == nil {
		t.Fatal("no error")
	}
	for _, name := range []string{"temperature", "top_k", "top_p", "min_p", "repetition_penalty", "presence_penalty", "frequency_penalty"} {
		if !strings.Contains(err.Error(), name) {
			t.Errorf("%q is not in: %v", name, err)
		}
	}
	for _, good := range []Params{{}, {Temperature: 2, TopK: 50, TopP: 1, MinP: 1, RepetitionPenalty: 1.1, PresencePenalty: -2, FrequencyPenalty: 2}} {
		if err := good.Validate(); err != nil {
			t.Errorf("Validate(%+v) = %v", good, err)
		}
	}
}
