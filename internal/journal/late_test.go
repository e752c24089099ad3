package journal_test

import (
	"slices"
	"testing"
	"time"

	"tripol/internal/db"
	"tripol/internal/testkit"
)

// onClock runs a test on both engines, with a clock that the test turns.
func onClock(t *testing.T, test func(t *testing.T, s *db.Store, wait func(time.Duration))) {
	t.Helper()
	testkit.OnBothEngines(t, func(t *testing.T, engine db.Engine) {
		now := time.Date(2020, 6, 5, 9, 0, 0, 0, time.UTC)
		o := testkit.Fresh(t, engine)
		o.Clock = func() time.Time { return now }
		test(t, testkit.Open(t, o), func(d time.Duration) { now = now.Add(d) })
	})
}

func finds(t *testing.T, s *db.Store, when string, want ...string) {
	t.Helper()
	if names := checks(t, s); !slices.Equal(names, want) {
		t.Errorf("%s: findings %v, want %v", when, names, want)
	}
}

// An erasing entry without a seal after a minute is reported: an operator who stops the sealer could remove it from the
// journal later. The controls are the same entry within the minute, and once it is sealed.
func TestAnErasingEntryIsSealedWithinAMinute(t *testing.T) {
	onClock(t, func(t *testing.T, s *db.Store, wait func(time.Duration)) {
		took(t, s, testkit.Entry("a.b"), noChange)
		cause := about("household.erase", someHousehold)
		took(t, s, cause, erasing(cause))
		wait(time.Minute)
		finds(t, s, "within the minute")
		wait(time.Microsecond)
		finds(t, s, "after it", "erasing_entry_unsealed")
		sealAll(t, s)
		finds(t, s, "sealed")
	})
}

// A body that is left a day after its subject was erased is reported, whichever of the two entries is the older. The
// controls are the same bodies within the day, and an erasure that took them.
func TestNoBodyOutlivesItsSubjectByADay(t *testing.T) {
	onClock(t, func(t *testing.T, s *db.Store, wait func(time.Duration)) {
		before, after := about("a.b", someHousehold), about("a.b", someHousehold)
		cause, another := about("household.erase", someHousehold), about("household.erase", someHousehold)
		took(t, s, before, noChange)
		took(t, s, cause, erasing(cause)) // it leaves the body
		took(t, s, after, noChange)
		sealAll(t, s)
		wait(24 * time.Hour)
		finds(t, s, "within the day")
		wait(time.Second)
		finds(t, s, "after it", "body_of_an_erased_subject", "body_of_an_erased_subject")
		took(t, s, another, erasing(another, before.ID, after.ID))
		sealAll(t, s)
		finds(t, s, "erased")
	})
}
