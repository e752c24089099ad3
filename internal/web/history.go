package web

import (
	"fmt"
	"slices"

	"tripol/internal/area"
	"tripol/internal/card"
	"tripol/internal/damage"
	"tripol/internal/db"
	"tripol/internal/distribution"
	"tripol/internal/household"
	"tripol/internal/journal"
	"tripol/internal/people"
)

// HistoryView is what happened to one household, in the order in which the server took it.
type HistoryView struct {
	ID       household.ID `json:"id"`
	ErasedAt *db.Instant  `json:"erased_at"`
	Events   []EventView  `json:"events" nullable:"false"`
}

// EventView is one line of it. Which of the last fields are there, the deed says.
type EventView struct {
	// Deed is one of the household's own (registered, corrected, consented, erased) or of what others did for it
	// (assessed, verified, card_bound, card_withdrawn, handed_over).
	Deed       string       `json:"deed"`
	By         string       `json:"by"`
	Device     string       `json:"device"`
	OccurredAt db.Instant   `json:"occurred_at"` // what the phone's clock said
	RecordedAt db.Instant   `json:"recorded_at"` // when the server took it
	ErasedAt   *db.Instant  `json:"erased_at"`   // since when what it said is erased
	Version    int          `json:"version"`
	Changes    []ChangeView `json:"changes" nullable:"false"`
	Consent    *ConsentView `json:"consent"`
	Grade      *int         `json:"grade"`
	Agreed     *bool        `json:"agreed"`
	Photos     int          `json:"photos"`
	Card       string       `json:"card"`
	Reason     string       `json:"reason"` // of a card's withdrawal
	Place      string       `json:"place"`
	Items      []DueView    `json:"items" nullable:"false"`
}

// ChangeView is one field before and after: a text, a number in digits, the name of a place, or codes.
type ChangeView struct {
	Field  string   `json:"field"`
	Before []string `json:"before" nullable:"false"`
	After  []string `json:"after" nullable:"false"`
}

// line is an event on its way: whose entry it is, before names and times are found.
type line struct {
	EventView
	entry journal.EntryID
	by    string
}

func showHistory(c *call) (out HistoryView, err error) {
	id, err := c.id("household")
	if err != nil {
		return out, err
	}
	return out, c.read(func(tx *db.Tx) error {
		past, err := household.History(tx, household.ID(id))
		if err != nil {
			return err
		}
		lines, err := householdLines(tx, past)
		if err != nil {
			return err
		}
		for _, more := range []func(*db.Tx, household.ID) ([]line, error){damageLines, cardLines, handoverLines} {
			found, err := more(tx, past.ID)
			if err != nil {
				return err
			}
			lines = append(lines, found...)
		}
		out = HistoryView{ID: past.ID, ErasedAt: past.ErasedAt}
		out.Events, err = told(tx, lines)
		return err
	})
}

func householdLines(tx *db.Tx, past household.Timeline) ([]line, error) {
	places, err := placesIn(tx, past)
	if err != nil {
		return nil, err
	}
	lines := make([]line, len(past.Events))
	for i, e := range past.Events {
		lines[i] = line{EventView: EventView{Deed: e.Deed, Version: e.Version}, entry: e.ID}
		for _, change := range e.Changes {
			lines[i].Changes = append(lines[i].Changes, ChangeView{
				Field: change.Field, Before: texts(change.Before, places), After: texts(change.After, places),
			})
		}
		if e.Answer != nil {
			view := viewConsent(*e.Answer, e.RecordedAt, nil)
			lines[i].Consent = &view
		}
	}
	return lines, nil
}

// placesIn names the places that a household was moved from and to.
func placesIn(tx *db.Tx, past household.Timeline) (map[area.Key]string, error) {
	var keys []area.Key
	for _, e := range past.Events {
		for _, change := range e.Changes {
			for _, value := range []any{change.Before, change.After} {
				if key, is := value.(area.Key); is && key != "" {
					keys = append(keys, key)
				}
			}
		}
	}
	return areaNames(tx, keys)
}

