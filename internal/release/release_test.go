package release_test

import (
	"encoding/json"
	"slices"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"tripol/internal/actor"
	"tripol/internal/area"
	"tripol/internal/campaign"
	"tripol/internal/db"
	"tripol/internal/fault"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/release"
	"tripol/internal/testkit"
)

func TestB55_AReleaseShowsWhatItMayAndNothingElse(t *testing.T) {
	onBoth(t, func(w *world) {
		hasnabad := slices.Concat(w.families(13, "panchayat:wb-gp:2738-01"), w.families(9, "block:2738"))
		w.damaged(hasnabad[:12], 3)
		w.damaged(hasnabad[12:19], 2)
		w.serve(hasnabad[:11], "block:2738")
		w.families(7, "block:2739")
		w.families(30, "block:2800")
		first := w.promise("block:2738", 12)
		w.Take(coordinator, "home.advance", campaign.HomeAdvance{Home: first, To: campaign.SiteReady})
		w.promise("block:2739", 9)

		report := w.publish()
		if report.Release != 1 || report.Campaigns != 1 || report.Blocks != 3 {
			t.Errorf("%+v", report)
		}
		want := release.Families{Registered: 20, Part: few, Severe: 10, Served: 10}
		if d := cmp.Diff(want, w.block("block:2738").Families); d != "" {
			t.Error(d)
		}
		nothing := release.Families{Registered: few, Part: few, Severe: few, Served: few}
		for _, key := range []area.Key{"block:2739", "block:2740"} {
			if d := cmp.Diff(nothing, w.block(key).Families); d != "" {
				t.Errorf("%s: %s", key, d)
			}
		}
		if h := w.block("block:2738").Homes; h.Planned != 12 || h.Steps[campaign.SiteReady] != 1 || h.Begun() != 1 {
			t.Errorf("homes: %+v", h)
		}
		if h := w.block("block:2739").Homes; h.Planned != few || h.Steps != nil {
			t.Errorf("nine homes are few: %+v", h)
		}
		c := w.latest()
		if c.Homes.Counted() != 12 || c.Families != want || c.Goal != 1000 || c.K != 10 || c.Height == 0 {
			t.Errorf("sums: %+v", c)
		}
		if b := w.block("block:2738"); b.Quality != area.Approximate || !strings.HasPrefix(b.Drawn, "M") {
			t.Errorf("outline: %s %s", b.Quality, b.Drawn)
		}
		w.holdsNoCanary(hasnabad)
	})
}

// holdsNoCanary looks through everything that a release wrote.
func (w *world) holdsNoCanary(ids []household.ID) {
	w.Helper()
	var contents []string
	w.read(func(tx *db.Tx) error {
		return tx.Raw("SELECT content FROM release_area UNION ALL SELECT content FROM release_campaign").Scan(&contents).Error
	})
	all := strings.Join(contents, "\n")
	canaries := append(asText(ids), canaryName, "Canary", canaryPhone, "widow", string(testkit.Organisation))
	for _, canary := range canaries {
		if strings.Contains(all, canary) {
			w.Errorf("the release holds %q", canary)
		}
	}
	if len(contents) == 0 {
		w.Error("nothing was looked at")
	}
}

func asText(ids []household.ID) []string {
	out := make([]string, len(ids))
	for i, id := range ids {
		out[i] = string(id)
	}
	return out
}

func TestB55_ACellIsHeldBackAcrossReleases(t *testing.T) {
	onBoth(t, func(w *world) {
		shown := func() release.Cell { return w.block("block:2738").Families.Registered }
		w.families(20, "block:2738")
		w.publish()
		for _, step := range []struct {
			more int
			want release.Cell
		}{{1, 20}, {9, 20}, {9, 20}, {1, 40}} { // 21, 30, 39, 40 are true
			w.families(step.more, "block:2738")
			w.publish()
			if got := shown(); got != step.want {
				t.Errorf("after %d more: %s, want %s", step.more, got, step.want)
			}
		}
		var findings []journal.Violation
		w.read(func(tx *db.Tx) (err error) {
			findings, err = release.Verify(tx)
			return err
		})
		if len(findings) != 0 {
			t.Error(findings)
		}
	})
}

