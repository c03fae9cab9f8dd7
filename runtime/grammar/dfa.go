package grammar

import "slices"

// automaton is a deterministic automaton over bytes: literals, numbers, white
// space. State 0 is its start. Every state can reach a final one.
type automaton struct {
	edges [][]edge // [state], by rising bytes
	final []bool   // [state]
}

type edge struct {
	lo, hi byte
	to     int32
}

// next returns the state after c, or -1.
func (a *automaton) next(state int32, c byte) int32 {
	for _, e := range a.edges[state] {
		if e.lo <= c && c <= e.hi {
			return e.to
		}
	}
	return -1
}

// add returns a new state.
func (a *automaton) add(final bool) int32 {
	a.edges = append(a.edges, nil)
	a.final = append(a.final, final)
	return int32(len(a.edges) - 1)
}

// link leads from one state to another by the bytes lo to hi. Links of a state are
// made by rising bytes; neighbours with the same target become one.
func (a *automaton) link(from int32, lo, hi byte, to int32) {
	edges := a.edges[from]
	if n := len(edges); n > 0 && edges[n-1].to == to && edges[n-1].hi+1 == lo {
		edges[n-1].hi = hi
		return
	}
	a.edges[from] = append(edges, edge{lo, hi, to})
}

// words returns the automaton of some texts, sorted and without duplicates.
func words(texts []string) *automaton {
	a := &automaton{}
	a.insert(texts, 0)
	return a
}

// insert adds the state of texts that agree on their first n bytes.
func (a *automaton) insert(texts []string, n int) int32 {
	state := a.add(len(texts[0]) == n)
	if a.final[state] {
		texts = texts[1:]
	}
	for len(texts) > 0 {
		same := 1
		for same < len(texts) && texts[same][n] == texts[0][n] {
			same++
		}
		to := a.insert(texts[:same], n+1)
		a.link(state, texts[0][n], texts[0][n], to)
		texts = texts[same:]
	}
	return state
}

// maxIndent is how many blanks may follow a line break.
const maxIndent = 20

// blank returns the automaton of white space between two parts of JSON: nothing,
// one space, or one line break with its indentation. There is never more, so that
// a model cannot go on with it for ever. With some, nothing is not enough.
func blank(some bool) *automaton {
	a := &automaton{}
	start := a.add(!some)
	line := a.add(true)
	for from, i := line, 0; i < maxIndent; i++ {
		to := a.add(true)
		a.link(from, '\t', '\t', to)
		a.link(from, ' ', ' ', to)
		from = to
	}
	a.link(start, '\n', '\n', line)
	a.link(start, ' ', ' ', a.add(true))
	return a
}

// prune removes the links to states from which no final one is reached, and
// reports whether one is reached from the start.
func (a *automaton) prune() bool {
	before := make([][]int32, len(a.edges))
	for state, edges := range a.edges {
		for _, e := range edges {
			before[e.to] = append(before[e.to], int32(state))
		}
	}
	useful := leading(before, a.final)
	for state, edges := range a.edges {
		a.edges[state] = slices.DeleteFunc(edges, func(e edge) bool { return !useful[e.to] })
	}
	return useful[0]
}

// leading marks the states from which a final one is reached; before lists, for
// each state, those that lead to it.
func leading(before [][]int32, final []bool) []bool {
	useful := slices.Clone(final)
	var todo []int32
	for state, end := range final {
		if end {
			todo = append(todo, int32(state))
		}
	}
	for len(todo) > 0 {
		state := todo[len(todo)-1]
		todo = todo[:len(todo)-1]
		for _, b := range before[state] {
			if !useful[b] {
				useful[b] = true
				todo = append(todo, b)
			}
		}
	}
	return useful
}