// texts is a field's value for a screen; an empty one is none.
func texts(value any, places map[area.Key]string) []string {
	switch v := value.(type) {
	case nil:
		return []string{}
	case []string:
		return append([]string{}, v...)
	case area.Key:
		return []string{places[v]}
	}
	if text := fmt.Sprint(value); text != "" {
		return []string{text}
	}
	return []string{}
}

func damageLines(tx *db.Tx, id household.ID) ([]line, error) {
	records, err := damage.History(tx, id)
	if err != nil {
		return nil, err
	}
	var lines []line
	for _, r := range records {
		grade := int(r.Grade)
		lines = append(lines, line{
			EventView: EventView{Deed: "assessed", Grade: &grade, Photos: len(r.Photos)}, entry: r.Entry,
			by: string(r.AssessedBy),
		})
		if v := r.Verification; v != nil {
			second := int(v.Grade)
			lines = append(lines, line{
				EventView: EventView{Deed: "verified", Grade: &second, Agreed: &v.Agreed}, entry: v.Entry,
				by: string(v.VerifiedBy),
			})
		}
	}
	return lines, nil
}

func cardLines(tx *db.Tx, id household.ID) ([]line, error) {
	events, err := card.History(tx, id)
	lines := make([]line, len(events))
	for i, e := range events {
		lines[i] = line{
			EventView: EventView{Deed: "card_bound", Card: card.GroupCode(e.Code), Reason: string(e.Reason)},
			entry:     e.Entry, by: string(e.By),
		}
		if e.Withdrawn {
			lines[i].Deed = "card_withdrawn"
		}
	}
	return lines, err
}

func handoverLines(tx *db.Tx, id household.ID) ([]line, error) {
	given, err := distribution.History(tx, id)
	if err != nil {
		return nil, err
	}
	views, err := viewHandovers(tx, given)
	if err != nil {
		return nil, err
	}
	lines := make([]line, len(given))
	for i, g := range given {
		lines[i] = line{
			EventView: EventView{
				Deed: "handed_over", Place: views[i].Distribution + " · " + views[i].Place, Items: views[i].Items,
			},
			entry: g.Entry, by: string(g.GivenBy),
		}
	}
	return lines, nil
}

// told puts people, phones and both clocks to the lines, and brings them into the order in which the server took them.
func told(tx *db.Tx, lines []line) ([]EventView, error) {
	entries := make([]journal.EntryID, len(lines))
	for i, l := range lines {
		entries[i] = l.entry
	}
	records, err := journal.HistoryEntries(tx, entries)
	if err != nil {
		return nil, err
	}
	accounts := make([]string, len(lines))
	for i, l := range lines {
		if author := records[l.entry].Author; author != nil {
			accounts[i] = string(*author)
		} else {
			accounts[i] = l.by
		}
	}
	who, err := people.Names(tx, slices.DeleteFunc(slices.Clone(accounts), func(id string) bool { return id == "" }))
	if err != nil {
		return nil, err
	}
	events := make([]EventView, len(lines))
	for i, l := range lines {
		record := records[l.entry]
		events[i] = l.EventView
		events[i].Changes = append([]ChangeView{}, l.Changes...) // never null on the wire
		events[i].Items = append([]DueView{}, l.Items...)
		events[i].By, events[i].Device = who[accounts[i]], record.Credential
		events[i].OccurredAt, events[i].RecordedAt = record.OccurredAt, record.RecordedAt
		events[i].ErasedAt = record.ErasedAt
		if l.Consent != nil {
			l.Consent.By = events[i].By
		}
	}
	slices.SortStableFunc(events, func(a, b EventView) int { return a.RecordedAt.Compare(b.RecordedAt.Time) })
	return events, nil
}
