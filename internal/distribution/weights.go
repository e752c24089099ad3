package distribution

// Weights is one version of the rule that says who comes first. A version never changes once a list was made by it:
// another rule is another version. Grades lie so far apart that all other reasons together do not reach the next one.
type Weights struct {
	Version   string
	From      string         // the day from which plans may use it
	Words     string         // the rule in one sentence, as it stands above the list
	Grades    map[int]Reason // by verified grade; a grade that is not here never gets an entitlement
	Criteria  map[string]int // points by vulnerability criterion; one that is not here gives none
	Large     Reason         // for a household of LargeFrom people or more
	LargeFrom int            // people
	Band      int            // width of a priority band inside one grade, in points
}

// PrivateReason is the criterion of a household whose reason is kept private, and the reason shown for the whole of
// its band.
const PrivateReason = "private_reason"

// smallestBand is how many households must look alike before a band with a private reason in it is shown.
const smallestBand = 10

// Rules lists every version, oldest first.
var Rules = []Weights{{
	Version: "v1",
	From:    "2020-05-20",
	Words: "The worst damage comes first; inside the same damage, households in greater need; " +
		"those with equal points are drawn by lot in public.",
	Grades: map[int]Reason{
		4: {Code: "destroyed", Points: 400},
		3: {Code: "severe", Points: 300},
		2: {Code: "moderate", Points: 200},
		1: {Code: "minor", Points: 100},
	},
	Criteria: map[string]int{
		"child_headed":        4,
		"private_reason":      4,
		"elderly_alone":       3,
		"pregnant_or_nursing": 3,
		"infant":              3,
		"disability":          3,
		"woman_headed":        2,
		"chronic_illness":     2,
		"house_on_embankment": 2,
		"widow":               1,
		"landless":            1,
		"documents_lost":      1,
	},
	Large:     Reason{Code: "large_household", Points: 1},
	LargeFrom: 7,
	Band:      4,
}}

// Rule finds a version of the weights.
func Rule(version string) (Weights, bool) {
	for _, w := range Rules {
		if w.Version == version {
			return w, true
		}
	}
	return Weights{}, false
}
