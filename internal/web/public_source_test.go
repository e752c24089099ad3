package web

import (
	"strings"
	"testing"

	"tripol/internal/area"
	"tripol/internal/db"
	"tripol/internal/gazetteer"
	"tripol/internal/testkit"
)

// The public map names the source of each outline that it draws, once, in every language, and no source without one.
func TestThePublicMapNamesTheSourceOfItsOutlines(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc, _ := publicScene(t, s)
		sc.publish()
		if page := sc.page("/c/homes").body; strings.Contains(page, "Survey of India") { // the control
			t.Error("a map of outlines without a source names one")
		}
		for _, block := range []area.AreaPut{
			{Level: area.Block, Code: "2738", Name: "Hasnabad", Quality: area.Approximate, Outline: square(88.8, 89)},
			{Level: area.Block, Code: "2739", Name: "Hingalganj", Quality: area.Surveyed, Outline: square(89, 89.2)},
		} {
			block.Attribution = gazetteer.BlockNotice
			sc.takeAs(testkit.Steward(), "area.put", block)
		}
		sc.publish()
		for _, language := range []string{"en", "bn", "hi"} {
			page := sc.page("/c/homes?lang=" + language).body
			if n := strings.Count(page, gazetteer.BlockNotice); n != 1 {
				t.Errorf("%s: the source is on the page %d times", language, n)
			}
		}
	})
}
