package web

import (
	"os"
	"os/exec"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
	"time"

	"tripol/internal/actor"
	"tripol/internal/card"
	"tripol/internal/db"
	"tripol/internal/testkit"
	"tripol/internal/words"
)

// textOf extracts the text of a PDF with another program.
func textOf(t *testing.T, pdf string) string {
	t.Helper()
	file := filepath.Join(t.TempDir(), "paper.pdf")
	if err := os.WriteFile(file, []byte(pdf), 0o600); err != nil {
		t.Fatal(err)
	}
	text, err := exec.CommandContext(t.Context(), "pdftotext", "-layout", file, "-").Output() //nolint:gosec // our own file
	if err != nil {
		t.Fatalf("pdftotext: %v: run make deps", err)
	}
	return string(text)
}

// saysOneOf reports whether a text contains one of two moments, of which the second may be in the next minute.
func saysOneOf(text string, catalogue *words.Catalogue, language words.Language, before, after time.Time) bool {
	return strings.Contains(text, catalogue.Moment(language, before)) ||
		strings.Contains(text, catalogue.Moment(language, after))
}

// Papers have their language's words and digits and the time of the installation's zone; the codes stay 0–9. Control:
// in another zone the same sheet has another clock time.
func TestPapersHaveTheReadersDigitsAndTheInstallationsTime(t *testing.T) {
	testkit.OnBoth(t, func(t *testing.T, s *db.Store) {
		sc := newScene(t, s, actor.Coordinator)
		sc.person("rahima", actor.Distributor)
		var invited []actor.AccountID
		for _, p := range sc.accounts() {
			if p.Login == "rahima" {
				invited = append(invited, p.ID)
			}
		}
		batch := newID[card.BatchID]()
		sc.as(planner, "card.print_batch", card.CardPrintBatch{ID: batch, Name: "batch", Cards: 12})
		catalogue, err := messages()
		if err != nil {
			t.Fatal(err)
		}
		code := regexp.MustCompile(`(?m)\b[0-9A-Z]{4} [0-9A-Z]{4}\b`)
		for zone, other := range map[*time.Location]*time.Location{words.DefaultZone: time.UTC, time.UTC: words.DefaultZone} {
			sc.server.Zone = zone
			for language, part := range map[words.Language]string{
				words.English: "batch 1 · sheet 2/2", words.Bengali: "গোছা ১ · পাতা ২/২", words.Hindi: "गड्डी 1 · पन्ना 2/2",
			} {
				before := s.Now().Time
				cards := textOf(t, sc.send("GET", "/api/v1/card-batches/"+string(batch)+"/sheet.pdf?language="+string(language), "").body)
				invitations := textOf(t, sc.send("POST", "/api/v1/invitations/sheet.pdf", jsonOf(t, SheetIn{
					Accounts: invited, Reset: true, Language: string(language),
				})).body)
				after := s.Now().Time
				if !strings.Contains(cards, part) || len(code.FindAllString(cards, -1)) != 12 {
					t.Errorf("%s: the sheet of cards:\n%s", language, cards)
				}
				for _, text := range []string{cards, invitations} {
					if !saysOneOf(text, catalogue.In(zone), language, before, after) ||
						saysOneOf(text, catalogue.In(other), language, before, after) {
						t.Errorf("%s, %s: the time of printing is not in\n%.300s", language, zone, text)
					}
				}
				if day := 24 * time.Hour; !saysOneOf(invitations, catalogue.In(zone), language, before.Add(day), after.Add(day)) {
					t.Errorf("%s, %s: the end is not in\n%.300s", language, zone, invitations)
				}
				if !strings.Contains(invitations, "("+zone.String()+")") {
					t.Errorf("%s: the zone %s of the end is not in\n%.300s", language, zone, invitations)
				}
				if len(codeShape.FindAllString(invitations, -1)) != 1 {
					t.Errorf("%s: the code of the invitation is not in\n%s", language, invitations)
				}
			}
		}
	})
}