func TestB55_TwoCampaignsShowTheSameFamiliesAlike(t *testing.T) {
	onBoth(t, func(w *world) {
		w.families(20, "block:2738")
		w.publish()
		w.families(5, "block:2738")
		w.Take(coordinator, "campaign.add", campaign.CampaignAdd{
			ID: campaign.ID(db.NewID()), Slug: "later", Name: "Later",
			HomePricePaise: 100, GoalHomes: 10, District: "district:303",
		})
		w.families(10, "block:2738") // 35 are true
		w.publish()
		var later release.Campaign
		w.read(func(tx *db.Tx) (err error) {
			later, err = release.Latest(tx, "later")
			return err
		})
		if got := later.Families.Registered; got != 20 {
			t.Errorf("a campaign that came later shows %s, the first one 20: their difference is the change", got)
		}
	})
}

func TestB55_ControlAnUnsafeReleaseIsRefusedAndVerifyFindsOne(t *testing.T) {
	onBoth(t, func(w *world) {
		ids := w.families(23, "block:2738")
		w.damaged(ids[:7], 3)
		raw := func(c release.Counted, _ *release.Families, _ int64) release.Families { return release.Exactly(c) }
		_, err := release.PublishHiding(t.Context(), w.Store, actor.System(), release.Options{K: 10}, raw)
		if !fault.Is(err, "release_unsafe") {
			t.Fatalf("an unsafe release: %v", err)
		}
		if strings.Contains(err.Error(), "2738") || strings.Contains(err.Error(), "7") {
			t.Errorf("the refusal tells what it hides: %v", err)
		}
		w.read(func(tx *db.Tx) error {
			published, err := release.Published(tx)
			if len(published) != 0 {
				t.Error("something was published all the same")
			}
			return err
		})
		w.publish()
		w.plant()
	})
}

// plant writes a small count past Publish and asks Verify.
func (w *world) plant() {
	w.Helper()
	block := w.block("block:2738")
	block.Families.Severe = 7
	content, err := json.Marshal(block)
	if err != nil {
		w.Fatal(err)
	}
	extra := db.NewID()
	w.Take(coordinator, "campaign.add", campaign.CampaignAdd{
		ID: campaign.ID(extra), Slug: "planted", Name: "Planted", HomePricePaise: 1, GoalHomes: 1, District: "district:303",
	})
	err = w.Store.Write(w.Context(), actor.System(), func(tx *db.Tx) error {
		err := tx.Exec(`INSERT INTO release_campaign (release, campaign, slug, content)
			VALUES (1, ?, 'planted', '{}')`, extra).Error
		if err != nil {
			return err
		}
		return tx.Exec(`INSERT INTO release_area (release, campaign, area, organisation, content)
			VALUES (1, ?, 'block:2738', ?, ?)`,
			extra, string(testkit.Organisation), string(content)).Error
	})
	if err != nil {
		w.Fatal(err)
	}
	w.read(func(tx *db.Tx) error {
		findings, err := release.Verify(tx)
		checks := map[string]bool{}
		for _, f := range findings {
			checks[f.Check] = true
		}
		for _, check := range []string{"release_small_cell", "release_sum", "release_two_truths", "release_attack"} {
			if !checks[check] {
				w.Errorf("Verify does not see %s: %v", check, findings)
			}
		}
		return err
	})
}

func TestPublishRefuses(t *testing.T) {
	onBoth(t, func(w *world) {
		for _, row := range []struct {
			who  actor.Actor
			k    int64
			code string
		}{
			{actor.Actor{}, 10, "not_signed_in"},
			{testkit.Actor(actor.OutreachWorker), 10, "role_missing"},
			{actor.System(), 4, "threshold_too_low"},
			{actor.System(), -1, "threshold_too_low"},
		} {
			if _, err := release.Publish(t.Context(), w.Store, row.who, release.Options{K: row.k}); !fault.Is(err, row.code) {
				t.Errorf("k=%d: %v, want %s", row.k, err, row.code)
			}
		}
		w.publish()
		_, err := release.Publish(t.Context(), w.Store, actor.System(), release.Options{K: 20})
		if !fault.Is(err, "threshold_changed") {
			t.Errorf("another threshold: %v", err)
		}
	})
}

func TestAnEmptyDatabaseHasNothingPublished(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		err := s.Read(t.Context(), actor.Actor{}, func(tx *db.Tx) error {
			published, err := release.Published(tx)
			if len(published) != 0 {
				t.Error(published)
			}
			if _, err := release.Latest(tx, "homes"); !fault.Is(err, "not_found") {
				t.Error(err)
			}
			return err
		})
		if err != nil {
			t.Fatal(err)
		}
		if r, err := release.Publish(t.Context(), s, actor.System(), release.Options{}); err != nil || r.Release != 1 {
			t.Errorf("a release of nothing: %+v %v", r, err)
		}
	})
}
