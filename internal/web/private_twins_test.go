package web

import (
	"cmp"
	"fmt"
	"math"
	"slices"
	"strings"
	"testing"

	"tripol/internal/db"
	"tripol/internal/household"
	"tripol/internal/testkit"
)

// classifier predicts from responses about a family whether it has a private reason: half of the pairs are its
// training set for the frequency of each text, size, word and number of mentions.
type classifier map[string]*[2]float64

func features(texts []string) (found []string) {
	size := 0
	for _, text := range texts {
		size += len(text)
		found = append(found, "text "+text)
		found = append(found, strings.FieldsFunc(text, func(r rune) bool { return strings.ContainsRune(`",:{}[]<>/= `, r) })...)
	}
	found = append(found, fmt.Sprintf("size %d", size), fmt.Sprintf("mentions %d", len(texts)))
	slices.Sort(found)
	return slices.Compact(found)
}

func (c classifier) learn(texts []string, private int) {
	for _, f := range features(texts) {
		if c[f] == nil {
			c[f] = &[2]float64{1, 1}
		}
		c[f][private]++
	}
}

func (c classifier) score(texts []string) (sum float64) {
	for _, f := range features(texts) {
		if seen := c[f]; seen != nil {
			sum += math.Log(seen[1] / seen[0])
		}
	}
	return sum
}

// auc is the chance that a family with a private reason scores higher than one without.
func (w *twins) auc(said map[household.ID][]string) float64 {
	c := classifier{}
	for i, pair := range w.pairs {
		if i%2 == 0 {
			c.learn(said[pair[0]], 1)
			c.learn(said[pair[1]], 0)
		}
	}
	type scored struct {
		score   float64
		private bool
	}
	var all []scored
	for i, pair := range w.pairs {
		if i%2 == 1 {
			all = append(all, scored{c.score(said[pair[0]]), true}, scored{c.score(said[pair[1]]), false})
		}
	}
	slices.SortFunc(all, func(a, b scored) int { return cmp.Compare(a.score, b.score) })
	ranks, n := 0.0, 0.0
	for first := 0; first < len(all); {
		next := first
		for next < len(all) && all[next].score == all[first].score {
			next++
		}
		for i := first; i < next; i++ {
			if all[i].private {
				ranks, n = ranks+float64(first+next+1)/2, n+1
			}
		}
		first = next
	}
	return (ranks - n*(n+1)/2) / (n * n)
}

// numberOfPairs is the promise's thousand at full scale.
func numberOfPairs() int { return max(60, testkit.Scale(1000)) }

const mostAUC = 0.55

// B53: by every response except the ranks of lists, only a protection officer can distinguish the twin with a private
// reason from the twin without.
func TestB53_APrivateReasonShowsNowhere(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		w := makeTwins(t, s, numberOfPairs())
		o := w.observe()
		for response, said := range o.said {
			auc := w.auc(said)
			t.Logf("%s: %d families, AUC %.3f", response, len(said), auc)
			if auc > mostAUC || auc < 1-mostAUC {
				t.Errorf("%s tells twins apart: AUC %.3f", response, auc)
			}
			if response != "similar" && response != "verdict" && len(said) != 2*len(w.pairs) {
				t.Errorf("%s was seen of %d families only", response, len(said))
			}
		}
		if len(o.said) != 16 {
			t.Errorf("%d kinds of responses were compared", len(o.said))
		}
		if a := w.send("GET", "/api/v1/households?criterion=private_reason", ""); a.status != 422 || a.problem(t).Path != "/criterion" {
			t.Errorf("the filter answers %d %s", a.status, a.body)
		}
	})
}

// The control: one byte more on the page of a family with a private reason, or one word, and the classifier sees it.
func TestB53_ControlALeak(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		w := makeTwins(t, s, 40)
		for name, leak := range map[string]string{"a blank": " ", "a criterion": `"private_reason"`} {
			said := map[household.ID][]string{}
			for h, n := range w.of {
				page := w.get("/api/v1/households/" + string(h)).body
				if n%2 == 0 {
					page += leak
				}
				said[h] = []string{plain(page)}
			}
			if auc := w.auc(said); auc <= mostAUC {
				t.Errorf("%s: AUC %.3f", name, auc)
			}
		}
	})
}
